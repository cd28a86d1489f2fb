"""What was promised: action points; and the records that were read in."""

from actions.models.action_points import ActionPoint
from actions.models.records import RecordFile, WordFile

__all__ = ["ActionPoint", "RecordFile", "WordFile"]
