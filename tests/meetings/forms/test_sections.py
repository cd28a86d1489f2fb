"""The form of a section read back: which boxes say something, in which order."""

import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetings.forms.sections import edits, fingerprint, heading_problem
from meetings.paragraphs import Wording

ONE, TWO = uuid.UUID(int=1), uuid.UUID(int=2)


def box(pk, text, *, seen="", **fields):
    own = {"text": text, "version": "3", "kind": "paragraph", "level": "0", "seen": seen} | fields
    return {f"p-{pk}-{name}": value for name, value in own.items()}


def test_it_works():
    form = box(ONE, "One.") | {"n-end-text": "New.", "n-end-kind": "decision", "n-end-after": str(ONE)}
    first, new = edits(form)
    assert (first.id, first.version, first.wording, first.remove) == (ONE, 3, Wording("One."), False)
    assert (new.id, new.after, new.wording) == (None, ONE, Wording("New.", "decision"))


def test_the_order_is_the_order_of_the_boxes():
    assert [edit.id for edit in edits(box(TWO, "2") | box(ONE, "1"))] == [TWO, ONE]


def test_a_box_nobody_touched_says_nothing():
    seen = fingerprint(Wording("One line, and another."))
    assert edits(box(ONE, "One line,\r\nand another. ", seen=seen)) == []
    assert len(edits(box(ONE, "One line, and more.", seen=seen))) == 1
    assert len(edits(box(ONE, "One line, and another.", seen=seen, kind="bullet"))) == 1
    assert len(edits(box(ONE, "One line, and another.", seen=seen, remove="1"))) == 1


def test_who_and_when_are_those_of_an_action_point():
    seen = fingerprint(Wording("Do it.", "action", 0, "Canada", "soon"))
    same = box(ONE, "Do it.", seen=seen, kind="action", owner="Canada", due="soon")
    assert edits(same) == []
    [changed] = edits(same | {f"p-{ONE}-due": "later"})
    assert changed.wording.due_words == "later"
    [other] = edits(same | {f"p-{ONE}-kind": "paragraph"})
    assert (other.wording.owner_words, other.wording.due_words) == ("", "")


@pytest.mark.parametrize(
    ("field", "value", "read"),
    [
        ("kind", "nonsense", "paragraph"),
        ("level", "-1", 0),
        ("level", "99", 5),
        ("level", "9" * 5000, 0),
        ("owner_words", "x" * 999, "x" * 250),
    ],
)
def test_values_no_page_of_ours_sends(field, value, read):
    name = field.removesuffix("_words")
    kind = {"kind": "action"} if name == "owner" else {}
    [edit] = edits(box(ONE, "One.", **(kind | {name: value})))
    assert getattr(edit.wording, field) == read


@given(st.dictionaries(st.text(max_size=60), st.text(max_size=60)))
def test_no_form_is_too_strange_to_be_read(data):
    assert all(edit.id is None for edit in edits(data))


@given(
    st.builds(Wording, st.text(), st.sampled_from(["paragraph", "action"]), st.integers(0, 5), st.text()),
    st.text(),
)
def test_a_fingerprint_tells_words_apart_and_nothing_else(wording, text):
    other = Wording(text, wording.kind, wording.level, wording.owner_words)
    same = text.split() == wording.text.split()
    assert (fingerprint(other) == fingerprint(wording)) == same


@pytest.mark.parametrize(
    ("heading", "good"), [("", False), ("x", True), ("x" * 500, True), ("x" * 501, False)]
)
def test_a_heading_has_one_to_500_letters(heading, good):
    assert (heading_problem(heading) == "") == good
