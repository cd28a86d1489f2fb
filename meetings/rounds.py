"""Comment rounds: who is written to, opening, extending, reminding, closing."""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ccm_portal import audit, history
from ccm_portal.actors import Actor
from ccm_portal.canonical import canonical, sha256
from friends import access, roster
from friends.models import AccessLink, Body, Capacity, Contact, Delegation
from meetings import documents, letters, papers, presidency
from meetings.models import Comment, Document, Invitation, Revision, Round, RoundDelegation

# The link stays as reading room after closing.
LINK_LIFE = dt.timedelta(days=3 * 365)


class CannotOpen(Exception):
    """The round cannot be opened; the sentence says why."""


class CannotClose(Exception):
    """The round cannot be closed yet; the sentence says what is missing."""


class CannotRemind(Exception):
    """Nobody can be reminded; the sentence says why."""


class CannotExtend(Exception):
    """The deadline cannot be moved there; the sentence says why."""


@dataclass(frozen=True)
class Place:
    """A delegation as it would be in the round, with the contacts who would get a letter."""

    delegation: Delegation
    capacity: str
    counts: bool
    posts: str
    contacts: list[Contact]
    # Named on the list, but without an address.
    unreachable: list[Contact]

    @property
    def capacity_label(self) -> str:
        return str(Capacity.Kind(self.capacity).label)


@dataclass(frozen=True)
class Plan:
    """Exactly who would get what: shown to the coordinator before opening, and checked again at opening."""

    revision: Revision
    deadline: dt.datetime
    cover_note: str
    # Whether the revision goes with the letters as a PDF.
    enclose: bool
    places: list[Place]

    @property
    def addresses(self) -> int:
        return sum(len(place.contacts) for place in self.places)

    @property
    def fingerprint(self) -> str:
        """Changes when anything the coordinator was shown changes."""
        return sha256(
            canonical(
                {
                    "revision": str(self.revision.pk),
                    "deadline": self.deadline.isoformat(),
                    "note": self.cover_note,
                    "enclose": self.enclose,
                    "places": [
                        [
                            place.delegation.name,
                            place.capacity,
                            place.counts,
                            *(contact.email for contact in place.contacts),
                        ]
                        for place in self.places
                    ],
                }
            )
        )


def plan(
    document: Document, *, deadline: dt.datetime, cover_note: str, enclose: bool = False, now: dt.datetime
) -> Plan:
    """What circulating now would do. Raises CannotOpen, documents.NotNow."""
    documents.check(document, "circulate")
    papers.check_leaves(document)
    revision = presidency.cleared_revision(document)
    if revision is None:
        raise CannotOpen(_("No revision of this text was cleared by the Presidency."))
    if deadline <= now:
        raise CannotOpen(
            _("The deadline, %(deadline)s, has already passed. Choose a later one.")
            % {"deadline": timezone.localtime(deadline, document.body.zone).strftime("%d.%m.%Y %H:%M")}
        )
    day = timezone.localtime(now, document.body.zone).date()
    body = document.body
    places = [_place(seat, body, day) for seat in roster.seats_on(body, day)]
    if not any(place.contacts for place in places):
        raise CannotOpen(_("Nobody would get it: the contact list holds no address today."))
    return Plan(revision, deadline, cover_note, enclose, sorted(places, key=_order))


def _place(seat: roster.Seat, body: Body, day: dt.date) -> Place:
    capacity = seat.delegation.capacity_on(day)
    kind = capacity.kind if capacity else Capacity.Kind.OBSERVER
    return Place(
        delegation=seat.delegation,
        capacity=kind,
        counts=capacity is not None and body.counts(capacity.kind),
        posts=seat.posts,
        contacts=[contact for contact in seat.contacts if contact.email],
        unreachable=[contact for contact in seat.contacts if not contact.email],
    )


def by_capacity(capacity: str, name: str) -> tuple[int, str]:
    """The order of delegations everywhere: by capacity, then by name."""
    return (list(Capacity.Kind.values).index(capacity), name.casefold())


def _order(place: Place) -> tuple[int, str]:
    return by_capacity(place.capacity, place.delegation.name)


@transaction.atomic
def open(
    document: Document, *, deadline: dt.datetime, cover_note: str, enclose: bool = False, seen: str, by: Actor,
    now: dt.datetime,
) -> Round:  # fmt: skip
    """The round is open: its delegations are frozen, each address on the list gets one letter with a link.

    With `enclose` the letters wait until the clock has made the PDF that goes with them (meetings.enclosing). `seen` is
    the fingerprint of the plan the coordinator confirmed. Raises CannotOpen, documents.NotNow.
    """
    Document.objects.select_for_update(of=("self",)).get(pk=document.pk)
    document.refresh_from_db()
    planned = plan(document, deadline=deadline, cover_note=cover_note, enclose=enclose, now=now)
    if planned.fingerprint != seen:
        raise CannotOpen(
            _("The contact list or the text changed since you looked. Nothing was sent; look again.")
        )
    round_ = Round(
        document=document,
        revision=planned.revision,
        number=document.rounds.count() + 1,
        opened_at=now,
        deadline=deadline,
        time_zone=document.body.time_zone,
        cover_note=cover_note,
        enclosure_id=uuid.uuid4() if enclose else None,
    )
    history.save(round_, by=by, reason="opened")
    for place in planned.places:
        _seat(round_, place, now=now)
    documents.move(document, "circulate", by=by, now=now, sha256=planned.revision.sha256)
    audit.record(
        "round opened", round_, by=by, now=now, body=document.body_id, sha256=planned.revision.sha256,
        delegations=len(planned.places), addresses=planned.addresses,
    )  # fmt: skip
    return round_


def _seat(round_: Round, place: Place, *, now: dt.datetime) -> None:
    seat = RoundDelegation.objects.create(
        round=round_,
        delegation=place.delegation,
        name=place.delegation.name,
        capacity=place.capacity,
        counts=place.counts,
        posts=place.posts[:500],
    )
    for contact in place.contacts:
        Invitation.objects.create(seat=seat, contact=contact, invited_at=now)
        letters.round_opened(contact, round_, link=round_link(contact, round_, now=now), now=now)


def round_link(contact: Contact, round_: Round, *, now: dt.datetime) -> AccessLink:
    """The contact's link into the round, which later is the reading room."""
    return access.open_link(
        contact, purpose=AccessLink.Purpose.ROUND, subject=round_.pk, until=now + LINK_LIFE, now=now
    )


def invited(round_: Round, now: dt.datetime) -> list[tuple[RoundDelegation, Contact]]:
    """The invited who are still on the list, with the seat they belong to."""
    day = timezone.localtime(now, round_.zone).date()
    rows = Invitation.objects.filter(seat__round=round_).select_related("seat", "contact__delegation")
    return [(row.seat, row.contact) for row in rows if row.contact.holds_on(day)]


@transaction.atomic
def extend(round_: Round, *, deadline: dt.datetime, by: Actor, now: dt.datetime) -> None:
    """The deadline is later, and every invited address is told. Raises CannotExtend."""
    round_ = Round.objects.select_for_update(of=("self",)).select_related("document__body").get(pk=round_.pk)
    if not round_.is_open:
        raise CannotExtend(_("The round is closed."))
    if deadline <= max(round_.deadline, now):
        raise CannotExtend(_("The new deadline must be later than the present one, and still to come."))
    round_.deadline = deadline
    history.save(round_, by=by, reason="deadline moved")
    audit.record("round extended", round_, by=by, now=now, body=round_.document.body_id)
    for _seat_of, contact in invited(round_, now):
        letters.round_extended(contact, round_, link=round_link(contact, round_, now=now), now=now)


@transaction.atomic
def remind(round_: Round, *, by: Actor, now: dt.datetime) -> int:
    """Every speaking contact of the delegations yet to reply is reminded, once a day at the most; how many letters.

    Raises CannotRemind.
    """
    round_ = Round.objects.select_for_update(of=("self",)).select_related("document__body").get(pk=round_.pk)
    if not round_.is_open:
        raise CannotRemind(_("The round is closed."))
    silent = {seat.pk for seat, reply in standing(round_) if reply is None}
    reminded = [
        letters.round_reminder(contact, round_, link=round_link(contact, round_, now=now), now=now)
        for seat, contact in invited(round_, now)
        if seat.pk in silent and contact.speaks
    ]
    audit.record(
        "round reminded", round_, by=by, now=now, body=round_.document.body_id, letters=len(reminded)
    )
    return len(reminded)


def standing(round_: Round) -> list[tuple[RoundDelegation, str | None]]:
    """Each delegation with its reply: an Answer.Kind, or None while it is yet to reply.

    "No comments" never overrides a comment that stands.
    """
    seats = round_.delegations.prefetch_related("answers", "comments")
    ordered = sorted(seats, key=lambda seat: by_capacity(seat.capacity, seat.name))
    return [(seat, reply_of(seat)) for seat in ordered]


def reply_of(seat: RoundDelegation) -> str | None:
    """The delegation's reply as `standing` has it; reads its prefetched answers and comments."""
    if any(comment.state == Comment.State.SENT for comment in seat.comments.all()):
        return "comments"
    answers = list(seat.answers.all())
    last = answers[-1].kind if answers else None
    return last if last in ("consulting", "no_comments") else None


def undecided(round_: Round) -> int:
    """How many comments wait for a decision."""
    return Comment.objects.filter(seat__round=round_).waiting().count()


@transaction.atomic
def close(round_: Round, *, note: str, leave_undecided: bool, by: Actor, now: dt.datetime) -> None:
    """The round is closed; each delegation gets one closing note, sent to each of its addresses.

    What the round's earlier letters asked for is over: those that have not left yet do not leave any more.

    Raises CannotClose while comments wait for a decision, unless the coordinator leaves them openly undecided.
    """
    round_ = Round.objects.select_for_update(of=("self",)).select_related("document__body").get(pk=round_.pk)
    if not round_.is_open:
        raise CannotClose(_("The round is closed already."))
    waiting = undecided(round_)
    if waiting and not leave_undecided:
        said = ngettext(
            "%(count)s comment waits for a decision. Decide on it, or say that it is left undecided.",
            "%(count)s comments wait for a decision. Decide on them, or say that they are left undecided.",
            waiting,
        )
        raise CannotClose(said % {"count": waiting})
    round_.closed_at = now
    round_.closing_note = note
    history.save(round_, by=by, reason="closed")
    documents.move(round_.document, "close the round", by=by, now=now, sha256=round_.revision.sha256)
    letters.nothing_more_about(round_, now=now)
    audit.record("round closed", round_, by=by, now=now, body=round_.document.body_id, undecided=waiting)
    for seat, contact in invited(round_, now):
        letters.round_closed(contact, seat, round_, link=round_link(contact, round_, now=now), now=now)


def newcomers(round_: Round, now: dt.datetime) -> list[tuple[RoundDelegation, Contact]]:
    """Contacts with an address whom the list shows today for the round's delegations, but who were never invited."""
    invited_ids = set(Invitation.objects.filter(seat__round=round_).values_list("contact", flat=True))
    places = {seat.delegation_id: seat for seat in round_.delegations.all()}
    day = timezone.localtime(now, round_.zone).date()
    return [
        (places[seat.delegation.pk], contact)
        for seat in roster.seats_on(round_.document.body, day)
        if seat.delegation.pk in places
        for contact in seat.contacts
        if contact.email and contact.pk not in invited_ids
    ]


@transaction.atomic
def invite_newcomers(round_: Round, *, by: Actor, now: dt.datetime) -> int:
    """Contacts who joined the round's delegations since it opened are invited; how many. Raises CannotExtend."""
    round_ = Round.objects.select_for_update(of=("self",)).select_related("document__body").get(pk=round_.pk)
    if not round_.is_open:
        raise CannotExtend(_("The round is closed."))
    added = newcomers(round_, now)
    for seat, contact in added:
        Invitation.objects.create(seat=seat, contact=contact, invited_at=now)
        letters.round_opened(contact, round_, link=round_link(contact, round_, now=now), now=now)
    audit.record(
        "round invited more", round_, by=by, now=now, body=round_.document.body_id, letters=len(added)
    )
    return len(added)
