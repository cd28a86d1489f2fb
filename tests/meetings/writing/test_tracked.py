"""Tracked changes: accepted in full they are the later text, rejected in full the earlier one."""

import datetime as dt

import pytest
from hypothesis import given, settings

from meetings.reading.word.document import open_word
from meetings.text import inline
from meetings.writing import tracked
from tests.meetings.writing.texts import STAMP, W, body, content, read, texts

pytestmark = pytest.mark.once

AT = dt.datetime(2026, 11, 2, 9, tzinfo=dt.UTC)
A, B, C, D = (f"0000000{n}-0000-4000-8000-00000000000{n}" for n in range(4))
HEADINGS = ("No.", "Action", "Who", "When")


def file(old, new):
    return tracked.document(old, new, stamp=STAMP, at=AT)


def expected(text):
    """What the file says of a text, paragraph by paragraph."""
    said = [text["title"]]
    for section in text["sections"]:
        said.append(f"{section['number']}  {section['heading']}" if section["number"] else section["heading"])
        for row in section["paragraphs"]:
            kind = {"decision": "Decision", "statement": "Statement for the record"}.get(row["kind"], "")
            lead = " · ".join(filter(None, (kind, row.get("degree", ""), row.get("speaker", ""))))
            said.append((f"{lead} " if lead else "") + inline.to_text(row["text"]))
            said += [row["owner"], row["due"]]
    return [words for words in said if words]


def said(data, *, accepted):
    [stamp, *rest] = read(data, accepted=accepted)
    assert stamp == STAMP.line
    return [words for words in rest if words not in HEADINGS]


def test_it_works():
    old = content(
        ("s1", "1", "Debrief", [(A, "paragraph", "All went **well**."), (B, "paragraph", "Lunch.")])
    )
    new = content(
        (
            "s1",
            "1",
            "Debrief",
            [(A, "paragraph", "All went **very well**."), (C, "decision", "To meet again.")],
        )
    )
    data = file(old, new)
    assert said(data, accepted=True) == [
        "Minutes of the meeting", "1  Debrief", "All went very well.", "Decision To meet again."
    ]  # fmt: skip
    assert said(data, accepted=False) == ["Minutes of the meeting", "1  Debrief", "All went well.", "Lunch."]
    [author] = {mark.get(f"{W}author") for mark in body(data).iter(f"{W}ins", f"{W}del")}
    assert author == "Executive Coordinator"


@settings(max_examples=80, deadline=None)
@given(texts(), texts())
def test_accepting_gives_the_new_text_and_rejecting_the_old(old, new):
    data = file(old, new)
    assert said(data, accepted=True) == expected(new)
    assert said(data, accepted=False) == expected(old)


@settings(max_examples=20, deadline=None)
@given(texts(), texts())
def test_every_change_has_a_number_of_its_own(old, new):
    ids = [
        element.get(f"{W}id")
        for name in ("ins", "del", "moveTo", "moveFrom", "bookmarkStart", "pPrChange")
        for element in body(file(old, new)).iter(f"{W}{name}")
    ]
    assert len(ids) == len(set(ids))


def test_a_moved_paragraph_is_moved():
    rows = [(A, "paragraph", "First."), (B, "paragraph", "Second."), (C, "paragraph", "Third.")]
    data = file(content(("s1", "", "One", rows)), content(("s1", "", "One", [*rows[1:], rows[0]])))
    names = {
        element.get(f"{W}name")
        for end in ("moveFromRangeStart", "moveToRangeStart")
        for element in body(data).iter(f"{W}{end}")
    }
    assert names == {f"move_{A.replace('-', '')}"}
    assert not list(body(data).iter(f"{W}del", f"{W}ins"))


def test_for_whom_it_speaks_and_how_far_it_was_agreed_are_changes():
    said = [{"speaks": "delegation", "speaker": "Norway"}, {"degree": "agreed"}]
    rows = [(A, "paragraph", "All well.", "", "", 0), (B, "decision", "To meet.", "", "", 0)]
    old = content(("s1", "", "One", [(*row, {}) for row in rows]))
    new = content(("s1", "", "One", [(*row, more) for row, more in zip(rows, said, strict=True)]))
    marks = [
        (mark.tag.removeprefix(W), "".join(text.text for text in mark.iter(f"{W}t", f"{W}delText")))
        for mark in body(file(old, new)).iter(f"{W}ins", f"{W}del")
    ]
    assert marks == [("ins", "Norway "), ("del", "Decision "), ("ins", "Decision · agreed ")]


def test_a_statement_keeps_its_lines():
    old = content(("s1", "", "One", [(A, "statement", "First line.\nSecond line.")]))
    new = content(("s1", "", "One", [(A, "statement", "First line.\nSecond line, longer.")]))
    assert (
        said(file(old, new), accepted=True)[-1]
        == "Statement for the record First line.\nSecond line, longer."
    )
    assert said(file(old, new), accepted=False)[-1] == "Statement for the record First line.\nSecond line."


def moves(data):
    """The words between the marks of each move, by its name: what left, what came."""
    found, root = {}, body(data)
    for end in ("moveFrom", "moveTo"):
        for opening in root.iter(f"{W}{end}RangeStart"):
            [closing] = [
                one for one in root.iter(f"{W}{end}RangeEnd") if one.get(f"{W}id") == opening.get(f"{W}id")
            ]
            words = [
                (run.tag.removeprefix(W), "".join(t.text for t in run.iter(f"{W}t", f"{W}delText")))
                for run in opening.itersiblings()
                if run in closing.itersiblings(preceding=True)
            ]
            found.setdefault(opening.get(f"{W}name"), {})[end] = words
    return found


def test_a_moved_paragraph_that_was_reworded_is_moved_too():
    rows = [
        (A, "paragraph", "Norway spoke of the plan."),
        (B, "paragraph", "Second."),
        (C, "bullet", "third"),
    ]
    later = (A, "paragraph", "Norway spoke of the first plan at length.")
    data = file(content(("s1", "", "One", rows)), content(("s1", "", "One", [*rows[1:], later])))
    assert moves(data) == {
        f"move_{A.replace('-', '')}": {
            "moveFrom": [("moveFrom", "Norway spoke of the "), ("del", "plan"), ("moveFrom", ".")],
            "moveTo": [
                ("moveTo", "Norway spoke of the "), ("ins", "first plan at length"), ("moveTo", ".")
            ],
        }
    }  # fmt: skip
    read_back = open_word(data, "changes.docx")
    said_then, said_now = rows[0][2], later[2]
    assert (read_back.accepted.count(said_now), read_back.accepted.count(said_then)) == (1, 0)
    assert (read_back.rejected.count(said_now), read_back.rejected.count(said_then)) == (0, 1)
    assert read_back.accepted.index("Second.") < read_back.accepted.index(said_now)
    assert read_back.rejected.index("Second.") > read_back.rejected.index(said_then)


def test_an_action_point_that_moved_is_moved_in_its_table():
    rows = [
        (n, "action", words, "Norway", "") for n, words in ((A, "To write."), (B, "To read."), (C, "To ask."))
    ]
    data = file(content(("s1", "", "One", rows)), content(("s1", "", "One", [*rows[1:], rows[0]])))
    assert list(moves(data)) == [f"move_{A.replace('-', '')}"]
    tags = [[c.tag.removeprefix(W) for c in row.find(f"{W}trPr")] for row in body(data).iter(f"{W}tr")
            if row.find(f"{W}trPr/{W}ins") is not None or row.find(f"{W}trPr/{W}del") is not None]  # fmt: skip
    assert tags == [["del"], ["ins"]]


def test_the_file_says_what_was_not_compared_word_by_word():
    old = content(("s1", "", "One", [(A, "paragraph", "One two, three five.")]))
    new = content(("s1", "", "One", [(A, "paragraph", "Once three, two four.")]))
    whole = read(tracked.document(old, new, stamp=STAMP, at=AT, seconds=0))
    assert whole[0].startswith(STAMP.line) and "They are shown whole" in whole[0]
    assert (
        read(tracked.document(old, new, stamp=STAMP, at=AT, seconds=0), accepted=False)[-1]
        == "One two, three five."
    )
    assert read(file(old, new))[0] == STAMP.line


def test_what_shares_no_words_is_not_said_to_have_moved():
    rows = [(A, "paragraph", "First."), (B, "paragraph", "Second."), (C, "paragraph", "Third.")]
    later = (A, "paragraph", "Something else entirely")
    data = file(content(("s1", "", "One", rows)), content(("s1", "", "One", [*rows[1:], later])))
    assert moves(data) == {}


def test_the_portal_reads_its_own_file_both_ways():
    old = content(("s1", "1", "Debrief", [(A, "paragraph", "All went well, it was said.")]))
    new = content(("s1", "1", "Debrief", [(A, "paragraph", "All went very well, it was said.")]))
    read_back = open_word(file(old, new), "changes.docx")
    assert "All went very well, it was said." in read_back.accepted
    assert "All went well, it was said." in read_back.rejected
    assert read_back.changes
