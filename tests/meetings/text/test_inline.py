"""Inline Markdown: the few marks are read, everything else is shown as typed, and no script gets through."""

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetings.text import inline


def test_it_works():
    text = "The Chair **confirmed** the *eight* areas, see [the plan](https://example.org/plan)."
    assert inline.to_html(text) == (
        "The Chair <strong>confirmed</strong> the <em>eight</em> areas, see "
        '<a href="https://example.org/plan">the plan</a>.'
    )
    assert inline.to_text(text) == "The Chair confirmed the eight areas, see the plan."


def test_escapes_and_entities():
    assert inline.to_html(r"5 \* 3 &amp; more") == "5 * 3 &amp; more"
    assert inline.to_text(r"5 \* 3 &amp; more") == "5 * 3 & more"


def test_line_breaks():
    assert inline.to_html("one  \ntwo\nthree") == "one<br>\ntwo\nthree"
    assert inline.to_text("one  \ntwo\nthree") == "one\ntwo three"


@pytest.mark.parametrize(
    "text",
    [
        "# Not a heading",
        "- not a bullet",
        "1. not a list",
        "> not a quote",
        "`not code`",
        "~~not struck~~",
        "---",
    ],
)
def test_blocks_and_other_marks_stay_as_typed(text):
    assert inline.to_text(text) == text
    assert "<" not in inline.to_html(text)


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "&#106;avascript:alert(1)",
        "data:text/html;base64,PHA+",
        "vbscript:x",
        "file:///etc/passwd",
        "//elsewhere.example",
        "/inside/",
        "ftp://example.org/",
    ],
)
def test_other_kinds_of_links_are_not_made(link):
    assert "<a" not in inline.to_html(f"[words]({link})")


@pytest.mark.parametrize(
    "link", ["https://example.org/", "http://example.org/", "mailto:office@example.org", "#p7"]
)
def test_links_that_are_made(link):
    assert f'<a href="{link}">words</a>' == inline.to_html(f"[words]({link})")


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes.update(name for name, _value in attrs)


hostile = st.lists(
    st.sampled_from(
        [
            "<script>",
            "</p>",
            "<img src=x onerror=alert(1)>",
            "![x](http://a)",
            "[x](",
            "](",
            ")",
            "**",
            "_",
            "*",
            "&lt;",
            "\\",
            '"',
            "'",
            "javascript:",
            "<!--",
            "{{ x }}",
            "{% x %}",
            "\x00",
            "\u202e",
            "words",
            " ",
            "\n",
            "]]>",
            '"onclick=x',
        ]
    ),
    max_size=30,
).map("".join)


@given(st.one_of(st.text(), hostile))
def test_only_our_own_marks_come_out(text):
    seen = Tags()
    seen.feed(inline.to_html(text))
    seen.close()
    assert seen.tags <= {"strong", "em", "a", "br"}
    assert seen.attributes <= {"href", "title"}


@given(st.text(st.characters(categories=["L", "N"], include_characters=" ,.;"), min_size=1))
def test_plain_words_pass_unchanged(text):
    assert inline.to_text(text) == text.replace("\r", "\n")


def test_an_endless_paragraph_is_shown_as_it_stands():
    text = "**<b>** " * 20_000
    assert inline.to_html(text).startswith("**&lt;b&gt;** ")
    assert inline.to_text(text) == text
