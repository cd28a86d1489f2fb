"""Words are taken out where they stand, and nowhere else."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccm_portal.blanking import Count, Words, needles, stands_in, without

pytestmark = pytest.mark.once

GONE = "[gone]"
ADA = Words(sure=("ada.o-neil@example.org",), beside=("Ada O'Neil", "+41 22 555 01 02"))
# Without signs that also stand in GONE.
NAMES = st.text(st.sampled_from("abćØñ'é zß"), min_size=1, max_size=12).filter(lambda name: name.strip())


def test_it_works():
    count = Count()
    text = "Norway\tAda O'Neil\tada.o-neil@example.org\nThe minutes thank Ada O'Neil."
    assert without(text, ADA, GONE, count) == f"Norway\t{GONE}\t{GONE}\nThe minutes thank Ada O'Neil."
    assert count.places == 2


@pytest.mark.parametrize(
    "text",
    [
        "ADA.O-NEIL@EXAMPLE.ORG",
        "<a href='mailto:ada.o-neil@example.org'>write</a>",
        "Ada.O-Neil@example.org.",
        "(ada.o-neil@example.org)",
    ],
)
def test_an_address_is_found_however_it_stands(text):
    assert "neil" not in without(text, ADA, GONE).casefold()


@pytest.mark.parametrize(
    "text", ["xada.o-neil@example.org", "mary-ada.o-neil@example.org", "ada.o-neil@example.organisation"]
)
def test_an_address_within_another_is_another(text):
    assert without(text, ADA, GONE) is text


@pytest.mark.parametrize(
    "name", ["ADA  O'NEIL", "Ada\nO'Neil", "Ada O&#x27;Neil", "ada o’neil", "Ada&nbsp;O&#39;Neil"]
)
def test_a_name_is_found_in_any_dress_where_all_of_it_is_meant(name):
    assert without(f"Dear {name}, …", ADA.everywhere, GONE) == f"Dear {GONE}, …"


def test_a_name_counts_beside_what_is_sure_within_its_own_container():
    rows = [
        {"cells": ["Norway", "Ada O'Neil", "ada.o-neil@example.org"], "note": "Ada O'Neil"},
        {"cells": ["Peru", "Ada O'Neil", "other@example.org"]},
        {"contact": "7f1c", "shown": {"name": "Ada O'Neil"}},
    ]
    changed = without(rows, Words(ADA.sure, ADA.beside, ids=("7f1c",)), GONE)
    assert changed[0] == {"cells": ["Norway", GONE, GONE], "note": "Ada O'Neil"}
    assert changed[1] is rows[1] or changed[1] == rows[1]
    assert changed[2] == {"contact": "7f1c", "shown": {"name": GONE}}


def test_what_holds_nothing_of_it_stays_the_same_object():
    rows = {"a": ["b", {"c": 1}], "d": None}
    assert without(rows, ADA, GONE) is rows


@given(NAMES, st.text(max_size=20), st.text(max_size=20))
def test_afterwards_nothing_of_it_stands_there(name, before, after):
    text = f"{before} {name} {after}"
    assert not stands_in(without(text, Words(sure=(name,)), GONE), (name,)) or name.strip() in GONE


@given(NAMES, st.sampled_from([str, str.upper, str.title]))
def test_the_database_is_asked_for_something_that_stands_there(name, dress):
    """In text and in JSON, whatever the case of ASCII letters; the database compares those without case."""
    plain = dress(name) if name.isascii() else name
    for stored in (f"x {plain} y", json.dumps([plain])):
        assert any(needle.casefold() in stored.casefold() for needle in needles(name))
