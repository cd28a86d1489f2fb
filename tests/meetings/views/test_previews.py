"""The preview beside the text: our own PDF in our own frame, and a sentence where there is none."""

import datetime as dt

import pytest
from django.test import Client

from ccm_portal import pdf, sign_in
from ccm_portal.pdf import RendererProcess
from meetings.models import Document
from tests.cast import NOW, Cast, cast, document_at
from tests.queries import at_the_desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> Cast:
    return cast()


@pytest.fixture
def document(people: Cast) -> Document:
    return document_at("drafting", people)


def page(document: Document) -> str:
    return f"/desk/documents/{document.pk}/preview/"


def test_it_works(people: Cast, document: Document, renderer: RendererProcess) -> None:
    answer = at_the_desk(people.coordinator).get(page(document))
    assert answer["Content-Type"] == "application/pdf"
    assert "good spirit" in pdf.extract_text(answer.content)
    # In a frame of the portal's own, and in no other; kept by nobody.
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in answer["Content-Security-Policy"]
    assert answer["Cache-Control"] == "no-store"


def test_the_same_file_on_its_own_is_in_no_frame(
    people: Cast, document: Document, renderer: RendererProcess
) -> None:
    answer = at_the_desk(people.coordinator).get(f"/desk/documents/{document.pk}/pdf/")
    assert answer["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]


def test_without_a_renderer_the_pane_says_so(people: Cast, document: Document, settings, tmp_path) -> None:  # type: ignore[no-untyped-def]
    settings.RENDERER_SOCKET = str(tmp_path / "nobody")
    answer = at_the_desk(people.coordinator).get(page(document))
    assert answer.status_code == 503
    assert "Your text is not concerned: go on typing." in answer.text
    assert "Try again" in answer.text
    assert answer["X-Frame-Options"] == "SAMEORIGIN"


def test_a_text_that_cannot_be_set_says_why(
    people: Cast, document: Document, renderer: RendererProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ccm_portal.pdf_limits.MAX_HTML_BYTES", 100)
    answer = at_the_desk(people.coordinator).get(page(document))
    assert answer.status_code == 503
    assert "Try again" not in answer.text


def test_whoever_signed_in_long_ago_confirms_first(people: Cast, document: Document, time_machine) -> None:  # type: ignore[no-untyped-def]
    time_machine.move_to(NOW, tick=False)
    browser = at_the_desk(people.coordinator)
    time_machine.move_to(NOW + sign_in.FRESH_FOR + dt.timedelta(seconds=1), tick=False)
    answer = browser.get(page(document))
    assert answer["Content-Type"].startswith("text/html")
    assert "Confirm, in a new tab" in answer.text and "Try again" in answer.text
    assert f"/desk/documents/{document.pk}/pdf/" in answer.text


def test_nobody_else_gets_it(people: Cast, document: Document) -> None:
    for who in (at_the_desk(people.admin), at_the_desk(people.stranger), Client()):
        assert who.get(page(document)).status_code == 404
        assert who.post(page(document)).status_code in (404, 405)
