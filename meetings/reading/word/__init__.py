"""Word files (.docx) as the lines the text reader reads: `open_word(data, name)`.

Nothing in the file is followed or run.
"""

from meetings.reading.word.document import open_word
from meetings.reading.word.package import is_package
from meetings.reading.word.values import ACCEPTED, LABELS, REJECTED, Change, Comment, LeftOut, WordText

__all__ = [
    "ACCEPTED",
    "LABELS",
    "REJECTED",
    "Change",
    "Comment",
    "LeftOut",
    "WordText",
    "is_package",
    "open_word",
]
