"""What is no record, or says too little to be brought in, is refused with a sentence or asks for what is missing."""

import datetime as dt
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from actions import records
from actions.intake import meetings
from actions.models import RecordFile
from ccm_portal import history
from ccm_portal.actors import IMPORT
from friends.models import (
    Body,
)
from meetings.models import Meeting
from meetings.reading import UnreadableRecord, read_record
from tests import cast as casting
from tests.actions.records_in import NOW, SMALL, ZONE, brought_in, handed_in

pytestmark = pytest.mark.django_db


def test_a_text_without_a_date_asks_for_one() -> None:
    text = SMALL.replace("4 April 2012, ", "").replace("as of 1 April 2012", "")
    record_file = handed_in(text.encode())
    with pytest.raises(records.CannotBringIn, match="does not say on which day"):
        records.bring_in(record_file, records.Choices(), by=IMPORT, now=NOW)
    chosen = records.Choices(day=dt.date(2012, 4, 5))
    meeting = records.bring_in(record_file, chosen, by=IMPORT, now=NOW)
    assert meeting.slug == "2012-04-05-harbour-committee"
    assert meeting.when_words == "5 April 2012"


def test_a_text_without_a_body_asks_for_one() -> None:
    with pytest.raises(records.CannotBringIn, match="which body met"):
        brought_in(b"On 4 April 2012 nothing was said that anybody in the room wrote down, and that was it.")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "is empty"),
        (b" \r\n \t ", "is empty"),
        (b"%PDF-1.7 ...", "is a PDF file"),
        (b"PK\x03\x04....", "is damaged or was cut off"),
        (b"\x00\x01\x02\x03", "is no plain text"),
        (b"a" * 10_000_001, "is larger than 10 MB"),
    ],
)
def test_unreadable_files_are_refused_with_a_sentence(data: bytes, words: str) -> None:
    with pytest.raises(UnreadableRecord, match=words):
        handed_in(data, name="file.txt")
    assert not RecordFile.objects.exists()


def test_a_wrong_time_zone_is_refused() -> None:
    with pytest.raises(records.BadTimeZone, match="is not a time zone"):
        records.hand_in("r.txt", SMALL.encode(), body=None, time_zone="Mars/Olympus", by=IMPORT, now=NOW)


def test_a_time_the_clocks_skip_is_left_out_and_said() -> None:
    text = SMALL.replace("4 April 2012, 10:00 – 11:00", "25 March 2012, 02:30 – 04:00")
    record_file = handed_in(text.encode())
    assert "does not exist" in records.Preview(record_file).times.problem
    assert records.bring_in(record_file, records.Choices(), by=IMPORT, now=NOW).starts_at is None


def test_an_end_after_midnight_is_the_next_day() -> None:
    late = replace(read_record(SMALL), start=dt.time(22), end=dt.time(1))
    times = meetings.times(dt.date(2012, 4, 4), late, ZoneInfo(ZONE))
    assert times.ends - times.starts == dt.timedelta(hours=3)


def test_a_text_that_is_no_minutes_is_refused() -> None:
    pieces = "\n\n".join(
        f"The Committee spoke about matter {number} and noted it." for number in range(2_100)
    )
    with pytest.raises(records.CannotBringIn, match="minutes have 2000 at the most"):
        brought_in((SMALL.partition("Harbour Committee contact")[0] + pieces).encode())


def test_a_text_too_long_for_minutes_is_refused() -> None:
    head = SMALL.partition("Harbour Committee contact")[0]
    with pytest.raises(records.CannotBringIn, match="minutes have 1000000 at the most"):
        brought_in((head + "and so on " * 100_001).encode())


def test_a_body_the_person_does_not_name_is_not_touched() -> None:
    people = casting.cast()
    meeting = brought_in(SMALL.encode(), body=people.body)
    assert meeting.body == people.body
    assert not Body.objects.filter(name="Harbour Committee").exists()


TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs"], exclude_characters="\x00") | st.sampled_from("\n\t:-•@.1 "),
    min_size=1, max_size=400,
)  # fmt: skip


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(text=TEXT, table=st.booleans())
def test_any_text_comes_in_or_is_refused(text: str, table: bool) -> None:
    body = Body.objects.filter(slug="any").first()
    body = body or history.save(Body(name="Any", slug="any"), by=IMPORT)
    text += (
        "\nContact list as of 1 May 2012\nArea\tCountry\tName\tEmail\n" + text.replace("\n", "\t")
        if table
        else ""
    )
    count = Meeting.objects.count()
    day = dt.date(2012, 1, 1) + dt.timedelta(days=count)
    try:
        record_file = handed_in(text.encode(), body=body)
        meeting = records.bring_in(record_file, records.Choices(day=day), by=IMPORT, now=NOW)
    except (UnreadableRecord, records.CannotBringIn) as refusal:
        assert str(refusal)
        return
    assert meeting.documents.count() == 1
