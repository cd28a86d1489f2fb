import datetime as dt

import pytest

from meetings.reading.dates import read_date
from meetings.reading.times import find_span

MEETING = dt.date(2011, 3, 8)


@pytest.mark.parametrize(
    ("words", "earliest", "latest"),
    [
        ("8 March 2011", (2011, 3, 8), (2011, 3, 8)),
        ("27 to 30 June 2011", (2011, 6, 27), (2011, 6, 30)),
        ("end of May/beginning of June 2011", (2011, 5, 21), (2011, 6, 10)),
        ("end of December or beginning of January", (2011, 12, 21), (2012, 1, 10)),
        ("mid-June 2012", (2012, 6, 11), (2012, 6, 20)),
        ("week of 21 March", (2011, 3, 21), (2011, 3, 27)),
        ("the week of 3 January", (2012, 1, 2), (2012, 1, 8)),
        ("June 2011", (2011, 6, 1), (2011, 6, 30)),
        ("in February", (2012, 2, 1), (2012, 2, 29)),
        ("by 15 March", (2011, 3, 15), (2011, 3, 15)),
        ("during 2012", (2012, 1, 1), (2012, 12, 31)),
    ],
)
def test_it_works(words: str, earliest: tuple[int, int, int], latest: tuple[int, int, int]) -> None:
    read = read_date(words, meeting_date=MEETING)
    assert (read.earliest, read.latest) == (dt.date(*earliest), dt.date(*latest))
    assert read.words == words


@pytest.mark.parametrize(
    "words",
    [
        "",
        "by the next Friends meeting",
        "soon",
        "after 3 May 2011",
        "31 June 2011",
        "following the next meeting",
    ],
)
def test_no_day_is_invented(words: str) -> None:
    read = read_date(words, meeting_date=MEETING)
    assert (read.earliest, read.latest, read.exact) == (None, None, False)


def test_a_year_that_nothing_settles_stays_open() -> None:
    assert read_date("week of 21 March").earliest is None
    assert read_date("end of May").earliest is None


def test_a_date_that_hangs_on_a_meeting_says_which_and_that_it_is_tentative() -> None:
    read = read_date("ahead of the next gathering of Friends, provisionally set for June 2011")
    assert (read.follows, read.tentative, read.exact) == ("the next gathering of Friends", True, False)
    assert (read.earliest, read.latest) == (dt.date(2011, 6, 1), dt.date(2011, 6, 30))


@pytest.mark.parametrize(
    ("text", "begins", "ends"),
    [
        ("10:30 – 12:15", (10, 30), (12, 15)),
        ("from 10h00 to 12h00", (10, 0), (12, 0)),
        ("1 p.m. to 3 p.m.", (13, 0), (15, 0)),
        ("1-3 pm", (13, 0), (15, 0)),
        ("11 – 1 p.m.", (11, 0), (13, 0)),
        ("9 a.m. until noon", (9, 0), (12, 0)),
        ("1500-1700 hrs", (15, 0), (17, 0)),
        ("10.00 to 12.00", (10, 0), (12, 0)),
        ("12 a.m. to 1 a.m.", (0, 0), (1, 0)),
    ],
)
def test_spans_of_time(text: str, begins: tuple[int, int], ends: tuple[int, int]) -> None:
    span = find_span(f"Held on Tuesday, {text}, in room 7")
    assert span is not None
    assert (span.begins, span.ends) == (dt.time(*begins), dt.time(*ends))


def test_a_start_alone() -> None:
    span = find_span("begins at 10h00")
    assert span is not None
    assert (span.begins, span.ends) == (dt.time(10), None)


@pytest.mark.parametrize("text", ["agenda items 2-4", "paragraphs 10 to 12", "4.1 Updates", "2011", "25:00"])
def test_what_is_no_time(text: str) -> None:
    assert find_span(text) is None
