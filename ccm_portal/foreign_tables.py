"""The tables in a stranger's file, as its readers hand them on.

The readers (`foreign_workbooks`, `foreign_separated`, `foreign_cards`) run inside `foreign_reader`, within its limits.
What a reader finds is `Tables`; what it refuses is `Refused`, with the row and column, and `foreign` has the sentences.
"""

from dataclasses import asdict, dataclass, field
from typing import Any

# A list of people has some hundred rows; more are a wrong file, and their preview could not be looked through.
MOST_ROWS = 2_000
MOST_COLUMNS = 60
LONGEST_CELL = 5_000


class Refused(Exception):
    """The file holds no list, or something that no list holds; `what` names the sentence."""

    def __init__(self, what: str, row: int = 0, column: int = 0, words: str = "") -> None:
        super().__init__(what)
        self.detail = {"refused": what, "row": row, "column": column, "words": words}


@dataclass
class Sheet:
    """Rows by their number, from 1. merged: (first row, first column, last row, last column) of cells that are one."""

    name: str = ""
    rows: list[tuple[int, list[str]]] = field(default_factory=list)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)

    def add(self, number: int, cells: list[str]) -> None:
        """One row more, without the blank cells at its end. Raises Refused for one that no list holds."""
        while cells and not cells[-1].strip():
            cells.pop()
        if not cells:
            return
        if len(self.rows) >= MOST_ROWS:
            raise Refused("rows", number)
        if len(cells) > MOST_COLUMNS:
            raise Refused("columns", number, len(cells))
        for column, words in enumerate(cells, start=1):
            if len(words) > LONGEST_CELL:
                raise Refused("cell", number, column)
            if "\x00" in words:
                raise Refused("nul", number, column)
        self.rows.append((number, cells))


@dataclass(frozen=True)
class Remark:
    """What a person must know of a cell or of the file: `what` names the sentence."""

    what: str
    row: int = 0
    column: int = 0
    words: str = ""
    sheet: int = 0


@dataclass
class Tables:
    """What a file holds: its sheets, or, where it has no columns, its text."""

    sheets: list[Sheet] = field(default_factory=list)
    text: str = ""
    remarks: list[Remark] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)
