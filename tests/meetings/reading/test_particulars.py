import datetime as dt

import pytest

from meetings.reading import Record, read_record

PROSE = "\n\nSummary\n\nThe Friends met and spoke of many things, of which the minutes tell in what follows here.\n"


def asked(record: Record) -> str:
    return "\n".join(question.words for question in record.questions)


@pytest.mark.parametrize(
    "head",
    [
        "Meeting of the Friends of the Chair\n8 March 2011, 10:30 – 12:15\nLibrary, room 7",
        "Minutes of the third meeting of the Friends of the Chair\n"
        "held on Tuesday 8 March 2011 from 10.30 to 12.15 in the Library, room 7",
        "# Friends of the Chair: minutes\n\nDate: 2011-03-08\nTime: 10h30 - 12h15\nVenue: Library, room 7",
        "DRAFT\n\nMINUTES\n\nFRIENDS OF THE CHAIR\n\nMarch 8, 2011\n10:30 a.m. to 12:15 p.m.\nRoom: Library, room 7",
    ],
)
def test_it_works(head: str) -> None:
    record = read_record(head + PROSE)
    assert record.body_name.casefold() == "friends of the chair"
    assert (record.date, record.start, record.end) == (dt.date(2011, 3, 8), dt.time(10, 30), dt.time(12, 15))
    assert record.venue.removeprefix("the ") == "Library, room 7"
    assert [section.heading for section in record.sections] == ["Summary"]


def test_a_year_from_elsewhere_is_asked_about() -> None:
    record = read_record(
        "Meeting of the Friends\nTuesday 8 March" + PROSE + "\nThe papers of 1 March 2011 were read.\n"
    )
    assert record.date == dt.date(2011, 3, 8)
    assert "2011 stands elsewhere" in asked(record)


def test_a_year_that_nothing_names_is_a_question() -> None:
    record = read_record("Meeting of the Friends\nTuesday 8 March" + PROSE, today=dt.date(2012, 1, 9))
    assert (record.date, record.date_words) == (None, "Tuesday 8 March")
    assert "was it in 2011?" in asked(record)
    assert "in which year was it?" in asked(read_record("Meeting of the Friends\nTuesday 8 March" + PROSE))


def test_a_text_without_a_day_says_so() -> None:
    record = read_record("Meeting of the Friends" + PROSE)
    assert record.date is None
    assert "on which day" in asked(record)


def test_a_wrong_weekday_and_two_days_are_asked_about() -> None:
    assert "another day of the week" in asked(
        read_record("Meeting of the Friends\nMonday 8 March 2011" + PROSE)
    )
    both = (
        "Meeting of the Friends\n8 March 2011"
        + PROSE
        + "\n\nFriends, 9 March 2011, 10:00\nAgenda\n1. One\n2. Two\n"
    )
    assert "the agenda says 9 March 2011" in asked(read_record(both))


def test_the_day_may_stand_in_a_sentence_alone() -> None:
    record = read_record(
        "Minutes of the Friends\n\nOpening\n\nThe second meeting was held on 8 March 2011 in good spirits.\n"
    )
    assert record.date == dt.date(2011, 3, 8)


@pytest.mark.parametrize(
    ("sentence", "words", "name"),
    [
        (
            "It was chaired by Ambassador Phantasia from the Zambian Presidency, with help.",
            "Ambassador Phantasia from the Zambian Presidency",
            "Zambia",
        ),
        ("The meeting was held under the chairmanship of Peru.", "Peru", "Peru"),
        ("Ambassador Phantasia of Peru chaired the meeting.", "Ambassador Phantasia of Peru", "Peru"),
        ("The session was presided over by the host.", "host", None),
    ],
)
def test_who_chaired(sentence: str, words: str, name: str | None) -> None:
    record = read_record(f"Meeting of the Friends\n8 March 2011\n\nSummary\n\nAll were there. {sentence}\n")
    assert record.chair_words == words
    assert (record.chair.name if record.chair else None) == name
