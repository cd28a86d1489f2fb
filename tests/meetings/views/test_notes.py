"""Private notes beside a text: kept while typed, two at once told, sealed, deleted for good, and nowhere else."""

import datetime as dt

import pytest
from django.test import Client

from ccm_portal.models import AuditRow, Letter
from ccm_portal.pdf import RendererProcess
from meetings import notes, revisions
from meetings.models import Document, PrivateNotes
from tests import queries
from tests.cast import NOW, Cast, cast, document_at
from tests.meetings.hand_overs import next_coordinator
from tests.meetings.publications import published
from tests.queries import at_the_desk

pytestmark = pytest.mark.django_db

WORDS = "NOR: would rather wait.\nCAN: supports."
JSON = {"HTTP_ACCEPT": "application/json"}


@pytest.fixture
def people(time_machine) -> Cast:  # type: ignore[no-untyped-def]
    time_machine.move_to(NOW, tick=False)
    return cast()


@pytest.fixture
def document(people: Cast) -> Document:
    return document_at("drafting", people)


@pytest.fixture
def coordinator(people: Cast) -> Client:
    return at_the_desk(people.coordinator)


def page(document: Document) -> str:
    return f"/desk/documents/{document.pk}/notes/"


def test_it_works(coordinator: Client, document: Document) -> None:
    answer = coordinator.post(page(document), {"notes": WORDS.replace("\n", "\r\n"), "version": "0"})
    assert answer.status_code == 302
    assert PrivateNotes.objects.get().text == WORDS
    for address in (page(document), f"/desk/documents/{document.pk}/"):
        assert "NOR: would rather wait." in coordinator.get(address).text
    said = coordinator.post(page(document), {"notes": f"{WORDS}\nMore.", "version": "1"}, **JSON)
    assert said.json() == {"version": 2, "saved": "10:00"}
    # Sent again because the answer was lost: no conflict.
    assert (
        coordinator.post(page(document), {"notes": f"{WORDS}\nMore.", "version": "1"}, **JSON).status_code
        == 200
    )


def test_nobody_else_reads_them(people: Cast, document: Document) -> None:
    notes.save(document, WORDS, version=0, since=None, now=NOW)
    for who in (at_the_desk(people.admin), at_the_desk(people.stranger), Client()):
        for address in (page(document), f"{page(document)}delete/"):
            assert who.get(address).status_code == 404
            assert who.post(address, {"notes": "x", "version": "1"}).status_code == 404
    assert PrivateNotes.objects.get().text == WORDS


def test_two_at_once_are_shown_both(coordinator: Client, document: Document) -> None:
    notes.save(document, "Theirs.", version=0, since=None, now=NOW)
    answer = coordinator.post(page(document), {"notes": "Mine.", "version": "0"})
    assert answer.status_code == 409
    assert "Theirs." in answer.text
    assert "Mine.</textarea>" in answer.text
    assert 'name="version" value="1"' in answer.text
    told = coordinator.post(page(document), {"notes": "Mine.", "version": "0"}, **JSON)
    assert (told.status_code, told.json()["theirs"], told.json()["version"]) == (409, "Theirs.", 1)
    assert PrivateNotes.objects.get().text == "Theirs."


def test_deleted_meanwhile_is_said_and_what_was_typed_kept(coordinator: Client, document: Document) -> None:
    answer = coordinator.post(page(document), {"notes": "Mine.", "version": "3"})
    assert answer.status_code == 409
    assert "Somebody else deleted these notes meanwhile." in answer.text
    assert "Mine.</textarea>" in answer.text
    assert 'name="version" value="0"' in answer.text


@pytest.mark.parametrize("version", ["", "x", "-1"])
def test_a_wrong_version_overwrites_nothing(coordinator: Client, document: Document, version: str) -> None:
    notes.save(document, WORDS, version=0, since=None, now=NOW)
    assert coordinator.post(page(document), {"notes": "Mine.", "version": version}).status_code == 409
    assert PrivateNotes.objects.get().text == WORDS


def test_too_much_is_refused_and_kept_in_the_form(coordinator: Client, document: Document) -> None:
    typed = "a" * (notes.MOST_CHARACTERS + 1)
    answer = coordinator.post(page(document), {"notes": typed, "version": "0"})
    assert answer.status_code == 400
    assert "200,000 are the most" in answer.text
    assert typed in answer.text
    assert coordinator.post(page(document), {"notes": "NUL\0", "version": "0"}).status_code == 302
    assert PrivateNotes.objects.get().text == "NUL"


def test_they_stand_in_no_text_letter_audit_or_history(coordinator: Client, document: Document) -> None:
    before = revisions.content(document)
    coordinator.post(page(document), {"notes": WORDS, "version": "0"})
    assert revisions.content(document) == before
    assert not hasattr(PrivateNotes, "history")
    assert not Letter.objects.exists()
    assert "notes" not in {row.event for row in AuditRow.objects.all()}
    coordinator.post(f"{page(document)}delete/")
    row = AuditRow.objects.get(event="private notes deleted")
    assert row.detail == {}
    assert not PrivateNotes.objects.exists()


def test_deleting_asks_once(coordinator: Client, document: Document) -> None:
    notes.save(document, WORDS, version=0, since=None, now=NOW)
    asked = coordinator.get(f"{page(document)}delete/").text
    assert "NOR: would rather wait." in asked
    assert "They are gone for good" in asked
    assert PrivateNotes.objects.exists()


def test_at_publication_they_are_offered_for_deletion(people: Cast, renderer: RendererProcess) -> None:
    document = published(people).document
    coordinator = at_the_desk(people.coordinator)
    offer = "Are the notes still needed?"
    assert offer not in coordinator.get(f"/desk/documents/{document.pk}/").text
    notes.save(document, WORDS, version=0, since=None, now=NOW)
    for address in (f"/desk/documents/{document.pk}/", page(document)):
        text = coordinator.get(address).text
        assert offer in text
        assert f"{page(document)}delete/" in text


def test_sealed_at_a_hand_over_the_next_begins_anew(people: Cast, document: Document, time_machine) -> None:  # type: ignore[no-untyped-def]
    notes.save(document, WORDS, version=0, since=None, now=NOW)
    time_machine.move_to(NOW + dt.timedelta(days=3), tick=False)
    heir = next_coordinator(people, NOW.date() + dt.timedelta(days=1))
    for address in (page(document), f"{page(document)}delete/", f"/desk/documents/{document.pk}/"):
        assert "NOR:" not in heir.get(address).text.replace("NOR: …", "")
    assert heir.post(page(document), {"notes": "LAO: new.", "version": "0"}).status_code == 302
    heir.post(f"{page(document)}delete/")
    assert [row.text for row in PrivateNotes.objects.all()] == [WORDS]
    notes.save(
        document, "LAO: new.", version=0, since=NOW + dt.timedelta(days=2), now=NOW + dt.timedelta(days=3)
    )
    both = at_the_desk(people.coordinator).get(page(document)).text
    assert "LAO: new.</textarea>" in both
    assert "NOR: would rather wait." in both


def test_the_page_costs_the_same_however_long_they_are(coordinator: Client, document: Document) -> None:
    few = queries.count(coordinator, page(document))
    notes.save(document, WORDS * 100, version=0, since=None, now=NOW)
    assert queries.count(coordinator, page(document)) == few
