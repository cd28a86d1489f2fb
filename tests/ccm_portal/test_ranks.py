"""Ranks: strings that sort where they were asked to, for any number of insertions."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccm_portal import ranks

# Where among the present rows each new one goes, as a share of their number.
PLACES = st.lists(st.floats(0, 1), max_size=60)
LONGEST = 120


def test_it_works():
    low, high = ranks.first(2)
    assert low < ranks.between(low, high) < high
    assert ranks.between(None, low) < low and ranks.between(high, None) > high


def test_the_first_of_all():
    assert ranks.first(0) == []
    assert ranks.between(None, None)


@given(st.integers(1, 400))
def test_rows_laid_out_at_once_are_in_order(count):
    laid = ranks.first(count)
    assert laid == sorted(set(laid)) and len(laid) == count


@given(PLACES)
def test_any_row_of_insertions_keeps_the_order_asked_for(places):
    rows: list[str] = []
    for place in places:
        at = round(place * len(rows))
        new = ranks.between(rows[at - 1] if at else None, rows[at] if at < len(rows) else None)
        rows.insert(at, new)
    assert rows == sorted(rows) and len(set(rows)) == len(rows)


@pytest.mark.parametrize("at_the_start", [True, False])
def test_five_hundred_rows_at_one_place_fit_the_column(at_the_start):
    low, high = ranks.first(2)
    for _time in range(500):
        new = ranks.between(low, high)
        low, high = (low, new) if at_the_start else (new, high)
    assert len(new) <= LONGEST


@given(PLACES)
def test_two_rows_of_one_rank_get_the_next_behind_both(places):
    rank = ranks.first(1)[0]
    for _place in places:
        after = ranks.between(rank, rank)
        assert after > rank
        rank = after
