"""The letters about items proposed for an agenda: one function per letter, three templates each in templates/mail/."""

import datetime as dt
from collections.abc import Iterable

from ccm_portal.models import Letter
from friends import letters
from friends.models import AccessLink, Contact
from meetings.models import CallForItems, ItemProposal


def items_invited(contact: Contact, call: CallForItems, *, link: AccessLink, now: dt.datetime) -> Letter:
    """To everybody who speaks for a delegation: please propose items by the deadline."""
    return letters.write(
        "items_invited", contact, reason=f"items:{call.pk}:invited", body=call.meeting.body, link=link, now=now,
        call=call, meeting=call.meeting,
    )  # fmt: skip


def item_said(
    contact: Contact, proposal: ItemProposal, *, person: Contact, link: AccessLink, now: dt.datetime
) -> Letter:
    """To everybody who speaks for the delegation: this was proposed, or taken back, in its name, by whom, when."""
    call = proposal.call
    return letters.write(
        "item_said", contact, reason=f"item-proposal:{proposal.pk}:{proposal.state}", body=call.meeting.body,
        link=link, now=now, call=call, meeting=call.meeting, proposal=proposal, person=person, said_at=now,
    )  # fmt: skip


def items_decided(
    contact: Contact,
    call: CallForItems,
    proposals: Iterable[ItemProposal],
    *,
    reason: str,
    link: AccessLink,
    now: dt.datetime,
) -> Letter:
    """To everybody who speaks for a delegation that proposed something: this became of it."""
    return letters.write(
        "items_decided", contact, reason=reason, body=call.meeting.body, link=link, now=now, call=call,
        meeting=call.meeting, proposals=list(proposals),
    )  # fmt: skip
