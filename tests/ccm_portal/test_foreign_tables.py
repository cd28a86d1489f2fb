"""Tables in strangers' files: what is read, and the sentence with its place for what is not."""

import datetime as dt
import time

import pytest

from ccm_portal import foreign
from tests import strange_lists
from tests.strange_lists import HEADINGS, ROW, card, workbook

pytestmark = pytest.mark.once


def rows(data: bytes, kind: str, **options: str) -> list[tuple[int, list[str]]]:
    sheets = foreign.tables(data, kind, **options)["sheets"]
    return [(number, cells) for sheet in sheets for number, cells in sheet["rows"]]


def test_it_works():
    listed = [(1, list(HEADINGS)), (2, list(ROW))]
    assert rows(workbook([HEADINGS, ROW]), foreign.WORKBOOK) == listed
    text = "\r\n".join(";".join(row) for row in (HEADINGS, ROW))
    assert rows(f"\ufeff{text}".encode(), foreign.SEPARATED) == listed
    assert rows(card().encode(), foreign.CARDS)[1:] == [
        (1, ["Clearance", "Norway", "Astrid Tenkt", "astrid.tenkt@example.org"])
    ]


@pytest.fixture
def here(monkeypatch):
    """Reads in this process: the same functions, without the time it takes to start another."""
    monkeypatch.setattr(foreign, "_read", strange_lists.read_here)


def remarks(data: bytes, kind: str) -> list[tuple[str, int, int, str]]:
    found = foreign.tables(data, kind)["remarks"]
    return [(one["what"], one["row"], one["column"], one["words"]) for one in found]


def test_what_excel_made_of_a_cell_is_said_and_nothing_is_computed(here):
    data = workbook([HEADINGS, ["=1+1", dt.datetime(2010, 2, 1), 41227910000.0, "+41 22 1"]])
    assert rows(data, foreign.WORKBOOK)[1] == (2, ["=1+1", "2010-02-01", "41227910000", "+41 22 1"])
    assert remarks(data, foreign.WORKBOOK) == [
        ("formula", 2, 1, "=1+1"),
        ("date", 2, 2, "2010-02-01"),
        ("number", 2, 3, "41227910000"),
    ]


def test_hidden_sheets_are_left_out_and_named_merged_cells_are_told(here):
    data = workbook([HEADINGS, ROW, ("", "", "B", "b@example.org")], merge=["A2:A3"], hidden=[ROW])
    assert len(rows(data, foreign.WORKBOOK)) == 3
    assert remarks(data, foreign.WORKBOOK) == [("hidden", 0, 0, "Old addresses")]
    assert foreign.tables(data, foreign.WORKBOOK)["sheets"][0]["merged"] == [[2, 1, 3, 1]]
    assert remarks(strange_lists.with_outside_links(), foreign.WORKBOOK) == [("links", 0, 0, "")]


def test_quotes_over_lines_keep_the_number_of_the_line_they_begin_in(here):
    data = 'Country,Name,Email\nNorway,"A\nB",a@example.org\n\nPeru,"C ""x""",c@example.org\n'
    assert rows(data.encode(), foreign.SEPARATED) == [
        (1, ["Country", "Name", "Email"]),
        (2, ["Norway", "A\nB", "a@example.org"]),
        (5, ["Peru", 'C "x"', "c@example.org"]),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "cp1251", "shift_jis"])
def test_any_encoding(here, encoding):
    name = {"cp1251": "Иван Петров из Норвегии", "shift_jis": "山田太郎と申します"}.get(
        encoding, "Zoë Müller"
    )
    data = f"Country;Name;Email\nNorway;{name};a@example.org\n".encode(encoding)
    assert rows(data, foreign.SEPARATED)[1][1][1] == name


def test_an_encoding_may_be_named(here):
    data = "Страна;Имя\nПеру;Ян\n".encode("cp1251")
    assert rows(data, foreign.SEPARATED, encoding="cp1251")[1][1] == ["Перу", "Ян"]
    with pytest.raises(foreign.CannotRead, match="cannot be read as “utf-8”"):
        foreign.tables(data, foreign.SEPARATED, encoding="utf-8")


def test_a_table_of_a_web_page(here):
    page = (
        "<table><tr><th>Country<th>Name<th>Email</tr><tr><td rowspan=2>Norway<td>A<br>B<td>a@example.org</tr>"
        "<tr><td>C<td>c@example.org</tr></table>"
    )
    assert rows(page.encode(), foreign.SEPARATED) == [
        (1, ["Country", "Name", "Email"]),
        (2, ["Norway", "A\nB", "a@example.org"]),
        (3, ["Norway", "C", "c@example.org"]),
    ]


def test_cards_of_every_version(here):
    old = (
        "BEGIN:VCARD\r\nVERSION:2.1\r\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:M=C3=BCster;Ute;;;\r\n"
        "ORG:Austria;Mission\r\nTITLE:Clear=\r\n"
        "TEL;WORK:+43 1\r\nEMAIL;INTERNET:ute@example.org\r\nEND:VCARD\r\n"
    ).replace("TITLE:Clear=\r\n", "TITLE;ENCODING=QUOTED-PRINTABLE:Clear=\r\nance\r\n")
    three = card("Tenkt\\, Astrid", extra="ROLE:Ope\r\n nness\r\nPHOTO;ENCODING=b:AAAA\r\n AAAA\r\n")
    four = card("Office", version="4.0", extra="KIND:group\r\nLANG:fr\r\nTEL;VALUE=uri:tel:+47-1\r\n")
    found = rows((old + three + four).encode(), foreign.CARDS)[1:]
    assert [cells for _number, cells in found] == [
        ["Clearance", "Austria/Mission", "Ute Müster", "ute@example.org", "+43 1"],
        ["Clearance", "Norway", "Tenkt, Astrid", "astrid.tenkt@example.org"],
        ["Openness", "Norway", "Tenkt, Astrid", "astrid.tenkt@example.org"],
        ["Clearance", "Norway", "", "astrid.tenkt@example.org", "+47-1", "fr"],
    ]


def test_a_damaged_card_is_named_and_the_others_are_read(here):
    data = (card() + "BEGIN:VCARD\r\nVERSION:3.0\r\nnonsense\r\nEND:VCARD\r\n" + card("B")).encode()
    assert [cells[2] for _number, cells in rows(data, foreign.CARDS)[1:]] == ["Astrid Tenkt", "B"]
    assert [(what, row) for what, row, _column, _words in remarks(data, foreign.CARDS)] == [("card", 8)]


@pytest.mark.parametrize(
    ("data", "kind", "sentence"),
    [
        (b"PK\x03\x04 cut off", foreign.WORKBOOK, "damaged or cut off"),
        (workbook([HEADINGS])[:3000], foreign.WORKBOOK, "damaged or cut off"),
        (b"\xd0\xcf\x11\xe0 old", foreign.WORKBOOK, "old kind"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), foreign.WORKBOOK, "password"),
        (strange_lists.with_a_cell_far_right(), foreign.WORKBOOK, "Row 3 reaches to column 16384"),
        (strange_lists.with_rows(2001), foreign.WORKBOOK, "row 2001 is one too many"),
        (strange_lists.with_a_bomb(61), foreign.WORKBOOK, "unpacks to more than 60 MB"),
        (workbook([HEADINGS, ["x" * 5001]]), foreign.WORKBOOK, "Row 2, column 1 holds more than 5000 signs"),
        (b"", foreign.SEPARATED, "empty"),
        (b"%PDF-1.7", foreign.SEPARATED, "a PDF file"),
        (b"Country;Name\nNorway;A\x00B\n", foreign.SEPARATED, "Line 2 holds a sign"),
        (b"Country;Name\nNorway;A\x01B\n", foreign.SEPARATED, "line 2 holds signs that no text has"),
        (b"Country;Name\nNorway;\xed\xa0\x80\n", foreign.SEPARATED, "Line 2 holds half a sign"),
        (b"Country;Name\n" + b"x" * 10_000_000, foreign.SEPARATED, "Line 2 is too long"),
        (b'Country;Name\nPeru;B\nNorway;"A\n' + b"Peru;B\n" * 60, foreign.SEPARATED, "begins in line 3"),
        (("x;" * 61 + "y\n").encode() * 3, foreign.SEPARATED, "Row 1 reaches to column 62"),
        (b"Country;Name\n" * 2001, foreign.SEPARATED, "row 2001 is one too many"),
        (card().encode() * 10_000, foreign.CARDS, "10000 cards"),
        (b"BEGIN:VCARD\nNOTE:" + b"x" * 20_000, foreign.CARDS, "Line 2 is too long"),
    ],
)  # fmt: skip
def test_what_is_no_list_gets_a_sentence_with_its_place(here, data, kind, sentence):
    with pytest.raises(foreign.CannotRead, match=sentence):
        foreign.tables(data, kind)


def test_a_picture_of_ten_megabytes_is_passed_over(here):
    photo = "PHOTO;ENCODING=b:" + "\r\n ".join(["A" * 75] * 130_000) + "\r\n"
    began = time.monotonic()
    assert len(rows(card(extra=photo).encode(), foreign.CARDS)) == 2
    assert time.monotonic() - began < 5


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (strange_lists.with_entities(), "declares signs of its own"),
        # Fifty megabytes of one string, which the parser would hold three times.
        (
            strange_lists.with_strings("<sst>" + "<si>" * 12_000_000),
            "took too much time or memory|damaged",
        ),
    ],
)  # fmt: skip
def test_a_bomb_costs_the_reader_and_nobody_else(data, sentence, monkeypatch):
    monkeypatch.setattr(foreign, "CPU_SECONDS", 1)
    began = time.monotonic()
    with pytest.raises(foreign.CannotRead, match=sentence):
        foreign.tables(data, foreign.WORKBOOK)
    assert time.monotonic() - began < foreign.WALL_SECONDS
