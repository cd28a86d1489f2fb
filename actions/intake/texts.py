"""The minutes of a record: its sections as they are laid out, each tied to the agenda item it clearly answers."""

import re
from collections.abc import Sequence

from friends.reading.likeness import find_alike, same
from meetings.minutes import SectionText
from meetings.models import AgendaItem
from meetings.paragraphs import Wording
from meetings.reading.values import ACTION, Record, Section
from meetings.reading.values import AgendaItem as ReadItem
from meetings.reading.values import Paragraph as ReadParagraph

LONGEST_HEADING = 500
LONGEST_WORDS = 250
DEEPEST = 5
# The number in "Agenda Item 3", "3.", "III."
NUMBER = re.compile(r"[\dIVXivx][\d.IVXivx]*")


def clear_matches(headings: Sequence[str], titles: Sequence[str]) -> dict[int, int]:
    """For each heading the one title that says the same, or is alike and no other is: place → place.

    Where a heading fits two titles, or a title two headings, none is chosen.
    """
    found: dict[int, int] = {}
    for at, heading in enumerate(headings):
        fitting = [place for place, title in enumerate(titles) if same(heading, title)]
        fitting = fitting or [place for place, title in enumerate(titles) if find_alike((heading, title))]
        if len(fitting) == 1:
            found[at] = fitting[0]
    chosen = list(found.values())
    return {at: place for at, place in found.items() if chosen.count(place) == 1}


def sections(record: Record, items: Sequence[AgendaItem]) -> list[SectionText]:
    """The sections of the minutes with their wordings. `items`: the agenda's items at the top, in order."""
    titles = [item.title for item in record.agenda]
    matches = clear_matches([section.heading for section in record.sections], titles)
    laid_out = []
    for at, section in enumerate(record.sections):
        place = matches.get(at)
        # An agenda that the meeting had before the record came may be another one.
        item = items[place] if place is not None and len(items) == len(titles) else None
        read = record.agenda[place] if place is not None else None
        laid_out.append(
            SectionText(
                _heading(section, read), [_wording(row) for row in section.paragraphs], [item] if item else []
            )
        )
    return laid_out


def _heading(section: Section, item: ReadItem | None) -> str:
    """The heading; with its printed number, unless that is the number of its agenda item, which is shown anyway."""
    number = NUMBER.search(section.number_words)
    shown = item is not None and number is not None and number.group().strip(".") == item.number.strip(".")
    printed = "" if shown else section.number_words
    return f"{printed} {section.heading}".strip()[:LONGEST_HEADING]


def _wording(paragraph: ReadParagraph) -> Wording:
    is_action = paragraph.kind == ACTION
    return Wording(
        text=paragraph.text,
        kind=paragraph.kind,
        level=min(paragraph.level, DEEPEST),
        owner_words=paragraph.owner_words[:LONGEST_WORDS] if is_action else "",
        due_words=paragraph.due_words[:LONGEST_WORDS] if is_action else "",
    )
