"""How paragraphs are numbered, and what people call them."""

import pytest

from meetings.text import numbering


def test_it_works():
    kinds = ["paragraph", "bullet", "bullet", "heading", "decision", "action", "action"]
    assert list(numbering.numbers(kinds)) == ["1", "1 (a)", "1 (b)", "", "2", "A1", "A2"]


def test_a_list_before_any_paragraph():
    assert list(numbering.numbers(["bullet"])) == ["0 (a)"]


def test_after_z_comes_aa():
    assert list(numbering.numbers(["paragraph", *["numbered"] * 28]))[-2:] == ["1 (aa)", "1 (ab)"]


@pytest.mark.parametrize(
    ("kind", "number", "called"),
    [
        ("paragraph", "7", "para. 7"),
        ("bullet", "7 (a)", "para. 7 (a)"),
        ("action", "A1", "action point A1"),
        ("heading", "", "the heading “On support”"),
    ],
)
def test_what_a_paragraph_is_called(kind, number, called):
    assert numbering.place({"kind": kind, "number": number, "text": "On support"}) == called
