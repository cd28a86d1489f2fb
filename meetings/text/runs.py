"""A section's paragraphs gathered for a page: neighbours of one kind become one list or one table.

Pure: paragraph values (schema `ccm-portal/document/1`) in, runs out. Every paragraph stands in exactly one place, in
the order of the text.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from django.utils.text import slugify

Row = dict[str, Any]

SHAPES = {
    "bullet": "bullets",
    "numbered": "numbered",
    "action": "actions",
    "heading": "heading",
    "decision": "decision",
    "statement": "statement",
}
LISTS = ("bullets", "numbered")
PLAIN = "plain"


@dataclass
class Item:
    """A paragraph in a run, with the deeper lists that hang under it."""

    row: Row
    runs: "list[Run]" = field(default_factory=list)


@dataclass
class Run:
    """Neighbours of one shape: plain, heading, decision, statement, bullets, numbered or actions."""

    shape: str
    items: list[Item]


def runs(paragraphs: Iterable[Row]) -> list[Run]:
    """The paragraphs as runs; list items of a deeper level hang under the item before them."""
    found: list[Run] = []
    for in_list, rows in groupby(paragraphs, key=lambda row: _shape(row) in LISTS):
        if in_list:
            found += _nested([Item(row) for row in rows])
        else:
            found += [Run(shape, [Item(row) for row in same]) for shape, same in groupby(rows, key=_shape)]
    return found


def _shape(row: Row) -> str:
    return SHAPES.get(row["kind"], PLAIN)


def _nested(items: list[Item]) -> list[Run]:
    """The items of one stretch of lists as nested runs. The first item of each run sets the level of that run."""
    open_runs: list[tuple[int, Run]] = []
    outermost: list[Run] = []
    for item in items:
        level, shape = item.row.get("level", 0), _shape(item.row)
        while len(open_runs) > 1 and open_runs[-1][0] > level:
            open_runs.pop()
        if open_runs and level <= open_runs[-1][0]:
            _at, last = open_runs.pop()
            if last.shape == shape:
                last.items.append(item)
                open_runs.append((level, last))
                continue
        siblings = open_runs[-1][1].items[-1].runs if open_runs else outermost
        siblings.append(Run(shape, [item]))
        open_runs.append((level, siblings[-1]))
    return outermost


def anchor(row: Row) -> str:
    """Where a paragraph is found on its page: "p7", "p7a" for "7 (a)", "pA1"; by its UUID where it has no number."""
    number = re.sub(r"[^0-9A-Za-z]", "", row["number"])
    return f"p{number}" if number else f"p-{row['id']}"


def section_anchors(sections: Iterable[Row]) -> list[str]:
    """Where each section is found on its page: "s-3" by number, else "s-action-points" by heading; each once."""
    names: list[str] = []
    for place, section in enumerate(sections, start=1):
        wish = "s-" + (
            slugify(section["number"]) or slugify(section["heading"])[:60].rstrip("-") or f"part-{place}"
        )
        name, again = wish, 2
        while name in names:
            name, again = f"{wish}-{again}", again + 1
        names.append(name)
    return names
