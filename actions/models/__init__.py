"""What was promised: action points, their tasks, and follow-ups; and the records that were read in."""

from actions.models.action_points import ActionPoint
from actions.models.follow_ups import FollowUp
from actions.models.matters_arising import MatterArising
from actions.models.records import RecordFile, WordFile
from actions.models.tasks import Task

__all__ = ["ActionPoint", "FollowUp", "MatterArising", "RecordFile", "Task", "WordFile"]
