"""Files that somebody may hand in as a contact list, each made here in a few lines."""

import importlib
import io
import zipfile
from collections.abc import Iterable
from typing import Any

from openpyxl import Workbook

from ccm_portal import foreign, foreign_reader, foreign_tables

HEADINGS = ("Area", "Country", "Name", "Email")
ROW = ("Clearance", "Norway", "Astrid Tenkt", "astrid.tenkt@example.org")
SHEET = "xl/worksheets/sheet1.xml"


def workbook(
    rows: Iterable[Iterable[Any]], *, merge: Iterable[str] = (), hidden: Iterable[Any] = ()
) -> bytes:
    """An .xlsx of these rows; `merge`: ranges of cells that are one; `hidden`: rows of a sheet that is not shown."""
    book = Workbook()
    page = book.active
    assert page is not None
    for row in rows:
        page.append(list(row))  # type: ignore[union-attr]
    for cells in merge:
        page.merge_cells(cells)  # type: ignore[union-attr]
    if hidden := list(hidden):
        other = book.create_sheet("Old addresses")
        other.sheet_state = "hidden"
        for row in hidden:
            other.append(list(row))
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def with_part(package: bytes, name: str, content: bytes | str) -> bytes:
    """The same package with one part replaced or added."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            if info.filename != name:
                new.writestr(info, old.read(info))
        new.writestr(name, content)
    return file.getvalue()


def with_strings(content: str) -> bytes:
    """A workbook whose strings stand in a part of their own, as Excel writes them."""
    package = workbook([HEADINGS, ROW])
    with zipfile.ZipFile(io.BytesIO(package)) as parts:
        types = parts.read("[Content_Types].xml").decode()
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    named = types.replace(
        "</Types>", f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}"/></Types>'
    )
    package = with_part(package, "[Content_Types].xml", named)
    return with_part(package, "xl/sharedStrings.xml", content)


def with_entities() -> bytes:
    """Shared strings in which one sign stands for ten of the next, nine times over."""
    laughs = "".join(
        f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' if n else '<!ENTITY l0 "ha">' for n in range(10)
    )
    return with_strings(
        f'<?xml version="1.0"?><!DOCTYPE sst [{laughs}]>'
        '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>&l9;</t></si></sst>'
    )


def sheet_xml(rows: str, dimension: str = "A1:XFD1048576") -> str:
    return (
        '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f'<dimension ref="{dimension}"/><sheetData>{rows}</sheetData></worksheet>'
    )


def cell(place: str, words: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{words}</t></is></c>'


def with_rows(count: int) -> bytes:
    rows = "".join(f'<row r="{n}">{cell(f"A{n}", "x")}</row>' for n in range(1, count + 1))
    return with_part(workbook([HEADINGS]), SHEET, sheet_xml(rows))


def with_a_cell_far_right() -> bytes:
    return with_part(workbook([HEADINGS]), SHEET, sheet_xml(f'<row r="3">{cell("XFD3", "x")}</row>'))


def with_a_bomb(megabytes: int) -> bytes:
    return with_part(workbook([HEADINGS]), "xl/media/image1.bmp", b"\0" * megabytes * 1_000_000)


def with_outside_links() -> bytes:
    return with_part(workbook([HEADINGS, ROW]), "xl/externalLinks/externalLink1.xml", "<x/>")


def card(name: str = "Astrid Tenkt", *, extra: str = "", version: str = "3.0") -> str:
    return (
        f"BEGIN:VCARD\r\nVERSION:{version}\r\nFN:{name}\r\nORG:Norway\r\nROLE:Clearance\r\n"
        f"EMAIL:astrid.tenkt@example.org\r\n{extra}END:VCARD\r\n"
    )


def read_here(data: bytes, kind: str, *options: str) -> bytes:
    """`foreign._read` in this process: the same functions, without the time it takes to start another."""
    loaded = [importlib.import_module(name) for name in foreign_reader.LIBRARIES[kind]]
    try:
        return foreign_reader._reader(kind, loaded, *(options or ("",)))(data).encode()
    except foreign_tables.Refused as refused:
        raise foreign.CannotRead(foreign._refused(**refused.detail)) from refused
