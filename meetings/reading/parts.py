"""The parts of a record: the minutes, an agenda annexed, a contact list; in any order."""

from dataclasses import dataclass

from friends.reading.contact_list import find_contact_list
from friends.reading.days import find_days
from friends.reading.lines import Line
from meetings.reading.agenda import find_agenda
from meetings.reading.times import find_span

# The lines of an agenda's head: few and short.
LONGEST = 200
MOST_LINES = 6


@dataclass(frozen=True, slots=True)
class Parts:
    """The lines of each part, in the order of the text; what is neither agenda nor contact list is minutes."""

    minutes: list[Line]
    agenda_head: list[Line]
    agenda: list[Line]
    contact_list: list[Line]


def part(lines: list[Line]) -> Parts:
    """Every line in exactly one part."""
    listed = find_contact_list(lines)
    contact_list = lines[slice(*listed)] if listed else []
    before = lines[: listed[0]] if listed else lines
    after = lines[listed[1] :] if listed else []
    if found := find_agenda(before):
        head = _head_of(before, found[0])
        return Parts(
            [*before[:head], *before[found[1] :], *after],
            before[head : found[0]],
            before[slice(*found)],
            contact_list,
        )
    if found := find_agenda(after):
        head = _head_of(after, found[0])
        return Parts(
            [*before, *after[:head], *after[found[1] :]],
            after[head : found[0]],
            after[slice(*found)],
            contact_list,
        )
    return Parts([*before, *after], [], [], contact_list)


def _head_of(lines: list[Line], title: int) -> int:
    """Where the lines directly above an agenda's title begin that say when and where; the title where none do.

    The first lines of the text are the head of the minutes, also where an agenda follows them.
    """
    start = title
    while (
        start > 0
        and title - start < MOST_LINES
        and not lines[start].after_blank
        and len(lines[start - 1].words) <= LONGEST
    ):
        start -= 1
    block = lines[start:title]
    dated = any(find_days(line.words) or find_span(line.words) for line in block)
    return start if dated and start > 0 and lines[start].after_blank else title
