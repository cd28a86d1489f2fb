"""Reads the sheets of a stranger's Excel workbook, inside `foreign_reader`. Formulas stay text, never computed."""

import datetime as dt
import io
import zipfile
from typing import Any

from ccm_portal.foreign_tables import MOST_COLUMNS, MOST_ROWS, Refused, Remark, Sheet, Tables

MOST_UNPACKED = 60_000_000
MOST_PARTS = 2_000
# Rows a program has formatted without filling them; what stands below so many is not looked for.
MOST_BLANK = 5_000
OLE = b"\xd0\xcf\x11\xe0"


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
