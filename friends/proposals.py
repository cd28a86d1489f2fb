"""Proposals to change the contact list: made, taken back, accepted or declined. None is applied by itself.

A proposal remembers what the list said when it was made. Where the list says something else by now, accepting it is
refused until somebody has looked at all three texts.
"""

import datetime as dt
import uuid
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import formats, timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from ccm_portal import audit, history, letters
from ccm_portal.actors import Actor
from ccm_portal.canonical import canonical, sha256
from friends import cells, contacts, roster
from friends.changes import ONE_DAY, Change
from friends.contacts import DETAILS, Details
from friends.models import Assignment, Body, Contact, Delegation, ListedContact, Proposal, ReviewedEntry

Kind, Source, State = Proposal.Kind, Proposal.Source, Proposal.State
# What can go wrong when a proposal is applied; each is a sentence.
PROBLEMS = (contacts.AddressTaken, contacts.NoReason, contacts.BadDay, contacts.UnfitDetails)
LONGEST_WORDS = 2_000


class NothingProposed(Exception):
    """What is proposed is what the list says already, or is nothing."""


class AlreadyDecided(Exception):
    """The proposal was accepted, declined or taken back already."""


class NoReasonGiven(Exception):
    """Whoever declines a proposal says why."""


class ChangedSince(Exception):
    """The list changed since it was proposed; see `clash_of`."""


@dataclass(frozen=True)
class Wanted:
    """What somebody proposes. contact: whom it is about. details: what the list shall say of a person."""

    kind: str
    contact: Contact | None = None
    details: Details | None = None
    holds_from: dt.date | None = None
    words: str = ""


@dataclass(frozen=True)
class Line:
    """One field of a proposal: what it is called, what the list said, what it shall say, what it says now."""

    label: str
    was: str
    wanted: str
    current: str
    clashes: bool


@dataclass(frozen=True)
class Clash:
    """Why a proposal does not fit the list as it is now. over: what accepting it all the same has to name."""

    sentence: str
    over: str


# --- making -----------------------------------------------------------------------------------------------------------


def _check(wanted: Wanted) -> None:
    about = wanted.kind in (Kind.CORRECT, Kind.LEFT, Kind.SUCCESSOR, Kind.AWAY)
    if about and wanted.contact is None:
        raise NothingProposed(_("Say whom it is about."))
    if wanted.details is not None:
        if not wanted.details.name and not wanted.details.email:
            raise contacts.UnfitDetails(_("A contact needs a name or an address."))
        try:
            letters.header_line(wanted.details.name)
            if wanted.details.email:
                letters.wire_address(wanted.details.email)
        except ValueError as problem:
            raise contacts.UnfitDetails(str(problem)) from problem
    if wanted.kind == Kind.CORRECT and wanted.contact and wanted.details == Details.of(wanted.contact):
        raise NothingProposed(_("You changed nothing; there is nothing to propose."))
    if wanted.kind == Kind.WORDS and not wanted.words.strip():
        raise NothingProposed(_("Write what you would like to say."))


@transaction.atomic
def propose(entry: ReviewedEntry, wanted: Wanted, *, contact: Contact, now: dt.datetime) -> Proposal:
    """A contact of the delegation proposes in its review; an earlier proposal about the same person is taken back.

    Raises NothingProposed, contacts.UnfitDetails.
    """
    _check(wanted)
    if wanted.kind != Kind.ADD:
        kinds = [Kind.WORDS] if wanted.kind == Kind.WORDS else [Kind.CORRECT, Kind.LEFT, Kind.SUCCESSOR]
        earlier = entry.proposals.filter(contact=wanted.contact, state=State.OPEN, kind__in=kinds)
        for one in earlier.select_for_update():
            _decide(one, State.WITHDRAWN, by=contact.actor, now=now)
    return _make(
        wanted, entry.review.body, entry.delegation, source=Source.REVIEW, by=contact.actor, now=now,
        entry=entry, proposed_by=contact,
    )  # fmt: skip


@transaction.atomic
def from_mail(
    body: Body, wanted: Wanted, *, source: str, once: str | None = None, by: Actor, now: dt.datetime
) -> Proposal | None:
    """What a mail server or a reply says of a contact becomes a proposal; None where it was proposed before."""
    _check(wanted)
    if wanted.contact is None:
        raise NothingProposed(_("Say whom it is about."))
    if once and Proposal.objects.filter(once=once).exists():
        return None
    return _make(wanted, body, wanted.contact.delegation, source=source, by=by, now=now, once=once)


def _make(
    wanted: Wanted, body: Body, delegation: Delegation, *, source: str, by: Actor, now: dt.datetime, **more: Any
) -> Proposal:  # fmt: skip
    made = Proposal.objects.create(
        body=body,
        delegation=delegation,
        contact=wanted.contact,
        kind=wanted.kind,
        source=source,
        was=asdict(Details.of(wanted.contact)) if wanted.contact else {},
        wanted=asdict(wanted.details) if wanted.details else {},
        holds_from=wanted.holds_from,
        words=wanted.words.strip()[:LONGEST_WORDS],
        proposed_at=now,
        **more,
    )
    audit.record("proposal made", made, by=by, now=now, body=body.pk, kind=made.kind, source=source)
    return made


@transaction.atomic
def take_back(proposal: Proposal, *, by: Actor, now: dt.datetime) -> None:
    """The delegation no longer proposes it. Raises AlreadyDecided."""
    _decide(_held(proposal), State.WITHDRAWN, by=by, now=now)


def _held(proposal: Proposal) -> Proposal:
    """The proposal, locked and still to be decided. Raises AlreadyDecided."""
    held = Proposal.objects.select_for_update(of=("self",)).select_related("body", "delegation", "contact")
    found = held.get(pk=proposal.pk)
    if found.state != State.OPEN:
        raise AlreadyDecided(
            _("This proposal is “%(state)s” already.") % {"state": found.get_state_display()}
        )
    return found


def _decide(proposal: Proposal, state: str, *, by: Actor, now: dt.datetime, reason: str = "") -> None:
    proposal.state, proposal.reason = state, reason
    proposal.decided_at, proposal.decided_by = now, by.person
    proposal.save(update_fields=["state", "reason", "decided_at", "decided_by"])
    audit.record(
        f"proposal {state}", proposal, by=by, now=now, body=proposal.body_id, kind=proposal.kind,
        source=proposal.source,
    )  # fmt: skip


# --- looking ----------------------------------------------------------------------------------------------------------


def stands_now(contact: Contact, day: dt.date) -> Contact:
    """The contact, or the row that follows it by `day` where its address changed meanwhile."""
    while not contact.holds_on(day):
        following = contact.continued_by.order_by("valid_from").first()
        if following is None:
            return contact
        contact = following
    return contact


def lines(proposal: Proposal, current: Contact | None) -> list[Line]:
    """The fields that the proposal is about, each as it was, shall be and is."""
    now = asdict(Details.of(current)) if current else {}
    fields = proposal.wanted or proposal.was
    shown = [
        name
        for name in DETAILS
        if name in fields and (proposal.kind != Kind.CORRECT or fields[name] != proposal.was.get(name))
    ]
    gone = proposal.kind in (Kind.LEFT, Kind.AWAY)
    return [
        Line(
            label=capfirst(str(Contact._meta.get_field(name).verbose_name)),  # type: ignore[union-attr]
            was="" if proposal.kind == Kind.ADD else in_words(name, proposal.was.get(name)),
            wanted="" if gone else in_words(name, proposal.wanted.get(name)),
            current=in_words(name, now.get(name)),
            clashes=bool(now) and now.get(name) not in (proposal.was.get(name), proposal.wanted.get(name)),
        )
        for name in shown
        if proposal.kind == Kind.CORRECT or in_words(name, fields.get(name))
    ]


CHOICES: Mapping[str, Mapping[Any, Any]] = {
    "posting": dict(Contact.Posting.choices),
    "visibility": dict(Contact.Visibility.choices),
}


def in_words(name: str, value: object) -> str:
    """What a detail says, as a person reads it."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return str(CHOICES.get(name, {}).get(value, value)) if value else ""


def clash_of(proposal: Proposal, current: Contact | None, day: dt.date) -> Clash | None:
    """Why the proposal does not fit the list as it is now; None where it does."""
    if proposal.kind not in (Kind.CORRECT, Kind.LEFT, Kind.SUCCESSOR):
        return None
    if current is None or current.erased_on or not current.holds_on(day):
        return Clash(_("This person is no longer on the list: there is nothing to change."), over="")
    now = asdict(Details.of(current))
    if proposal.kind == Kind.CORRECT:
        touched = [name for name in proposal.wanted if proposal.wanted[name] != proposal.was.get(name)]
    else:
        touched = ["name", "email"]
    changed = [
        name for name in touched if now[name] not in (proposal.was.get(name), proposal.wanted.get(name))
    ]
    if not changed:
        return None
    sentence = _("The list changed since this was proposed. Look at what it says now before you decide.")
    return Clash(sentence, over=sha256(canonical(now)))


# --- deciding ---------------------------------------------------------------------------------------------------------


@transaction.atomic
def accept(
    proposal: Proposal, *, holds_from: dt.date, over: str = "", by: Actor, now: dt.datetime
) -> Proposal:
    """The list says what is proposed from the day on (of somebody who left: up to that day).

    over: the `over` of the clash that was looked at. Raises AlreadyDecided, ChangedSince, and those of PROBLEMS.
    """
    held = _held(proposal)
    day = timezone.localtime(now, held.body.zone).date()
    current = _standing(held, day)
    clash = clash_of(held, current, day)
    if clash is not None and (not clash.over or clash.over != over):
        raise ChangedSince(clash.sentence)
    change = Change(holds_from, _why(held))
    _apply(held, current, change, by=by, now=now)
    _decide(held, State.ACCEPTED, by=by, now=now)
    return held


def _standing(proposal: Proposal, day: dt.date) -> Contact | None:
    """Whom the proposal is about, as the list has them now; held until the end of the transaction."""
    if proposal.contact is None:
        return None
    found = cells.standing(proposal.contact, day)
    return found if isinstance(found, Contact) else None


def _why(proposal: Proposal) -> str:
    """The reason that stands in the history of what is changed."""
    if proposal.entry is not None:
        return _("proposed by %(delegation)s in the review of %(day)s") % {
            "delegation": proposal.delegation,
            "day": formats.date_format(proposal.entry.review.opened_on, "j F Y"),
        }
    day = timezone.localtime(proposal.proposed_at, proposal.body.zone).date()
    words = {
        Source.REFUSAL: _("the mail server refused the address; seen on %(day)s"),
        Source.REPLY: _("by a reply that was handed in on %(day)s"),
    }[Source(proposal.source)]
    return words % {"day": formats.date_format(day, "j F Y")}


def _apply(
    proposal: Proposal, current: Contact | None, change: Change, *, by: Actor, now: dt.datetime
) -> None:
    if proposal.kind == Kind.ADD:
        rows = roster.rows_on(proposal.body, change.holds_from)
        places = [row.assignment for row in rows if row.delegation == proposal.delegation]
        _enter(places, proposal, change, by=by, now=now)
    if current is None:
        return
    if proposal.kind == Kind.CORRECT:
        touched = {name: value for name, value in proposal.wanted.items() if value != proposal.was.get(name)}
        contacts.correct(current, replace(Details.of(current), **touched), change, by=by, now=now)
    elif proposal.kind == Kind.LEFT:
        contacts.end(current, change, by=by, now=now)
    elif proposal.kind == Kind.SUCCESSOR:
        listings = current.listings.filter(assignment__body=proposal.body).select_related("assignment")
        places = [one.assignment for one in listings if one.assignment.holds_on(change.holds_from)]
        before = Change(change.holds_from - ONE_DAY, change.reason)
        contacts.end(current, before, by=by, now=now)
        _enter(places, proposal, change, by=by, now=now)


def _enter(
    places: list[Assignment], proposal: Proposal, change: Change, *, by: Actor, now: dt.datetime
) -> None:
    """A new contact stands in these rows of the list."""
    if not places:
        raise contacts.BadDay(
            _("%(delegation)s has no entry on the list on that day.") % {"delegation": proposal.delegation}
        )
    entered = contacts.add(places[0], Details(**proposal.wanted), change, by=by, now=now)
    for row in places[1:]:
        place = ListedContact(assignment=row, contact=entered, position=row.listed_contacts.count())
        history.save(place, by=by, reason=change.reason)


@transaction.atomic
def decline(proposal: Proposal, *, reason: str, by: Actor, now: dt.datetime) -> Proposal:
    """Nothing is changed; the delegation is told why at closing. Raises AlreadyDecided, NoReasonGiven."""
    if not reason.strip():
        raise NoReasonGiven(_("Say in a few words why it is declined; the delegation is told."))
    held = _held(proposal)
    _decide(held, State.DECLINED, by=by, now=now, reason=reason.strip())
    return held


def waiting(bodies: Collection[uuid.UUID]) -> QuerySet[Proposal]:
    """What waits for a decision in these bodies, the oldest first."""
    rows = Proposal.objects.filter(body__in=bodies, state=State.OPEN)
    return rows.select_related("body", "delegation", "contact", "entry__review__body", "proposed_by")
