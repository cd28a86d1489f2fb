"""An empty Word document in the portal's look: page, styles, numbering, running header and footer, language.

Paragraphs number themselves as in the printed text: "7", list items below it "(a)", action points "A1".
"""

import datetime as dt
from typing import Any

import docx
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph

from ccm_portal.printed_page import CONTROLS
from meetings.printing import Stamp

FONT = "Georgia"
INK = RGBColor(0x1A, 0x1A, 0x1A)
ACCENT = RGBColor(0x1F, 0x3A, 0x5F)
# A4 with these margins; the numbers hang in the width before the text.
SIDE, TOP = Mm(25), Mm(25)
TEXT_WIDTH = Mm(160)
HANGING = Mm(11)
TWIPS = 635
PARAGRAPHS, ACTIONS = 1, 2
ITEM = 1
MAX_AUTHOR = 255

NUMBERING = f"""
<w:numbering {nsdecls("w")}>
  <w:abstractNum w:abstractNumId="1"><w:multiLevelType w:val="multilevel"/>
    <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1"/><w:lvlJc w:val="left"/>
      <w:pPr><w:ind w:left="{HANGING // TWIPS}" w:hanging="{HANGING // TWIPS}"/></w:pPr></w:lvl>
    <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="(%2)"/>
      <w:lvlJc w:val="left"/>
      <w:pPr><w:ind w:left="{2 * HANGING // TWIPS}" w:hanging="{HANGING // TWIPS}"/></w:pPr></w:lvl>
  </w:abstractNum>
  <w:abstractNum w:abstractNumId="2"><w:multiLevelType w:val="singleLevel"/>
    <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:suff w:val="nothing"/>
      <w:lvlText w:val="A%1"/><w:lvlJc w:val="left"/>
      <w:pPr><w:ind w:left="0" w:firstLine="0"/></w:pPr></w:lvl>
  </w:abstractNum>
  <w:num w:numId="{PARAGRAPHS}"><w:abstractNumId w:val="1"/></w:num>
  <w:num w:numId="{ACTIONS}"><w:abstractNumId w:val="2"/></w:num>
</w:numbering>
"""

# Name, size in points, bold, colour, points before and after.
STYLES = (
    ("Title", 20, False, INK, 0, 10),
    ("Heading 1", 14, True, ACCENT, 18, 6),
    ("Heading 2", 11.5, True, INK, 12, 4),
    ("Heading 3", 10.5, True, INK, 8, 2),
)
OWN_STYLES = (("Paragraph", "Normal"), ("Item", "Normal"), ("Decision", "Normal"), ("Stamp", "Normal"))


def new(content: dict[str, Any], stamp: Stamp, *, title: str, page: str, of: str) -> Document:
    """A document without a body text, for `content` (schema `ccm-portal/document/1`) as `stamp` calls it.

    title: of the file. page, of: the words around the page number ("Page", "of").
    """
    document = docx.Document()
    _set_page(document)
    _set_styles(document, content["language"])
    _set_numbering(document)
    _set_properties(document, content, stamp, title)
    _set_header(document, content, stamp)
    _set_footer(document, stamp, page, of)
    return document


def clean(words: str) -> str:
    """Words without the control characters that XML does not allow."""
    return CONTROLS.sub("\N{REPLACEMENT CHARACTER}", words)


def _set_page(document: Document) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = SIDE
    section.top_margin = section.bottom_margin = TOP


def _set_styles(document: Document, language: str) -> None:
    normal = _style(document, "Normal")
    _typeset(normal, size=10.5, bold=False, colour=INK)
    normal.paragraph_format.space_after = Pt(6)
    normal.paragraph_format.line_spacing = 1.2
    for name, size, bold, colour, before, after in STYLES:
        style = _style(document, name)
        _typeset(style, size=size, bold=bold, colour=colour)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
        _remove(style.element.get_or_add_pPr(), "w:pBdr")
    for name, base in OWN_STYLES:
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = document.styles[base]
        style.quick_style = True
    _rule_beside(_style(document, "Decision"))
    _style(document, "Stamp").font.italic = True
    _say_language(document, language)


def _style(document: Document, name: str) -> ParagraphStyle:
    style: ParagraphStyle = document.styles[name]
    return style


def _typeset(style: ParagraphStyle, *, size: float, bold: bool, colour: RGBColor) -> None:
    style.font.name, style.font.size, style.font.bold = FONT, Pt(size), bold
    style.font.color.rgb = colour
    fonts = style.element.get_or_add_rPr().find(qn("w:rFonts"))
    if fonts is not None:
        for name in list(fonts.attrib):
            if str(name).endswith("Theme"):
                del fonts.attrib[name]
        fonts.set(qn("w:cs"), "Times New Roman")


def _rule_beside(style: ParagraphStyle) -> None:
    """A decision has a rule at its side."""
    border = parse_xml(
        f'<w:pBdr {nsdecls("w")}><w:left w:val="single" w:sz="18" w:space="6" w:color="1F3A5F"/></w:pBdr>'
    )
    style.element.get_or_add_pPr().append(border)
    style.paragraph_format.keep_together = True


def _say_language(document: Document, language: str) -> None:
    """The words are in this language, and run in its direction."""
    run = document.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    _remove(run, "w:lang")
    said = {"w:val": language, "w:bidi": language, "w:eastAsia": language}
    run.append(_element("w:lang", **said))
    if language == "ar":
        properties = _style(document, "Normal").element.get_or_add_pPr()
        properties.insert_element_before(
            _element("w:bidi"), "w:adjustRightInd", "w:snapToGrid", "w:spacing", "w:ind"
        )
        _style(document, "Normal").element.get_or_add_rPr().append(_element("w:rtl"))


def _set_numbering(document: Document) -> None:
    numbering = document.part.numbering_part.element
    for child in list(numbering):
        numbering.remove(child)
    for child in list(parse_xml(NUMBERING)):
        numbering.append(child)


def _set_properties(document: Document, content: dict[str, Any], stamp: Stamp, title: str) -> None:
    properties = document.core_properties
    properties.title = clean(title)[:MAX_AUTHOR]
    properties.author = clean(f"{content['body']['name']}, {content['treaty']}")[:MAX_AUTHOR]
    properties.last_modified_by = properties.author
    properties.comments = clean(stamp.line)[:MAX_AUTHOR]
    properties.language = content["language"]
    day = _noon(stamp.date)
    properties.created = properties.modified = day


def _noon(iso: str) -> dt.datetime:
    """The day as the instant that Word's properties ask for."""
    try:
        day = dt.date.fromisoformat(iso)
    except ValueError:
        day = dt.date(2000, 1, 1)
    return dt.datetime.combine(day, dt.time(12), tzinfo=dt.UTC)


def _set_header(document: Document, content: dict[str, Any], stamp: Stamp) -> None:
    paragraph = document.sections[0].header.paragraphs[0]
    paragraph.text = clean(f"{content['treaty']} · {content['body']['name']}\t{stamp.identifier}")
    _at_both_ends(document, paragraph)


def _set_footer(document: Document, stamp: Stamp, page: str, of: str) -> None:
    paragraph = document.sections[0].footer.paragraphs[0]
    paragraph.text = clean(f"{stamp.status}\t{page} ")
    _field(paragraph, "PAGE")
    paragraph.add_run(f" {of} ")
    _field(paragraph, "NUMPAGES")
    _at_both_ends(document, paragraph)


def _at_both_ends(document: Document, paragraph: Paragraph) -> None:
    # The styles "Header" and "Footer" have tab stops for another page.
    paragraph.style = document.styles["Normal"]
    paragraph.paragraph_format.tab_stops.add_tab_stop(TEXT_WIDTH, WD_TAB_ALIGNMENT.RIGHT)
    for run in paragraph.runs:
        run.font.size = Pt(8.5)


def _field(paragraph: Paragraph, name: str) -> None:
    field = _element("w:fldSimple", **{"w:instr": name})
    run = _element("w:r")
    run.append(_element("w:rPr"))
    run[0].append(_element("w:sz", **{"w:val": "17"}))
    words = _element("w:t")
    words.text = "1"
    run.append(words)
    field.append(run)
    paragraph._p.append(field)


def _element(tag: str, **attributes: str) -> BaseOxmlElement:
    element: BaseOxmlElement = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(name), value)
    return element


def _remove(parent: Any, tag: str) -> None:
    for child in parent.findall(qn(tag)):
        parent.remove(child)
