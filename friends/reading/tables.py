"""The tables of a file as lines of cells, and what a person must know of what a program made of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from friends.reading.lines import Line, read_lines, row_line

# Of a cell: {place} is where it stands, {words} what it says.
OF_A_CELL = {
    "formula": gettext_lazy("%(place)s holds a formula; it is shown as text and was not computed: %(words)s"),
    "date": gettext_lazy("%(place)s: the spreadsheet made a date of what was typed: %(words)s"),
    "number": gettext_lazy(
        "%(place)s: the spreadsheet keeps a number there, without a + or zeros at its beginning: %(words)s"
    ),
    "error": gettext_lazy("%(place)s holds an error of the spreadsheet: %(words)s"),
}
OF_THE_FILE = {
    "hidden": gettext_lazy("The hidden sheet “%(words)s” was left out. Show it in the file to have it read."),
    "links": gettext_lazy("The file looks up values in other files. They were not fetched."),
    "macros": gettext_lazy("The file holds macros. They were not run."),
    "blank": gettext_lazy("Nothing was read below the blank rows that begin in row %(row)s."),
    "card": gettext_lazy("The card that begins in line %(row)s is damaged and was left out: %(words)s"),
    "encoding": gettext_lazy(
        "The file does not say its encoding; it was read as %(words)s. If letters look wrong, choose another one."
    ),
}


@dataclass(frozen=True, slots=True)
class CellRemark:
    """A sentence about a cell: the number of its line, of its column from 0, and the kind of remark."""

    what: str
    line: int
    column: int
    words: str


@dataclass(frozen=True, slots=True)
class Grid:
    """A list as lines. places: how a line is called, where its number does not say it ("Observers, row 3")."""

    lines: tuple[Line, ...]
    remarks: tuple[CellRemark, ...] = ()
    notices: tuple[str, ...] = ()
    places: dict[int, str] | None = None
    is_table: bool = True

    def place(self, number: int) -> str:
        known = (self.places or {}).get(number)
        words = _("Row %(n)s") if self.is_table else _("Line %(n)s")
        return known or words % {"n": number}


def grid_of(found: dict[str, Any]) -> Grid:
    """What `ccm_portal.foreign.tables` gives, as lines with the numbers of their rows, the sheets one after another."""
    notices = tuple(
        str(OF_THE_FILE[one["what"]] % one) for one in found["remarks"] if one["what"] in OF_THE_FILE
    )
    if not found["sheets"]:
        return Grid(tuple(read_lines(found["text"])), notices=notices, is_table=False)
    lines: list[Line] = []
    places: dict[int, str] = {}
    firsts = []
    for sheet in found["sheets"]:
        first = lines[-1].number if lines else 0
        firsts.append(first)
        _fill_merged(sheet)
        for number, cells in sheet["rows"]:
            lines.append(row_line(first + number, cells))
            if len(found["sheets"]) > 1:
                places[first + number] = _("%(sheet)s, row %(n)s") % {"sheet": sheet["name"], "n": number}
    remarks = tuple(
        CellRemark(one["what"], firsts[one["sheet"]] + one["row"], one["column"] - 1, one["words"])
        for one in found["remarks"]
        if one["what"] in OF_A_CELL and one["sheet"] < len(firsts)
    )
    return Grid(tuple(lines), remarks, notices, places)


def _fill_merged(sheet: dict[str, Any]) -> None:
    """A cell that reaches over several rows is said in each."""
    rows = dict(sheet["rows"])
    for top, left, bottom, _right in sheet["merged"]:
        words = _at(rows.get(top, []), left - 1)
        for number in range(top + 1, bottom + 1):
            cells = rows.get(number)
            if cells is not None and words:
                cells.extend([""] * (left - len(cells)))
                cells[left - 1] = words


def _at(cells: list[str], column: int) -> str:
    return cells[column] if column < len(cells) else ""


def remarks_in_words(grid: Grid, columns_read: Iterable[int]) -> list[tuple[int, str]]:
    """(line, sentence) for each cell of a column that is read; numbers elsewhere are nobody's concern."""
    read = set(columns_read)
    told = []
    for one in grid.remarks:
        if one.column in read or one.what == "formula":
            where = _("%(row)s, column %(column)s") % {"row": grid.place(one.line), "column": one.column + 1}
            told.append((one.line, str(OF_A_CELL[one.what] % {"place": where, "words": one.words})))
    return told
