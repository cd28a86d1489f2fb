"""Rows of a table in plain text: columns apart by tabs, by `|`, or by two and more spaces."""

import re
from bisect import bisect_right

RULE = re.compile(r"[\s|:+=_-]+")
GAP = re.compile(r"\s{2,}")


def split_columns(text: str, starts: list[int] | None = None) -> list[str]:
    """The cells of a printed line, stripped; blank cells are kept where tabs or `|` show them.

    `starts`: where the columns of a space-aligned table begin; with it, blank cells are seen there as well.
    """
    if "\t" in text:
        return [cell.strip() for cell in text.strip("\r\n\f ").split("\t")]
    if "|" in text:
        inner = text.strip().removeprefix("|").removesuffix("|")
        return [cell.strip() for cell in inner.split("|")]
    pieces = _pieces(text)
    if not starts:
        return [words for _, words in pieces]
    return _aligned(pieces, starts)


def column_starts(text: str) -> list[int] | None:
    """Where the columns of a space-aligned line begin; None for a line with tabs or `|`."""
    if "\t" in text or "|" in text:
        return None
    return [start for start, _ in _pieces(text)]


def is_rule(text: str) -> bool:
    """Whether a line only draws a table's rule: "|---|---|"."""
    return ("-" in text or "=" in text) and RULE.fullmatch(text) is not None


def _pieces(text: str) -> list[tuple[int, str]]:
    pieces = []
    at = len(text) - len(text.lstrip())
    for gap in GAP.finditer(text, at):
        pieces.append((at, text[at : gap.start()]))
        at = gap.end()
    pieces.append((at, text[at:]))
    return [(start, words) for start, words in pieces if words]


def _aligned(pieces: list[tuple[int, str]], starts: list[int]) -> list[str]:
    """Each piece in the column under whose heading it begins (or one space before it)."""
    cells = [""] * len(starts)
    for start, words in pieces:
        column = max(0, bisect_right(starts, start + 1) - 1)
        cells[column] = f"{cells[column]}  {words}".strip()
    return cells
