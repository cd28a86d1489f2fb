"""A copy held against a text: what a reader sees counts, how a page is laid out does not."""

import string
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetings.text import copies, likeness
from meetings.text.redline import ADDED, REMOVED, SAME

CONTENT: dict[str, Any] = {
    "sections": [
        {
            "heading": "Debrief",
            "number": "1",
            "paragraphs": [
                {
                    "kind": "paragraph",
                    "number": "1",
                    "text": "The Presidency thanked all who had prepared the meeting.",
                },
                {
                    "kind": "paragraph",
                    "number": "2",
                    "text": "Several delegations praised the good spirit of the day.",
                },
                {
                    "kind": "paragraph",
                    "number": "3",
                    "text": "Nobody spoke against the paper that Canada had written.",
                },
            ],
        }
    ]
}


def place(row):
    return f"para. {row['number']}" if row["number"] else row["text"]


PARTS = copies.units(CONTENT, read=str, place=place)
WORDS, OF = copies.flat(PARTS)
WHOLE = "Debrief\n" + "\n".join(row["text"] for row in CONTENT["sections"][0]["paragraphs"])


def found(text, *, part=False):
    parts = likeness.window(PARTS, copies.words(text)) if part else PARTS
    reference, of = copies.flat(parts)
    return list(copies.compare(reference, of, copies.words(text), parts, part=part).differences)


def test_it_works():
    (one,) = found(WHOLE.replace("good spirit", "bad spirit"))
    assert one.place == "para. 2"
    assert [(piece.op, piece.text.strip()) for piece in one.pieces if piece.op != SAME] == [
        (REMOVED, "good"),
        (ADDED, "bad"),
    ]
    assert "".join(piece.text for piece in one.pieces if piece.op != REMOVED).strip() == (
        "Several delegations praised the bad spirit of the day."
    )


@pytest.mark.parametrize(
    "same",
    [
        WHOLE,
        WHOLE.replace(" ", "\n"),
        WHOLE.replace("delegations", "dele-\ngations"),
        WHOLE.replace("delegations", "dele\u00adgations"),
        WHOLE.replace("Several", "2. Several").replace("The", "1 The").replace("Debrief", "1. Debrief"),
        WHOLE.replace("Nobody", "\u2022 Nobody"),
        WHOLE.replace("spirit", "\u200bspirit"),
    ],
)
def test_how_it_is_laid_out_does_not_count(same):
    assert found(same) == []


@pytest.mark.parametrize(
    ("altered", "places"),
    [
        (WHOLE.replace("Nobody", "Norway"), ["para. 3"]),
        (WHOLE.replace("meeting.", "meeting!"), ["para. 1"]),
        (WHOLE.replace("all who", "all Friends who"), ["para. 1"]),
        (WHOLE.replace("Debrief", "Outcome"), ["Debrief"]),
        (WHOLE.replace("good ", "").replace("Canada", "Norway"), ["para. 2", "para. 3"]),
        (WHOLE + "\nThis was agreed by all.", ["para. 3"]),
        (WHOLE.replace("Several delegations praised the good spirit of the day.\n", ""), ["para. 2"]),
    ],
)
def test_every_altered_word_is_told_at_its_place(altered, places):
    assert [one.place for one in found(altered)] == places


def test_a_piece_is_not_missed_around():
    assert found("delegations praised the good spirit of the day. Nobody spoke against", part=True) == []
    (one,) = found("delegations praised the good spirit of the week. Nobody spoke against", part=True)
    assert one.place == "para. 2"
    (one,) = found("No delegations praised the good spirit of the day.", part=True)
    assert [(piece.op, piece.text.strip()) for piece in one.pieces if piece.op != SAME] == [
        (REMOVED, "Several"),
        (ADDED, "No"),
    ]


def test_a_heading_left_out_of_a_piece_is_not_missed():
    two = {"sections": CONTENT["sections"] + [CONTENT["sections"][0] | {"heading": "Next steps"}]}
    parts = copies.units(two, read=str, place=place)
    reference, of = copies.flat(parts)
    last, first = (CONTENT["sections"][0]["paragraphs"][at]["text"] for at in (2, 0))
    compared = copies.compare(reference, of, copies.words(f"{last} {first}"), parts, part=True)
    assert compared.differences == ()


def test_running_lines_of_pages_do_not_count():
    pages = ["Minutes · Final\none two\nPage 1 of 2", "Minutes · Final\nthree four\nPage 2 of 2"]
    lines = copies.running_lines(pages)
    assert copies.without_lines(pages, lines).split() == ["one", "two", "three", "four"]
    assert copies.without_lines(["Minutes · Final\none two three four\nPage 1 of 1"], lines).split()[:2] == [
        "one",
        "two",
    ]


def test_what_is_put_around_the_text_is_told_without_a_place():
    reference = copies.words("Attendance: Norway, Peru. " + WHOLE + " Annex: agenda")
    of = copies.labels(reference, PARTS)
    given = copies.words("Attendance: Norway, Chad. " + WHOLE + " Annex: agenda")
    (one,) = copies.compare(reference, of, given, PARTS).differences
    assert one.place == ""
    assert [(piece.op, piece.text.strip()) for piece in one.pieces if piece.op != SAME] == [
        (REMOVED, "Peru"),
        (ADDED, "Chad"),
    ]


lines = st.lists(st.text(string.ascii_lowercase + " ", min_size=3, max_size=30), min_size=1, max_size=8)


@given(lines, st.data())
def test_no_changed_word_stays_unseen(rows, data):
    text = "\n".join(rows)
    reference = copies.words(text)
    if not reference:
        return
    parts = [copies.Unit("all", "", reference)]
    of = [0] * len(reference)
    assert copies.compare(reference, of, copies.words(text), parts).differences == ()
    at = data.draw(st.integers(0, len(reference) - 1))
    changed = [word.text for word in reference]
    changed[at] = " Xyz"
    (one,) = copies.compare(reference, of, copies.words("".join(changed)), parts).differences
    assert any(piece.op == ADDED and "Xyz" in piece.text for piece in one.pieces)


def test_samples_find_the_text_again():
    joined = likeness.joined(WORDS)
    assert likeness.likeness(likeness.samples(WORDS), joined) == 1
    assert (
        likeness.likeness(
            likeness.samples(copies.words("something else that was never said in any room")), joined
        )
        == 0
    )


@pytest.mark.parametrize("mark", [".", "", "?"])
def test_a_changed_last_word_takes_nothing_after_it_along(mark):
    whole = copies.Unit(
        "para. 1", "1", copies.words("The rooms had been full. Several spoke of a “good beginning”.")
    )
    given = copies.words(f"The rooms had been empty{mark}")
    parts = [whole, copies.Unit("para. 2", "2", copies.words("Canada introduced a paper."))]
    reference, of = copies.flat(parts)
    [found] = copies.compare(reference, of, given, parts, part=True).differences
    removed = "".join(piece.text for piece in found.pieces if piece.op == REMOVED)
    assert "full" in removed and "Several" not in removed and "beginning" not in removed
