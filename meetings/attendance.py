"""Who was at a meeting: ticked from the contact list, delegations and their people. There is no "absent"."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Prefetch, QuerySet
from django.utils import timezone
from django.utils.translation import get_language

from ccm_portal import audit, history
from ccm_portal.actors import Actor
from friends import delegations, roster
from friends.models import Capacity, Contact, Delegation
from meetings.models import Attendance, AttendancePerson, Meeting


@dataclass(frozen=True)
class Candidate:
    """A name that can be ticked: a delegation of that day's list, or a name noted before; its present status or "".

    people: its contacts who can be ticked. noted: those that are.
    """

    name: str
    role: str
    delegation: Delegation | None
    status: str
    people: tuple[Contact, ...] = ()
    noted: frozenset[uuid.UUID] = frozenset()
    is_observer: bool = False


@dataclass(frozen=True)
class Presence:
    """What is noted for one name; an empty status means nothing is noted. people: who of the delegation was there."""

    name: str
    role: str
    delegation: Delegation | None
    status: str
    people: tuple[Contact, ...] = ()


def noted(meeting: Meeting) -> QuerySet[Attendance]:
    """What is noted, each row with its delegation and its people; four queries."""
    people = AttendancePerson.objects.select_related("contact")
    rows = meeting.attendance.select_related("delegation")
    return rows.prefetch_related("delegation__capacities", Prefetch("people", queryset=people))


def candidates(meeting: Meeting) -> list[Candidate]:
    """Names noted already and the delegations on the list of the meeting's day (today's while it has no day).

    By capacity, then by name, names that are no delegation's behind them; where the noted ones stand in another order
    (a record's own), they keep it and the others follow.
    """
    day = meeting.earliest or timezone.localdate(timezone=meeting.zone)
    seats = roster.seats_on(meeting.body, day) or roster.seats_on(meeting.body, timezone.localdate())
    known = [_noted(row, _seat(row, seats), day) for row in noted(meeting)]
    names = {one.name.casefold() for one in known}
    new = [_listed(seat, day) for seat in seats if seat.delegation.name.casefold() not in names]
    if known == _in_order(known, day):
        return _in_order([*known, *new], day)
    return [*known, *_in_order(new, day)]


def _seat(row: Attendance, seats: Sequence[roster.Seat]) -> roster.Seat | None:
    """The place on the list of a noted name: its delegation's, or that of the delegation so called."""
    for seat in seats:
        if seat.delegation == row.delegation or (
            row.delegation is None and seat.delegation.name.casefold() == row.name.casefold()
        ):
            return seat
    return None


def _listed(seat: roster.Seat, day: dt.date) -> Candidate:
    delegation = seat.delegation
    people, nobody = tuple(seat.contacts), frozenset[uuid.UUID]()
    return Candidate(delegation.name, "", delegation, "", people, nobody, _observes(delegation, day))


def _noted(row: Attendance, seat: roster.Seat | None, day: dt.date) -> Candidate:
    there = [one.contact for one in row.people.all()]
    listed = tuple(seat.contacts) if seat else ()
    people = (*listed, *(contact for contact in there if contact not in listed))
    ticked = frozenset(contact.pk for contact in there)
    delegation = seat.delegation if seat else row.delegation
    observer = delegation is not None and _observes(delegation, day)
    return Candidate(row.name, row.role, delegation, row.status, people, ticked, observer)


def _observes(delegation: Delegation, day: dt.date) -> bool:
    capacity = delegation.capacity_on(day)
    return capacity is not None and capacity.kind == Capacity.Kind.OBSERVER


def _in_order(rows: Sequence[Candidate], day: dt.date) -> list[Candidate]:
    ordered = delegations.in_order(
        {row.delegation.pk: row.delegation for row in rows if row.delegation}.values(),
        get_language() or "en",
        day,
    )
    places = {delegation.pk: place for place, delegation in enumerate(ordered)}
    return sorted(rows, key=lambda row: places[row.delegation.pk] if row.delegation else len(places))


@transaction.atomic
def record(
    meeting: Meeting,
    presences: Sequence[Presence],
    *,
    names_people: bool | None = None,
    by: Actor,
    now: dt.datetime,
) -> None:
    """The meeting's attendance is exactly what is noted here; the order is kept.

    names_people: whether the minutes name the people; None leaves that as it is.
    """
    standing = {(row.name, row.role): row for row in noted(meeting)}
    wanted = [presence for presence in presences if presence.status]
    for position, presence in enumerate(wanted):
        row = standing.pop((presence.name, presence.role), None) or Attendance(
            meeting=meeting, name=presence.name, role=presence.role, delegation=presence.delegation
        )
        says = (presence.status, position, presence.delegation or row.delegation)
        if (row.status, row.position, row.delegation) != says or row._state.adding:
            row.status, row.position, row.delegation = says
            history.save(row, by=by)
        _record_people(row, presence.people, by=by)
    for row in standing.values():
        _record_people(row, (), by=by)
        history.named(row, by=by, reason="no longer noted").delete()
    if names_people is not None and names_people != meeting.names_people:
        meeting.names_people = names_people
        history.save(meeting, by=by)
    audit.record("attendance recorded", meeting, by=by, now=now, body=meeting.body_id, names=len(wanted))


def _record_people(row: Attendance, people: Sequence[Contact], *, by: Actor) -> None:
    there = {one.contact_id: one for one in row.people.all()}
    for position, contact in enumerate(people):
        one = there.pop(contact.pk, None) or AttendancePerson(attendance=row, contact=contact)
        if one.position != position or one._state.adding:
            one.position = position
            history.save(one, by=by)
    for one in there.values():
        history.named(one, by=by, reason="no longer noted").delete()
