"""A contact list in plain text: a title with its date, column headings, and rows with several people in one cell."""

import datetime as dt
import re
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from friends.reading.columns import column_starts, is_rule, split_columns
from friends.reading.days import first_date
from friends.reading.headings import Column, are_headings, columns_under, guess_columns
from friends.reading.lines import Line, without_bold
from friends.reading.names import DelegationName, find_delegation
from friends.reading.pairing import Pairing, Pairs, pair
from friends.reading.particulars import Particulars
from friends.reading.people import split_names
from friends.reading.posts import Post, read_post
from friends.reading.report import Became, Report
from friends.reading.row_cells import RowCells

LONGEST_TITLE = 200
# A title stands at most so many lines above its column headings or first row.
TITLE_REACH = 4
TITLE = re.compile(
    r"\b(?:contacts? (?:list|details|information|persons)|list of (?:\w+ )?contacts|mailing list)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class ContactRow:
    """One row: what for (`role_words`, and the area where it names one), which delegation, who, and how sure."""

    role_words: str
    area_name: str
    delegation_words: str
    delegation: DelegationName | None
    seat: str
    people: tuple[Pairing, ...]
    names_without_address: tuple[str, ...]
    addresses_without_name: tuple[str, ...]
    note: str
    words: str
    line: int
    # What was printed, by what its column holds: "role", "delegation", "name", "address".
    printed: dict[str, str] = field(default_factory=dict)
    # What the list says of each person beside name and address, by name, or by address where there is no name.
    particulars: dict[str, Particulars] = field(default_factory=dict)
    # What is wrong with the row, in sentences.
    problems: tuple[str, ...] = ()

    @property
    def addresses(self) -> tuple[str, ...]:
        """Every address of the row."""
        return tuple(person.address for person in self.people) + self.addresses_without_name

    @property
    def names(self) -> tuple[str, ...]:
        """Every name of the row."""
        return tuple(person.name for person in self.people) + self.names_without_address


@dataclass(frozen=True, slots=True)
class ContactList:
    """A list valid as of the end of a day (None where its title names none); `notes` belong to no row."""

    title: str
    as_of: dt.date | None
    rows: tuple[ContactRow, ...]
    notes: tuple[str, ...] = ()
    line: int = 0
    columns: tuple[Column, ...] = ()


def find_contact_list(lines: list[Line]) -> tuple[int, int] | None:
    """The places (from, to) of the contact list among the lines of a text; None where it has none."""
    for index, line in enumerate(lines):
        titled = is_title(line) and any(
            is_column_headings(near) or _is_row(near) for near in lines[index + 1 : index + 1 + TITLE_REACH]
        )
        if titled or (
            is_column_headings(line) and any(_is_row(near) for near in lines[index + 1 : index + 3])
        ):
            return index, _end(lines, index)
    return None


def is_title(line: Line) -> bool:
    return len(line.words) <= LONGEST_TITLE and TITLE.search(line.words) is not None and "@" not in line.words


def is_column_headings(line: Line) -> bool:
    """Several short cells, among them one for names or addresses, and no address."""
    if len(line.text) > LONGEST_TITLE or "@" in line.text:
        return False
    cells = _split(line)
    return len(cells) > 1 and are_headings(cells)


def _split(line: Line, starts: list[int] | None = None) -> list[str]:
    return list(line.cells) if line.cells is not None else split_columns(line.text, starts)


def _is_row(line: Line) -> bool:
    """A row has columns and, unless a table, tabs or `|` show them, an address."""
    if line.cells is not None:
        return sum(map(bool, line.cells)) > 1 or "@" in line.text
    return len(split_columns(line.text)) > 1 and ("\t" in line.text or "|" in line.text or "@" in line.text)


def _names_only_a_delegation(line: Line, columns: list[Column]) -> bool:
    """A table's row with nothing but a delegation known by name; other lone cells are headings or notes."""
    filled = [(cell, column) for cell, column in zip(line.cells or (), columns, strict=False) if cell]
    return (
        len(filled) == 1 and filled[0][1].kind == "delegation" and find_delegation(filled[0][0]) is not None
    )


def _end(lines: list[Line], start: int) -> int:
    for index in range(start + 1, len(lines)):
        line = lines[index]
        belongs = _is_row(line) or "@" in line.text or is_column_headings(line)
        if line.after_blank and not belongs and index > start + TITLE_REACH:
            return index
        if line.after_blank and not belongs and any(_is_row(before) for before in lines[start + 1 : index]):
            return index
    return len(lines)


def read_contact_list(lines: list[Line], report: Report) -> ContactList:
    """The list whose title (or column headings) is the first of `lines`; each line is reported."""
    title = without_bold(lines[0].words.lstrip("# ")) if is_title(lines[0]) else ""
    if title:
        report.note(lines[0], Became.LIST_TITLE)
    gathered = _gather(lines[1:] if title else lines, report)
    as_of = first_date(title)
    if as_of is None:
        report.ask(_("The contact list does not say from which day it is."), lines[0].number)
    rows: list[ContactRow] = []
    for cells in gathered.rows:
        rows.append(_row(cells, rows[-1] if rows else None, report))
    _ask_about_repeats(rows, report)
    return ContactList(
        title, as_of, tuple(rows), tuple(gathered.notes), lines[0].number, tuple(gathered.columns)
    )


@dataclass
class _Gathered:
    """The rows with their cells, the lines before the first row, and the columns."""

    rows: list[RowCells] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    columns: list[Column] = field(default_factory=list)


def _gather(lines: list[Line], report: Report) -> _Gathered:
    gathered = _Gathered()
    starts: list[int] | None = None
    for at, line in enumerate(lines):
        if is_column_headings(line) and (not gathered.columns or line.cells is not None):
            gathered.columns = columns_under(_split(line))
            starts = column_starts(line.text) if line.cells is None else None
            report.note(line, Became.COLUMN_HEADINGS)
        elif is_rule(line.words):
            report.note(line, Became.COLUMN_HEADINGS)
        elif (
            _is_row(line)
            or (starts and len(split_columns(line.text)) > 1)
            or _names_only_a_delegation(line, gathered.columns)
        ):
            gathered.columns = gathered.columns or guess_columns(
                [_split(row) for row in lines[at:] if _is_row(row)]
            )
            gathered.rows.append(RowCells.of(line.number, line.words, _split(line, starts), gathered.columns))
            report.note(line, Became.CONTACT_ROW)
        elif gathered.rows:
            addresses = gathered.rows[-1].go_on(line.words)
            report.note(line, Became.CONTINUATION if addresses else Became.ROW_NOTE)
        else:
            gathered.notes.append(line.words)
            report.note(line, Became.ROW_NOTE)
    return gathered


def _row(cells: RowCells, above: ContactRow | None, report: Report) -> ContactRow:
    post = read_post(cells.role, cells.delegation)
    if not cells.role and not cells.delegation and above is not None:
        post = Post(above.role_words, above.area_name, above.delegation_words, above.delegation, above.seat)
        report.ask(_("The row names no delegation; it was taken as belonging to the row above."), cells.line)
    elif post.delegation is None:
        words = post.delegation_words or cells.role
        report.ask(_("“%(words)s” is no delegation known by name.") % {"words": words}, cells.line)
    names = split_names(cells.all_names, cells.addresses)
    pairs = pair(names, cells.addresses)
    _ask_about_people(pairs, cells.line, report)
    particulars = cells.particulars(names)
    return ContactRow(
        role_words=post.role_words,
        area_name=post.area_name,
        delegation_words=post.delegation_words,
        delegation=post.delegation,
        seat=post.seat,
        people=pairs.pairings,
        names_without_address=pairs.names_without_address,
        addresses_without_name=pairs.addresses_without_name,
        note="; ".join(cells.notes),
        words="\n".join(cells.words),
        line=cells.line,
        printed=cells.printed,
        particulars=particulars,
        problems=tuple(cells.problems),
    )


def _ask_about_people(pairs: Pairs, line: int, report: Report) -> None:
    for person in pairs.pairings:
        if not person.certain:
            values = {"name": person.name, "address": person.address, "why": person.why}
            report.ask(_("Does %(address)s belong to %(name)s? (%(why)s)") % values, line)
    for name in pairs.names_without_address:
        report.ask(_("%(name)s stands without an address.") % {"name": name}, line)
    for address in pairs.addresses_without_name:
        report.ask(_("%(address)s stands without a name.") % {"address": address}, line)


def _ask_about_repeats(rows: list[ContactRow], report: Report) -> None:
    """One address in two places may be a shared mailbox or a slip."""
    seen: dict[str, int] = {}
    for row in rows:
        for address in row.addresses:
            first = seen.setdefault(address.casefold(), row.line)
            if first != row.line:
                values = {"address": address, "line": first}
                report.ask(_("%(address)s already stands in line %(line)s.") % values, row.line)
