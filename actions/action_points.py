"""Action points: where each stands, said by a person with a note."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from actions.models import ActionPoint
from ccm_portal import audit, history
from ccm_portal.actors import Actor


class NoReason(Exception):
    """A change of status says why."""


@transaction.atomic
def set_status(point: ActionPoint, status: str, *, note: str, by: Actor, now: dt.datetime) -> ActionPoint:
    """The action point is open, done or no longer pursued, as the note says. Raises NoReason."""
    if not note.strip():
        raise NoReason(_("Say in a few words what was reported, and by whom."))
    point = ActionPoint.objects.select_for_update(of=("self",)).select_related("meeting").get(pk=point.pk)
    point.status, point.status_note = ActionPoint.Status(status), note.strip()
    history.save(point, by=by, reason=note.strip())
    audit.record(f"action point: {point.status}", point, by=by, now=now, body=point.meeting.body_id)
    return point
