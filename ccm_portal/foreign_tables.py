"""Reads the tables in a stranger's file: a workbook, separated values, a table of a web page, or contact cards.

Runs inside `foreign_reader`, within its limits. Nothing is computed: a formula is its own text. What a reader finds is
`Tables`; what it refuses is `Refused`, with the row and column, and `ccm_portal.foreign` has the sentences.
"""

import csv
import datetime as dt
import io
import re
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from html.parser import HTMLParser
from typing import Any

# A list of people has some hundred rows; more are a wrong file, and their preview could not be looked through.
MOST_ROWS = 2_000
MOST_COLUMNS = 60
LONGEST_CELL = 5_000
MOST_UNPACKED = 60_000_000
MOST_PARTS = 2_000
# Rows a program has formatted without filling them; what stands below so many is not looked for.
MOST_BLANK = 5_000
OLE = b"\xd0\xcf\x11\xe0"
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
MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
# What Western programs write besides plain letters: dashes, quotation marks, the euro.
WESTERN = re.compile(r"[\x00-\x7f\xa0-\xff\u2013\u2014\u2018\u2019\u201c\u201d\u2026\u20ac\u0152\u0153]*")
BEGIN = re.compile("BEGIN:VCARD", re.IGNORECASE)
PICTURES = re.compile(r"^(?:[\w-]+\.)?(?:PHOTO|LOGO|SOUND|KEY)[;:]", re.IGNORECASE)
# The heading of each column that a card fills, and the property it comes from.
CARD = (
    ("Role", ("role", "title")),
    ("Organisation", ("org",)),
    ("Full name", ("fn",)),
    ("Email", ("email",)),
    ("Telephone", ("tel",)),
    ("Language", ("lang",)),
    ("Note", ("note",)),
)


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


# --- workbooks --------------------------------------------------------------------------------------------------------


def workbook(data: bytes, openpyxl: Any) -> Tables:
    """The visible sheets of an Excel workbook (.xlsx)."""
    if data.startswith(OLE):
        raise Refused("password" if "EncryptedPackage".encode("utf-16-le") in data else "old")
    parts = _parts(data)
    found = Tables()
    if any(name.startswith("xl/externalLinks/") for name in parts):
        found.remarks.append(Remark("links"))
    if any(name.endswith("vbaProject.bin") for name in parts):
        found.remarks.append(Remark("macros"))
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
    for page in book.worksheets:
        if page.sheet_state != "visible":
            found.remarks.append(Remark("hidden", words=page.title))
            continue
        sheet = Sheet(page.title)
        _read_page(page, sheet, found.remarks, len(found.sheets))
        if sheet.rows:
            sheet.merged = _merged(page, openpyxl)
            found.sheets.append(sheet)
    return found


def _parts(data: bytes) -> list[str]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            infos = package.infolist()
    except zipfile.BadZipFile as error:
        raise Refused("damaged") from error
    if len(infos) > MOST_PARTS or sum(info.file_size for info in infos) > MOST_UNPACKED:
        raise Refused("unpacked", words=str(MOST_UNPACKED // 1_000_000))
    if any(info.flag_bits & 1 for info in infos):
        raise Refused("password")
    names = [info.filename for info in infos]
    if "word/document.xml" in names:
        raise Refused("kind", words="Word")
    if not any(name.startswith("xl/") and name.endswith("workbook.xml") for name in names):
        raise Refused("kind", words="ZIP")
    return names


def _read_page(page: Any, sheet: Sheet, remarks: list[Remark], at: int) -> None:
    # What the sheet says of its own size may be anything.
    page.reset_dimensions()
    blank = 0
    for number, row in enumerate(page.iter_rows(), start=1):
        cells = []
        for column, cell in enumerate(row, start=1):
            words, what = _cell(cell)
            cells.append(words)
            if what:
                remarks.append(Remark(what, number, column, words[:100], at))
            if words and column > MOST_COLUMNS:
                raise Refused("columns", number, column)
        blank = 0 if any(cells) else blank + 1
        if blank > MOST_BLANK:
            remarks.append(Remark("blank", number - blank, sheet=at))
            break
        sheet.add(number, cells)


def _cell(cell: Any) -> tuple[str, str]:
    """(the words of a cell, what a person must know of it); what Excel made of what was typed is not undone."""
    value = cell.value
    if value is None:
        return "", ""
    if cell.data_type == "f":
        text = str(getattr(value, "text", None) or value)
        return text if text.startswith("=") else f"={text}", "formula"
    if isinstance(value, str):
        return value.replace("\r\n", "\n").replace("_x000D_", ""), "error" if cell.data_type == "e" else ""
    if isinstance(value, bool):
        return str(value).upper(), ""
    if isinstance(value, int | float):
        return (str(int(value)) if float(value).is_integer() else repr(value)), "number"
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date().isoformat(), "date"
    return (value.isoformat() if hasattr(value, "isoformat") else str(value)), "date"


def _merged(page: Any, openpyxl: Any) -> list[tuple[int, int, int, int]]:
    """The merged cells, which stand at the end of a sheet's own file."""
    found: list[tuple[int, int, int, int]] = []
    with page._get_source() as source:
        for _event, element in openpyxl.xml.functions.iterparse(source):
            if element.tag.endswith("}mergeCell") and len(found) < MOST_ROWS:
                left, top, right, bottom = openpyxl.utils.cell.range_boundaries(element.get("ref"))
                found.append((top, left, bottom, right))
            elif not element.tag.endswith("}mergeCells"):
                element.clear()
    return found


# --- separated values and tables of web pages -------------------------------------------------------------------------


def separated(data: bytes, charset_normalizer: Any, encoding: str = "") -> Tables:
    """Values separated by `;`, tabs or commas; the table of a web page; else the text as it is.

    encoding: "" to find it out.
    """
    for signature, kind in KINDS.items():
        if data.startswith(signature):
            raise Refused("kind", words=kind)
    text, guessed = _decoded(data, charset_normalizer, encoding)
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


def _decoded(data: bytes, charset_normalizer: Any, encoding: str) -> tuple[str, str]:
    """(the text, the encoding where it was guessed)."""
    if encoding:
        try:
            return data.decode(encoding), ""
        except (UnicodeDecodeError, LookupError) as error:
            raise Refused("encoding", words=encoding) from error
    for mark, marked in MARKS:
        if data.startswith(mark):
            try:
                return data.decode(marked), ""
            except UnicodeDecodeError as error:
                raise Refused("binary", data.count(b"\n", 0, error.start) + 1) from error
    sample = data[:4096]
    for zero, other, wide in ((1, 0, "utf-16-le"), (0, 1, "utf-16-be")):
        if sample[zero::2].count(0) > len(sample) // 4 and not sample[other::2].count(0):
            return data.decode(wide, "replace"), ""
    try:
        return data.decode("utf-8"), ""
    except UnicodeDecodeError as error:
        _refuse_surrogates(data, error)
    if b"\x00" in data:
        raise Refused("nul", data.count(b"\n", 0, data.index(b"\x00")) + 1)
    return _guessed(data, charset_normalizer)


def _refuse_surrogates(data: bytes, error: UnicodeDecodeError) -> None:
    try:
        data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return
    raise Refused("surrogate", data.count(b"\n", 0, error.start) + 1) from error


def _guessed(data: bytes, charset_normalizer: Any) -> tuple[str, str]:
    best = charset_normalizer.from_bytes(data[:200_000]).best()
    western = data.decode("cp1252", "replace")
    # Encodings of one alphabet are hard to tell apart in a short text; the Western one is by far the most usual.
    if WESTERN.fullmatch(western) and (best is None or _is_latin(str(best))):
        return western, "cp1252"
    if best is None:
        raise Refused("binary", 1)
    return data.decode(best.encoding, "replace"), str(best.encoding)


def _is_latin(text: str) -> bool:
    letters = [sign for sign in text if sign > "\x7f" and sign.isalpha()]
    return all(unicodedata.name(sign, "").startswith("LATIN") for sign in letters)


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


# --- contact cards ----------------------------------------------------------------------------------------------------


def cards(data: bytes, vobject: Any, charset_normalizer: Any, encoding: str = "") -> Tables:
    """A row for each card and each of its roles (vCard 2.1, 3 and 4); pictures, sounds and keys are passed over."""
    text, guessed = _decoded(data, charset_normalizer, encoding)
    if "\x00" in text:
        raise Refused("nul", text.count("\n", 0, text.index("\x00")) + 1)
    found = Tables(remarks=[Remark("encoding", words=guessed)] if guessed else [])
    sheet = Sheet()
    sheet.add(1, [heading for heading, _properties in CARD])
    count = len(BEGIN.findall(text))
    if count > MOST_ROWS:
        raise Refused("cards", words=str(count))
    for number, lines in _split_cards(text):
        try:
            card = vobject.readOne("\n".join(lines), allowQP=True)
            rows = _card_rows(card)
        except (MemoryError, RecursionError, Refused):
            raise
        except Exception as error:
            # vobject raises whatever a damaged line leads it to.
            found.remarks.append(Remark("card", number, words=str(error)[:100]))
            continue
        for row in rows:
            sheet.add(number, row)
    if not count:
        raise Refused("damaged")
    found.sheets.append(sheet)
    return found


def _split_cards(text: str) -> Iterator[tuple[int, list[str]]]:
    """Each card with the number of its first line, without pictures."""
    card: list[str] = []
    begins = 0
    skipping = False
    for number, line in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), start=1):
        bare = line.strip().upper()
        if bare == "BEGIN:VCARD":
            if card:
                yield begins, card
            card, begins = [], number
        if not begins:
            continue
        # A folded line goes on with a blank; a picture of vCard 2.1 with blanks as well.
        if skipping and line[:1] in (" ", "\t"):
            continue
        skipping = PICTURES.match(line) is not None
        if skipping or not bare:
            continue
        if len(line) > LONGEST_CELL * 2:
            raise Refused("line", number)
        card.append(line)
        if bare == "END:VCARD":
            yield begins, card
            card, begins = [], 0
    if card:
        yield begins, card


def _card_rows(card: Any) -> list[list[str]]:
    """The cells of a card, a row for each role it names."""
    told = {name: [_value(line) for line in lines] for name, lines in card.contents.items()}
    if not any(told.get("fn", ())):
        told["fn"] = [" ".join(str(line.value).split()) for line in card.contents.get("n", ())]
    if "group" in (kind.casefold() for kind in told.get("kind", ())):
        # A mailbox; every card has a name, and this is none of a person.
        told["fn"] = []
    cells = []
    for _heading, names in CARD:
        values = [value for name in names for value in told.get(name, ()) if value]
        cells.append(list(dict.fromkeys(values)))
    roles, rest = cells[0] or [""], ["\n".join(values) for values in cells[1:]]
    return [[role, *rest] for role in roles]


def _value(line: Any) -> str:
    value = line.value
    if isinstance(value, bytes):
        value = value.decode("utf-8", "replace")
    if isinstance(value, list | tuple):
        return "/".join(str(part).strip() for part in _flat(value) if str(part).strip())
    return str(value).strip().removeprefix("tel:").removeprefix("mailto:")


def _flat(values: Iterable[Any]) -> Iterator[Any]:
    for value in values:
        if isinstance(value, list | tuple):
            yield from _flat(value)
        else:
            yield value
