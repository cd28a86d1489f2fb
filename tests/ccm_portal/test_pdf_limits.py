"""The limits of a PDF: each lets through what is exactly at it, and names the place that is over."""

from xml.etree.ElementTree import Comment, Element, SubElement

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccm_portal import pdf_limits


def page(*children: Element) -> Element:
    root = Element("html")
    body = SubElement(root, "body")
    before = SubElement(body, "p")
    before.text = "The Chair opened the meeting."
    body.extend(children)
    return root


def nested(tags: list[str]) -> Element:
    top = Element(tags[0])
    inner = top
    for tag in tags[1:]:
        inner = SubElement(inner, tag)
    return top


def repeated(tag: str, times: int) -> Element:
    box = Element("p")
    for _ in range(times):
        SubElement(box, tag)
    return box


def text(size: int) -> Element:
    paragraph = Element("p")
    paragraph.text = "é" * (size // 2)
    return paragraph


OPENING = len(b"The Chair opened the meeting.") + 1  # an odd number of bytes: room for two-byte letters

CASES = [
    (
        "span",
        Element("col", span=str(pdf_limits.MAX_SPAN)),
        Element("col", span=str(pdf_limits.MAX_SPAN + 1)),
    ),
    # Beside them stand the page, its body and a paragraph, and what holds them.
    ("elements", repeated("i", pdf_limits.MAX_ELEMENTS - 4), repeated("i", pdf_limits.MAX_ELEMENTS - 3)),
    ("depth", nested(["div"] * (pdf_limits.MAX_DEPTH - 2)), nested(["div"] * (pdf_limits.MAX_DEPTH - 1))),
    (
        "lists",
        nested(["ul", "li"] * pdf_limits.MAX_LIST_DEPTH),
        nested(["ul", "li"] * (pdf_limits.MAX_LIST_DEPTH + 1)),
    ),
    (
        "tables",
        nested(["table", "tr", "td"] * pdf_limits.MAX_TABLE_DEPTH),
        nested(["table", "tr", "td"] * (pdf_limits.MAX_TABLE_DEPTH + 1)),
    ),
    (
        "span",
        Element("td", colspan=str(pdf_limits.MAX_SPAN)),
        Element("td", rowspan=str(pdf_limits.MAX_SPAN + 1)),
    ),
    ("cells", repeated("td", pdf_limits.MAX_CELLS), repeated("td", pdf_limits.MAX_CELLS + 1)),
    ("breaks", repeated("br", pdf_limits.MAX_BREAKS), repeated("br", pdf_limits.MAX_BREAKS + 1)),
    ("text", text(pdf_limits.MAX_TEXT_BYTES - OPENING), text(pdf_limits.MAX_TEXT_BYTES)),
]


@pytest.mark.parametrize(("code", "at_it", "over_it"), CASES, ids=[code for code, _at, _over in CASES])
def test_each_limit_on_both_sides(code, at_it, over_it):
    pdf_limits.check(page(at_it))
    with pytest.raises(pdf_limits.OverLimit) as refusal:
        pdf_limits.check(page(over_it))
    assert refusal.value.code == code


def test_the_place_is_named():
    with pytest.raises(pdf_limits.OverLimit) as refusal:
        pdf_limits.check(page(Element("td", colspan="100000")))
    assert str(refusal.value) == (
        "A table cell spans 100000 rows or columns, at most 20, "
        "after the words “The Chair opened the meeting.”."
    )


def test_the_very_start_is_a_place_too():
    with pytest.raises(pdf_limits.OverLimit, match="at the very start"):
        pdf_limits.check(repeated("br", pdf_limits.MAX_BREAKS + 1))


def test_words_of_the_style_sheet_and_comments_are_no_text():
    style = Element("style")
    style.text = "x" * (pdf_limits.MAX_TEXT_BYTES + 1)
    comment = Comment("x" * (pdf_limits.MAX_TEXT_BYTES + 1))
    pdf_limits.check(page(style, comment))


def test_markup_too_large_to_be_read():
    pdf_limits.check_size(b"x" * pdf_limits.MAX_HTML_BYTES)
    with pytest.raises(pdf_limits.OverLimit, match="at most 4000000"):
        pdf_limits.check_size(b"x" * (pdf_limits.MAX_HTML_BYTES + 1))


@given(st.text())
def test_a_nonsense_span_is_no_span(words):
    try:
        pdf_limits.check(page(Element("td", colspan=words)))
    except pdf_limits.OverLimit as over:
        assert over.code == "span"
        assert int(words.strip()[:9]) > pdf_limits.MAX_SPAN
