"""The desk's way to a correction: the reason, the text taken up, edited, issued, given up."""

import pytest
import time_machine
from django.urls import reverse

from ccm_portal import history
from friends.models import AccessLink
from meetings import corrections, presidency
from meetings.models import Document
from tests.cast import HOUR, document_at
from tests.meetings.publications import PUBLISHED_AT, published, with_words
from tests.meetings.views.walking import enter
from tests.queries import at_the_desk

# The pages; the verbs behind them run on both databases in `tests/meetings/test_corrections.py`.
pytestmark = pytest.mark.once
LATER = PUBLISHED_AT + 24 * HOUR
REASON = "A name in paragraph 1 was wrong."


@pytest.fixture
def text(people, renderer):
    document = published(people).document
    with time_machine.travel(LATER, tick=True):
        yield document


@pytest.fixture
def desk(people, text):
    return at_the_desk(people.coordinator)


def page_of(document: Document, name: str = "document") -> str:
    return reverse(name, args=[document.pk])


def say(desk, document: Document, reason: str = REASON) -> str:
    answer = desk.post(page_of(document, "correct"), {"reason": reason}, follow=True)
    document.refresh_from_db()
    return " ".join(answer.text.split())


def test_it_works(desk, text):
    assert page_of(text, "correct") in desk.get(page_of(text)).text
    before = desk.get(page_of(text, "correct")).text
    assert "2026-10-30-friends-minutes-Corr.1" in before and "The Presidency approves it." in before
    page = say(desk, text)
    assert (text.status, text.correction) == ("under_revision", REASON)
    assert "A correction is in work" in page and REASON in page
    assert "The working text still says what is published." in page
    assert page_of(text, "correction-give-up") in page
    for list_ in ("/desk/meetings/", reverse("desk-meeting", args=[text.meeting_id])):
        assert "correction in work" in desk.get(list_).text
    assert "The published text is being corrected." in desk.get("/desk/").text


def test_without_a_reason_nothing_is_taken_up(desk, text):
    for reason, sentence in (("  ", "Say in one sentence why"), ("x" * 301, "at most 300 characters")):
        answer = desk.post(page_of(text, "correct"), {"reason": reason})
        assert answer.status_code == 400
        assert sentence in answer.text and reason.strip() in answer.text
    text.refresh_from_db()
    assert text.status == "published"


def test_the_reason_can_be_said_otherwise_until_the_text_is_final(desk, text, people):
    say(desk, text)
    assert REASON in desk.get(page_of(text, "correct")).text
    assert "The reason is changed." in say(desk, text, "Two names were wrong.")
    assert text.correction == "Two names were wrong."
    with_words(text, "More.", people)
    desk.post(page_of(text, "issue"), {"waiver": "None is needed."})
    assert "The correction is final, and so is its reason." in say(desk, text, "Three names.")
    assert text.correction == "Two names were wrong."
    assert "Two names were wrong." in desk.get(page_of(text, "publish")).text


def test_giving_up(desk, text, people):
    say(desk, text)
    with_words(text, "More.", people)
    page = desk.get(page_of(text)).text
    assert page_of(text, "correction-give-up") not in page
    assert "first bring the text back" in page and "to=working" in page
    answer = desk.post(page_of(text, "correction-give-up"), follow=True)
    assert "differ from what is published" in answer.text
    text.refresh_from_db()
    assert corrections.is_in_work(text)
    paragraph = text.sections.all()[0].paragraphs.all()[0]
    paragraph.text = paragraph.text.removesuffix(" More.")
    history.save(paragraph, by=people.coordinator.actor)
    answer = desk.post(page_of(text, "correction-give-up"), follow=True)
    assert "The correction is given up." in answer.text and "The text is public." in answer.text
    text.refresh_from_db()
    assert (text.status, text.correction) == ("published", "")


def test_a_correction_sent_back_by_the_presidency_can_be_given_up(desk, text, people):
    say(desk, text)
    Document.objects.filter(pk=text.pk).update(status="drafting")
    assert page_of(text, "correction-give-up") in desk.get(page_of(text)).text
    desk.post(page_of(text, "correction-give-up"))
    text.refresh_from_db()
    assert text.status == "published"


def test_what_was_changed_around_a_published_text_leads_to_a_correction(desk, text, people):
    assert "was changed since" not in desk.get(page_of(text)).text
    text.meeting.venue = "Room 7"
    history.save(text.meeting, by=people.coordinator.actor)
    assert "was changed since; the public reads that after a correction." in desk.get(page_of(text)).text
    page = say(desk, text, "The room was another one.")
    assert "Compare with what is published" in page


def test_the_presidency_reads_why_until_it_gave_its_word(desk, text, people):
    say(desk, text)
    with_words(text, "More.", people)
    desk.post(page_of(text, "issue"), {"waiver": "None is needed."})
    desk.post(page_of(text, "approval"), {"ask": "1"})
    revision = presidency.final_revision(text)
    president = enter(AccessLink.objects.get(contact=people.president, subject=revision.pk))
    address = reverse("word", args=[revision.pk, "approve"])
    assert REASON in president.get(address).text
    assert "More." in president.get(address).text
    president.post(address, {"yes": "1"})
    text.refresh_from_db()
    assert text.status == "approved"
    assert REASON not in president.get(address).text


def test_what_is_not_public_is_not_corrected(people, renderer):
    desk = at_the_desk(people.coordinator)
    document = document_at("approved", people)
    answer = desk.post(page_of(document, "correct"), {"reason": REASON}, follow=True)
    assert "Only a published text is corrected." in answer.text
    answer = desk.post(page_of(document, "correction-give-up"), follow=True)
    assert "This cannot be done now" in answer.text
    document.refresh_from_db()
    assert document.status == "approved"


def test_an_old_session_cannot_begin_a_correction(desk, text):
    with time_machine.travel(LATER + 2 * HOUR, tick=True):
        assert desk.post(page_of(text, "correct"), {"reason": REASON}).status_code == 403
    text.refresh_from_db()
    assert text.status == "published"
