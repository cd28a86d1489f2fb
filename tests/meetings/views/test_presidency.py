"""The Presidency reads a draft or a final text and gives its word by button."""

import pytest
from django.test import Client

from ccm_portal import history
from friends.models import AccessLink
from meetings import presidency, rounds
from meetings.models import Document, PresidencyWord, Revision
from tests.cast import HOUR, NOW, Cast, cast, document_at
from tests.meetings.views.walking import DURING, enter


@pytest.fixture
def people(db, time_machine) -> Cast:
    time_machine.move_to(DURING)
    return cast()


@pytest.fixture
def draft(people) -> Revision:
    """A draft that lies with the Presidency."""
    return presidency.ask_clearance(document_at("drafting", people), by=people.coordinator.actor, now=NOW)


@pytest.fixture
def president(draft) -> Client:
    return enter(AccessLink.objects.get(purpose="clear", subject=draft.pk))


def page_of(revision: Revision, purpose: str = "clear") -> str:
    return f"/word/{revision.pk}/{purpose}/"


def status(revision: Revision) -> str:
    return Document.objects.get(pk=revision.document_id).status


def test_it_works(president, draft, people):
    page = president.get(page_of(draft))
    assert page.status_code == 200
    assert "good spirit" in page.text
    assert "asks the Presidency to clear this draft" in page.text
    page = president.post(page_of(draft), {"yes": "1", "note": ""}, follow=True)
    assert "Your word is recorded" in page.text
    assert "Cleared" in page.text and "Clear for circulation" not in page.text
    word = PresidencyWord.objects.get()
    assert (word.given, word.contact, status(draft)) == (True, people.president, "cleared")


def test_looking_changes_nothing(president, draft):
    president.get(page_of(draft))
    assert not PresidencyWord.objects.exists()


def test_sending_back_needs_a_note(president, draft):
    answer = president.post(page_of(draft), {"back": "1", "note": " "})
    assert answer.status_code == 409
    assert "Say in a few words what should change" in answer.text
    assert not PresidencyWord.objects.exists()


def test_sending_back(president, draft):
    page = president.post(page_of(draft), {"back": "1", "note": "Paragraph 2 is not right."}, follow=True)
    assert "Sent back" in page.text and "Paragraph 2 is not right." in page.text
    assert status(draft) == "drafting"


def test_a_post_without_a_button_is_no_yes(president, draft):
    president.post(page_of(draft), {"note": ""})
    assert not PresidencyWord.objects.filter(given=True).exists()


def test_a_second_word_is_not_taken_and_its_note_is_kept(president, draft):
    president.post(page_of(draft), {"yes": "1", "note": ""})
    answer = president.post(page_of(draft), {"back": "1", "note": "Changed my mind."})
    assert answer.status_code == 409
    assert "not asked for any more" in answer.text and "Changed my mind." in answer.text
    assert PresidencyWord.objects.count() == 1


def test_a_text_that_moved_on_says_so(president, draft, people):
    recorded = presidency.Recorded("the Ambassador", "by telephone", NOW)
    document = Document.objects.get(pk=draft.document_id)
    presidency.record(
        document, "clear", given=True, note="", recorded=recorded, user=people.coordinator, now=NOW + HOUR
    )
    page = president.get(page_of(draft)).text
    assert "the Ambassador, by telephone" in page
    assert "Clear for circulation" not in page


def test_without_the_link_there_is_nothing(draft, people):
    assert Client().get(page_of(draft)).status_code == 404
    assert Client().post(page_of(draft), {"yes": "1"}).status_code == 404


@pytest.mark.parametrize("purpose", ["approve", "round", "nonsense"])
def test_a_link_to_clear_does_nothing_else(president, draft, purpose):
    assert president.get(page_of(draft, purpose)).status_code == 404
    assert president.post(page_of(draft, purpose), {"yes": "1"}).status_code == 404


def test_approving_the_final_text_shows_what_changed_since_clearance(people):
    document = document_at("final", people)
    revision = presidency.ask_approval(document, by=people.coordinator.actor, now=NOW + 6 * HOUR)
    browser = enter(AccessLink.objects.get(purpose="approve"))
    page = browser.get(page_of(revision, "approve")).text
    assert "approve this final text for publication" in page
    browser.post(page_of(revision, "approve"), {"yes": "1", "note": ""})
    assert status(revision) == "approved"


def test_the_second_draft_is_shown_against_the_first(president, draft, people):
    president.post(page_of(draft), {"back": "1", "note": "Please name the meeting."})
    document = Document.objects.get(pk=draft.document_id)
    document.title = "Minutes, second attempt"
    history.save(document, by=people.coordinator.actor)
    again = presidency.ask_clearance(document, by=people.coordinator.actor, now=NOW + HOUR)
    assert again.number == 2
    browser = enter(AccessLink.objects.get(purpose="clear", subject=again.pk))
    assert "What changed since revision 1" in browser.get(page_of(again)).text


def test_nobody_is_written_to_by_the_word_itself(president, draft):
    president.post(page_of(draft), {"yes": "1", "note": ""})
    document = Document.objects.get(pk=draft.document_id)
    assert not document.rounds.exists()
    assert rounds.plan(document, deadline=NOW + 200 * HOUR, cover_note="", now=NOW).revision == draft
