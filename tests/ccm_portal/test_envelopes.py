"""Messages built for speed say, field by field, what Python's and Django's own say, and no value breaks out."""

import datetime as dt
from email.headerregistry import Address
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ccm_portal import envelopes, letters
from ccm_portal.envelopes import Envelope, File
from tests.ccm_portal.letterbox import NOW
from tests.ccm_portal.plain_mail import by_django, by_python, fields, read

TEXT = "For Côte d'Ivoire\n\nPlease read = and reply:\n.\n..two dots\nFrom here on\ttrailing \n\n"
HTML = "<p>For Côte d&#x27;Ivoire</p>\n" + "<p>" + "a long line without an end " * 40 + "</p>\n"
PDF = File("Revision 1.pdf", b"%PDF-1.7\n" + bytes(range(256)) * 40)


def envelope(**changes: Any) -> Envelope:
    given: dict[str, Any] = {
        "sender": Address("Friends of the President", addr_spec="portal@example.org"),
        "to_name": "Permanent Mission",
        "to_address": "norway@example.org",
        "subject": "Draft minutes – révision 1",
        "message_id": "<0123@example.org>",
        "date": NOW,
        "reply_to": "coordinator@example.org",
    }
    return Envelope(**given | changes)


@pytest.mark.parametrize("file", [None, PDF])
def test_it_works(file):
    ours = read(envelopes.message(envelope(), TEXT, HTML, file))
    assert ours["Date"].datetime == NOW
    assert not ours.defects and not any(part.defects for part in ours.walk())
    assert fields(ours) == fields(read(by_python(envelope(), TEXT, HTML, file)))
    django = by_django(envelope(), TEXT, HTML, file).message().as_bytes()
    assert fields(ours) == fields(read(django))


def test_every_line_ends_as_mail_wants_and_none_is_too_long():
    lines = envelopes.message(envelope(subject="Wort " * 60), TEXT, HTML, PDF).split(b"\r\n")
    assert max(map(len, lines)) <= 78
    assert not any(b"\n" in line or b"\r" in line for line in lines)


def test_a_line_of_one_dot_ends_no_letter():
    """Not even at the beginning of a text, or before a file."""
    for words in (TEXT, ".", ".\n", "\n.\n", "a\n.b\n..\n"):
        plain = envelopes.message(envelope(), words, ".", PDF)
        wired = envelopes.on_the_wire(envelope(), words, ".", PDF)
        got = b"".join(line.removeprefix(b".") for line in wired.splitlines(keepends=True))
        assert b"\r\n.\r\n" not in wired and got == plain


NAMES = [
    "",
    "Norway",
    "Şeyma, Ambassador",
    'A "quoted" name',
    "ປະເທດລາວ",
    "x@y.example",
    "a" * 200,
    "Mr. O'Neil (copy)",
]


@pytest.mark.parametrize("name", NAMES)
def test_names_reach_the_reader_as_they_are(name):
    (to,) = read(envelopes.message(envelope(to_name=name), TEXT, HTML))["To"].addresses
    assert (to.display_name, to.addr_spec) == (name, "norway@example.org")


SUBJECTS = [
    "a",
    "=?utf-8?b?YQ==?=",
    "x" * 200,
    "Wort " * 49 + "Wort",
    "ÄÖÜ " * 40 + "é",
    "日本語" * 50,
    "a = b? c",
    "",
]


@pytest.mark.parametrize("subject", SUBJECTS)
def test_subjects_reach_the_reader_as_they_are(subject):
    read_back = read(envelopes.message(envelope(subject=subject), TEXT, HTML))["Subject"]
    assert (read_back or "") == subject


@pytest.mark.parametrize("sign", ["\r", "\n", "\r\n"])
@pytest.mark.parametrize("field", ["to_name", "to_address", "subject", "reply_to"])
def test_no_value_begins_another_header(field, sign):
    """The verbs take such values out before; here they are refused, or stay where they belong."""
    evil = f"words{sign}Bcc: all@example.org"
    try:
        message = read(envelopes.message(envelope(**{field: evil}), TEXT, HTML))
    except ValueError:
        return
    assert message["Bcc"] is None


def lines(limit: int) -> st.SearchStrategy[str]:
    """Whatever `letters.header_line` lets through."""

    def safe(words: str) -> bool:
        try:
            return letters.header_line(words, limit=limit) == words
        except letters.UnsafeHeader:
            return False

    return st.text(max_size=limit).filter(safe)


@settings(max_examples=60, deadline=None)
@given(
    name=lines(60), subject=lines(100), text=st.text(st.characters(codec="utf-8", exclude_categories=["Cc"])),
    data=st.binary(max_size=200), instant=st.datetimes(dt.datetime(2000, 1, 1), timezones=st.just(dt.UTC)),
)  # fmt: skip
def test_any_letter_is_what_python_makes_of_it(name, subject, text, data, instant):
    given = envelope(to_name=name, subject=subject, date=instant.replace(microsecond=0))
    html, file = f"<p>{text}</p>", File("Revision 1.pdf", data)
    ours = read(envelopes.message(given, text, html, file))
    theirs = read(by_python(given, text, html, file))
    assert fields(ours) == fields(theirs)
    assert ours["Date"].datetime == theirs["Date"].datetime


def test_a_file_is_encoded_once_for_all_letters_of_a_round():
    envelopes.encoded.cache_clear()
    made = {
        envelopes.message(envelope(to_address=f"friend{number}@example.org"), TEXT, HTML, PDF)
        for number in range(50)
    }
    assert len(made) == 50
    assert envelopes.encoded.cache_info().misses == 1
