"""Lists as other offices keep them: other columns in another order, in another language, mangled by a spreadsheet."""

import datetime as dt
from pathlib import Path

import pytest

from ccm_portal import foreign_workbooks
from friends.reading.contact_list import ContactList, find_contact_list, read_contact_list
from friends.reading.lines import read_lines
from friends.reading.particulars import CAPITAL, MISSION, Particulars
from friends.reading.report import Report
from friends.reading.tables import Grid, grid_of, remarks_in_words
from tests import strange_lists

pytestmark = pytest.mark.once
HERE = Path(__file__).parents[2]
TWIN = HERE / "records" / "friends-meeting.txt"
SEED = HERE.parents[1] / "shared" / "seed" / "friends-meeting-2010-11-30.txt"


def read(grid: Grid) -> tuple[ContactList, Report]:
    report = Report(grid.lines)
    return read_contact_list(list(grid.lines), report), report


def grid(rows: list[list[object]], **options: object) -> Grid:
    data = strange_lists.workbook(rows, **options)  # type: ignore[arg-type]
    openpyxl = __import__("openpyxl")
    __import__("openpyxl.xml.functions")
    return grid_of(foreign_workbooks.workbook(data, openpyxl).as_dict())


# A list of a convention on seed banks: people in two columns, several to a cell, in French and English.
SEEDS = [
    ["Convention on Seed Banks: focal points"],
    [],
    ["N°", "Prénom", "Nom", "Fonction", "Pays", "Courriel", "Tél.", "Langue", "Copie"],
    [1, "Ute", "Muster", "Chair", "Austria", "ute.muster@example.org", "+43 1 000", "anglais", "non"],
    [2, "Ana\nLuis", "Beispiel\nEjemplo", "Storage of seeds", "Peru",
     "luis.ejemplo@example.org\nana.beispiel@example.org", "+51 1\n+51 2", "es\nes", ""],
    [3, "Marc", "Imagine", "", "Peru", "m.imagine@example.org", 5112345.0, "", "oui"],
    [4, "Awa", "Exemple", "Counsellor", "Mali", "awa.exemple@example.org", "", "fr", ""],
    [5, "=A4", "Doe", dt.datetime(2010, 3, 2), "Malta", "doe@example.org"],
    [6, "Rosa", "Rossi", "Collections abroad", "Seed Keepers International", "rosa.rossi@example.org"],
]  # fmt: skip


def test_it_works():
    found = grid(SEEDS)
    listed, _report = read(found)
    assert [column.kind for column in listed.columns] == [
        "", "first", "last", "role", "delegation", "address", "phone", "language", "speaks",
    ]  # fmt: skip
    rows = {row.line: row for row in listed.rows}
    assert [(row.area_name, row.delegation_words) for row in listed.rows] == [
        ("", "Austria"), ("Storage of seeds", "Peru"), ("", "Peru"), ("", "Mali"), ("2010-03-02", "Malta"),
        ("Collections abroad", "Seed Keepers International"),
    ]  # fmt: skip
    assert [(pair.name, pair.address, pair.certain) for pair in rows[5].people] == [
        ("Ana Beispiel", "ana.beispiel@example.org", True),
        ("Luis Ejemplo", "luis.ejemplo@example.org", True),
    ]
    assert rows[4].particulars == {"Ute Muster": Particulars("+43 1 000", "", True, "en")}
    assert rows[5].particulars["Luis Ejemplo"] == Particulars("+51 2", "", None, "es")
    assert rows[6].particulars == {"Marc Imagine": Particulars("5112345", speaks=False)}
    told = remarks_in_words(found, [at for at, column in enumerate(listed.columns) if column.kind])
    assert [line for line, _sentence in told] == [6, 8, 8]
    assert "keeps a number there" in told[0][1]
    assert "Row 8, column 2 holds a formula" in told[1][1]
    assert "made a date" in told[2][1]


def test_merged_cells_hold_in_each_row_and_headings_may_come_again():
    rows = [
        ["Country", "Contact person", "E-mail", "Capital or mission"],
        ["Norway", "Astrid Tenkt", "astrid.tenkt@example.org", "Capital"],
        ["", "Ola Nordmann", "ola.nordmann@example.org", "Geneva"],
        ["Country", "Contact person", "E-mail", "Capital or mission"],
        ["Peru", "Ana Beispiel", "ana.beispiel@example.org", "wherever"],
    ]
    listed, report = read(grid(rows, merge=["A2:A3"]))
    assert [(row.delegation_words, row.names) for row in listed.rows] == [
        ("Norway", ("Astrid Tenkt",)),
        ("Norway", ("Ola Nordmann",)),
        ("Peru", ("Ana Beispiel",)),
    ]
    assert [told.posting for row in listed.rows for told in row.particulars.values()] == [CAPITAL, MISSION]
    assert listed.rows[2].note == "Capital or mission: wherever"
    assert not any("row above" in question.words for question in report.questions())


def test_columns_without_headings_are_guessed():
    listed, _report = read(
        grid(
            [
                ["ana.beispiel@example.org", "Ana Beispiel", "Peru", "Clearance", "+51 1 234 567"],
                ["desk@example.org", "", "Malta", "", ""],
            ]
        )
    )
    assert [column.kind for column in listed.columns] == ["address", "role", "delegation", "name", "phone"]
    assert all(column.guessed for column in listed.columns)


def test_what_no_name_may_hold_and_what_is_no_address_is_a_problem_of_its_row():
    listed, _report = read(
        grid(
            [
                ["Country", "Name", "Email"],
                ["Peru", "Ana \u202eleipsieB", "ana.beispiel@example"],
                ["Malta", "Toni Test", "toni.test@example.org"],
            ]
        )
    )
    assert [row.problems for row in listed.rows] == [
        (
            "“Ana leipsieB” holds a sign that turns the direction of writing; write it without.",
            "“ana.beispiel@example” is no address.",
        ),
        (),
    ]


@pytest.mark.parametrize(
    "path", [path for path in (TWIN, SEED) if path.exists()], ids=lambda path: path.parent.name
)
def test_the_list_of_the_record_alone(path):
    lines = read_lines(path.read_text())
    start, end = find_contact_list(lines) or (0, 0)
    pasted = "\n".join(line.text for line in lines[start:end])
    listed, report = read(Grid(tuple(read_lines(pasted)), is_table=False))
    assert listed.as_of in (dt.date(2010, 11, 12), dt.date(2011, 2, 21))
    assert (len(listed.rows), sum(len(row.addresses) for row in listed.rows)) == (17, 29)
    assert all(row.delegation for row in listed.rows)
    unsure = [pair for row in listed.rows for pair in row.people if not pair.certain]
    assert len(unsure) == 4
    assert len([question for question in report.questions() if "belong to" in question.words]) == 4
