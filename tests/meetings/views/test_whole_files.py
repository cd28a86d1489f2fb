"""A file handed in at the whole text: shown before it changes anything, refused in a sentence, nothing lost."""

import html
import io
import re

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from meetings import revisions, stamps
from meetings.models import Document
from meetings.writing import word
from tests import word_files
from tests.cast import NOW, Cast, document_at
from tests.meetings.reading import test_word_refusals as bad
from tests.queries import at_the_desk

TYPED = "# Typed\n\nSomething I had typed."


@pytest.fixture
def document(people: Cast) -> Document:
    return document_at("drafting", people)


@pytest.fixture
def address(document: Document) -> str:
    return f"/desk/documents/{document.pk}/whole/"


def file_of(data: bytes, name: str = "minutes.docx") -> dict[str, object]:
    return {"file": SimpleUploadedFile(name, data), "read_file": "1", "text": TYPED}


def hidden(page: str, name: str) -> str:
    """The value of a hidden field, or the words of a hidden box."""
    found = re.search(rf'name="{name}" value="([^"]*)"|<textarea name="{name}"[^>]*>([^<]*)<', page)
    assert found is not None, name
    return html.unescape(found[1] or found[2] or "")


def test_our_own_file_edited_is_shown_then_put_in_place(
    desk: Client, document: Document, address: str
) -> None:
    before = revisions.content(document)
    file = docx.Document(io.BytesIO(word.document(before, stamps.working(document, NOW))))
    row = next(row for row in file.paragraphs if "Canada introduced" in row.text)
    row.runs[-1].text = "Nothing of it is left."
    shown = desk.post(address, file_of(word_files.data_of(file)))
    assert shown.status_code == 200
    assert "Nothing of it is left." in shown.text
    assert revisions.content(document) == before
    said = {name: hidden(shown.text, name) for name in ("text", "known")}
    done = desk.post(address, {**said, "seen": shown.context["plan"].seen})
    assert done.status_code == 302
    ids = [[row["id"] for row in part["paragraphs"]] for part in revisions.content(document)["sections"]]
    assert ids == [[row["id"] for row in part["paragraphs"]] for part in before["sections"]]
    back = desk.post(address, {**said, "back": "1"})
    assert hidden(back.text, "known") == said["known"]


def test_tracked_changes_ask_how_they_are_read(desk: Client, document: Document, address: str) -> None:
    heading = word_files.para(word_files.run("Opening"), '<w:pStyle w:val="Heading1"/>')
    said = word_files.para(
        word_files.run("We ") + word_files.deleted("refuse") + word_files.inserted("agree")
    )
    page = desk.post(address, file_of(word_files.of_xml(heading, said))).text
    assert "2 tracked changes" in page
    assert "Read as if all were accepted" in page
    assert "Read as if all were rejected" in page
    assert "Ada Dock" in page
    shown = desk.post(address, {"text": hidden(page, "text")}).text
    assert "We agree" in shown


def test_without_a_heading_the_lines_of_the_file_stand_in_the_box(desk: Client, address: str) -> None:
    answer = desk.post(address, file_of(word_files.built(lambda file: file.add_paragraph("Only words."))))
    assert answer.status_code == 400
    assert "has no heading" in answer.text
    assert ">Only words.\n</textarea>" in answer.text


BAD = {
    "bomb": bad.bomb(),
    "entries": bad.many_entries(),
    "password": bad.locked(),
    "link": bad.link(),
    "truncated": bad.GOOD[: len(bad.GOOD) // 2],
    "other": b"%PDF-1.7 \x00",
    "ole": bad.OLE + b"\0" * 600,
    "empty": b"",
    "large": b"a" * 10_000_001,
}


@pytest.mark.parametrize("kind", BAD)
def test_a_bad_file_gets_a_sentence_and_what_was_typed_is_kept(
    desk: Client, document: Document, address: str, kind: str
) -> None:
    before = revisions.content(document)
    answer = desk.post(address, file_of(BAD[kind]))
    assert answer.status_code == 400
    assert "minutes.docx" in answer.text
    assert "Nothing was changed; your text stands below." in answer.text
    assert "Something I had typed." in answer.text
    assert revisions.content(document) == before


def test_no_file_is_said(desk: Client, address: str) -> None:
    answer = desk.post(address, {"read_file": "1", "text": TYPED})
    assert answer.status_code == 400
    assert "Choose a file first." in answer.text
    assert "Something I had typed." in answer.text


@pytest.mark.parametrize(
    "known", ["{", "[]", '{"paragraphs": [["x", "y"]], "sections": []}', "[" * 50_000, '"x"']
)
def test_identities_that_nobody_sent_are_passed_over(desk: Client, address: str, known: str) -> None:
    assert desk.post(address, {"text": TYPED, "known": known}).status_code == 200


def test_what_no_longer_changes_takes_no_file(people: Cast) -> None:
    document = document_at("final", people)
    answer = at_the_desk(people.coordinator).post(
        f"/desk/documents/{document.pk}/whole/",
        file_of(word_files.built(lambda file: file.add_paragraph("x"))),
    )
    assert answer.status_code == 400
    assert "no longer changes" in answer.text
