"""A whole text as lines: written and read back it is the same, and marks in the words stay words."""

import pytest
from hypothesis import given, settings

from meetings.text import whole
from meetings.text.whole import Part, Row
from tests.meetings.writing.texts import content, texts

pytestmark = pytest.mark.once

A, B, C, D, E, F = "abcdef"


def said(text):
    """The sections of a content value as they should be read back."""
    return [
        Part(
            section["heading"],
            [
                Row(row["kind"], row["text"], row["level"] if row["kind"] in ("bullet", "numbered") else 0,
                    row["owner"], row["due"])
                for row in section["paragraphs"] if row["text"]
            ],
        )
        for section in text["sections"]
    ]  # fmt: skip


def test_it_works():
    text = content(
        ("s1", "1", "Debrief", [
            (A, "paragraph", "All went **well**."), (B, "bullet", "the hosts;"), (C, "bullet", "the staff.", "", "", 1),
            (D, "heading", "Later"), (E, "decision", "To meet in June."),
            (F, "action", "Norway to write.", "Norway", "by June"),
        ]),
        ("s2", "2", "Plans", []),
    )  # fmt: skip
    lines = """# Debrief

All went **well**.

- the hosts;
  - the staff.

## Later

Decision: To meet in June.

Action: Norway to write.
  Who: Norway
  When: by June

# Plans
"""
    assert whole.write(text) == lines
    assert whole.read(lines) == said(text)


@pytest.mark.parametrize(
    "words",
    ["# not a heading", "## neither", "- no item", "1. no point", "Decision: none", "Action: none", "Who: me",
     "\\ a backslash", "\\# escaped", "• a dot"],
)  # fmt: skip
def test_marks_in_the_words_stay_words(words):
    text = content(("s1", "", "One", [(A, "paragraph", words), (B, "bullet", words), (C, "decision", words)]))
    assert whole.read(whole.write(text)) == said(text)


def test_lines_without_blank_ones_between_are_one_paragraph():
    [part] = whole.read("# One\nFirst line\nsecond line\n\nNext\r\n\r\n- item\n  goes on\n- other\n")
    assert [row.text for row in part.rows] == ["First line second line", "Next", "item goes on", "other"]


def test_what_stands_before_the_first_heading_has_none():
    assert whole.read("Lost words\n\n# One\n") == [Part("", [Row("paragraph", "Lost words")]), Part("One")]


@settings(max_examples=150)
@given(texts())
def test_written_and_read_back_it_is_the_same(text):
    assert whole.read(whole.write(text)) == said(text)
