"""A table as an Excel file: every cell typed as a string, so that nothing in it is run, rounded or taken for a date."""

import io

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell, MergedCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from friends.writing import cells
from friends.writing.sheets import Table

LONGEST_CELL = 32_767
LONGEST_SHEET_TITLE = 31
NOT_IN_A_SHEET_TITLE = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
WIDTHS = (12, 60)


def workbook(table: Table) -> bytes:
    """An .xlsx of one sheet: the headings, which stay in sight, and the rows."""
    book = Workbook()
    sheet = book.active
    if not isinstance(sheet, Worksheet):
        raise TypeError("A new workbook has a sheet.")
    sheet.title = table.title.translate(NOT_IN_A_SHEET_TITLE)[:LONGEST_SHEET_TITLE].strip() or "1"
    for number, row in enumerate([table.headings, *table.rows], start=1):
        for column, words in enumerate(row, start=1):
            _write(sheet.cell(number, column), words, heading=number == 1)
    sheet.freeze_panes = "A2"
    if table.rows:
        sheet.auto_filter.ref = sheet.dimensions
    for column in range(1, len(table.headings) + 1):
        sheet.column_dimensions[get_column_letter(column)].width = _width(table, column - 1)
    _print_setup(sheet, table)
    properties = book.properties
    properties.title, properties.creator, properties.language = table.title, table.creator, table.language
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _write(cell: Cell | MergedCell, words: str, *, heading: bool) -> None:
    text = ILLEGAL_CHARACTERS_RE.sub("\N{REPLACEMENT CHARACTER}", words)[:LONGEST_CELL]
    cell.value = text
    # openpyxl takes "=1+1" for a formula, and "#N/A" for an error.
    cell.data_type = "s"
    cell.number_format = "@"
    if cells.is_live(text):
        # Stays text when somebody edits the cell.
        cell.quotePrefix = True
    cell.alignment = Alignment(vertical="top", wrap_text=True)
    if heading:
        cell.font = Font(bold=True)


def _width(table: Table, column: int) -> float:
    longest = max(
        (len(line) for row in (table.headings, *table.rows) for line in row[column].splitlines()), default=0
    )
    least, most = WIDTHS
    return float(min(max(longest + 2, least), most))


def _print_setup(sheet: Worksheet, table: Table) -> None:
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "1:1"
    # "&" begins a code in headers.
    header, footer = sheet.oddHeader.left, sheet.oddFooter.right  # type: ignore[union-attr]
    header.text, footer.text = table.title.replace("&", "&&"), "&P / &N"
