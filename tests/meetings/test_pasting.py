"""What is pasted into the desk becomes paragraphs (static/pasting.js), in a real browser, without a portal."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Route

from meetings.text import whole
from tests import databases

pytestmark = pytest.mark.once

STATIC = Path(databases.ROOT) / "static"
POLICY = {"Content-Security-Policy": "default-src 'self'"}
WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p.MsoNormal {margin:0}</style></head>
<body lang=EN-GB><!--StartFragment-->
<p class=MsoNormal><b>Norway</b> introduced the <i>draft</i><span style='font-weight:bold'> plan</span>.<o:p></o:p></p>
<p class=MsoListParagraph style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='font-family:Symbol'><span style='mso-list:Ignore'>·<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;
</span></span></span><![endif]>first point</p>
<p class=MsoListParagraph style='mso-list:l0 level2 lfo1'><span style='mso-list:Ignore'>o </span>under it</p>
<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><span style='mso-list:Ignore'>1. </span>numbered</p>
<table><tr><td><p>one</p></td><td><p>two</p></td></tr></table><!--EndFragment--></body></html>"""
MAIL = """<div dir="ltr">Dear all,<div><br></div><div>please see <a href="#" style="color:red">this style=</a>
<img src="https://example.org/x.png" onerror="alert(1)"><script>alert(2)</script>below.</div>
<ol><li>one<ul><li>one, deeper</li></ul></li><li>two *stars* and snake_case</li></ol></div>"""
PDF = """Several delegations thanked the Presidency for the preparation of the
meeting and asked for the papers earlier.
It was agreed to meet in May."""


@pytest.fixture
def pasting(page: Page) -> Page:
    """A page under our security policy with nothing on it but our modules."""

    def serve(route: Route) -> None:
        name = route.request.url.rpartition("/")[2]
        if name:
            route.fulfill(path=STATIC / name, headers=POLICY | {"Content-Type": "text/javascript"})
        else:
            route.fulfill(
                body="<!doctype html><title>x</title>", headers=POLICY | {"Content-Type": "text/html"}
            )

    page.route("**/*", serve)
    page.goto("http://localhost/")
    return page


def rows(page: Page, **clipboard: str) -> Any:
    script = """async (held) => {
      const { read } = await import("/pasting.js");
      return read({ getData: (type) => held[type.replace("text/", "")] ?? "" });
    }"""
    return page.evaluate(script, clipboard)


def told(page: Page, **clipboard: str) -> list[tuple[str, int, str]]:
    return [(row["kind"], row["level"], row["text"]) for row in rows(page, **clipboard)["rows"]]


def test_it_works(pasting):
    assert told(pasting, html=WORD, plain="x") == [
        ("paragraph", 0, "**Norway** introduced the *draft* **plan**."),
        ("bullet", 0, "first point"),
        ("bullet", 1, "under it"),
        ("numbered", 0, "numbered"),
        ("paragraph", 0, "one"),
        ("paragraph", 0, "two"),
    ]
    assert told(pasting, html=MAIL, plain="x") == [
        ("paragraph", 0, "Dear all,"),
        ("paragraph", 0, "please see this style= below."),
        ("numbered", 0, "one"),
        ("bullet", 1, "one, deeper"),
        ("numbered", 0, "two \\*stars\\* and snake_case"),
    ]


def test_text_without_html_is_read_by_its_lines(pasting):
    assert told(pasting, plain=PDF) == [
        (
            "paragraph",
            0,
            "Several delegations thanked the Presidency for the preparation of the meeting and asked for the papers "
            "earlier.",
        ),
        ("paragraph", 0, "It was agreed to meet in May."),
    ]
    assert told(pasting, plain="One\r\nand one.\r\n\r\n• a point\r\n    - deeper\r\n2) numbered") == [
        ("paragraph", 0, "One and one."),
        ("bullet", 0, "a point"),
        ("bullet", 1, "deeper"),
        ("numbered", 0, "numbered"),
    ]


def test_too_much_is_said_and_what_is_deep_is_flattened(pasting):
    assert rows(pasting, plain="x" * 10_000_000)["problem"] == "tooLong"
    assert rows(pasting, html="<p>x</p>" * 2_001, plain="x\n" * 2_001)["problem"] == "tooMany"
    assert rows(pasting, plain="x" * 100_001)["problem"] == "tooWide"
    nested = "".join(f"<ul><li>{n}" for n in range(1_000))
    found = told(pasting, html=nested, plain="x")
    assert [text for _kind, _level, text in found][:3] == ["0", "1", "2"] and len(found) == 1_000
    assert max(level for _kind, level, _text in found) == 5
    hidden = "a\u202eb\u200bc"
    assert told(pasting, html=f"<p>{hidden}</p>", plain=hidden) == [("paragraph", 0, hidden)]


DOCUMENT = """<h1>Minutes of the meeting</h1><h2>Debrief</h2><p>The Chair <b>thanked</b> all.</p><h3>Venue</h3>
<ul><li>one<ul><li>deeper</li></ul></li><li>two</li></ul><h2>Dates</h2><p>1. May is a holiday.</p>
<p>Decision: The next meeting is in June.</p>"""
LINES = """# Minutes of the meeting

# Debrief

The Chair **thanked** all.

## Venue

- one
  - deeper
- two

# Dates

\\1. May is a holiday.

Decision: The next meeting is in June."""


def test_a_document_pasted_into_the_whole_text_becomes_lines_and_can_be_taken_back(pasting: Page) -> None:
    pasting.evaluate("""async () => {
      const area = document.createElement("textarea");
      area.id = "text";
      document.body.append(area);
      await import("/whole.js");
      area.focus();
    }""")
    pasting.keyboard.type("Before. ")
    paste = """(html) => {
      const held = new DataTransfer();
      held.setData("text/html", html);
      const event = new ClipboardEvent("paste", { clipboardData: held, bubbles: true, cancelable: true });
      document.querySelector("#text").dispatchEvent(event);
    }"""
    pasting.evaluate(paste, DOCUMENT)
    assert pasting.input_value("#text") == f"Before. {LINES}"
    pasting.keyboard.press("Control+z")
    assert pasting.input_value("#text") == "Before. "
    assert [row.kind for part in whole.read(LINES) for row in part.rows] == [
        "paragraph", "heading", "bullet", "bullet", "bullet", "paragraph", "decision",
    ]  # fmt: skip
