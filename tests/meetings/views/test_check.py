"""The checking page: the record, an older edition, altered and where, or not known; and nothing kept."""

import datetime as dt
import io
import json
from typing import Any

import pikepdf
import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ccm_portal import pdf
from ccm_portal.pdf import RendererProcess
from meetings import checking, printing, stamps
from meetings.models import Publication
from meetings.views import public as views
from tests.cast import HOUR, Cast, cast
from tests.meetings.publications import PUBLISHED_AT, corrected, published

pytestmark = pytest.mark.django_db
CHECK = "/record/check/"


@pytest.fixture
def people() -> Cast:
    return cast()


@pytest.fixture
def publication(people: Cast, renderer: RendererProcess) -> Publication:
    return published(people)


def bytes_of(publication: Publication, ending: str) -> bytes:
    return bytes(publication.files.get(name__endswith=ending).content)


def hand_in(client: Client, data: bytes, name: str = "a.pdf") -> Any:
    return client.post(CHECK, {"file": SimpleUploadedFile(name, data)})


def paste(client: Client, text: str) -> Any:
    return client.post(CHECK, {"text": text})


def said(response: Any) -> str:
    assert response.status_code == 200, response.content.decode()
    page = response.content.decode()
    return " ".join(page[page.index('class="verdict"') : page.index("<form")].split())


def altered_pdf(publication: Publication, old: str, new: str) -> bytes:
    """The published PDF as a forger would set it anew: other words, the same last page."""
    content = json.loads(publication.canonical.replace(old, new))
    stamp = stamps.published(
        publication.document,
        identifier=publication.identifier,
        day=dt.date(2026, 11, 2),
        after_comments=True,
    )
    seal = printing.Seal(
        publication.identifier,
        publication.sha256,
        1,
        publication.link.previous,
        "http://localhost:8000/record/check/",
    )
    return pdf.render(printing.print_html(content, stamp=stamp, seal=seal), wait=60)


@pytest.mark.parametrize("ending", [".pdf", "record.html", "record.json"])
def test_it_works(publication: Publication, client: Client, ending: str) -> None:
    verdict = said(hand_in(client, bytes_of(publication, ending)))
    assert "The record" in verdict
    assert f"This is {publication.identifier}" in verdict
    assert "Byte for byte" in verdict
    assert "It is the newest edition of this text." in verdict


def test_one_of_both_is_needed_so_neither_is_optional(client: Client) -> None:
    page = client.get(CHECK).text
    assert "A file" in page and "optional" not in page


def test_a_pdf_saved_again_has_the_same_words(publication: Publication, client: Client) -> None:
    file = io.BytesIO()
    with pikepdf.open(io.BytesIO(bytes_of(publication, ".pdf"))) as document:
        document.docinfo["/Title"] = "Saved again"
        document.save(file)
    verdict = said(hand_in(client, file.getvalue()))
    assert f"These are the words of {publication.identifier}" in verdict
    assert "but not the same file" in verdict


def test_an_altered_pdf_is_told_where(publication: Publication, client: Client) -> None:
    data = altered_pdf(publication, "Several delegations", "Few delegations")
    verdict = said(hand_in(client, data))
    assert "This differs from what was published" in verdict
    assert verdict.count("<h3>") == 1
    assert "<h3>Para. 2</h3>" in verdict
    assert "removed: </span>Several" in verdict.replace("</span> ", "</span>")
    assert "Few" in verdict


def test_an_altered_page_and_an_altered_text_are_told_where(publication: Publication, client: Client) -> None:
    for name in ("record.html", "record.json"):
        data = bytes_of(publication, name).replace(b"Several delegations", b"Few delegations")
        verdict = said(hand_in(client, data, name))
        assert verdict.count("<h3>") == 1, name
        assert "<h3>Para. 2</h3>" in verdict


def test_a_json_whose_other_parts_were_changed_is_altered(publication: Publication, client: Client) -> None:
    content = json.loads(bytes_of(publication, "record.json"))
    content["meeting"]["chair"] = "Somebody else"
    verdict = said(hand_in(client, json.dumps(content).encode(), "record.json"))
    assert "This differs from what was published" in verdict
    assert verdict.count("<h3>") == 1
    assert "<h3>“meeting”</h3>" in verdict
    assert "Somebody else" in verdict


def test_pasted_words(publication: Publication, client: Client) -> None:
    words = "Several delegations praised the good spirit of the meeting."
    verdict = said(paste(client, f"2 {words}"))
    assert f"These words stand in {publication.identifier}" in verdict
    assert "para. 2" in verdict
    verdict = said(paste(client, words.replace("good", "poor")))
    assert "<h3>Para. 2</h3>" in verdict
    assert "Not known here" in said(paste(client, "Nothing of this was ever said in any of the rooms."))


def test_an_older_edition_says_which_is_the_newest(publication: Publication, client: Client) -> None:
    second = corrected(
        publication, now=PUBLISHED_AT + 24 * HOUR, text="The Chair opened the meeting at noon."
    )
    verdict = said(hand_in(client, altered_pdf(publication, "Several delegations", "Few delegations")))
    assert f'The newest one is <a href="/meetings/{publication.document.meeting.slug}/minutes/2/' in verdict
    assert second.identifier in verdict
    words = "Several delegations praised the good spirit of the meeting."
    # They stand in both; the newest counts.
    assert "It is the newest edition" in said(paste(client, words))


@pytest.mark.parametrize(
    ("fields", "sentence", "status"),
    [
        ({}, "Choose a file, or paste words from it below.", 422),
        ({"text": "two words"}, "Paste at least 6 words", 422),
        ({"text": "word " * 50_000}, "characters; at most 200000 can be compared", 422),
    ],
)
def test_what_cannot_be_checked_gets_a_sentence(
    client: Client, fields: dict[str, str], sentence: str, status: int
) -> None:
    response = client.post(CHECK, fields)
    assert response.status_code == status
    assert sentence in response.content.decode()
    if len(fields.get("text", "")) < 100:
        assert fields.get("text", "") in response.content.decode()


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "The file is empty."),
        (b"MZ\x90\x00", "This is not a PDF"),
        (b"%PDF-1.4 cut", "damaged"),
        (b"{" * 100_000, "damaged, or something else"),
        (b'{"sections": 7}', "damaged, or something else"),
        (b'{"sections": [{"heading": 1, "paragraphs": [{}]}]}', "damaged, or something else"),
    ],
)
def test_a_file_that_is_none_of_ours_gets_a_sentence(client: Client, data: bytes, sentence: str) -> None:
    response = hand_in(client, data)
    assert response.status_code == 422
    assert sentence in response.content.decode()


def test_what_is_too_large_is_not_read(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "MOST_SENT", 1000)
    response = hand_in(client, b"%PDF" + b"x" * 2000)
    assert (response.status_code, "larger than 16 MB" in response.content.decode()) == (413, True)


def test_one_address_waits_after_many(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "CHECKS_A_MINUTE", 2)
    for minute in range(3):
        with time_machine.travel(PUBLISHED_AT + dt.timedelta(minutes=minute), tick=False):
            statuses = [paste(client, "two words").status_code for _time in range(3)]
        assert statuses == [422, 422, 429]


def test_nothing_is_kept_and_nobody_is_known(publication: Publication, client: Client) -> None:
    with CaptureQueriesContext(connection) as queries:
        response = hand_in(client, bytes_of(publication, "record.html").replace(b"good", b"poor"), "a.html")
    changing = [
        query["sql"]
        for query in queries.captured_queries
        if query["sql"].split()[0] in ("INSERT", "UPDATE", "DELETE") and '"cache"' not in query["sql"]
    ]
    assert changing == []
    assert not response.cookies
    assert response["Cache-Control"] == "no-store"
    page = client.get(CHECK).content.decode()
    assert "csrfmiddlewaretoken" not in page
    assert "<script" not in page


def test_it_asks_the_same_few_questions_whatever_is_published(
    publication: Publication, people: Cast, client: Client
) -> None:
    words = "Several delegations praised the good spirit of the meeting."

    def count() -> int:
        checking._joined.clear()
        with CaptureQueriesContext(connection) as queries:
            paste(client, words)
        return len([query for query in queries.captured_queries if '"meetings_' in query["sql"]])

    first = count()
    for month in (8, 9):
        published(people, day=dt.date(2026, month, 30))
    assert count() == first
