"""Meetings: correcting when and where one was."""

import datetime as dt

from django.db import transaction

from ccm_portal import audit, history
from ccm_portal.actors import Actor
from meetings.models import Meeting


@transaction.atomic
def correct(meeting: Meeting, *, by: Actor, now: dt.datetime) -> None:
    """The meeting's details, as changed on the instance, are kept. Its public address stays."""
    history.save(meeting, by=by)
    audit.record("meeting edited", meeting, by=by, now=now, body=meeting.body_id)
