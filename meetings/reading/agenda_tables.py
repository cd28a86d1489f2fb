"""An agenda printed as a table: the row "1 | Debrief | Norway | 10 min" is the item "1. Debrief (Norway, 10 min)"."""

import re

from friends.reading.columns import is_rule, split_columns
from friends.reading.lines import Line, without_bold
from meetings.reading.action_tables import has_columns
from meetings.reading.marks import Mark

NUMBER = re.compile(r"(?:item\s+)?(?P<number>\d{1,2}(?:\.\d{1,2}){0,2})\.?", re.IGNORECASE)
LONGEST_HEADING = 60


def read_row(line: Line) -> Mark | None:
    """The item in a row of a table; None where the line is no row, or its first cell no number."""
    if not has_columns(line):
        return None
    cells = [without_bold(cell) for cell in split_columns(line.text)]
    number = NUMBER.fullmatch(cells[0]) if cells else None
    if number is None or len(cells) < 2 or not cells[1] or "@" in line.text:  # noqa: PLR2004 (a number and a title)
        return None
    beside = ", ".join(cell for cell in cells[2:] if cell)
    rest = f"{cells[1]} ({beside})" if beside else cells[1]
    return Mark(
        "number", f"{number['number']}.", rest, tuple(int(part) for part in number["number"].split("."))
    )


def is_heading_row(line: Line) -> bool:
    """ "No | Item | Lead": the columns' headings, or the rule under them."""
    if not has_columns(line) or "@" in line.text:
        return False
    cells = split_columns(line.text)
    words = all(len(cell) <= LONGEST_HEADING and not any(sign.isdigit() for sign in cell) for cell in cells)
    return is_rule(line.words) or words
