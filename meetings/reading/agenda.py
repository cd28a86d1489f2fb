"""The agenda annexed to a record: numbered items, points under them, who introduces an item, and its areas of work."""

import re
from dataclasses import dataclass, field

from friends.reading.lines import Line, without_bold
from friends.reading.names import DelegationName, find_delegation, find_delegations
from friends.reading.report import Became, Report
from meetings.reading.action_points import is_owner
from meetings.reading.agenda_tables import is_heading_row, read_row
from meetings.reading.areas import announces_areas, read_area
from meetings.reading.marks import (
    Mark,
    is_empty_bullet,
    read_bullet,
    read_item,
    read_markdown_heading,
    read_number,
)
from meetings.reading.values import IN_AGENDA, Agenda, AgendaItem, AreaOfWork

TITLE = re.compile(
    r"(?:(?:draft|provisional|proposed|revised|final|annotated|adopted|the|meeting)\s+)*agenda(?:\s+(?:of"
    r"|for) [^.:]{2,100})?\s*:?",
    re.IGNORECASE,
)
# What no line of an agenda exceeds; longer ones are text.
LONGEST = 450
LONGEST_PRESENTER = 100
# The headings of a table's columns, and a rule under them.
HEADING_ROWS = 2
IN_BRACKETS = re.compile(r"[\s\u2013\u2014-]*\((?P<who>[^()]{2,100})\)[\s,.;:]*$")
AFTER_DASH = re.compile(
    r"\s*[\u2013\u2014]\s*(?P<who>[^\u2013\u2014()]{2,100})$|\s-\s(?P<whom>[^\u2013\u2014()]{2,100})$"
)
BY = re.compile(
    r"[\s,:\u2013\u2014(-]*\b(?:introduced|presented|introduction|presentation|led|facilitated|presenter|lead|update|briefing)"
    r"(?:\s+by|\s*:)\s+(?P<who>[^()]{2,100}?)[\s.)]*$",
    re.IGNORECASE,
)
# How long an item is to take: "(5 minutes, Norway)".
DURATION = re.compile(r"\b\d{1,3}\s*(?:min(?:ute)?s?|hours?)\b", re.IGNORECASE)
PERSON = re.compile(r"(?:Mr|Mrs|Ms|Dr|Amb|Ambassador|H\.E)\b\.?\s+[^\W\d_][\w .'-]{1,60}")
EDGES = " ,;:\u2013\u2014-"


@dataclass
class _Item:
    """An item while its lines are read. `announced`: a line above says that areas of work follow."""

    number: str
    order: tuple[int, ...]
    words: list[str]
    lines: list[int]
    announced: bool = False
    areas: list[AreaOfWork] = field(default_factory=list)
    children: list["_Item"] = field(default_factory=list)


def is_agenda_title(line: Line) -> bool:
    """ "Draft agenda", "# Agenda", "Annotated agenda of the third meeting:", alone on its line."""
    if len(line.words) > LONGEST:
        return False
    markdown = read_markdown_heading(line.words)
    return TITLE.fullmatch(without_bold(markdown.rest if markdown else line.words)) is not None


def find_agenda(lines: list[Line]) -> tuple[int, int] | None:
    """The places (from, to) of the agenda: its title and the items under it; None where there is none."""
    for index, line in enumerate(lines):
        first = index + 1
        while first < len(lines) and first <= index + HEADING_ROWS and is_heading_row(lines[first]):
            first += 1
        if is_agenda_title(line) and first < len(lines) and _begins_items(lines[first]):
            return index, _end(lines, first - 1)
    return None


def _begins_items(line: Line) -> bool:
    mark = _mark(line)
    return mark is not None and (mark.kind == "bullet" or mark.number[-1:] == (1,) or mark.kind == "item")


def _mark(line: Line) -> Mark | None:
    if len(line.words) > LONGEST:
        return None
    if row := read_row(line):
        return row
    words = line.words.replace("**", "") if not line.words.startswith("**") else line.words[2:]
    return read_item(words) or read_bullet(words) or read_number(words)


def _end(lines: list[Line], title: int) -> int:
    """Items go on after a blank line only with a mark, and a number that goes back begins something else."""
    last: tuple[int, ...] = ()
    for index in range(title + 1, len(lines)):
        line = lines[index]
        mark = _mark(line)
        numbered = mark is not None and mark.kind != "bullet" and len(mark.number) == 1 and not line.indent
        if line.after_blank and index > title + 1 and mark is None and not is_empty_bullet(line.words):
            return index
        if numbered and mark is not None:
            if last and mark.number <= last and mark.words[0].isdigit():
                return index
            last = mark.number
        if len(line.words) > LONGEST:
            return index
    return len(lines)


def read_agenda(lines: list[Line], report: Report) -> Agenda:
    """The agenda whose title is the first of `lines`; each line is reported."""
    markdown = read_markdown_heading(lines[0].words)
    report.note(lines[0], Became.AGENDA_HEADING)
    items: list[_Item] = []
    for line in lines[1:]:
        _place(items, line, report)
    heading = without_bold(markdown.rest if markdown else lines[0].words).rstrip(": ")
    return Agenda(heading, tuple(_finish(item) for item in items))


def _place(items: list[_Item], line: Line, report: Report) -> None:
    mark = _mark(line)
    if is_empty_bullet(line.words):
        report.note(line, Became.EMPTY_BULLET)
    elif mark is None and not items and is_heading_row(line):
        report.note(line, Became.COLUMN_HEADINGS)
    elif mark is None:
        _continue(items, line, report)
    elif mark.kind == "bullet" or (not mark.words[0].isdigit() and items and line.indent):
        _place_point(items, line, mark, report)
    else:
        _place_item(items, line, mark, report)


def _place_item(items: list[_Item], line: Line, mark: Mark, report: Report) -> None:
    """A numbered item; "3.1" goes under "3", a number that does not fit stays at the top."""
    number = mark.words.strip("().") if mark.kind == "number" else mark.words
    item = _Item(number, mark.number, [mark.rest.replace("**", "")], [line.number])
    parent = items[-1] if items else None
    if parent is not None and len(mark.number) > 1 and mark.number[:-1] == parent.order:
        parent.children.append(item)
    else:
        items.append(item)
    report.note(line, Became.AGENDA_ITEM, _detail(item))


def _place_point(items: list[_Item], line: Line, mark: Mark, report: Report) -> None:
    """A point under the last item: an area of work where it reads like one, else a child of its own."""
    if not items:
        items.append(_Item("", (), [mark.rest], [line.number]))
        report.note(line, Became.AGENDA_ITEM)
        return
    parent = items[-1].children[-1] if items[-1].children and items[-1].children[-1].order else items[-1]
    area = read_area(mark.rest, source=IN_AGENDA, line=line.number, announced=parent.announced)
    if area is not None:
        parent.areas.append(area)
        report.note(line, Became.AREA_OF_WORK, area.name)
        return
    number = "" if mark.kind == "bullet" else mark.words.strip("().")
    parent.children.append(_Item(number and f"({number})", (), [mark.rest], [line.number]))
    parent.announced = announces_areas(mark.rest)
    report.note(line, Became.AGENDA_ITEM)


def _continue(items: list[_Item], line: Line, report: Report) -> None:
    """A line without a mark goes on with the item above it, or is an item of an agenda without numbers."""
    if not items or (not items[-1].number and not line.words[0].islower() and not line.indent):
        items.append(_Item("", (), [line.words], [line.number]))
        report.note(line, Became.AGENDA_ITEM)
        return
    above, last = items[-1], items[-1]
    while last.children and last.lines[-1] < last.children[-1].lines[-1]:
        above, last = last, last.children[-1]
    follows_area = bool(last.areas) and last.areas[-1].line > last.lines[-1]
    if follows_area or sum(map(len, last.words)) + len(line.words) > LONGEST:
        above.children.append(_Item("", (), [line.words], [line.number]))
        report.note(line, Became.AGENDA_ITEM)
        return
    last.words.append(line.words)
    last.lines.append(line.number)
    report.note(line, Became.CONTINUATION)


def _finish(item: _Item) -> AgendaItem:
    words = without_bold(" ".join(item.words))
    title, presenter_words, presenter = split_presenter(words)
    duration = DURATION.search(words)
    return AgendaItem(
        number=item.number,
        title=title,
        presenter_words=presenter_words,
        presenter=presenter,
        note=duration.group() if duration and presenter_words else "",
        areas=tuple(item.areas),
        children=tuple(_finish(child) for child in item.children),
        words=words,
        lines=tuple(item.lines),
    )


def _detail(item: _Item) -> str:
    return split_presenter(without_bold(item.words[0]))[1]


def split_presenter(words: str) -> tuple[str, str, DelegationName | None]:
    """(title, who introduces it as printed, the delegation): in brackets, after a dash, or after "introduced by".

    Only a delegation, a post or a titled person counts; other brackets belong to the title.
    """
    words = words.strip()
    end = words[-LONGEST:]
    for pattern in (BY, IN_BRACKETS, AFTER_DASH):
        match = pattern.search(end)
        if match is None:
            continue
        who = next(group for group in match.groups() if group)
        who = DURATION.sub("", who.strip(EDGES)).strip(EDGES)
        title = (words[: len(words) - len(end)] + end[: match.start()]).strip(EDGES)
        if title and _introduces(who):
            return title, who, _delegation(who)
    return words.strip(EDGES), "", None


def _introduces(who: str) -> bool:
    bare = who.rstrip(".")
    return find_delegation(bare) is not None or is_owner(who) or PERSON.match(who) is not None


def _delegation(who: str) -> DelegationName | None:
    named = {mention.delegation for mention in find_delegations(who, adjectives=True)}
    return find_delegation(who) or (named.pop() if len(named) == 1 else None)
