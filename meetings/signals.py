"""What the app tells the apps above it, inside the transaction of the verb that sends it."""

from django.dispatch import Signal

# The text of a document changed: `document`, `by` (an Actor), `now`. Sent once per verb, after its last write. Where a
# verb knows which paragraphs it changed, `touched` holds their UUIDs: all others, and their order, are as they were.
paragraphs_changed = Signal()
