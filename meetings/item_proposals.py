"""Items for an agenda, proposed by the Friends: they are invited until a deadline, and propose, change and withdraw.

What comes late is kept and marked so. Nobody sees what another delegation proposed, and nobody is shown who proposed
nothing. What becomes of a proposal is decided in `meetings.item_decisions`.
"""

import datetime as dt
import uuid
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from ccm_portal import audit, history
from ccm_portal.actors import Actor
from ccm_portal.canonical import canonical, sha256
from friends import access
from friends.models import AccessLink, Contact, ThematicArea
from friends.speaking import Place, places, speakers_of
from meetings import agendas, item_letters
from meetings.models import CallForItems, ItemProposal, Meeting

# The page can be read for so long after the deadline.
READ_AFTERWARDS = dt.timedelta(days=180)
LONGEST_WORDS = 2_000
LONGEST_TITLE = 500

State = ItemProposal.State


class CannotCall(Exception):
    """The Friends cannot be invited so; the sentence says why."""


class CannotPropose(Exception):
    """The proposal cannot be taken, changed or withdrawn; the sentence says why."""


class ChangedMeanwhile(Exception):
    """A colleague changed the proposal since; `theirs` is what it says now."""

    def __init__(self, theirs: ItemProposal) -> None:
        super().__init__(
            _("%(person)s changed this since you opened it. Your words are kept below; see what it says now.")
            % {"person": theirs.contact}
        )
        self.theirs = theirs


# --- inviting ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Plan:
    """Exactly what the Friends would be shown, and who would get a letter; checked again when it is done."""

    meeting: Meeting
    shared: list[dict[str, Any]]
    words: str
    until: dt.datetime
    places: list[Place]

    @property
    def letters(self) -> int:
        return sum(len(place.contacts) for place in self.places)

    @property
    def fingerprint(self) -> str:
        """Changes when anything the coordinator was shown changes."""
        told = {
            "shared": self.shared,
            "words": self.words,
            "until": self.until.isoformat(),
            "places": [place.told for place in self.places],
        }
        return sha256(canonical(told))


def plan(
    meeting: Meeting, chosen: Collection[uuid.UUID], *, words: str, until: dt.datetime, now: dt.datetime
) -> Plan:
    """What inviting would do, the `chosen` items of the draft agenda being shared. Raises CannotCall."""
    if open_call(meeting) is not None:
        raise CannotCall(_("The Friends are invited already. Close that invitation first."))
    if until <= now:
        raise CannotCall(_("That moment has passed. Choose a later one."))
    if meeting.starts_at is not None and until > meeting.starts_at:
        raise CannotCall(_("The meeting will have begun by then. Choose an earlier moment."))
    found = places(meeting.body, timezone.localtime(now, meeting.body.zone).date())
    if not any(place.contacts for place in found):
        raise CannotCall(_("Nobody would get it: the contact list holds no address today."))
    return Plan(meeting, share(meeting, chosen), words, until, found)


def share(meeting: Meeting, chosen: Collection[uuid.UUID]) -> list[dict[str, Any]]:
    """The chosen items as the Friends are shown them: number, title, presenter, and how deep they stand."""
    return [
        {
            "number": node.number,
            "title": node.item.title,
            "presenter": node.item.presenter_words,
            "depth": node.number.count("."),
        }
        for node in agendas.flat(agendas.tree(meeting))
        if node.item.pk in chosen
    ]


def open_call(meeting: Meeting) -> CallForItems | None:
    """The invitation that is open for the meeting."""
    return CallForItems.objects.filter(meeting=meeting, closed_at=None).first()


@transaction.atomic
def call(
    meeting: Meeting,
    chosen: Collection[uuid.UUID],
    *,
    words: str,
    until: dt.datetime,
    seen: str,
    by: Actor,
    now: dt.datetime,
) -> CallForItems:
    """Everybody who speaks for a delegation on the list gets one letter with a link to a page of its own.

    `seen` is the fingerprint of the plan the coordinator confirmed. Raises CannotCall.
    """
    # The same invitation pressed twice at once is made once.
    Meeting.objects.select_for_update(of=("self",), no_key=True).get(pk=meeting.pk)
    planned = plan(meeting, chosen, words=words, until=until, now=now)
    if planned.fingerprint != seen:
        raise CannotCall(_("The agenda or the list changed since you looked. Nothing was sent; look again."))
    made = CallForItems.objects.create(
        meeting=meeting, words=words, shared=planned.shared, opened_at=now, until=until
    )
    for place in planned.places:
        for contact in place.contacts:
            item_letters.items_invited(contact, made, link=link_to(contact, made, now=now), now=now)
    audit.record(
        "items invited", made, by=by, now=now, body=meeting.body_id, letters=planned.letters,
        shared=len(planned.shared),
    )  # fmt: skip
    return made


def link_to(contact: Contact, made: CallForItems, *, now: dt.datetime) -> AccessLink:
    """The contact's link to the delegation's page."""
    return access.open_link(
        contact, purpose=AccessLink.Purpose.ITEMS, subject=made.pk, until=made.until + READ_AFTERWARDS, now=now
    )  # fmt: skip


# --- proposing --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Said:
    """A proposal: the item's title, why, its area of work, and the paper that is wished or offered."""

    title: str
    why: str = ""
    area: ThematicArea | None = None
    paper: str = ""


@transaction.atomic
def propose(made: CallForItems, said: Said, *, contact: Contact, now: dt.datetime) -> ItemProposal:
    """The delegation proposes an item; everybody who speaks for it gets a receipt.

    After the deadline, and after the closing, it is kept all the same and marked late. Raises CannotPropose.
    """
    made = _locked(made)
    _check(said, contact)
    return _propose(made, said, None, contact=contact, now=now)


def _propose(
    made: CallForItems, said: Said, instead_of: ItemProposal | None, *, contact: Contact, now: dt.datetime
) -> ItemProposal:
    row = ItemProposal(
        call=made, delegation=contact.delegation, contact=contact, said_at=now, instead_of=instead_of
    )
    _say(row, said)
    history.save(row, by=contact.actor, at=now)
    audit.record(
        "item proposed", row, by=contact.actor, now=now, body=made.meeting.body_id, late=now > made.until
    )
    _receipts(row, contact, now=now)
    return row


@transaction.atomic
def change(
    proposal: ItemProposal, said: Said, *, version: int, contact: Contact, now: dt.datetime
) -> ItemProposal:
    """The proposal says this now. After the deadline it stands as it was, and the change is kept beside it, late.

    `version`: of the proposal the person had before them. Raises ChangedMeanwhile, CannotPropose.
    """
    made = _locked(proposal.call)
    row = _own(proposal, contact)
    _check(said, contact)
    if row.state == State.WITHDRAWN:
        raise CannotPropose(_("This was taken back meanwhile. You can propose it anew."))
    if now > made.until:
        return _propose(made, said, row, contact=contact, now=now)
    if row.state != State.WAITING:
        raise CannotPropose(
            _("The %(office)s has this on its desk already. Propose what should change as a further item.")
            % {"office": made.meeting.body.office}
        )
    if row.version != version:
        raise ChangedMeanwhile(row)
    _say(row, said)
    row.contact, row.version = contact, version + 1
    history.save(row, by=contact.actor, reason="changed", at=now)
    audit.record("item proposal changed", row, by=contact.actor, now=now, body=made.meeting.body_id)
    return row


@transaction.atomic
def withdraw(proposal: ItemProposal, *, contact: Contact, now: dt.datetime) -> None:
    """The delegation takes back what is not decided, until the deadline; everybody who speaks for it is told.

    Raises CannotPropose.
    """
    made = _locked(proposal.call)
    row = _own(proposal, contact)
    if row.state != State.WAITING:
        raise CannotPropose(_("This is decided, or was taken back already."))
    if now > made.until:
        raise CannotPropose(
            _("The deadline has passed. Please write to the %(office)s.")
            % {"office": made.meeting.body.office}
        )
    row.state, row.settled_at = State.WITHDRAWN, now
    history.save(row, by=contact.actor, reason="withdrawn", at=now)
    audit.record("item proposal withdrawn", row, by=contact.actor, now=now, body=made.meeting.body_id)
    _receipts(row, contact, now=now)


def _locked(made: CallForItems) -> CallForItems:
    """The invitation, kept from others: nobody proposes while it is being closed."""
    rows = CallForItems.objects.select_for_update(of=("self",)).select_related("meeting__body")
    return rows.get(pk=made.pk)


def _own(proposal: ItemProposal, contact: Contact) -> ItemProposal:
    rows = ItemProposal.objects.select_related("call__meeting__body", "delegation", "contact", "area")
    row = rows.get(pk=proposal.pk)
    if row.delegation_id != contact.delegation_id:
        raise CannotPropose(_("This was proposed by another delegation."))
    if not contact.speaks:
        raise CannotPropose(_("Only those who speak for the delegation can propose in its name."))
    return row


def _check(said: Said, contact: Contact) -> None:
    if not contact.speaks:
        raise CannotPropose(_("Only those who speak for the delegation can propose in its name."))
    if not said.title.strip():
        raise CannotPropose(_("Give the item a title."))
    if len(said.why) > LONGEST_WORDS or len(said.title) > LONGEST_TITLE or len(said.paper) > LONGEST_TITLE:
        raise CannotPropose(_("Please write no more than %(most)s characters.") % {"most": LONGEST_WORDS})


def _say(row: ItemProposal, said: Said) -> None:
    row.title, row.why, row.area, row.paper = said.title, said.why, said.area, said.paper


def _receipts(row: ItemProposal, person: Contact, *, now: dt.datetime) -> None:
    body = row.call.meeting.body
    for colleague in speakers_of(body, row.delegation_id, timezone.localtime(now, body.zone).date()):
        item_letters.item_said(
            colleague, row, person=person, link=link_to(colleague, row.call, now=now), now=now
        )


# --- what is seen of it -----------------------------------------------------------------------------------------------


def own(made: CallForItems, delegation: uuid.UUID) -> list[ItemProposal]:
    """What one delegation proposed, without what it took back. Nothing of any other is ever loaded with it."""
    rows = ItemProposal.objects.filter(call=made, delegation=delegation).exclude(state=State.WITHDRAWN)
    return list(rows.select_related("call", "contact", "area", "instead_of"))


def of_call(made: CallForItems) -> list[ItemProposal]:
    """Everything proposed, what waits for a decision first, then as it came. One query."""
    rows = ItemProposal.objects.filter(call=made).exclude(state=State.WITHDRAWN)
    rows = rows.select_related("call__meeting", "delegation", "contact", "area", "item", "instead_of")
    return sorted(rows, key=lambda row: not row.is_undecided)


@dataclass(frozen=True)
class Waiting:
    """An invitation with how much of it waits for a decision, and whether its deadline has passed."""

    call: CallForItems
    undecided: int
    passed: bool


def waiting(bodies: Collection[uuid.UUID], now: dt.datetime) -> list[Waiting]:
    """The invitations of these bodies in which something waits for the coordinator. One query."""
    undecided = Q(proposals__state=State.WAITING) | Q(
        proposals__state=State.ACCEPTED, proposals__item=None, closed_at=None
    )
    rows = CallForItems.objects.filter(meeting__body__in=bodies).select_related("meeting")
    rows = rows.annotate(undecided=Count("proposals", filter=undecided))
    rows = rows.filter(Q(undecided__gt=0) | Q(closed_at=None, until__lte=now)).order_by("until")
    return [Waiting(row, row.undecided, passed=row.closed_at is None and row.until <= now) for row in rows]
