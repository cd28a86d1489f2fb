import pytest

from friends.reading.lines import read_lines
from friends.reading.report import Became, Report
from meetings.reading import read_record
from meetings.reading.agenda import find_agenda, read_agenda, split_presenter
from meetings.reading.areas import read_area, to_reconfirm
from meetings.reading.values import AgendaItem


def items(text: str) -> tuple[AgendaItem, ...]:
    lines = read_lines(text)
    place = find_agenda(lines)
    assert place is not None
    return read_agenda(lines[slice(*place)], Report(lines)).items


def test_it_works() -> None:
    found = items(
        "Draft agenda\n\n1. **Opening** – (Peru)\n - Welcome\n -\n2. Updates\n2.1 Clearance (Malta)\n3. Closing\n"
    )
    assert [(item.number, item.title, item.presenter_words) for item in found] == [
        ("1", "Opening", "Peru"),
        ("2", "Updates", ""),
        ("3", "Closing", ""),
    ]
    assert [child.title for child in found[0].children] == ["Welcome"]
    assert [(child.number, child.presenter_words) for child in found[1].children] == [("2.1", "Malta")]


@pytest.mark.parametrize(
    ("words", "title", "who"),
    [
        ("Opening (Peru)", "Opening", "Peru"),
        ("Opening – (Exec. Coord.),", "Opening", "Exec. Coord."),
        ("Plans for 2012– (Exec Coord.)", "Plans for 2012", "Exec Coord."),
        ("Opening – Bosnia and Herzegovina", "Opening", "Bosnia and Herzegovina"),
        ("Focal points, introduced by Peru and Malta", "Focal points", "Peru and Malta"),
        ("Focal points (5 minutes, Peru)", "Focal points", "Peru"),
        ("Opening (H.E. Ambassador Phantasia)", "Opening", "H.E. Ambassador Phantasia"),
        ("Structures (draft 1 for discussion)", "Structures (draft 1 for discussion)", ""),
        ("Period 5MSP – 6MSP", "Period 5MSP – 6MSP", ""),
    ],
)
def test_who_introduces(words: str, title: str, who: str) -> None:
    assert split_presenter(words)[:2] == (title, who)


def test_an_agenda_ends_where_the_minutes_number_anew() -> None:
    text = "Agenda\n1. Opening\n2. Closing\n\n1. Opening\n\nThe chair said hello.\n"
    assert find_agenda(read_lines(text)) == (0, 3)
    assert find_agenda(read_lines("Adoption of the agenda\n\nThe agenda was adopted.\n")) is None


def test_many_wrapped_lines_do_not_nest() -> None:
    lines = read_lines("Agenda\n1. Opening\n" + "and so on and so forth\n" * 5000)
    report = Report(lines)
    (item,) = read_agenda(lines, report).items
    assert all(child.children == () for child in item.children)
    assert {entry.became for entry in report.entries()[2:]} == {Became.CONTINUATION, Became.AGENDA_ITEM}


@pytest.mark.parametrize(
    ("text", "announced", "name", "lead", "cooperating", "status", "proposer"),
    [
        (
            "**Clearing land** (undertaken by Peru in cooperation with Mali and Malta for now)",
            False,
            "Clearing land",
            "Peru",
            ["Mali", "Malta"],
            "undertaken",
            "",
        ),
        (
            "Laws (requested by Peru to be undertaken by Malta as a start)",
            False,
            "Laws",
            "Malta",
            [],
            "requested",
            "Peru",
        ),
        ("Laws (co-led by Peru and Malta)", False, "Laws", "Peru", ["Malta"], "co-led", ""),
        ("Peru (laws at home)", True, "laws at home", "Peru", [], "", ""),
        ("Laws at home – Peru, with Malta", True, "Laws at home", "Peru", ["Malta"], "", ""),
        ("Laws at home: vacant", True, "Laws at home", "", [], "vacant", ""),
        ("Laws at home (Peru, to be confirmed)", True, "Laws at home", "Peru", [], "to be confirmed", ""),
    ],
)
def test_areas_of_work(
    text: str, announced: bool, name: str, lead: str, cooperating: list[str], status: str, proposer: str
) -> None:
    area = read_area(text, source="agenda", line=1, announced=announced)
    assert area is not None
    assert (area.name, area.lead.name if area.lead else "") == (name, lead)
    assert [one.name for one in area.cooperating] == cooperating
    assert (area.status_words, area.proposer_words) == (status, proposer)


@pytest.mark.parametrize("text", ["Discussion", "Peru (laws at home)", "A visit (by bus)", "x" * 500])
def test_without_an_announcement_a_point_is_no_area(text: str) -> None:
    assert read_area(text, source="agenda", line=1, announced=False) is None


def test_who_is_still_to_be_asked() -> None:
    text = "The chair will reconfirm with Peru and Malta since Chad was ill. It confirmed Mali."
    assert [one.name for one in to_reconfirm(text)] == ["Peru", "Malta"]


@pytest.mark.parametrize("sign", ["\t", " | "])
def test_an_agenda_printed_as_a_table(sign: str) -> None:
    rows = [["No", "Item", "Lead"], ["1", "Debrief", "Norway"], ["2", "Any other business", ""]]
    text = (
        "Minutes of the Group\n\nAgenda\n\n"
        + "\n".join(sign.join(row) for row in rows)
        + "\n\nSummary\n\nIt met.\n"
    )
    record = read_record(text)
    assert [(item.number, item.title, item.presenter_words) for item in record.agenda] == [
        ("1", "Debrief", "Norway"), ("2", "Any other business", ""),
    ]  # fmt: skip
    assert [section.heading for section in record.sections] == ["Summary"]
