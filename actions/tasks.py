"""Tasks of action points: proposed from the wording, accepted by a person, then followed one by one.

Nothing here is public: the published table has the wording as minuted, and no task changes it.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from actions import tracking
from actions.action_points import NoReason
from actions.models import ActionPoint, Task
from ccm_portal import audit, history
from ccm_portal.actors import Actor
from ccm_portal.canonical import sha256
from friends.intake.delegations import Roll
from meetings.models import Meeting
from meetings.reading import tasks as reading
from meetings.reading.dates import read_date

MOST_TASKS = reading.MOST_TASKS
LONGEST_WORDS = 250


class NothingToDo(Exception):
    """A task says what is to be done."""


class AlreadySplit(Exception):
    """The action point has its tasks already."""


class OtherWording(Exception):
    """The wording is no longer the one the tasks were proposed from."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A task as a person accepts it."""

    words: str
    owner_words: str = ""
    due_words: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What an action point would be split into."""

    point: ActionPoint
    tasks: list[Wanted]

    @property
    def wording(self) -> str:
        """The hash of the wording it was read from."""
        return sha256(self.point.wording)


def proposed(point: ActionPoint) -> list[Wanted]:
    """The tasks that the wording seems to hold; one for a point that is one task."""
    read = reading.split_tasks(point.wording, owner_words=point.owner_words, due_words=point.when_words)
    return [
        Wanted(task.words, task.owner_words[:LONGEST_WORDS], task.due_words[:LONGEST_WORDS]) for task in read
    ]


def to_split(meeting: Meeting) -> list[Proposal]:
    """The action points of a meeting that seem to hold several tasks, and have none yet."""
    points = meeting.action_points.standing().exclude(tasks__removed_at=None, tasks__isnull=False)
    read = (Proposal(point, proposed(point)) for point in points)
    return [proposal for proposal in read if len(proposal.tasks) > 1]


@transaction.atomic
def accept(
    point: ActionPoint, wanted: Sequence[Wanted], *, wording_sha256: str, by: Actor, now: dt.datetime
) -> list[Task]:
    """The point has these tasks, open. Raises NothingToDo, AlreadySplit, OtherWording; then nothing is changed.

    `wording_sha256`: of the wording the person had before them.
    """
    point = ActionPoint.objects.select_for_update(of=("self",)).select_related("meeting").get(pk=point.pk)
    if not wanted or not all(one.words.strip() for one in wanted):
        raise NothingToDo(_("Say what is to be done."))
    if point.tasks.standing().exists():
        raise AlreadySplit(
            _("This action point has its tasks already. Add to them, or change them one by one.")
        )
    if sha256(point.wording) != wording_sha256:
        raise OtherWording(
            _("The wording was changed in the meantime. Look at it again; nothing was accepted.")
        )
    return [_write(point, one, position, by=by, now=now) for position, one in enumerate(wanted)]


@transaction.atomic
def add(point: ActionPoint, wanted: Wanted, *, by: Actor, now: dt.datetime) -> Task:
    """One more task of the point, after the others. Raises NothingToDo."""
    point = ActionPoint.objects.select_for_update(of=("self",)).select_related("meeting").get(pk=point.pk)
    if not wanted.words.strip():
        raise NothingToDo(_("Say what is to be done."))
    return _write(point, wanted, point.tasks.count(), by=by, now=now)


def _write(point: ActionPoint, wanted: Wanted, position: int, *, by: Actor, now: dt.datetime) -> Task:
    task = Task(point=point, position=position, wording_sha256=sha256(point.wording))
    _say(task, wanted)
    history.save(task, by=by, reason="accepted")
    task.owners.set(tracking.owners(wanted.owner_words, Roll()))
    audit.record("task accepted", task, by=by, now=now, body=point.meeting.body_id, point=str(point.pk))
    return task


def _say(task: Task, wanted: Wanted) -> None:
    """What, who and when; the date is worked out from the meeting's, and stays words where they name no day."""
    due = read_date(wanted.due_words, meeting_date=task.point.meeting.earliest)
    task.words = wanted.words.strip()
    task.owner_words = wanted.owner_words.strip()
    task.when_words, task.tentative = wanted.due_words.strip(), due.tentative
    task.earliest, task.latest, task.by_next_meeting = due.earliest, due.latest, bool(due.follows)


@transaction.atomic
def change(task: Task, wanted: Wanted, *, by: Actor, now: dt.datetime) -> Task:
    """The task says something else. Raises NothingToDo."""
    task = _locked(task)
    if not wanted.words.strip():
        raise NothingToDo(_("Say what is to be done."))
    _say(task, wanted)
    history.save(task, by=by, reason="put differently")
    task.owners.set(tracking.owners(task.owner_words, Roll()))
    audit.record("task put differently", task, by=by, now=now, body=task.point.meeting.body_id)
    return task


@transaction.atomic
def set_status(task: Task, status: str, *, note: str, by: Actor, now: dt.datetime) -> Task:
    """The task is open, done or no longer pursued, as the note says. Raises NoReason."""
    if not note.strip():
        raise NoReason(_("Say in a few words what was reported, and by whom."))
    task = _locked(task)
    task.status, task.status_note = ActionPoint.Status(status), note.strip()
    history.save(task, by=by, reason=note.strip())
    audit.record(f"task: {task.status}", task, by=by, now=now, body=task.point.meeting.body_id)
    return task


@transaction.atomic
def take_off(task: Task, *, by: Actor, now: dt.datetime) -> None:
    """It was no task after all; its history stays."""
    task = _locked(task)
    if task.removed_at is None:
        task.removed_at = now
        history.save(task, by=by, reason="no task after all")
        audit.record("task taken off", task, by=by, now=now, body=task.point.meeting.body_id)


def _locked(task: Task) -> Task:
    rows = Task.objects.select_for_update(of=("self",)).select_related("point__meeting")
    return rows.get(pk=task.pk)
