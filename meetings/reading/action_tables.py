"""Action points printed as a table: "Action | Who | By when"."""

import re

from friends.reading.columns import is_rule, split_columns
from friends.reading.lines import Line, without_bold

FEWEST_COLUMNS = 2
WHAT = re.compile(r"\b(?:actions?|tasks?|what|points?|items?|decisions?)\b", re.IGNORECASE)
WHO = re.compile(r"\b(?:who|owners?|responsible|responsibility|lead|by whom|assigned)\b", re.IGNORECASE)
WHEN = re.compile(r"\b(?:when|due|deadline|date|by when|timeline)\b", re.IGNORECASE)


def read_columns(line: Line) -> dict[str, int]:
    """Which column of a heading row is what, who and when; {} where the line is no such heading."""
    if not has_columns(line):
        return {}
    found: dict[str, int] = {}
    for index, cell in enumerate(split_columns(line.text)):
        for kind, words in (("when", WHEN), ("who", WHO), ("what", WHAT)):
            if kind not in found and words.search(cell):
                found[kind] = index
                break
    return found if "what" in found and len(found) >= FEWEST_COLUMNS else {}


def has_columns(line: Line) -> bool:
    """Whether tabs or `|` part the line into columns."""
    return ("\t" in line.words or "|" in line.words) and len(split_columns(line.text)) >= FEWEST_COLUMNS


def is_table_rule(line: Line) -> bool:
    return is_rule(line.words)


def read_row(line: Line, columns: dict[str, int]) -> tuple[str, str, str, str]:
    """(number and other cells, what, who, when) of a row."""
    cells = [without_bold(cell) for cell in split_columns(line.text)]
    taken = {kind: cells[index] if index < len(cells) else "" for kind, index in columns.items()}
    others = [cell for index, cell in enumerate(cells) if index not in columns.values() and cell]
    return " ".join(others), taken.get("what", ""), taken.get("who", ""), taken.get("when", "")
