"""A Word file of the contact list: the four columns under headings repeated on each page; page numbers, a language."""

import datetime as dt
import io
import re
from typing import Any

import docx
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from friends.writing.sheets import Entry, Sheet, headings, shown_address, shown_name

# A4 lying on its side, so that no address is broken.
PAGE = (Mm(297), Mm(210))
WIDTHS = (Mm(75), Mm(55), Mm(57), Mm(70))
SMALL = Pt(9)
# XML knows no such characters.
UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def document(sheet: Sheet) -> bytes:
    """A .docx; labels in the sheet's language. Who reads it with a screen reader hears the heading row as one."""
    file = io.BytesIO()
    with translation.override(sheet.language):
        _written(sheet).save(file)
    return file.getvalue()


def _written(sheet: Sheet) -> Document:
    made = docx.Document()
    _say_language(made, sheet)
    _set_page(made, sheet)
    made.add_heading(_fit(sheet.title), level=1)
    made.add_paragraph(_fit(sheet.stamp))
    for paragraph in filter(None, sheet.note.splitlines()):
        made.add_paragraph(_fit(paragraph))
    table = made.add_table(rows=1, cols=len(WIDTHS))
    table.style = "Table Grid"
    table.autofit = False
    for cell, words in zip(table.rows[0].cells, headings(), strict=True):
        _say(cell, words, bold=True)
    _repeat_on_each_page(table)
    for entry in sheet.entries:
        _add_entry(table, entry, sheet)
    for row in table.rows:
        for cell, width in zip(row.cells, WIDTHS, strict=True):
            cell.width = width
    return made


def _add_entry(table: Table, entry: Entry, sheet: Sheet) -> None:
    """A row for each person; post and delegation stand once beside them."""
    lines = [(shown_name(person), shown_address(person, sheet)) for person in entry.people]
    lines = lines or [(_("nobody"), "")]
    rows = [table.add_row() for _line in lines]
    for row, (name, address) in zip(rows, lines, strict=True):
        _keep_whole(row)
        _say(row.cells[2], name)
        _say(row.cells[3], address)
    for column, (words, beneath) in enumerate(((entry.post, entry.beneath), (entry.delegation, entry.chip))):
        cell = rows[0].cells[column].merge(rows[-1].cells[column])
        _say(cell, words)
        if beneath:
            cell.paragraphs[0].add_run(f" ({_fit(beneath)})").italic = True
            cell.paragraphs[0].runs[-1].font.size = SMALL


def _say(cell: _Cell, words: str, *, bold: bool = False) -> None:
    for surplus in cell.paragraphs[1:]:
        surplus._element.getparent().remove(surplus._element)
    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_after = Pt(0)
    run = paragraph.add_run(_fit(words))
    run.bold = bold
    run.font.size = SMALL


def _fit(words: str) -> str:
    return UNFIT.sub("\N{REPLACEMENT CHARACTER}", words)


# --- around the table ---------------------------------------------------------------------------------------


def _say_language(made: Document, sheet: Sheet) -> None:
    properties = made.core_properties
    properties.title = _fit(sheet.title)
    properties.author = _fit(f"{sheet.body}, {sheet.treaty}")[:255]
    properties.comments = ""
    properties.language = sheet.language
    day = dt.datetime.fromisoformat(sheet.day).replace(tzinfo=dt.UTC)
    properties.created = properties.modified = day
    properties.last_modified_by = ""
    defaults = made.styles.element.find(f".//{qn('w:rPrDefault')}/{qn('w:rPr')}/{qn('w:lang')}")
    if defaults is None:
        raise LookupError("The template of python-docx names no language.")
    defaults.set(qn("w:val"), sheet.language)


def _set_page(made: Document, sheet: Sheet) -> None:
    section = made.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = PAGE
    section.left_margin = section.right_margin = Mm(20)
    header = section.header.paragraphs[0]
    edition = _("Edition %(number)s") % {"number": sheet.edition} if sheet.edition else ""
    header.text = _fit(" · ".join(filter(None, (sheet.body, sheet.title, edition, sheet.confidence))))
    footer = section.footer.paragraphs[0]
    footer.add_run(f"{_('Page')} ")
    _add_field(footer, "PAGE")
    footer.add_run(f" {pgettext('page 2 of 5', 'of')} ")
    _add_field(footer, "NUMPAGES")
    for paragraph in (header, footer):
        for run in paragraph.runs:
            run.font.size = SMALL


def _add_field(paragraph: Paragraph, instruction: str) -> None:
    """A number that Word works out."""
    for kind in ("begin", None, "end"):
        run = paragraph.add_run()
        if kind is None:
            part = OxmlElement("w:instrText")
            part.text = instruction
        else:
            part = OxmlElement("w:fldChar")
            part.set(qn("w:fldCharType"), kind)
        run._element.append(part)


def _repeat_on_each_page(table: Table) -> None:
    _mark(table.rows[0], "w:tblHeader")


def _keep_whole(row: Any) -> None:
    _mark(row, "w:cantSplit")


def _mark(row: Any, name: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(name))
