"""Two strings compared by whole words."""

import itertools
import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetings.text import words

tokens = st.sampled_from(
    ["the", "States", " ", ",", "Parties", "é", "2010", "\u0301", "會議", "Party's", "1,000", "\n"]
)
texts = st.text(max_size=120) | st.lists(tokens).map("".join)


@given(texts, texts)
def test_applying_gives_the_new_text_and_undoing_the_old(old, new):
    pieces = words.compare(old, new)
    assert words.old_text(pieces) == old
    assert words.new_text(pieces) == new


@given(texts, texts)
def test_no_change_begins_or_ends_within_a_word(old, new):
    pieces = words.compare(old, new)
    tokens = words.TOKEN.findall(old), words.TOKEN.findall(new)
    ends = [set(itertools.accumulate(map(len, side), initial=0)) for side in tokens]
    was = now = 0
    for op, text in pieces:
        was += 0 if op == "added" else len(text)
        now += 0 if op == "removed" else len(text)
        assert was in ends[0] and now in ends[1]


@given(texts, texts)
def test_what_is_for_computing_gives_both_texts_as_well(old, new):
    pieces = words.exact(old, new)
    assert (words.old_text(pieces), words.new_text(pieces)) == (old, new)


@given(texts, texts)
def test_between_what_stayed_the_removed_comes_before_the_added(old, new):
    ops = "".join(piece.op[0] for piece in words.compare(old, new))
    assert not any(pair in ops for pair in ("ss", "rr", "aa", "ar"))


@pytest.mark.parametrize(
    ("old", "new", "pieces"),
    [
        ("a Party's word", "a State's word", "a |-Party's|+State's| word"),
        ("in 1,000 cases", "in 1,500 cases", "in |-1,000|+1,500| cases"),
        ("the re\u0301sume\u0301 was", "the resume was", "the |-re\u0301sume\u0301|+resume| was"),
        ("會議記錄", "會議紀錄", "會議|-記|+紀|錄"),
        ("one red fish swam", "two blue fish swam", "|-one red|+two blue| fish swam"),
        ("a  b", "a b", "a|-  |+ |b"),
    ],
)
def test_whole_words(old, new, pieces):
    signs = {"same": "", "removed": "-", "added": "+"}
    found = "|".join(signs[piece.op] + piece.text for piece in words.compare(old, new))
    assert unicodedata.normalize("NFD", found) == unicodedata.normalize("NFD", pieces.lstrip("|"))


def test_a_stray_word_between_large_changes_is_no_change_of_its_own():
    old, new = "Norway asked, and Canada replied", "Ireland told, and Peru said nothing"
    assert ("same", ", and ") in words.exact(old, new)
    assert words.compare(old, new) == (("removed", old), ("added", new))


def test_small_changes_far_apart_stay_apart():
    pieces = words.compare("All went well, all were glad.", "All went very well, all were quite glad.")
    assert [piece.text for piece in pieces if piece.op == "added"] == ["very ", " quite"]


def test_texts_without_anything_in_common_do_not_take_long():
    old = " ".join(f"alpha{n}" for n in range(30_000))
    new = " ".join(f"omega{n}" for n in range(30_000))
    begun = time.process_time()
    pieces = words.compare(old, new)
    assert time.process_time() - begun < 5
    assert words.new_text(pieces) == new


def test_what_is_read_is_compared_unless_only_the_marks_changed():
    def unmarked(text):
        return text.replace("*", "")

    assert words.readable("a *b*", "a *c*", read=unmarked)[-1] == ("added", "c")
    assert words.old_text(words.readable("a *b*", "a b", read=unmarked)) == "a *b*"
    assert words.readable("a *b*", "a *b*", read=unmarked) == (("same", "a b"),)
