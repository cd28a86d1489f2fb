"""Inviting the Friends to propose items, for tests."""

import datetime as dt

from friends.models import AccessLink, Contact
from meetings import agendas, item_proposals
from meetings.models import CallForItems, Meeting
from tests.cast import NOW, Cast

UNTIL = NOW + dt.timedelta(days=10)
LATER = NOW + dt.timedelta(days=2)
LATE = UNTIL + dt.timedelta(minutes=1)


def call(
    meeting: Meeting, people: Cast, *, words: str = "Please think of June.", until: dt.datetime = UNTIL
) -> CallForItems:
    """Everybody on the list is invited; the first item of the draft agenda alone is shared."""
    chosen = [agendas.tree(meeting)[0].item.pk]
    terms = {"words": words, "until": until}
    seen = item_proposals.plan(meeting, chosen, **terms, now=NOW).fingerprint  # type: ignore[arg-type]
    by = people.coordinator.actor
    return item_proposals.call(meeting, chosen, **terms, seen=seen, by=by, now=NOW)  # type: ignore[arg-type]


def link(contact: Contact, made: CallForItems) -> AccessLink:
    """The contact's link to the delegation's page."""
    return item_proposals.link_to(contact, made, now=NOW)
