"""The contact list as files: what is in it is in each of them, and no cell of it is ever run."""

import csv
import io
import re

import docx
import openpyxl
import pikepdf
import pytest
import vobject
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st

from ccm_portal import pdf
from friends.writing import cards, cells, excel, page, separated, sheets, word
from friends.writing.sheets import Entry, Person, Table
from tests import renderers
from tests.friends.writing.lists import ENTRIES, sheet

pytestmark = pytest.mark.once

LIVE = ["=1+1", "+41 22 000 00 00", "-2", "@SUM(A1)", "\tx", "\rx", "\nx", "\0=x", "'=x", "''+x"]
HEADINGS = ("Area of work or office", "Delegation", "Name", "Address")


def table(*rows: tuple[str, ...]) -> Table:
    return Table("List: 1/2", ("One", "Two"), rows)


def test_the_four_columns_have_a_row_for_each_person():
    made = sheets.four_columns(sheet())
    assert made.headings == HEADINGS
    assert made.rows[0] == ("President, 1MSP (confirmed)", "Lao PDR", "Kham Vong", "president@example.org")
    assert made.rows[1][:2] == made.rows[2][:2] == ("Victim assistance (coordinates)", "Austria")
    assert made.rows[3][2:] == ("Max Held", "held by the Executive Coordinator")
    assert made.rows[-1] == ("Universalisation", "", "", "")


@pytest.mark.parametrize("words", LIVE)
def test_a_live_cell_is_neutralised_and_comes_back(words):
    assert cells.neutral(words)[0] == "'"
    assert cells.plain(cells.neutral(words)) == words


@given(st.text())
def test_every_cell_comes_back(words):
    written = cells.neutral(words)
    assert cells.plain(written) == words
    assert not cells.is_live(written)


@pytest.mark.parametrize("words", ["Anna", "'Alī", "a=b", "", "7"])
def test_other_cells_stay_as_they_are(words):
    assert cells.neutral(words) == words == cells.plain(words)


def test_separated_values_are_read_back():
    made = separated.text(table(*((words, 'say "x", y') for words in LIVE)), separator=";")
    read = list(csv.reader(io.StringIO(made.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert made.startswith(b"\xef\xbb\xbf")
    assert [cells.plain(row[0]) for row in read[1:]] == LIVE
    assert not any(cells.is_live(cell) for row in read for cell in row)


def test_every_cell_of_the_workbook_is_a_string():
    made = excel.workbook(table(*((words, "2010-11-12") for words in ("=1+1", "+41 22", "#N/A", "x\0"))))
    read = openpyxl.load_workbook(io.BytesIO(made)).active
    assert read.title == "List  1 2"
    assert {cell.data_type for row in read.iter_rows() for cell in row} == {"s"}
    assert [row[0].value for row in read.iter_rows(min_row=2)] == ["=1+1", "+41 22", "#N/A", "x\ufffd"]
    assert [row[0].quotePrefix for row in read.iter_rows(min_row=2)] == [True, True, False, False]


def test_the_workbook_of_a_list_keeps_its_headings_in_sight():
    read = openpyxl.load_workbook(io.BytesIO(excel.workbook(sheets.four_columns(sheet()))))
    assert [cell.value for cell in read.active[1]] == list(HEADINGS)
    assert (read.active.freeze_panes, read.active.print_title_rows) == ("A2", "$1:$1")
    assert read.properties.title == "Contact list, update as of 12 November 2010"
    assert excel.workbook(Table("", ("A",), ()))


def test_the_word_file_holds_the_table():
    made = docx.Document(io.BytesIO(word.document(sheet(note="Please check.\nThank you.\x02"))))
    [list_] = made.tables
    assert [cell.text for cell in list_.rows[0].cells] == list(HEADINGS)
    assert list_.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    said = [[cell.text for cell in row.cells] for row in list_.rows]
    assert said[1] == ["President, 1MSP", "Lao PDR (confirmed)", "Kham Vong", "president@example.org"]
    assert said[3] == ["Victim assistance (coordinates)", "Austria", "role mailbox", "office@example.org"]
    assert said[4][2:] == ["Max Held", "held by the Executive Coordinator"]
    assert said[-1] == ["Universalisation", "", "nobody", ""]
    assert "Thank you.\ufffd" in [paragraph.text for paragraph in made.paragraphs]


def test_the_word_file_says_what_it_is_on_each_page():
    made = docx.Document(io.BytesIO(word.document(sheet(language="fr"))))
    [section] = made.sections
    header = section.header.paragraphs[0].text
    assert all(
        words in header for words in ("Contact list, update as of", "4", "For the Friends; not public")
    )
    codes = [part.text for part in section.footer._element.iter(qn("w:instrText"))]
    assert codes == ["PAGE", "NUMPAGES"]
    assert made.core_properties.language == "fr"
    assert next(made.styles.element.iter(qn("w:lang"))).get(qn("w:val")) == "fr"


def card(**fields):
    said = {
        "uid": "11111111-2222-3333-4444-555555555555",
        "name": "Anna; Berg, Dr.",
        "email": "anna@example.org",
    }
    return cards.Card(**(said | {"organisation": "Côte d'Ivoire"} | fields))  # fmt: skip


def test_a_card_is_read_back():
    [read] = vobject.readComponents(
        cards.cards([card(roles=("Reporting", "", "Reporting"), phone="+41 22 000")]).decode()
    )
    assert (read.version.value, read.kind.value) == ("4.0", "individual")
    assert (read.fn.value, read.email.value, read.tel.value) == (
        "Anna; Berg, Dr.",
        "anna@example.org",
        "+41 22 000",
    )
    assert [role.value for role in read.contents["role"]] == ["Reporting"]
    assert read.org.value == ["Côte d'Ivoire"]


def test_a_role_mailbox_is_a_group_and_a_card_stands_alone():
    made = cards.cards([card(name=""), card(name="Two\r\nEND:VCARD\x00")]).decode()
    assert "KIND:group" in made and "FN:Côte d'Ivoire\\, anna@example.org" in made
    assert made.count("\r\nEND:VCARD\r\n") == 2 == len(list(vobject.readComponents(made)))


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=200))
def test_no_line_of_a_card_is_too_long_and_none_is_torn(name):
    made = cards.cards([card(name=name)])
    assert all(len(line) <= cards.OCTETS for line in made.split(b"\r\n"))
    assert made.decode().replace("\r\n ", "").count("\r\n") == made.replace(b"\r\n ", b"").count(b"\r\n")


@pytest.fixture(scope="module")
def printed():
    people = tuple(Person(f"Person {number}", f"person.{number}@example.org") for number in range(45))
    entries = (*ENTRIES, Entry("Stockpile destruction", "Croatia", people))
    with renderers.running():
        yield pdf.rendering(page.print_html(sheet(entries)))


def test_the_pdf_holds_the_list_and_says_on_each_page_whom_it_is_for(printed):
    pages = [" ".join(text.split()) for text in pdf.extract_text(printed.pdf).split("\f")]
    whole = " ".join(pages)
    assert len(pages) > 1
    assert all("For the Friends; not public" in text and "Edition 4" in text for text in pages)
    for expected in (
        "Lao PDR",
        "Anna Berg",
        "office@example.org",
        "held by the Executive Coordinator",
        "nobody",
    ):
        assert expected in whole
    assert all(f"person.{number}@example.org" in whole for number in range(45))
    assert not printed.refused_fetches and not printed.has_missing_glyphs


def test_the_pdf_is_tagged_and_says_its_title(printed):
    with pikepdf.open(io.BytesIO(printed.pdf)) as read:
        assert read.Root.MarkInfo.Marked
        assert str(read.Root.Lang) == "en"
        assert read.docinfo["/Title"] == "Contact list, update as of 12 November 2010"


def test_what_is_hostile_stays_text():
    made = page.print_html(sheet((Entry("<script>", "<b>x</b>", (Person("</table>", "a@b\x01"),)),)))
    assert not re.search("<script>|<b>x|</table></td>|\x01", made)
