"""What was promised: action points and their tasks; and the records that were read in."""

from actions.models.action_points import ActionPoint
from actions.models.records import RecordFile, WordFile
from actions.models.tasks import Task

__all__ = ["ActionPoint", "RecordFile", "Task", "WordFile"]
