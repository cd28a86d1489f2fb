"""What went before a hand-over and stays sealed for the next Presidency's coordinator, unless it is released.

Sealed are who had replied in rounds and reviews closed before, internal notes on comments, and letters. Texts, the
contact list, the record, comments with what became of them, and open action points go over as they stand.
"""

import datetime as dt
import uuid
from collections.abc import Iterable
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from ccm_portal import audit, history
from ccm_portal.actors import Actor
from friends.changes import NoReason
from friends.models import HandOver, StaffRole

LONGEST_REASON = 500


class IsReleased(Exception):
    """What went before this hand-over is released already."""


def sealed(roles: Iterable[StaffRole]) -> dict[uuid.UUID, dt.datetime]:
    """For each body the instant before which things are sealed for somebody with these roles.

    Whoever was its coordinator before the first day of the new period sees everything. One query, none for somebody who
    was a coordinator from the beginning.
    """
    since: dict[uuid.UUID, dt.date] = {}
    zones: dict[uuid.UUID, ZoneInfo] = {}
    for row in roles:
        if row.role == StaffRole.Role.COORDINATOR:
            since[row.body_id] = min(since.get(row.body_id, dt.date.max), row.valid_from or dt.date.min)
            zones[row.body_id] = row.body.zone
    late = {body: day for body, day in since.items() if day > dt.date.min}
    if not late:
        return {}
    found: dict[uuid.UUID, dt.date] = {}
    for body, day in HandOver.objects.filter(body__in=late, released_at=None).values_list("body", "day"):
        if day <= late[body]:
            found[body] = max(day, found.get(body, day))
    return {body: dt.datetime.combine(day, dt.time.min, tzinfo=zones[body]) for body, day in found.items()}


@transaction.atomic
def release(hand_over: HandOver, reason: str, *, by: Actor, now: dt.datetime) -> None:
    """The next coordinator sees what went before as well. Raises NoReason, IsReleased."""
    if not reason.strip():
        raise NoReason(_("Say in a few words why it is released."))
    hand_over = HandOver.objects.select_for_update(of=("self",)).get(pk=hand_over.pk)
    if hand_over.released_at is not None:
        raise IsReleased(_("It is released already."))
    hand_over.released_at = now
    history.save(hand_over, by=by, reason=reason.strip()[:LONGEST_REASON])
    audit.record("hand-over released", hand_over, by=by, now=now, body=hand_over.body_id)
