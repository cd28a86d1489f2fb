"""What the app tells and asks the apps above it, inside the transaction of the verb that sends it."""

from django.dispatch import Signal

# A person is being erased: `person` (friends.persons.Person, still with all its words), `instead` (what stands in the
# place of words taken out), `rows` (the (table, key) of each row whose text is about to change), `by`, `now`. The
# sender goes through columns of text itself; who keeps people in columns that hold none (a file as handed in, a PDF)
# takes them out now.
person_erased = Signal()

# Which rows of text erasing leaves as they are, because they stand for what is published. Each receiver answers with a
# mapping of tables to a Q.
stands_as_published = Signal()

# What goes as a whole where `person` is erased, because nothing can be taken out of it. Each receiver answers with a
# mapping of what it is, as people call it, to how many there are.
goes_as_a_whole = Signal()
