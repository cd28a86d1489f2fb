"""What becomes of proposed items: accepted onto the agenda, or declined with a reason; told when the invitation closes.

A delegation gets one letter, at the closing, with all it proposed: the coordinator weighs proposals against each other
and may think again until then. What came after the closing is told when it is decided.
"""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ccm_portal import audit, history
from ccm_portal.actors import Actor
from ccm_portal.canonical import canonical, sha256
from friends.models import Contact, Delegation
from friends.speaking import speakers
from meetings import agendas, item_letters, item_proposals
from meetings.models import AgendaItem, CallForItems, ItemProposal

State = ItemProposal.State


class CannotDecide(Exception):
    """The proposal cannot be accepted or declined so; the sentence says why."""


class CannotClose(Exception):
    """The invitation cannot be closed so; the sentence says why."""


@transaction.atomic
def accept(
    proposal: ItemProposal, said: agendas.Item, *, parent: AgendaItem | None, by: Actor, now: dt.datetime
) -> AgendaItem:
    """The item is on the agenda, introduced by the delegation, in its words or in others; both are kept.

    Raises CannotDecide, agendas.CannotMove.
    """
    row = _decidable(proposal)
    item = agendas.add(row.call.meeting, said, parent=parent, by=by, now=now)
    row.state, row.settled_at, row.reason = State.ACCEPTED, now, ""
    row.item, row.accepted_as = item, item.title
    history.save(row, by=by, reason="accepted", at=now)
    audit.record(
        "item proposal accepted", row, by=by, now=now, body=row.call.meeting.body_id,
        reworded=item.title != row.title,
    )  # fmt: skip
    _tell_at_once(row, now=now)
    return item


@transaction.atomic
def decline(proposal: ItemProposal, *, reason: str, by: Actor, now: dt.datetime) -> None:
    """The item does not come onto the agenda; the delegation will read why. Raises CannotDecide."""
    row = _decidable(proposal)
    if not reason.strip():
        raise CannotDecide(_("Say why, in words that the delegation will read."))
    row.state, row.settled_at, row.reason = State.DECLINED, now, reason.strip()
    row.accepted_as = ""
    history.save(row, by=by, reason="declined", at=now)
    audit.record("item proposal declined", row, by=by, now=now, body=row.call.meeting.body_id)
    _tell_at_once(row, now=now)


def may_decide(row: ItemProposal) -> bool:
    """Whether it waits, or was declined and nobody was told yet, or was accepted and is off the agenda again."""
    return row.is_undecided or (row.state == State.DECLINED and row.call.closed_at is None)


def _decidable(proposal: ItemProposal) -> ItemProposal:
    """The proposal, kept from others. Raises CannotDecide."""
    # Nothing is decided while the invitation is being closed, or the letters would say otherwise.
    CallForItems.objects.select_for_update(of=("self",)).get(pk=proposal.call_id)
    rows = ItemProposal.objects.select_for_update(of=("self",))
    row = rows.select_related("call__meeting__body", "delegation").get(pk=proposal.pk)
    if may_decide(row):
        return row
    if row.state == State.ACCEPTED and row.call.closed_at is None:
        raise CannotDecide(_("It is on the agenda. Take it off there first, then it can be decided anew."))
    raise CannotDecide(_("This is decided and told, or was taken back."))


def _tell_at_once(row: ItemProposal, *, now: dt.datetime) -> None:
    """What came after the closing is told when it is decided: no closing will tell it."""
    if row.call.closed_at is None:
        return
    body = row.call.meeting.body
    day = timezone.localtime(now, body.zone).date()
    for contact in speakers(body, [row.delegation_id], day).get(row.delegation_id, []):
        link = item_proposals.link_to(contact, row.call, now=now)
        item_letters.items_decided(
            contact, row.call, [row], reason=f"item-proposal:{row.pk}:decided", link=link, now=now
        )


# --- closing ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Told:
    """A delegation that proposed something, what became of it, and who would get the letter."""

    delegation: Delegation
    proposals: list[ItemProposal]
    contacts: list[Contact]


@dataclass(frozen=True)
class Closing:
    """What closing would tell to whom; checked again when it is done."""

    call: CallForItems
    words: str
    told: list[Told]
    undecided: int

    @property
    def letters(self) -> int:
        return sum(len(one.contacts) for one in self.told)

    @property
    def fingerprint(self) -> str:
        """Changes when anything the coordinator was shown changes."""
        return sha256(
            canonical(
                {
                    "words": self.words,
                    "told": [
                        [
                            one.delegation.name,
                            *(contact.email for contact in one.contacts),
                            *([str(row.pk), row.state, row.accepted_as, row.reason] for row in one.proposals),
                        ]
                        for one in self.told
                    ],
                }
            )
        )


def closing(call: CallForItems, *, words: str, now: dt.datetime) -> Closing:
    """What closing the invitation now would do. Three queries."""
    rows = item_proposals.of_call(call)
    by_delegation: dict[Delegation, list[ItemProposal]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: row.said_at):
        by_delegation[row.delegation].append(row)
    body = call.meeting.body
    day = timezone.localtime(now, body.zone).date()
    found = speakers(body, [one.pk for one in by_delegation], day)
    told = [Told(one, by_delegation[one], found.get(one.pk, [])) for one in by_delegation]
    told.sort(key=lambda one: one.delegation.name.casefold())
    return Closing(call, words, told, sum(row.is_undecided for row in rows))


@transaction.atomic
def close(call: CallForItems, *, words: str, seen: str, by: Actor, now: dt.datetime) -> CallForItems:
    """Nobody is invited any more, and each delegation that proposed something is told what became of it, in one letter.

    `seen` is the fingerprint of what the coordinator confirmed. Raises CannotClose.
    """
    rows = CallForItems.objects.select_for_update(of=("self",)).select_related("meeting__body")
    call = rows.get(pk=call.pk)
    if call.closed_at is not None:
        raise CannotClose(_("The invitation is closed already."))
    planned = closing(call, words=words, now=now)
    if planned.undecided:
        raise CannotClose(
            ngettext(
                "%(n)s proposal is still to be decided.", "%(n)s proposals are still to be decided.", planned.undecided
            )
            % {"n": planned.undecided}
        )  # fmt: skip
    if planned.fingerprint != seen:
        raise CannotClose(_("Something changed since you looked. Nothing was sent; look again."))
    call.closed_at, call.closing_words = now, words
    call.save(update_fields=["closed_at", "closing_words"])
    for one in planned.told:
        for contact in one.contacts:
            link = item_proposals.link_to(contact, call, now=now)
            item_letters.items_decided(
                contact, call, one.proposals, reason=f"items:{call.pk}:closed", link=link, now=now
            )
    audit.record(
        "items closed", call, by=by, now=now, body=call.meeting.body_id, letters=planned.letters,
        proposals=sum(len(one.proposals) for one in planned.told),
    )  # fmt: skip
    return call
