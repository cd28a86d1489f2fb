"""The redline: what changed between two states of a text."""

from hypothesis import given
from hypothesis import strategies as st

from meetings.text import inline, redline, words

tokens = st.sampled_from(["the", "States", " ", ",", "Parties", "é", "2010"])
kinds = st.sampled_from(["paragraph", "decision", "statement", "bullet", "heading", "action"])
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


def test_both_ends_of_a_move_name_each_other():
    old = content(("s1", "One", [("a", "First."), ("b", "Second."), ("c", "Third.")]))
    new = content(("s1", "One", [("b", "Second."), ("c", "Third."), ("a", "First.")]))
    found = [change for change in redline.redline(old, new) if change.id == "a"]
    assert [(change.kind, change.number, change.was_number, change.text) for change in found] == [
        ("left", "3", "1", "First."), ("moved", "3", "1", "First."),
    ]  # fmt: skip
    assert redline.summary(found) == {"moved": 1}


def test_the_same_paragraph_under_another_number_is_renumbered():
    old = content(("s1", "One", [("b", "Second.")]))
    new = content(("s1", "One", [("a", "First."), ("b", "Second.")]))
    _heading, added, second = redline.redline(old, new)
    assert (second.kind, second.is_renumbered, second.was_number, second.number) == ("same", True, "1", "2")
    assert not added.is_renumbered


def test_unchanged_paragraphs_are_folded_below_their_heading():
    rows = [(f"p{n}", f"Words {n}.") for n in range(6)]
    old = content(("s1", "One", rows), ("s2", "Two", [("a", "A."), ("b", "B."), ("c", "C."), ("d", "D.")]))
    new = content(
        ("s1", "One", rows), ("s2", "Two", [("a", "A."), ("b", "B."), ("c", "C."), ("d", "D, new.")])
    )
    found = redline.stretches(redline.redline(old, new))
    assert [(stretch.folded, [change.id for change in stretch.changes]) for stretch in found] == [
        (True, ["s1", *(f"p{n}" for n in range(6))]), (False, ["s2"]), (True, ["a", "b", "c"]), (False, ["d"]),
    ]  # fmt: skip
    assert (found[0].paragraphs, found[0].first.number, found[0].last.number) == (6, "1", "6")


def test_what_is_left_when_the_time_is_up_is_shown_whole():
    old = content(("s1", "One", [("a", "One two, three five."), ("b", "Same.")]))
    new = content(("s1", "One", [("a", "Once three, two four."), ("b", "Same.")]))
    found = redline.redline(old, new, seconds=0)
    assert [change.whole for change in found] == [False, True, False]
    assert found[1].pieces == (("removed", "One two, three five."), ("added", "Once three, two four."))
    assert redline.Comparison(found, []).too_long
    assert not redline.compare(old, new).too_long


def test_a_paragraph_that_became_a_decision_changed():
    old = content(("s1", "One", [("a", "It is so.")]))
    new = content(("s1", "One", [("a", "It is so.")]))
    new["sections"][0]["paragraphs"][0]["kind"] = "decision"
    [_heading, change] = redline.redline(old, new)
    assert (change.kind, change.is_retyped, change.is_reworded) == ("changed", True, False)


def test_an_item_that_went_deeper_changed():
    old = content(("s1", "One", [("a", "It is so.")]))
    new = content(("s1", "One", [("a", "It is so.")]))
    for side, level in ((old, 0), (new, 2)):
        side["sections"][0]["paragraphs"][0] |= {"kind": "bullet", "level": level}
    [_heading, change] = redline.redline(old, new)
    assert (change.kind, change.deeper, change.is_reworded) == ("changed", 2, False)
    assert redline.redline(new, old)[1].deeper == -2
    assert redline.redline(old, old)[1].kind == "same"


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
    found = {fact.label: words.new_text(fact.pieces) for fact in redline.facts(old, new)}
    assert found == {
        "Venue": "Town hall",
        "Attendance": "Norway (present)",
        "Agenda": "1 Debrief (Canada, Clearance)",
    }
    assert redline.facts(old, old) == []


@st.composite
def documents(draw):
    """Two states of one text: identities are shared, words and order differ."""
    pool = [f"p{n}" for n in range(8)]
    sides = []
    for _ in range(2):
        rows = [(id_, draw(texts)) for id_ in draw(st.lists(st.sampled_from(pool), unique=True))]
        cut = draw(st.integers(0, len(rows)))
        side = content(("s1", draw(texts), rows[:cut]), ("s2", "Two", rows[cut:]))
        for row in (row for section in side["sections"] for row in section["paragraphs"]):
            row["kind"] = draw(kinds)
            if row["kind"] == "action":
                row |= {"owner": draw(tokens), "due": draw(tokens)}
            if row["kind"] in ("decision", "statement", "paragraph") and draw(st.booleans()):
                row |= {"speaks": "delegation", "speaker": draw(tokens)}
            if row["kind"] == "decision" and draw(st.booleans()):
                row |= {"degree": draw(st.sampled_from(["consensus", "open"]))}
        sides.append(side)
    return sides


def flat(document):
    """Headings and paragraphs as (id, kind, words, who, when, what stands before) in the order of the text."""
    return [
        row
        for s in document["sections"]
        for row in (
            (s["id"], "section", s["heading"], "", "", ""),
            *(
                (row["id"], row["kind"], words_of(row), row["owner"], row["due"], before(row))
                for row in s["paragraphs"]
            ),
        )
    ]


def words_of(row):
    """A statement keeps its lines."""
    return inline.with_lines(row["text"]) if row["kind"] == "statement" else row["text"]


def before(row):
    kind = {"decision": "Decision", "statement": "Statement for the record"}.get(row["kind"])
    return " · ".join(filter(None, (kind, row.get("degree"), row.get("speaker"))))


def came(change):
    parts = (change.pieces, change.owner, change.due, change.label)
    return (change.id, change.row, *map(words.new_text, parts))


def was(change):
    parts = (change.pieces, change.owner, change.due, change.label)
    return (change.id, change.was_row, *map(words.old_text, parts))


@given(documents())
def test_a_document_can_be_read_both_ways_out_of_its_redline(sides):
    """Without what left, the redline is the new text in its order; without what came, the old one, moves undone."""
    old, new = sides
    found = redline.redline(old, new)
    assert [came(change) for change in found if change.kind not in ("removed", "left")] == flat(new)
    assert [was(change) for change in found if change.kind not in ("added", "moved")] == flat(old)
    # Both ends of a move say the same of before.
    assert {was(change) for change in found if change.kind == "moved"} <= set(flat(old))


@given(documents())
def test_folding_leaves_nothing_out(sides):
    found = redline.redline(*sides)
    assert [change for stretch in redline.stretches(found) for change in stretch.changes] == found
