"""Meetings: planned, and corrected in when and where they are."""

import datetime as dt
import uuid

from django.db import transaction

from ccm_portal import audit, history
from ccm_portal.actors import Actor
from friends.models import Body
from meetings import approvals
from meetings.models import Meeting

# A meeting without an exact day has an address that names none; it gets the day's when it is dated.
UNDATED = "undated-"


@transaction.atomic
def plan(meeting: Meeting, *, by: Actor, now: dt.datetime) -> Meeting:
    """The meeting, as filled in on the instance, is planned and has its address. Nobody is told.

    Its agenda begins with the approval of the newest minutes that no meeting has approved, where there are any.
    """
    meeting.slug = _slug(meeting)
    history.save(meeting, by=by)
    audit.record("meeting planned", meeting, by=by, now=now, body=meeting.body_id)
    approvals.put_on_agenda(meeting, by=by, now=now)
    return meeting


@transaction.atomic
def correct(meeting: Meeting, *, by: Actor, now: dt.datetime) -> None:
    """The meeting's details, as changed on the instance, are kept. Its public address stays, once it names a day."""
    if meeting.slug.startswith(UNDATED) and _day(meeting) is not None:
        meeting.slug = _slug(meeting)
    history.save(meeting, by=by)
    audit.record("meeting edited", meeting, by=by, now=now, body=meeting.body_id)


def last(body: Body) -> Meeting | None:
    """The newest meeting of the body: the next one begins from it."""
    return (
        body.meetings.order_by("-earliest", "-starts_at").exclude(earliest=None).first()
        or body.meetings.first()
    )


def _day(meeting: Meeting) -> dt.date | None:
    """The exact day, None within a window."""
    return meeting.earliest if meeting.earliest == meeting.latest else None


def _slug(meeting: Meeting) -> str:
    """`<date>-<body>`, with a number where the body meets twice on a day; a few random signs instead of an open day."""
    day = _day(meeting)
    wish = (
        f"{day.isoformat()}-{meeting.body.slug}"
        if day
        else f"{UNDATED}{uuid.uuid4().hex[:8]}-{meeting.body.slug}"
    )
    slug, number = wish, 2
    while Meeting.objects.filter(slug=slug).exclude(pk=meeting.pk).exists():
        slug, number = f"{wish}-{number}", number + 1
    return slug
