"""The text of the minutes: sections under their headings, with paragraphs, lists, decisions and action points.

Each line is tried against the rules in the order of `_Reader.read`; the first that fits decides.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from itertools import pairwise

from friends.reading.lines import Line
from friends.reading.report import Became, Report
from meetings.reading import action_tables
from meetings.reading.action_points import read_due, read_owner
from meetings.reading.headings import Heading, Surroundings, read_heading
from meetings.reading.marks import is_empty_bullet, read_bullet, read_label, read_number
from meetings.reading.values import ACTION, BULLET, DECISION, HEADING, NUMBERED, PARAGRAPH, Paragraph, Section

# Text that was wrapped by hand has no longer lines.
WRAPPED = 100
DEEPEST = 3
SENTENCE_END = (".", "!", "?", ":", ";", "\u201d", '"')
BECAME = {
    PARAGRAPH: Became.PARAGRAPH,
    BULLET: Became.BULLET,
    NUMBERED: Became.NUMBERED,
    HEADING: Became.HEADING,
    DECISION: Became.DECISION,
    ACTION: Became.ACTION,
}


@dataclass
class _Draft:
    """A paragraph while its lines are read."""

    kind: str
    words: list[str]
    lines: list[Line]
    level: int = 0
    mark: str = ""
    indent: int = 0
    labelled: bool = False
    owner: str = ""
    due: str = ""

    @property
    def listed(self) -> bool:
        return bool(self.mark)

    def finish(self) -> Paragraph:
        text = " ".join(" ".join(self.words).split())
        owner, due = self.owner, self.due
        if self.kind == ACTION and not (owner or due):
            owner, due = read_owner(text, labelled=self.labelled), read_due(text)
        lines = tuple(line.number for line in self.lines)
        return Paragraph(self.kind, text, lines, self.level, self.mark, owner, due)


@dataclass
class _Part:
    """A section while it is read."""

    heading: Heading
    line: int
    drafts: list[_Draft] = field(default_factory=list)


def read_sections(lines: list[Line], agenda_titles: Collection[str], report: Report) -> tuple[Section, ...]:
    """The sections in the order of the text; each line is reported. `agenda_titles` are keys of names."""
    reader = _Reader(agenda_titles, report, wrapped=is_wrapped(lines))
    for index, line in enumerate(lines):
        reader.read(line, lines[index + 1] if index + 1 < len(lines) else None)
    return tuple(
        Section(
            part.heading.words,
            part.heading.number_words,
            tuple(draft.finish() for draft in part.drafts),
            part.line,
        )
        for part in reader.parts
        if part.drafts or part.heading.words or part.heading.number_words
    )


def is_wrapped(lines: list[Line]) -> bool:
    """Whether the text was wrapped by hand: no long line, and some sentence goes on in the next line."""
    if any(len(line.words) > WRAPPED for line in lines):
        return False
    return any(
        not following.after_blank and following.words[0].islower() and not line.words.endswith(SENTENCE_END)
        for line, following in pairwise(lines)
    )


class _Reader:
    """Reads line after line; `parts` holds the sections so far."""

    def __init__(self, agenda_titles: Collection[str], report: Report, *, wrapped: bool) -> None:
        self.parts = [_Part(Heading(""), 0)]
        self._agenda_titles = agenda_titles
        self._report = report
        self._wrapped = wrapped
        self._last_number: tuple[int, ...] = ()
        # Under "Actions:" within a section, until plain text follows.
        self._under_actions = False
        self._columns: dict[str, int] = {}

    @property
    def _part(self) -> _Part:
        return self.parts[-1]

    @property
    def _last(self) -> _Draft | None:
        return self._part.drafts[-1] if self._part.drafts else None

    @property
    def _in_actions(self) -> bool:
        return self._under_actions or self._part.heading.of_actions

    def read(self, line: Line, following: Line | None) -> None:
        """Place one line: the rules in order, the first that fits decides; what fits none is a paragraph."""
        placed = (
            self._empty_bullet(line)
            or self._sentence_going_on(line)
            or self._heading(line, following)
            or self._table_row(line)
            or self._label(line)
            or self._bullet(line)
            or self._number(line)
            or self._wrapped_line(line)
        )
        if not placed:
            self._paragraph(line)

    def _empty_bullet(self, line: Line) -> bool:
        if not is_empty_bullet(line.words):
            return False
        self._report.note(line, Became.EMPTY_BULLET)
        return True

    def _sentence_going_on(self, line: Line) -> bool:
        """A sentence broken by a page: the last line has no end and this one begins small."""
        last = self._last
        if last is None or last.kind == HEADING or last.owner or last.words[-1].endswith(SENTENCE_END):
            return False
        if not line.words[0].islower() or read_number(line.words):
            return False
        return self._join(last, line)

    def _join(self, last: _Draft, line: Line) -> bool:
        last.words.append(line.words)
        last.lines.append(line)
        self._report.note(line, Became.CONTINUATION)
        return True

    def _heading(self, line: Line, following: Line | None) -> bool:
        last = self._last
        around = Surroundings(
            following=following,
            agenda_titles=self._agenda_titles,
            last_number=self._last_number,
            in_list=last is not None and last.kind not in (PARAGRAPH, HEADING),
            in_actions=self._in_actions,
        )
        heading = read_heading(line, around)
        if heading is None:
            return False
        self._report.note(line, Became.HEADING, heading.number_words)
        self._columns = {}
        if heading.of_actions and line.words.endswith(":") and self._part.heading.words:
            self._part.drafts.append(_Draft(HEADING, [heading.words.rstrip(": ")], [line]))
            self._under_actions = True
            return True
        self._under_actions = False
        self._last_number = heading.number or self._last_number
        self.parts.append(
            _Part(Heading(heading.words.rstrip(": ") or heading.words, heading.number_words), line.number)
        )
        return True

    def _table_row(self, line: Line) -> bool:
        """A row of a table of action points; its heading row says which column is what."""
        if not self._in_actions or not action_tables.has_columns(line):
            return False
        if not self._columns:
            self._columns = action_tables.read_columns(line)
            if self._columns:
                self._report.note(line, Became.COLUMN_HEADINGS)
            return bool(self._columns)
        if action_tables.is_table_rule(line):
            self._report.note(line, Became.COLUMN_HEADINGS)
            return True
        others, what, who, when = action_tables.read_row(line, self._columns)
        if not what:
            return False
        return self._add(_Draft(ACTION, [what], [line], mark=others or "|", owner=who, due=when))

    def _label(self, line: Line) -> bool:
        """ "DECISION: …", "Action: …"."""
        bullet = read_bullet(line.words)
        label = read_label(bullet.rest if bullet else line.words)
        if label is None or not label.rest.strip("* "):
            return False
        kind = ACTION if label.kind == "action" else DECISION
        return self._add(
            _Draft(kind, [label.rest], [line], mark=label.words, indent=line.indent, labelled=kind == ACTION)
        )

    def _bullet(self, line: Line) -> bool:
        mark = read_bullet(line.words)
        if mark is None:
            return False
        return self._add(
            _Draft(BULLET, [mark.rest], [line], mark=mark.words, indent=line.indent), listed=True
        )

    def _number(self, line: Line) -> bool:
        mark = read_number(line.words)
        # "A. Example spoke" begins a sentence with a person's initial.
        if mark is None or (mark.words[0].isupper() and mark.words[0] not in "IVX"):
            return False
        return self._add(
            _Draft(NUMBERED, [mark.rest], [line], mark=mark.words, indent=line.indent), listed=True
        )

    def _wrapped_line(self, line: Line) -> bool:
        """The next line of hand-wrapped text, or an indented one under a point of a list."""
        last = self._last
        if last is None or line.after_blank or last.kind == HEADING or last.owner:
            return False
        hanging = last.listed and line.indent > last.indent
        return self._join(last, line) if self._wrapped or hanging else False

    def _paragraph(self, line: Line) -> None:
        self._under_actions = False
        draft = _Draft(PARAGRAPH, [line.words], [line], indent=line.indent)
        if self._part.heading.of_actions and read_owner(line.words):
            draft.kind = ACTION
        alone = not self._part.heading.words
        self._add(draft, Became.KEPT_AS_TEXT if alone else None)

    def _add(self, draft: _Draft, became: Became | None = None, *, listed: bool = False) -> bool:
        if listed:
            draft.level = self._level(draft)
            if draft.level == 0 and self._in_actions:
                draft.kind = ACTION
            elif self._part.heading.of_decisions and draft.level == 0:
                draft.kind = DECISION
        self._part.drafts.append(draft)
        detail = draft.mark if draft.kind in (NUMBERED, DECISION) else ""
        self._report.note(draft.lines[0], became or BECAME[draft.kind], detail)
        return True

    def _level(self, draft: _Draft) -> int:
        """One deeper than the point above that stands further left; 0 for the first of a list."""
        for above in reversed(self._part.drafts[-DEEPEST * 10 :]):
            if not above.listed:
                return 0
            if above.indent == draft.indent:
                return above.level
            if above.indent < draft.indent:
                return min(above.level + 1, DEEPEST)
        return 0
