"""Which paragraph is which: untouched ones keep their identity, moved ones too, reworded ones near their place."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meetings.text import rematching

pytestmark = pytest.mark.once

WORDS = [
    "the",
    "meeting",
    "heard",
    "States",
    "agreed",
    "work",
    "paper",
    "June",
    "host",
    "plan",
    "aid",
    "report",
]


def sentence(number, rng):
    """A sentence that no other one equals."""
    return " ".join([*rng.choices(WORDS, k=8), f"no{number}"])


def test_it_works():
    old = ["All went well.", "Norway took the floor on clearance.", "Lunch was served."]
    new = [
        "Lunch was served.",
        "All went well.",
        "Norway took the floor on the clearance of land.",
        "The end.",
    ]
    assert rematching.match(old, new) == [2, 0, 1, None]


def test_twins_keep_their_order():
    old = ["Discussion", "First.", "Discussion", "Second.", "Discussion"]
    assert rematching.match(old, old) == [0, 1, 2, 3, 4]
    assert rematching.match(old, [*old[:2], "Between.", *old[2:]]) == [0, 1, None, 2, 3, 4]


def test_what_says_something_else_is_new():
    assert rematching.match(["One thing was said."], ["Nothing alike stands here."]) == [None]


@settings(max_examples=1000, deadline=None)
@given(st.integers(0, 2**32), st.integers(1, 30), st.integers(0, 12))
def test_every_untouched_paragraph_keeps_its_identity(seed, length, edits):
    """Random edits: rewording, removing, adding, moving. What was only moved is untouched as well."""
    rng = random.Random(seed)
    old = [sentence(number, rng) for number in range(length)]
    rows = list(enumerate(old))
    for step in range(edits):
        at = rng.randrange(len(rows) + 1)
        act = rng.choice(("add", "remove", "reword", "move"))
        if act == "add" or not rows:
            rows.insert(at, (None, sentence(1000 + step, rng)))
        elif act == "remove":
            del rows[at % len(rows)]
        elif act == "move":
            row = rows.pop(at % len(rows))
            rows.insert(rng.randrange(len(rows) + 1), row)
        else:
            was, text = rows[at % len(rows)]
            rows[at % len(rows)] = (was, " ".join([*text.split(), f"more{step}"]))
    found = rematching.match(old, [text for _was, text in rows])
    for (was, text), place in zip(rows, found, strict=True):
        if was is not None and text == old[was]:
            assert place == was
    given_out = [place for place in found if place is not None]
    assert len(given_out) == len(set(given_out))


@given(st.lists(st.text(max_size=6)), st.lists(st.text(max_size=6)))
def test_nothing_old_is_given_twice(old, new):
    found = [place for place in rematching.match(old, new) if place is not None]
    assert len(found) == len(set(found)) and set(found) <= set(range(len(old)))


def test_a_long_text_of_twins_ends_in_time():
    found = rematching.match(["Discussion"] * 5000, ["Discussion", "Agreed"] * 2500)
    assert len(found) == 5000
