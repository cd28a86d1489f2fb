"""The table of goals: what each measurement hands in, and how it is shown.

    at_most("P1", "render / cold Chromium print, 5 pages", 0.30, pair.ratio, figure=pair.figure)
    at_least("S1", "page as a file / nginx on the same bytes", 0.9, ratio, figure="55,120 / 60,900 req/s")

Goals are ratios of two things measured in one run, never milliseconds of this machine unless these were asked for.
"""

from collections.abc import Iterable
from dataclasses import dataclass

HEAD = ("", "what", "goal", "figure", "ratio", "met")


@dataclass(frozen=True)
class Row:
    """One goal and what was measured.

    id: the goal's number ("P1"); one goal may have several rows. measured: what was held against what. goal: in words
    ("≤ 0.30 ×"). figure: the two figures with their unit. ratio: None where the goal is no ratio. note: why it falls
    short, or what to know about the figure.
    """

    id: str
    measured: str
    goal: str
    figure: str
    ratio: float | None
    met: bool
    note: str = ""


def at_most(id_: str, measured: str, limit: float, ratio: float, *, figure: str, note: str = "") -> Row:
    """A ratio that must not be larger than `limit`."""
    return Row(id_, measured, f"≤ {limit:g} ×", figure, ratio, ratio <= limit, note)


def at_least(id_: str, measured: str, limit: float, ratio: float, *, figure: str, note: str = "") -> Row:
    """A ratio that must not be smaller than `limit`."""
    return Row(id_, measured, f"≥ {limit:g} ×", figure, ratio, ratio >= limit, note)


def must(id_: str, measured: str, goal: str, met: bool, *, figure: str, note: str = "") -> Row:
    """A goal that is no ratio: it is so, or it is not."""
    return Row(id_, measured, goal, figure, None, met, note)


def table(rows: Iterable[Row]) -> str:
    """All rows in columns as wide as they need to be; a note stands below its row."""
    rows = list(rows)
    cells = [HEAD, *(_cells(row) for row in rows)]
    widths = [max(len(line[column]) for line in cells) for column in range(len(HEAD))]
    lines = [_line(HEAD, widths), _line(["-" * width for width in widths], widths)]
    for row in rows:
        lines.append(_line(_cells(row), widths))
        if row.note:
            lines.append(" " * (widths[0] + 2) + row.note)
    short = sum(not row.met for row in rows)
    lines.append(f"\n{len(rows)} rows, {len(rows) - short} met, {short} short")
    return "\n".join(lines)


def _cells(row: Row) -> tuple[str, ...]:
    ratio = "" if row.ratio is None else f"{row.ratio:.3g}"
    return (row.id, row.measured, row.goal, row.figure, ratio, "yes" if row.met else "SHORT")


def _line(cells: Iterable[str], widths: list[int]) -> str:
    return "  ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)).rstrip()
