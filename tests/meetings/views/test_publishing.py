"""The desk's pages of publishing: prepare, look, confirm; for the coordinator of the body alone."""

import datetime as dt
from collections.abc import Iterator

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client

from ccm_portal.models import User
from ccm_portal.pdf import RendererProcess
from meetings import publishing
from meetings.models import ChainLink, Document, Preparation, Publication
from tests.cast import HOUR, Cast, cast, document_at
from tests.meetings.publications import PUBLISHED_AT, issued_with, prepared, published

pytestmark = pytest.mark.django_db

MINUTES = "/meetings/2026-10-30-friends/minutes/1/"


@pytest.fixture
def people() -> Cast:
    return cast()


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    """The day on which the cast's minutes are published."""
    with time_machine.travel(PUBLISHED_AT, tick=True):
        yield


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page_of(document: Document) -> str:
    return f"/desk/documents/{document.pk}/publish/"


def of(preparation: Preparation, rest: str = "") -> str:
    return f"/desk/preparations/{preparation.pk}/{rest}"


def text_of(response: HttpResponse) -> str:
    return response.content.decode()


def test_it_works(people: Cast, renderer: RendererProcess) -> None:
    document, client = document_at("approved", people), signed_in(people.coordinator)
    first = text_of(client.get(page_of(document)))
    for words in (
        "CCM-2026-10-30-friends-minutes",
        f"http://localhost:8000{MINUTES}",
        "the Ambassador, by telephone",
    ):
        assert words in first
    assert Preparation.objects.count() == 0

    answer = client.post(page_of(document))
    preparation = Preparation.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, of(preparation))
    look = text_of(client.get(of(preparation)))
    assert f'src="{of(preparation, "page/")}"' in look
    assert f"anyone can read this page at http://localhost:8000{MINUTES}" in look
    assert Client().get(MINUTES).status_code == 404

    seen = client.get(of(preparation, "page/")).content
    seen_pdf = client.get(of(preparation, "pdf/"))
    assert seen_pdf["Content-Type"] == "application/pdf"
    answer = client.post(of(preparation, "confirm/"), follow=True)
    assert answer.redirect_chain == [(f"/desk/documents/{document.pk}/", 302)]
    assert "public as CCM-2026-10-30-friends-minutes" in text_of(answer)

    public = Client().get(MINUTES)
    assert public.content == seen
    assert Client().get(f"{MINUTES}2026-10-30-friends-minutes.pdf").content == seen_pdf.content


def test_looking_changes_nothing(people: Cast, renderer: RendererProcess) -> None:
    preparation = prepared(document_at("approved", people), people)
    client = signed_in(people.coordinator)
    for _time in range(3):
        for address in (
            page_of(preparation.document),
            of(preparation),
            of(preparation, "page/"),
            of(preparation, "pdf/"),
        ):
            assert client.get(address).status_code == 200
    assert client.get(of(preparation, "confirm/")).status_code == 405
    assert (Preparation.objects.count(), Publication.objects.count()) == (1, 0)


def test_the_page_may_stand_in_our_own_frame_and_nowhere_else(
    people: Cast, renderer: RendererProcess
) -> None:
    preparation = prepared(document_at("approved", people), people)
    client = signed_in(people.coordinator)
    framed = client.get(of(preparation, "page/"))
    assert framed["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in framed["Content-Security-Policy"]
    assert "default-src 'self'" in framed["Content-Security-Policy"]
    around = client.get(of(preparation))
    assert around["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in around["Content-Security-Policy"]
    for response in (framed, around):
        assert response["Cache-Control"] == "no-store"
        assert "noindex" in response["X-Robots-Tag"]


def test_while_the_pdf_is_being_set_the_page_says_so(people: Cast, settings: object) -> None:
    settings.RENDERER_SOCKET = "/nowhere/renderer.sock"  # type: ignore[attr-defined]
    document, client = document_at("approved", people), signed_in(people.coordinator)
    answer = client.post(page_of(document), follow=True)
    assert "The PDF is being set" in text_of(answer)
    assert '<meta http-equiv="refresh"' in text_of(answer)
    preparation = Preparation.objects.get()
    assert client.get(of(preparation, "page/")).status_code == 404
    assert client.get(of(preparation, "pdf/")).status_code == 404
    answer = client.post(of(preparation, "confirm/"), follow=True)
    assert "still being set" in text_of(answer)
    assert Publication.objects.count() == 0


def test_findings_are_listed_and_there_is_no_button(people: Cast, renderer: RendererProcess) -> None:
    document = issued_with("Write to norway.2@example.org.", people)
    page = text_of(signed_in(people.coordinator).post(page_of(document), follow=True))
    assert "The address n…@example.org of the contact list stands in the page, paragraph 1." in page
    assert "confirm/" not in page
    # The frame shows what was prepared; the page around it does not repeat the address.
    assert "norway.2@example.org" not in page


@pytest.mark.parametrize("status", ["drafting", "in_round", "under_revision", "final"])
def test_what_is_missing_is_said_and_nothing_is_prepared(people: Cast, status: str) -> None:
    document, client = document_at(status, people), signed_in(people.coordinator)
    missing = publishing.missing(document)
    page = text_of(client.get(page_of(document)))
    assert missing in page
    assert "Prepare page and PDF" not in page
    assert client.post(page_of(document)).status_code == 409
    assert Preparation.objects.count() == 0


def test_a_second_confirmation_is_told_that_it_came_second(people: Cast, renderer: RendererProcess) -> None:
    preparation = prepared(document_at("approved", people), people)
    client = signed_in(people.coordinator)
    for expected in ("public as CCM", "public already"):
        assert expected in text_of(client.post(of(preparation, "confirm/"), follow=True))
    assert Publication.objects.count() == 1


def test_prepared_yesterday_is_a_clear_sentence(people: Cast, renderer: RendererProcess) -> None:
    preparation = prepared(document_at("approved", people), people, now=PUBLISHED_AT - dt.timedelta(days=1))
    page = text_of(signed_in(people.coordinator).post(of(preparation, "confirm/"), follow=True))
    assert "prepared on another day" in page
    assert Publication.objects.count() == 0


def test_for_everybody_else_none_of_it_exists(people: Cast, renderer: RendererProcess) -> None:
    preparation = prepared(document_at("approved", people), people)
    addresses = [
        page_of(preparation.document),
        *(of(preparation, rest) for rest in ("", "page/", "pdf/", "confirm/")),
    ]
    for client in (Client(), signed_in(people.admin)):
        for address in addresses:
            assert client.get(address).status_code == 404
            assert client.post(address).status_code == 404
    # A coordinator of another body knocks at a door that is there; behind it there is nothing for them.
    stranger = signed_in(people.stranger)
    for address in addresses[:-1]:
        assert stranger.get(address).status_code == 404
    for address in (addresses[0], addresses[-1]):
        assert stranger.post(address).status_code == 404
    assert Publication.objects.count() == 0


def test_a_preparation_of_a_published_text_leads_to_the_public_page(
    people: Cast, renderer: RendererProcess
) -> None:
    preparation = prepared(document_at("approved", people), people)
    publishing.confirm(preparation, by=people.coordinator.actor, now=PUBLISHED_AT + HOUR)
    page = text_of(signed_in(people.coordinator).get(of(preparation)))
    assert MINUTES in page
    assert "confirm/" not in page


def test_where_another_text_came_first_one_click_prepares_again(
    people: Cast, renderer: RendererProcess
) -> None:
    document, client = document_at("approved", people), signed_in(people.coordinator)
    early = prepared(document, people)
    published(people, day=dt.date(2026, 9, 30))
    page = text_of(client.get(of(early)))
    assert "Another text was published after this was prepared." in page
    assert f'action="{page_of(document)}"' in page
    assert of(early, "confirm/") not in page
    client.post(of(early, "confirm/"))
    assert Publication.objects.count() == 1
    anew = client.post(page_of(document))["Location"]
    assert anew != of(early)
    client.post(f"{anew}confirm/")
    assert [link.number for link in ChainLink.objects.all()] == [1, 2]
