"""A text as a Word file: headings, self-numbering paragraphs, decisions, the table of action points, the agenda.

Pure: a content value (schema `ccm-portal/document/1`) and its stamp in, bytes out. Each paragraph carries a bookmark
with its UUID, so that a file that comes back is matched to the text without guessing.
"""

from collections.abc import Iterable, Iterator
from io import BytesIO
from itertools import count, groupby
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from docx.document import Document
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Mm, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from meetings import printing
from meetings.printing import Stamp
from meetings.text import inline, labels
from meetings.writing import runs, template

ACTION_WIDTHS = (Mm(12), Mm(88), Mm(32), Mm(28))
FACT_WIDTHS = (Mm(30), Mm(130))

Row = dict[str, Any]


def document(content: dict[str, Any], stamp: Stamp) -> bytes:
    """The .docx file of the text, in its own language."""
    with translation.override(content["language"]):
        file = start(content, stamp, title=content["title"])
        file.add_paragraph(template.clean(content["title"]), style="Title")
        add_facts(file, printing.facts(content.get("meeting") or {}) + printing.paper_facts(content))
        places = map(str, count(1))
        _add_attendance(file, content.get("attendance", []), places)
        for section in content["sections"]:
            heading = add_heading(file, section["number"], section["heading"])
            runs.bookmark(heading, section["id"], next(places))
            _add_paragraphs(file, section["paragraphs"], places)
        _add_agenda(file, content.get("agenda", []), places, annexed=bool(content["sections"]))
    return saved(file)


def start(content: dict[str, Any], stamp: Stamp, *, title: str) -> Document:
    """The empty file with its stamp."""
    file = template.new(content, stamp, title=title, page=_("Page"), of=pgettext("page 2 of 5", "of"))
    file.add_paragraph(template.clean(stamp.line), style="Stamp")
    return file


def saved(file: Document) -> bytes:
    data = BytesIO()
    file.save(data)
    return data.getvalue()


def add_facts(file: Document, facts: Iterable[tuple[str, str]]) -> None:
    """Label and words of what is known about the meeting, in two columns."""
    rows = list(facts)
    if not rows:
        return
    table = _table(file, FACT_WIDTHS)
    for label, words in rows:
        cells = table.add_row().cells
        _write(cells[0], label, bold=True)
        _write(cells[1], words)
    file.add_paragraph()


def _add_attendance(file: Document, rows: list[dict[str, str]], places: Iterator[str]) -> None:
    groups = printing.attendance(rows)
    if groups:
        runs.bookmark(file.add_heading(_("Attendance"), 1), "attendance", next(places), begins=runs.AROUND)
    for group in groups:
        file.add_heading(group["label"], 2)
        names = "; ".join(map(printing.attendee, group["rows"]))
        file.add_paragraph(template.clean(names))


def add_heading(file: Document, number: str, words: str, level: int = 1) -> Paragraph:
    """A heading; its number is the agenda item's, so it is written out."""
    return file.add_heading(template.clean(f"{number}  {words}" if number else words), level)


def _add_paragraphs(file: Document, rows: Iterable[Row], places: Iterable[str]) -> None:
    numbers = iter(places)
    for is_action, neighbours in groupby(rows, key=lambda row: row["kind"] == "action"):
        if is_action:
            table = action_table(file)
            for row in neighbours:
                words = add_action(table, row)[1].paragraphs[0]
                runs.append(words, inline.to_runs(row["text"]))
                runs.bookmark(words, row["id"], next(numbers))
            file.add_paragraph()
            continue
        for row in neighbours:
            paragraph = add_paragraph(file, row)
            words = inline.with_lines(row["text"]) if row["kind"] == "statement" else row["text"]
            runs.append(paragraph, inline.to_runs(words))
            runs.bookmark(paragraph, row["id"], next(numbers))


def add_paragraph(file: Document, row: Row) -> Paragraph:
    """An empty paragraph of the row's kind with its number; a decision says that it is one."""
    kind = row["kind"]
    if kind == "heading":
        return file.add_heading("", 2)
    if kind in printing.LIST_KINDS:
        paragraph = file.add_paragraph(style="Item")
        _number_item(paragraph, row)
        return paragraph
    paragraph = file.add_paragraph(style="Decision" if kind in ("decision", "statement") else "Paragraph")
    number(paragraph, template.PARAGRAPHS)
    if said := labels.label(row):
        paragraph.add_run(template.clean(said)).bold = True
        paragraph.add_run(" ")
    return paragraph


def number(paragraph: Paragraph, list_: int, level: int = 0) -> None:
    """Word numbers the paragraph in one of the template's lists."""
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_ilvl().val = level
    properties.get_or_add_numId().val = list_


def _number_item(paragraph: Paragraph, row: Row) -> None:
    depth = 1 + min(row.get("level", 0), printing.MAX_LEVEL)
    printed = row["number"].rpartition(" ")[2]
    # After "z" Word goes on with "aa", "bb", ours with "aa", "ab": from there the number is written out.
    if len(printed) <= len("(z)"):
        number(paragraph, template.PARAGRAPHS, template.ITEM)
    else:
        paragraph.add_run(f"{printed}\t")
    paragraph.paragraph_format.left_indent = template.HANGING * (depth + 1)
    paragraph.paragraph_format.first_line_indent = -template.HANGING


def action_table(file: Document) -> Table:
    """An empty table of action points with its headings, repeated on each page."""
    table = _table(file, ACTION_WIDTHS, style="Table Grid")
    heading = table.add_row()
    for cell, words in zip(heading.cells, (_("No."), _("Action"), _("Who"), _("When")), strict=True):
        _write(cell, words, bold=True)
    heading._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    _lighten(table)
    return table


def _lighten(table: Table) -> None:
    """Thin grey rules instead of black ones."""
    sides = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="A6A6A6"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    borders = parse_xml(f"<w:tblBorders {nsdecls('w')}>{sides}</w:tblBorders>")
    table._tbl.tblPr.insert_element_before(borders, "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook")


def add_action(table: Table, row: Row) -> tuple[_Cell, ...]:
    """A row of the table with its number, who and when; its wording is left to the caller."""
    cells: tuple[_Cell, ...] = table.add_row().cells
    number(cells[0].paragraphs[0], template.ACTIONS)
    _write(cells[2], row["owner"])
    _write(cells[3], row["due"])
    for cell in cells:
        cell.paragraphs[0].paragraph_format.space_after = Pt(2)
    return cells


def _table(file: Document, widths: tuple[Mm, ...], style: str | None = None) -> Table:
    table = file.add_table(rows=0, cols=len(widths), style=style)
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    return table


def _write(cell: _Cell, words: str, *, bold: bool = False) -> None:
    run = cell.paragraphs[0].add_run(template.clean(words))
    run.bold = bold or None


def _add_agenda(file: Document, items: list[Row], places: Iterator[str], *, annexed: bool) -> None:
    if not items:
        return
    heading = file.add_heading(_("Annex: Agenda") if annexed else _("Agenda"), 1)
    heading.paragraph_format.page_break_before = annexed
    runs.bookmark(heading, "agenda", next(places), begins=runs.AROUND)
    _add_items(file, items, depth=0)


def _add_items(file: Document, items: list[Row], *, depth: int) -> None:
    for item in items:
        paragraph = file.add_paragraph()
        indent = template.HANGING * (min(depth, printing.MAX_LEVEL) + 1)
        paragraph.paragraph_format.left_indent = indent
        paragraph.paragraph_format.first_line_indent = -template.HANGING
        paragraph.paragraph_format.tab_stops.add_tab_stop(indent, WD_TAB_ALIGNMENT.LEFT)
        presenter = f" ({item['presenter']})" if item["presenter"] else ""
        paragraph.add_run(template.clean(f"{item['number']}\t{item['title']}{presenter}"))
        papers = "; ".join(item.get("papers", ()))
        for words in (", ".join(item["areas"]), *printing.led(item), item["note"], papers):
            if words:
                paragraph.add_run(template.clean(f"\n{words}")).italic = True
        _add_items(file, item["children"], depth=depth + 1)
