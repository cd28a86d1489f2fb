"""Who was at a meeting: ticked from the contact list. There is no "absent"."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from ccm_portal import audit, history
from ccm_portal.actors import Actor
from friends import roster
from friends.models import Delegation
from meetings.models import Attendance, Meeting


@dataclass(frozen=True)
class Candidate:
    """A name that can be ticked: a delegation of that day's list, or a name noted before; its present status or ""."""

    name: str
    role: str
    delegation: Delegation | None
    status: str


@dataclass(frozen=True)
class Presence:
    """What is noted for one name; an empty status means nothing is noted."""

    name: str
    role: str
    delegation: Delegation | None
    status: str


def candidates(meeting: Meeting) -> list[Candidate]:
    """Names noted already, then the delegations on the list of the meeting's day (today's while it has no day)."""
    noted = list(meeting.attendance.select_related("delegation"))
    found = [Candidate(row.name, row.role, row.delegation, row.status) for row in noted]
    names = {row.name.casefold() for row in noted}
    day = meeting.earliest or timezone.localdate(timezone=meeting.zone)
    seats = roster.seats_on(meeting.body, day) or roster.seats_on(meeting.body, timezone.localdate())
    found += [
        Candidate(seat.delegation.name, "", seat.delegation, "")
        for seat in seats
        if seat.delegation.name.casefold() not in names
    ]
    return found


@transaction.atomic
def record(meeting: Meeting, presences: list[Presence], *, by: Actor, now: dt.datetime) -> None:
    """The meeting's attendance is exactly what is noted here; the order is kept."""
    standing = {(row.name, row.role): row for row in meeting.attendance.all()}
    wanted = [presence for presence in presences if presence.status]
    for position, presence in enumerate(wanted):
        row = standing.pop((presence.name, presence.role), None) or Attendance(
            meeting=meeting, name=presence.name, role=presence.role, delegation=presence.delegation
        )
        if row.status != presence.status or row.position != position or row._state.adding:
            row.status, row.position = presence.status, position
            history.save(row, by=by)
    for row in standing.values():
        history.named(row, by=by, reason="no longer noted").delete()
    audit.record("attendance recorded", meeting, by=by, now=now, body=meeting.body_id, names=len(wanted))
