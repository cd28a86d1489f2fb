"""What each line of a text became, so that a person can see that none was lost."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from friends.reading.lines import Line


class Became(StrEnum):
    """What a line can become. The values are stable; `LABELS` has the words for a page."""

    TITLE = "title"
    DOCUMENT_TITLE = "title of the document"
    TREATY = "treaty"
    PARTICULARS = "date, time or place"
    CHAIR = "chair"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    BULLET = "bullet"
    NUMBERED = "numbered point"
    DECISION = "decision"
    ACTION = "action point"
    CONTINUATION = "continued"
    ATTENDANCE_HEADING = "heading of the attendance"
    ATTENDEE = "attendance"
    AGENDA_HEADING = "heading of the agenda"
    AGENDA_ITEM = "agenda item"
    AREA_OF_WORK = "area of work"
    LIST_TITLE = "title of the contact list"
    COLUMN_HEADINGS = "column headings"
    CONTACT_ROW = "row of the contact list"
    ROW_NOTE = "note in the contact list"
    KEPT_AS_TEXT = "kept as text"
    EMPTY_BULLET = "empty bullet, left out"


LABELS = {
    Became.TITLE: _("title"),
    Became.DOCUMENT_TITLE: _("title of the document"),
    Became.TREATY: _("treaty"),
    Became.PARTICULARS: _("date, time or place"),
    Became.CHAIR: _("chair"),
    Became.HEADING: _("heading"),
    Became.PARAGRAPH: _("paragraph"),
    Became.BULLET: _("bullet"),
    Became.NUMBERED: _("numbered point"),
    Became.DECISION: _("decision"),
    Became.ACTION: _("action point"),
    Became.CONTINUATION: _("continued"),
    Became.ATTENDANCE_HEADING: _("heading of the attendance"),
    Became.ATTENDEE: _("attendance"),
    Became.AGENDA_HEADING: _("heading of the agenda"),
    Became.AGENDA_ITEM: _("agenda item"),
    Became.AREA_OF_WORK: _("area of work"),
    Became.LIST_TITLE: _("title of the contact list"),
    Became.COLUMN_HEADINGS: _("column headings"),
    Became.CONTACT_ROW: _("row of the contact list"),
    Became.ROW_NOTE: _("note in the contact list"),
    Became.KEPT_AS_TEXT: _("kept as text"),
    Became.EMPTY_BULLET: _("empty bullet, left out"),
}


@dataclass(frozen=True, slots=True)
class LineReport:
    """One non-blank line, what it became, and what was read out of it."""

    number: int
    text: str
    became: Became
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """Something a person must confirm or decide, with the line it is about (0: the whole text)."""

    words: str
    line: int = 0


class Report:
    """Collects, while a text is read, what its lines became and what a person must confirm."""

    def __init__(self, lines: Iterable[Line]) -> None:
        self._lines = list(lines)
        self._became: dict[int, tuple[Became, str]] = {}
        self._questions: list[Question] = []

    def note(self, line: Line, became: Became, detail: str = "") -> None:
        """Say what `line` became; said again, the later word holds."""
        self._became[line.number] = (became, detail)

    def detail(self, number: int, detail: str) -> None:
        """Add what was read out of a line that has been reported."""
        became, _before = self._became[number]
        self._became[number] = (became, detail)

    def became(self, line: Line) -> Became | None:
        return self._became[line.number][0] if line.number in self._became else None

    def ask(self, words: str, line: int = 0) -> None:
        """Leave a question for a person."""
        self._questions.append(Question(words, line))

    def unplaced(self) -> list[Line]:
        """The lines of which nothing has been said."""
        return [line for line in self._lines if line.number not in self._became]

    def entries(self) -> tuple[LineReport, ...]:
        """One entry for each line of which something was said, in the order of the text."""
        return tuple(
            LineReport(line.number, line.text, *self._became[line.number])
            for line in self._lines
            if line.number in self._became
        )

    def questions(self) -> tuple[Question, ...]:
        return tuple(sorted(self._questions, key=lambda question: question.line))
