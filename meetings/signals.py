"""What the app tells the apps above it, inside the transaction of the verb that sends it."""

from django.dispatch import Signal

# The text of a document changed: `document`, `by` (an Actor), `now`. Sent once per verb, after its last write.
paragraphs_changed = Signal()
