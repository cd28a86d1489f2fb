import datetime as dt

from friends.reading.contact_list import ContactList, find_contact_list, read_contact_list
from friends.reading.lines import read_lines
from friends.reading.particulars import Particulars
from friends.reading.report import Became, Report


def read(text: str) -> tuple[ContactList, Report]:
    lines = read_lines(text)
    place = find_contact_list(lines)
    assert place is not None
    report = Report(lines)
    return read_contact_list(lines[slice(*place)], report), report


def questions(report: Report) -> str:
    return "\n".join(question.words for question in report.questions())


def test_it_works() -> None:
    listed, report = read(
        "Contact list of the committee, as of 21 February 2011\n\n"
        "Area\tCountry\tName\tEmail\n"
        "Clearance\tNorway\tAstrid Tenkt\tastrid.tenkt@example.org\n"
        "ICRC\tGeneva\tMarc Imagine\tmimagine@example.org\n"
    )
    assert (listed.title, listed.as_of) == (
        "Contact list of the committee, as of 21 February 2011",
        dt.date(2011, 2, 21),
    )
    area, office = listed.rows
    assert (area.area_name, area.delegation_words, area.seat) == ("Clearance", "Norway", "")
    assert (office.role_words, office.area_name, office.delegation_words, office.seat) == (
        "",
        "",
        "ICRC",
        "Geneva",
    )
    assert questions(report) == ""
    assert [entry.became for entry in report.entries()] == [
        Became.LIST_TITLE,
        Became.COLUMN_HEADINGS,
        Became.CONTACT_ROW,
        Became.CONTACT_ROW,
    ]


def test_bars_and_spaces_part_columns_too() -> None:
    with_bars, _ = read(
        "Contact list\n| Name | Organisation | E-mail |\n|---|---|---|\n"
        "| Ute Muster | Austria | ute.muster@example.org |\n"
    )
    with_spaces, _ = read(
        "Contact list\n\n"
        "Area            Country    Name          Email\n"
        "Clearance       Austria    Ute Muster    ute.muster@example.org\n"
        "                Peru       Ana Beispiel  ana.beispiel@example.org\n"
    )
    assert [(row.names, row.delegation_words) for row in with_bars.rows] == [(("Ute Muster",), "Austria")]
    assert [(row.area_name, row.delegation_words, row.names) for row in with_spaces.rows] == [
        ("Clearance", "Austria", ("Ute Muster",)),
        ("", "Peru", ("Ana Beispiel",)),
    ]


def test_an_unknown_organisation_at_a_seat_is_the_delegation() -> None:
    listed, report = read(
        "Contact list\nArea\tCountry\tName\tEmail\nMine Helpers\tGeneva\tUte Muster\tute.muster@example.org\n"
    )
    (row,) = listed.rows
    assert (row.delegation_words, row.seat, row.area_name, row.delegation) == (
        "Mine Helpers",
        "Geneva",
        "",
        None,
    )
    assert "Mine Helpers" in questions(report)


def test_offices_and_occasions_are_no_areas() -> None:
    listed, _ = read(
        "Contact list\nArea\tCountry\tName\tEmail\n"
        "President 5MSP\tZambia\tA B\ta.b@example.org\n"
        "Malta seminar\tMalta\tC D\tc.d@example.org\n"
        "Coordinator on clearance\tPeru\tE F\te.f@example.org\n"
    )
    assert [row.area_name for row in listed.rows] == ["", "", "clearance"]
    assert listed.rows[0].role_words == "President 5MSP"


def test_a_row_without_a_delegation_belongs_to_the_one_above_and_a_person_is_asked() -> None:
    listed, report = read(
        "Contact list\nArea\tCountry\tName\tEmail\nClearance\tPeru\tUte Muster\tute.muster@example.org\n"
        "\t\tAna Beispiel\tana.beispiel@example.org\n"
    )
    assert [row.delegation_words for row in listed.rows] == ["Peru", "Peru"]
    assert "row above" in questions(report)


def test_one_address_in_two_rows_is_asked_about() -> None:
    _, report = read(
        "Contact list\nArea\tCountry\tName\tEmail\nClearance\tPeru\tUte Muster\tdesk@example.org\n"
        "Openness\tMalta\tAna Beispiel\tdesk@example.org\n"
    )
    assert "desk@example.org already stands in line 3" in questions(report)


def test_other_columns_and_lines_under_a_row_are_kept_as_its_note() -> None:
    listed, _ = read(
        "Contact list\nCountry\tName\tEmail\tTelephone\n"
        "Peru\tUte Muster\tute.muster@example.org\t+00 1\nuntil the summer\n"
        "ana.beispiel@example.org\n\nThe next page begins.\n"
    )
    (row,) = listed.rows
    assert row.note == "until the summer"
    assert row.particulars == {"Ute Muster": Particulars(phone="+00 1")}
    assert row.addresses == ("ute.muster@example.org", "ana.beispiel@example.org")


def test_a_list_without_a_day_asks_for_it() -> None:
    listed, report = read("Contact list\nCountry\tName\tEmail\nPeru\tUte Muster\tute.muster@example.org\n")
    assert listed.as_of is None
    assert "from which day" in questions(report)


def test_prose_about_a_contact_list_is_none() -> None:
    assert find_contact_list(read_lines("Everybody is asked to read the contact list.\n\nThe end.\n")) is None
