"""The redline: what changed between two states of a text."""

import itertools
import time

from hypothesis import given
from hypothesis import strategies as st

from meetings.text import redline

tokens = st.sampled_from(["the", "States", " ", ",", "Parties", "é", "2010"])
texts = st.text(max_size=120) | st.lists(tokens).map("".join)


def content(*sections, **fields):
    """A document of sections given as (id, heading, [(id, text), …])."""
    return {
        "title": "Minutes",
        "meeting": {"date": "2026-10-30", "venue": "Palais"},
        "attendance": [],
        "agenda": [],
        "sections": [
            {
                "id": id_,
                "number": "",
                "heading": heading,
                "paragraphs": [
                    {
                        "id": p,
                        "number": str(n),
                        "kind": "paragraph",
                        "level": 0,
                        "text": text,
                        "owner": "",
                        "due": "",
                    }
                    for n, (p, text) in enumerate(rows, 1)
                ],
            }
            for id_, heading, rows in sections
        ],
    } | fields


def test_it_works():
    old = content(
        ("s1", "Debrief", [("a", "All went well."), ("b", "Nobody spoke."), ("c", "Lunch followed.")])
    )
    new = content(
        ("s1", "Debrief", [("a", "All went very well."), ("d", "One spoke."), ("c", "Lunch followed.")])
    )
    found = redline.redline(old, new)
    assert [(change.id, change.kind) for change in found] == [
        ("s1", "same"), ("a", "changed"), ("b", "removed"), ("d", "added"), ("c", "same"),
    ]  # fmt: skip
    assert found[1].pieces == (("same", "All went "), ("added", "very "), ("same", "well."))
    assert redline.summary(found) == {"changed": 1, "added": 1, "removed": 1}


def test_a_moved_paragraph_is_moved_not_removed_and_added():
    old = content(("s1", "One", [("a", "First."), ("b", "Second.")]), ("s2", "Two", [("c", "Third.")]))
    new = content(("s1", "One", [("b", "Second.")]), ("s2", "Two", [("c", "Third."), ("a", "First, again.")]))
    found = {change.id: change for change in redline.redline(old, new)}
    assert {id_: change.kind for id_, change in found.items() if change.kind != "same"} == {"a": "moved"}
    assert found["a"].is_reworded


def test_a_paragraph_that_became_a_decision_changed():
    old = content(("s1", "One", [("a", "It is so.")]))
    new = content(("s1", "One", [("a", "It is so.")]))
    new["sections"][0]["paragraphs"][0]["kind"] = "decision"
    [_heading, change] = redline.redline(old, new)
    assert (change.kind, change.is_retyped, change.is_reworded) == ("changed", True, False)


def test_facts_around_the_text():
    person = {"name": "Norway", "role": "", "status": "present"}
    item = {
        "number": "1",
        "title": "Debrief",
        "presenter": "Canada",
        "note": "",
        "areas": ["Clearance"],
        "children": [],
    }
    old = content()
    new = content(meeting={"date": "2026-10-30", "venue": "Town hall"}, attendance=[person], agenda=[item])
    found = {fact.label: redline.new_text(fact.pieces) for fact in redline.facts(old, new)}
    assert found == {
        "Venue": "Town hall",
        "Attendance": "Norway (present)",
        "Agenda": "1 Debrief (Canada, Clearance)",
    }
    assert redline.facts(old, old) == []


@given(texts, texts)
def test_applying_gives_the_new_text_and_undoing_the_old(old, new):
    pieces = redline.words(old, new)
    assert redline.old_text(pieces) == old
    assert redline.new_text(pieces) == new


@given(texts, texts)
def test_no_change_begins_or_ends_within_a_word(old, new):
    pieces = redline.words(old, new)
    tokens = redline.TOKEN.findall(old), redline.TOKEN.findall(new)
    ends = [set(itertools.accumulate(map(len, side), initial=0)) for side in tokens]
    was = now = 0
    for op, text in pieces:
        was += 0 if op == "added" else len(text)
        now += 0 if op == "removed" else len(text)
        assert was in ends[0] and now in ends[1]


@st.composite
def documents(draw):
    """Two states of one text: identities are shared, words and order differ."""
    pool = [f"p{n}" for n in range(8)]
    sides = []
    for _ in range(2):
        rows = [(id_, draw(texts)) for id_ in draw(st.lists(st.sampled_from(pool), unique=True))]
        cut = draw(st.integers(0, len(rows)))
        sides.append(content(("s1", draw(texts), rows[:cut]), ("s2", "Two", rows[cut:])))
    return sides


def flat(document):
    return [(s["id"], s["heading"]) for s in document["sections"]], [
        (row["id"], row["text"]) for s in document["sections"] for row in s["paragraphs"]
    ]


@given(documents())
def test_a_document_can_be_read_both_ways_out_of_its_redline(sides):
    old, new = sides
    found = redline.redline(old, new)
    after = [(c.id, redline.new_text(c.pieces)) for c in found if c.kind != "removed"]
    before = [(c.id, redline.old_text(c.pieces)) for c in found if c.kind != "added"]
    headings, rows = flat(new)
    assert [row for row in after if row[0].startswith("p")] == rows
    assert [row for row in after if row[0].startswith("s")] == headings
    old_rows = flat(old)[0] + flat(old)[1]
    assert sorted(before) == sorted(old_rows)
    # What did not move stands in the old order, what was removed among it.
    moved = {c.id for c in found if c.kind == "moved"}
    order = [
        row["id"]
        for s in old["sections"]
        for row in ({"id": s["id"]}, *s["paragraphs"])
        if row["id"] not in moved
    ]
    assert [id_ for id_, _text in before if id_ not in moved] == order


def test_texts_without_anything_in_common_do_not_take_long():
    old = " ".join(f"alpha{n}" for n in range(30_000))
    new = " ".join(f"omega{n}" for n in range(30_000))
    begun = time.process_time()
    pieces = redline.words(old, new)
    assert time.process_time() - begun < 5
    assert redline.new_text(pieces) == new


def test_what_is_read_is_compared_unless_only_the_marks_changed():
    def unmarked(text):
        return text.replace("*", "")

    assert redline.readable_words("a *b*", "a *c*", read=unmarked)[-1] == ("added", "c")
    assert redline.old_text(redline.readable_words("a *b*", "a b", read=unmarked)) == "a *b*"
    assert redline.readable_words("a *b*", "a *b*", read=unmarked) == (("same", "a b"),)
