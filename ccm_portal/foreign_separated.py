"""Reads a stranger's separated values, or the table of a web page, inside `foreign_reader`."""

import csv
import io
import re
from html.parser import HTMLParser
from typing import Any

from ccm_portal.foreign_tables import LONGEST_CELL, MOST_COLUMNS, MOST_ROWS, Refused, Remark, Sheet, Tables
from ccm_portal.foreign_text import decoded

KINDS = {
    b"%PDF": "PDF",
    b"{\\rtf": "RTF",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"GIF8": "GIF",
    b"\x1f\x8b": "gzip",
}
CONTROL = re.compile(r"[\x01-\x08\x0e-\x1a\x1c-\x1f]")
SEPARATORS = (";", "\t", ",")
# Of the lines that are not blank, so many have the usual number of cells where a separator is one.
USUAL_SHARE = 0.6
SAMPLE_LINES = 200
MOST_LINES_IN_A_CELL = 40


def separated(data: bytes, charset_normalizer: Any, encoding: str = "") -> Tables:
    """Values separated by `;`, tabs or commas; the table of a web page; else the text as it is.

    encoding: "" to find it out.
    """
    for signature, kind in KINDS.items():
        if data.startswith(signature):
            raise Refused("kind", words=kind)
    text, guessed = decoded(data, charset_normalizer, encoding)
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    _check_text(text)
    remarks = [Remark("encoding", words=guessed)] if guessed else []
    if "<table" in text.lower() or "<tr" in text.lower():
        return Tables(_tables_of_page(text), remarks=remarks)
    separator = _separator(text)
    if not separator:
        return Tables(text=text, remarks=remarks)
    return Tables([_separated(text, separator)], remarks=remarks)


def _check_text(text: str) -> None:
    if not text.strip("\ufeff\x00 \t\n\f\v"):
        raise Refused("empty")
    for what, sign in (("nul", "\x00"), ("binary", CONTROL)):
        at = text.find(sign) if isinstance(sign, str) else (m.start() if (m := sign.search(text)) else -1)
        if at >= 0:
            raise Refused(what, text.count("\n", 0, at) + 1)
    for number, line in enumerate(text.split("\n"), start=1):
        if len(line) > LONGEST_CELL * 4:
            raise Refused("line", number)
    if text.count("\n") > MOST_ROWS * 5:
        raise Refused("rows", MOST_ROWS * 5)


def _separator(text: str) -> str:
    """The sign by which the most lines have the same number of cells; "" where there is none."""
    best, most = "", 0.0
    sample = "\n".join(text.split("\n")[:SAMPLE_LINES])
    for separator in SEPARATORS:
        try:
            rows = [row for row in csv.reader(io.StringIO(sample), delimiter=separator) if any(row)]
        except csv.Error:
            continue
        counts = [len(row) for row in rows if len(row) > 1]
        if not counts:
            continue
        usual = max(set(counts), key=lambda count: (counts.count(count), count))
        share = counts.count(usual) / len(rows)
        if share >= USUAL_SHARE and share * usual > most:
            best, most = separator, share * usual
    return best


def _separated(text: str, separator: str) -> Sheet:
    sheet = Sheet()
    csv.field_size_limit(LONGEST_CELL * MOST_LINES_IN_A_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    begins = 1
    try:
        for row in reader:
            if any(cell.count("\n") > MOST_LINES_IN_A_CELL for cell in row):
                raise Refused("quote", begins)
            sheet.add(begins, row)
            begins = reader.line_num + 1
    except csv.Error as error:
        raise Refused("cell", begins, 1) from error
    return sheet


class _Page(HTMLParser):
    """The rows of every table of a page; a cell that spans rows stands in each."""

    def __init__(self) -> None:
        super().__init__()
        self.sheet = Sheet()
        self.row: list[str] | None = None
        self.cell: list[str] | None = None
        self.span = (1, 1)
        self.hanging: dict[int, tuple[int, str]] = {}
        self.number = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("td", "th", "tr", "table"):
            self._end_cell()
        if tag == "tr":
            self._end_row()
            self.row = []
        elif tag in ("td", "th"):
            given = dict(attrs)
            self.row = [] if self.row is None else self.row
            self.span = (_span(given.get("rowspan")), _span(given.get("colspan")))
            self.cell = []
        elif tag in ("br", "p", "div", "li") and self.cell:
            self.cell.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th", "tr", "table"):
            self._end_cell()
        if tag in ("tr", "table"):
            self._end_row()

    def handle_data(self, data: str) -> None:
        if self.cell is not None:
            self.cell.append(" ".join(data.split()) and re.sub(r"\s+", " ", data))

    def _hang(self) -> None:
        """Cells that reach down from the rows above."""
        while self.row is not None and len(self.row) in self.hanging and len(self.row) < MOST_COLUMNS:
            rows, words = self.hanging.pop(column := len(self.row))
            if rows > 1:
                self.hanging[column] = (rows - 1, words)
                self.row.append(words)
            else:
                self.row.append(words)

    def _end_cell(self) -> None:
        if self.cell is None or self.row is None:
            return
        self._hang()
        words = "\n".join(line.strip() for line in "".join(self.cell).split("\n")).strip()
        rows, columns = self.span
        if rows > 1:
            self.hanging[len(self.row)] = (rows - 1, words)
        self.row += [words, *[""] * (columns - 1)]
        self.cell = None

    def _end_row(self) -> None:
        if self.row is None:
            return
        self._hang()
        self.number += 1
        self.sheet.add(self.number, self.row)
        self.row = None


def _span(words: str | None) -> int:
    return (
        min(int(words), MOST_COLUMNS) if words and words.isascii() and words.isdigit() and int(words) else 1
    )


def _tables_of_page(text: str) -> list[Sheet]:
    page = _Page()
    page.feed(text)
    page.close()
    page._end_cell()
    page._end_row()
    return [page.sheet]
