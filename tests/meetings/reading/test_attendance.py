import pytest

from meetings.reading import Record, read_record

BEFORE = "Meeting of the Friends\n8 March 2011\n\n"
AFTER = "\n\n1. Opening\n\nThe chair opened the meeting and thanked all who had come, and those who had written.\n"


def read(text: str) -> Record:
    return read_record(BEFORE + text + AFTER)


@pytest.mark.parametrize(
    ("line", "name", "role", "person"),
    [
        ("Peru – Coordinator on clearance", "Peru", "Coordinator on clearance", ""),
        ("Peru (Chair)", "Peru", "Chair", ""),
        ("Ms. Paloma Inventada (Peru)", "Peru", "", "Ms. Paloma Inventada"),
        ("Paloma Inventada – Peru", "Peru", "", "Paloma Inventada"),
        ("Peru: Paloma Inventada, Sami Fictif", "Peru", "", "Paloma Inventada, Sami Fictif"),
        ("Paloma Inventada, adviser, Peru", "Peru", "adviser", "Paloma Inventada"),
        ("- Peru", "Peru", "", ""),
        ("1. Peru", "Peru", "", ""),
    ],
)
def test_it_works(line: str, name: str, role: str, person: str) -> None:
    (attendee,) = read(f"PRESENT:\n{line}").attendance
    assert attendee.delegation is not None
    assert (attendee.delegation.name, attendee.role, attendee.person) == (name, role, person)


def test_lists_after_commas_and_three_kinds() -> None:
    record = read("Present: Peru, Malta and Mali\n\nObservers\nICRC\n\nAPOLOGIES RECEIVED\nChad; Fiji")
    assert [(one.words, one.status) for one in record.attendance] == [
        ("Peru", "present"),
        ("Malta", "present"),
        ("Mali", "present"),
        ("ICRC", "observer"),
        ("Chad", "apologies"),
        ("Fiji", "apologies"),
    ]
    assert [section.heading for section in record.sections] == ["Opening"]


def test_nobody_is_listed_as_absent() -> None:
    record = read("PRESENT:\nPeru\n\nAPOLOGIES NOT RECEIVED\nChad")
    assert [one.words for one in record.attendance] == ["Peru"]
    assert any("neither came nor sent apologies" in question.words for question in record.questions)


def test_a_name_without_a_delegation_is_asked_about() -> None:
    record = read("PRESENT:\nPeru\nPaloma Inventada")
    assert record.attendance[1].delegation is None
    assert any("Paloma Inventada" in question.words for question in record.questions)


def test_prose_under_participation_stays_prose() -> None:
    record = read(
        "Participation\n\nThe meeting was attended by Peru, Malta and many others, who all stayed until its end."
    )
    assert record.attendance == ()
    assert record.sections[0].heading == "Participation"
