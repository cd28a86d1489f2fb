"""A text as a Word file: everything of it stands there, numbered by Word as the portal numbers it."""

import io

import docx
import pytest
from hypothesis import given, settings

from meetings.text import inline
from meetings.writing import word
from tests.meetings.writing.texts import STAMP, W, body, content, read, texts

pytestmark = pytest.mark.once

A, B, C, D, E = (f"0000000{n}-0000-4000-8000-00000000000{n}" for n in range(5))
ROWS = [
    (A, "paragraph", "Norway **thanked** [all](https://example.org/)."),
    (B, "bullet", "the hosts;"),
    (C, "bullet", "the speakers."),
    (D, "decision", "To meet in June."),
    (E, "action", "Norway to write a paper.", "Norway", "by June"),
]


def opened(text):
    return docx.Document(io.BytesIO(word.document(text, STAMP)))


def test_it_works():
    text = content(("s1", "3.1", "Debrief", ROWS))
    said = read(word.document(text, STAMP))
    for words in ("Minutes of the meeting", STAMP.line, "3.1  Debrief", "Norway thanked all.", "the hosts;",
                  "Decision To meet in June.", "Norway to write a paper.", "by June", "Lao PDR", "Room 4",
                  "ICRC, legal adviser", "Annex: Agenda", "1.1\tDiscussion"):  # fmt: skip
        assert words in said


def test_headings_language_header_and_properties():
    file = opened(content(("s1", "", "Debrief", ROWS)))
    assert [p.text for p in file.paragraphs if p.style.name == "Heading 1"] == [
        "Attendance",
        "Debrief",
        "Annex: Agenda",
    ]
    assert file.core_properties.title == "Minutes of the meeting"
    assert file.core_properties.language == "en"
    assert "Friends of the President" in file.sections[0].header.paragraphs[0].text
    assert STAMP.status in file.sections[0].footer.paragraphs[0].text
    lang = file.styles.element.find(f".//{W}rPrDefault//{W}lang")
    assert lang.get(f"{W}val") == "en"


def test_arabic_runs_from_right_to_left():
    file = opened(content(("s1", "", "Debrief", ROWS), language="ar"))
    assert file.styles["Normal"].element.find(f".//{W}bidi") is not None


def test_word_numbers_paragraphs_and_items():
    file = opened(content(("s1", "", "Debrief", ROWS)))
    levels = {}
    for paragraph in file.paragraphs:
        numbered = paragraph._p.find(f"{W}pPr/{W}numPr")
        if numbered is not None:
            levels[paragraph.text] = numbered.find(f"{W}ilvl").get(f"{W}val")
    assert levels == {
        "Norway thanked all.": "0", "the hosts;": "1", "the speakers.": "1", "Decision To meet in June.": "0"
    }  # fmt: skip


def test_after_z_the_number_is_written_out():
    """Word goes on with "aa", "bb", ours with "aa", "ab"."""
    many = [(f"00000000-0000-4000-8000-0000000000{n:02}", "bullet", f"item {n}") for n in range(28)]
    said = read(word.document(content(("s1", "", "List", many)), STAMP))
    assert "item 25" in said
    assert said.index("(aa)\titem 26") + 1 == said.index("(ab)\titem 27")


@settings(max_examples=30, deadline=None)
@given(texts())
def test_nothing_is_left_out_and_every_paragraph_can_be_found_by_its_identity(text):
    data = word.document(text, STAMP)
    said = "\n".join(read(data))
    rows = [row for section in text["sections"] for row in section["paragraphs"]]
    assert all(inline.to_text(row["text"]) in said for row in rows)
    names = [mark.get(f"{W}name") for mark in body(data).iter(f"{W}bookmarkStart")]
    parts = [one["id"] for section in text["sections"] for one in (section, *section["paragraphs"])]
    assert [name for name in names if not name.startswith("around_")] == [
        "p_" + identity.replace("-", "") for identity in parts
    ]


@pytest.mark.parametrize("words", ["\x00null", "\x0bline", "\ufffe", "a\tb", "one\r\ntwo"])
def test_signs_that_xml_does_not_know_do_no_harm(words):
    data = word.document(content(("s1", words, words, [(A, "paragraph", words)]), title=words), STAMP)
    assert docx.Document(io.BytesIO(data)).paragraphs
