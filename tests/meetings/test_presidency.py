"""The Presidency's word: by link or recorded, on exactly one revision."""

import datetime as dt

import pytest

from ccm_portal.models import Letter
from friends import contacts
from friends.models import AccessLink
from meetings import documents, finals, paragraphs, presidency
from meetings.models import PresidencyWord
from meetings.paragraphs import Wording
from tests.cast import HOUR, NOW, cast, document_at

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return cast()


def asked(document, people):
    revision = presidency.ask_clearance(document, by=people.coordinator.actor, now=NOW + HOUR)
    return revision, AccessLink.objects.get(contact=people.president, subject=revision.pk)


def give(revision, link, *, given=True, note=""):
    return presidency.give(revision, link, given=given, note=note, now=NOW + 2 * HOUR)


def recorded(at=NOW):
    return presidency.Recorded("the Ambassador", "by telephone", at)


def test_it_works_by_link(people):
    document = document_at("drafting", people)
    revision, link = asked(document, people)
    give(revision, link)
    document.refresh_from_db()
    assert document.status == "cleared"
    assert presidency.cleared_revision(document) == revision


def test_the_presidency_gets_one_letter_with_its_link(people):
    revision, link = asked(document_at("drafting", people), people)
    letter = Letter.objects.get(reason=f"revision:{revision.pk}:clear")
    assert (letter.address, letter.link_id) == ("lao-pdr.1@example.org", link.pk)


def test_sent_back_with_a_note_the_text_is_in_drafting_again(people):
    document = document_at("drafting", people)
    revision, link = asked(document, people)
    with pytest.raises(presidency.WordNotGiven, match="what should change"):
        give(revision, link, given=False)
    give(revision, link, given=False, note="Please name the paper.")
    document.refresh_from_db()
    assert document.status == "drafting"


def test_a_second_word_on_the_same_revision_is_refused(people):
    revision, link = asked(document_at("drafting", people), people)
    give(revision, link)
    with pytest.raises(presidency.WordNotGiven, match="not asked for"):
        give(revision, link)
    assert PresidencyWord.objects.count() == 1


def test_recorded_says_who_how_when_and_the_presidency_is_told(people):
    document = document_at("drafting", people)
    presidency.record(
        document, "clear", given=True, note="", recorded=recorded(), user=people.coordinator, now=NOW + HOUR
    )
    assert document.status == "cleared"
    letter = Letter.objects.get(reason__startswith="word:")
    assert "the Ambassador" in letter.text and "by telephone" in letter.text


def test_a_word_from_the_future_is_refused(people):
    document = document_at("drafting", people)
    later = recorded(NOW + dt.timedelta(days=1))
    with pytest.raises(presidency.WordNotGiven, match="future"):
        presidency.record(
            document, "clear", given=True, note="", recorded=later, user=people.coordinator, now=NOW
        )


def test_without_a_presidency_on_the_list_a_sentence_says_so(people):
    change = contacts.Change(NOW.date() - dt.timedelta(days=1), "left")
    contacts.end(people.president, change, by=people.admin.actor, now=NOW)
    with pytest.raises(presidency.NoPresidency, match="contact list"):
        presidency.ask_clearance(document_at("drafting", people), by=people.coordinator.actor, now=NOW)


def test_an_edit_after_approval_is_not_possible_until_taken_up_again(people):
    document = document_at("approved", people)
    row = document.sections.first().paragraphs.first()
    with pytest.raises(documents.NotNow):
        documents.check_editable(document)
    finals.take_up_again(document, reason="a name was wrong", by=people.coordinator.actor, now=NOW + 6 * HOUR)
    documents.check_editable(document)
    paragraphs.change(
        row.pk, Wording("x"), version=row.version, by=people.coordinator.actor, now=NOW + 6 * HOUR
    )


@pytest.mark.parametrize("waiver", ["", "   "])
def test_final_needs_a_round_or_the_chairs_word(people, waiver):
    document = document_at("cleared", people)
    with pytest.raises(finals.NotReady, match="No comment round"):
        finals.issue(document, waiver=waiver, by=people.coordinator.actor, now=NOW + 2 * HOUR)


def test_final_without_a_round_keeps_the_chairs_word(people):
    document = document_at("cleared", people)
    finals.issue(document, waiver="Agreed in the room.", by=people.coordinator.actor, now=NOW + 2 * HOUR)
    document.refresh_from_db()
    assert (document.status, document.waiver) == ("final", "Agreed in the room.")
