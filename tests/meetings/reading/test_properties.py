"""What holds for every text: it is read, each line is reported once, and no word is lost."""

import dataclasses
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from friends.reading.report import Became, LineReport
from meetings.reading import UnreadableRecord, decode, read_record
from tests.meetings.reading.walking import WORD, words_of

RECORDS = Path(__file__).parents[2] / "records"
LINES = sorted({line for path in RECORDS.glob("*.txt") for line in path.read_text().splitlines()})
ODD = [
    "Agenda",
    "Draft agenda:",
    "PRESENT:",
    "APOLOGIES",
    "Present: Norway, Peru",
    "Contact list",
    "Name\tEmail",
    "a\tb@example.org",
    "1.",
    "1. x",
    "1.1 Y",
    "(a) z",
    "IV. Heading",
    "Agenda Item 3:",
    "Action:",
    "Action: Peru to go",
    "DECISION:",
    "Actions:",
    "-",
    "- ",
    "**",
    "****",
    "# ",
    "#",
    "|",
    "|---|",
    "| Action | Who |",
    "---",
    "3 May",
    "Tuesday 30 February 2011",
    "10:00 – 9:00",
    "at 25:99",
    "Area – (Norway)",
    "Norway (clearance)",
    "the areas of work:",
    "Minutes",
    "Meeting of the",
    "\t",
    "é\u0301",
    "\u200b",
    "\x0c",
    "\x0c2",
    "Next steps",
    "Summary",
    "Chair: Peru",
    "Venue: Geneva",
    "goes on here",
    "Item 2 – x (Peru)",
    "Owner: ; Due: ",
]
line = st.one_of(st.sampled_from(LINES), st.sampled_from(ODD), st.text(max_size=60), st.just(""))
texts = st.lists(line, max_size=40).flatmap(
    lambda lines: st.sampled_from(["\n", "\r\n", "\r"]).map(lambda end: end.join(lines))
)
SAID = {"and", "Present", "PRESENT", "Observers", "Apologies", "APOLOGIES"}
UNHURRIED = settings(deadline=None, max_examples=300, suppress_health_check=[HealthCheck.too_slow])


def lines_of(text: str) -> dict[int, str]:
    """The non-blank lines by their numbers, as an editor counts them."""
    split = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return {number: printed for number, printed in enumerate(split, 1) if printed.strip()}


@given(texts)
@UNHURRIED
def test_every_line_is_reported_exactly_once(text: str) -> None:
    report = read_record(text).report
    expected = lines_of(text)
    assert [entry.number for entry in report] == list(expected)
    assert [entry.text for entry in report] == [
        printed.replace("\x00", "\ufffd") for printed in expected.values()
    ]


@given(texts)
@UNHURRIED
def test_no_word_is_lost(text: str) -> None:
    record = read_record(text)
    held = words_of(record)
    for entry in record.report:
        if entry.became not in (Became.COLUMN_HEADINGS, Became.ATTENDANCE_HEADING):
            assert set(WORD.findall(entry.text)) - said_by_structure(entry) <= held, entry


def said_by_structure(entry: LineReport) -> set[str]:
    """The words of a line that its values say without words: "Present: … and …" is two attendees who were present."""
    if entry.became == Became.ATTENDEE:
        numbered = {entry.text.split()[0].strip(".()")}
        return {"and", "Present", "Observers", "Apologies", "APOLOGIES", "PRESENT"} | {
            one for one in numbered if one.isdigit()
        }
    return set()


@given(texts)
@UNHURRIED
def test_reading_is_the_same_every_time(text: str) -> None:
    assert dataclasses.asdict(read_record(text)) == dataclasses.asdict(read_record(text))


@given(texts)
@UNHURRIED
def test_only_action_points_have_owners_and_everything_fits_its_page(text: str) -> None:
    record = read_record(text)
    for section in record.sections:
        for paragraph in section.paragraphs:
            assert paragraph.kind == "action" or (paragraph.owner_words, paragraph.due_words) == ("", "")
            assert paragraph.text
            assert paragraph.lines
    assert (record.end is None) or (record.start is not None and record.start < record.end)


@given(st.binary(max_size=300))
@UNHURRIED
def test_bytes_are_decoded_or_refused(data: bytes) -> None:
    try:
        text = decode(data, "record.txt")
    except UnreadableRecord as refused:
        assert "record.txt" in str(refused)
    else:
        assert len(read_record(text).report) == len(lines_of(text))


@pytest.mark.parametrize("path", sorted(RECORDS.glob("*.txt")), ids=lambda path: path.stem)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["unix", "windows", "mac"])
def test_line_ends_make_no_difference(path: Path, end: str) -> None:
    text = path.read_text()
    assert read_record("\ufeff" + text.replace("\n", end)) == read_record(text)
