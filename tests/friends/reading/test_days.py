import datetime as dt

import pytest

from friends.reading.days import find_days, first_date


@pytest.mark.parametrize(
    "text",
    [
        "8 March 2011",
        "Tuesday 8 March 2011",
        "Tue., 8th of March, 2011",
        "March 8, 2011",
        "March 8th 2011",
        "2011-03-08",
        "08.03.2011",
        "8/3/2011",
        "TUESDAY, 8 MARCH 2011",
        "held on 8 Mar. 2011 in Vienna",
    ],
)
def test_it_works(text: str) -> None:
    assert first_date(text) == dt.date(2011, 3, 8)


def test_a_day_without_a_year_keeps_its_weekday() -> None:
    (day,) = find_days("on Tuesday 8 March, in the morning")
    assert (day.day, day.month, day.year, day.weekday) == (8, 3, None, 1)
    assert day.on() is None
    assert day.on(2011) == dt.date(2011, 3, 8)
    assert day.weekday_fits(dt.date(2011, 3, 8)) and not day.weekday_fits(dt.date(2012, 3, 8))


@pytest.mark.parametrize(
    "text", ["31 June 2010", "item 1 may be left out", "June 2011", "item 4.10", "2011", "39 March 2011"]
)
def test_what_is_no_day(text: str) -> None:
    assert first_date(text) is None
