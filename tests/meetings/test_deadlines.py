"""From a clock time in a zone to an instant: gaps refused, overlaps refused, the rest exact."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetings import deadlines

ZURICH = ZoneInfo("Europe/Zurich")
ZONES = [
    ZoneInfo(name)
    for name in ("Europe/Zurich", "Asia/Vientiane", "America/New_York", "Asia/Tokyo", "UTC", "Asia/Beirut")
]


def test_it_works():
    assert deadlines.instant(dt.date(2010, 12, 17), dt.time(18), ZURICH) == dt.datetime(
        2010, 12, 17, 17, tzinfo=dt.UTC
    )


def test_a_time_the_clocks_skip_is_refused():
    with pytest.raises(deadlines.NoSuchTime, match="02:30 does not exist on 2027-03-28"):
        deadlines.instant(dt.date(2027, 3, 28), dt.time(2, 30), ZURICH)


def test_a_time_that_comes_twice_is_refused():
    with pytest.raises(deadlines.TimeTwice, match="comes twice"):
        deadlines.instant(dt.date(2027, 10, 31), dt.time(2, 30), ZURICH)


@given(st.datetimes(dt.datetime(2000, 1, 1), dt.datetime(2040, 1, 1)), st.sampled_from(ZONES))
def test_what_is_accepted_is_shown_again_as_it_was_meant(meant, zone):
    meant = meant.replace(microsecond=0)
    try:
        instant = deadlines.instant(meant.date(), meant.time(), zone)
    except (deadlines.NoSuchTime, deadlines.TimeTwice):
        other = meant.replace(tzinfo=zone)
        assert other.utcoffset() != other.replace(fold=1).utcoffset()
        return
    assert instant.astimezone(zone).replace(tzinfo=None) == meant
