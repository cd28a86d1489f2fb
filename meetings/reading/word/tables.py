"""Tables of a Word file: each row a line with tabs between its cells, as a table in plain text stands."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from django.utils.translation import gettext as _

from meetings.reading.decoding import UnreadableRecord
from meetings.reading.word.inline import Reader
from meetings.reading.word.markup import W, number, value

MOST_ROWS = 2_000
MOST_COLUMNS = 60
WRAPPERS = (f"{W}sdt", f"{W}sdtContent", f"{W}customXml", f"{W}smartTag")
ADDRESS = "@"


@dataclass(frozen=True, slots=True)
class Cell:
    """The lines of a cell, and how it is merged: over `span` columns, or going on with the cell above."""

    lines: list[str]
    span: int
    goes_on: bool


@dataclass
class Table:
    """Reads one table; `lines_of` gives the lines of a cell. `place` names it for a person ("table 2")."""

    reader: Reader
    lines_of: Callable[[Element], list[str]]
    name: str
    place: str
    _above: dict[int, list[str]] = field(default_factory=dict)

    def rows(self, table: Element) -> list[list[list[str]]]:
        """Rows of cells of lines; merged cells repeat the words of the cell they belong to where addresses stand."""
        found = []
        for index, row in enumerate(inside(table, f"{W}tr")):
            if index >= MOST_ROWS:
                values = {"name": self.name, "place": self.place, "most": MOST_ROWS}
                raise UnreadableRecord(
                    _("%(name)s: %(place)s has more than %(most)s rows; the record of a meeting has not.")
                    % values
                )
            if not self.reader.row_gone(row):
                found.append(self._row(row, index + 1))
        return [row for row in found if any(cell for cell in row)]

    def _row(self, row: Element, at: int) -> list[list[str]]:
        before = row.find(f"{W}trPr/{W}gridBefore")
        cells: list[list[str]] = [[] for _column in range(_columns(number(before)))]
        read = [self._cell(cell) for cell in inside(row, f"{W}tc")]
        listed = any(ADDRESS in line for cell in read for line in cell.lines)
        for cell in read:
            column = len(cells)
            lines = cell.lines
            if cell.goes_on:
                lines = self._above.get(column, []) if listed else []
                self._note(at, self._above.get(column, []))
            else:
                self._above[column] = cell.lines
                if cell.span > 1:
                    self._note(at, cell.lines)
            cells.append(lines)
            cells += [[] for _more in range(cell.span - 1)]
            if len(cells) > MOST_COLUMNS:
                return cells[:MOST_COLUMNS]
        return cells

    def _cell(self, cell: Element) -> Cell:
        properties = cell.find(f"{W}tcPr")
        span, merge = 1, None
        if properties is not None:
            span = max(1, _columns(number(properties.find(f"{W}gridSpan"), default=1)))
            merge = properties.find(f"{W}vMerge")
        goes_on = merge is not None and value(merge) != "restart"
        return Cell([line for line in self.lines_of(cell) if line], span, goes_on)

    def _note(self, at: int, lines: list[str]) -> None:
        if self.reader.findings:
            where = _("%(place)s, row %(row)s") % {"place": self.place, "row": at}
            self.reader.findings.leave_out("merged cell", " ".join(lines), where, read=True)


def _columns(count: int) -> int:
    return max(0, min(MOST_COLUMNS, count))


def inside(element: Element, tag: str) -> Iterator[Element]:
    """The children with a tag, also those in the wrappers Word puts around them."""
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag in WRAPPERS:
            yield from inside(child, tag)


def as_line(row: list[list[str]]) -> str:
    """The row with tabs between its cells. Where addresses stand in several lines, so do the names: `;` parts them."""
    listed = any(ADDRESS in line for cell in row for line in cell)
    several = listed and any(len(cell) > 1 and any(ADDRESS in line for line in cell) for cell in row)
    return "\t".join(("; " if several and len(cell) > 1 else " ").join(cell) for cell in row)
