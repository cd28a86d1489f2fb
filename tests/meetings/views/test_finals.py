"""Issuing a text as final with what is missing said first, and taking it up again."""

import pytest
from django.urls import reverse

from meetings import rounds
from meetings.models import Document
from tests.cast import HOUR, NOW, document_at
from tests.meetings.views.test_rounds import say
from tests.meetings.views.walking import round_of


def page_of(document: Document, name: str = "issue") -> str:
    return reverse(name, args=[document.pk])


def status(document: Document) -> str:
    document.refresh_from_db()
    return document.status


@pytest.fixture
def undecided(people) -> Document:
    """A text whose round was closed with a comment left undecided."""
    document = document_at("in_round", people)
    round_ = round_of(document)
    say(round_, people, "Norway", "Please wait.")
    by = people.coordinator.actor
    rounds.close(round_, note="", leave_undecided=True, by=by, now=NOW + 2 * HOUR)
    return document


def test_it_works(desk, people):
    document = document_at("under_revision", people)
    assert "every comment is decided" in desk.get(page_of(document)).text
    assert status(document) == "under_revision"
    page = desk.post(page_of(document), follow=True).text
    assert "is final." in page and "Have it approved" in page
    assert status(document) == "final"


def test_undecided_comments_need_the_chairs_word(desk, undecided):
    page = desk.get(page_of(undecided, "document")).text
    assert "1 comment is undecided." in page
    answer = desk.post(page_of(undecided), {"waiver": "  "})
    assert answer.status_code == 400
    assert "1 comment is undecided. Record the chair&#x27;s word on it" in answer.text
    assert status(undecided) == "under_revision"
    desk.post(page_of(undecided), {"waiver": "Left for the next meeting."})
    assert status(undecided) == "final"
    assert undecided.waiver == "Left for the next meeting."


def test_a_text_without_a_round_needs_the_chairs_word(desk, people):
    document = document_at("cleared", people)
    assert "No comment round was held on this text." in desk.get(page_of(document)).text
    assert desk.post(page_of(document)).status_code == 400
    assert status(document) == "cleared"
    desk.post(page_of(document), {"waiver": "Agreed in the room."})
    assert status(document) == "final"


@pytest.mark.parametrize("at", ["drafting", "in_round", "final", "approved"])
def test_only_at_its_time(desk, people, at):
    document = document_at(at, people)
    for data in ({}, {"waiver": "All the same."}):
        page = desk.post(page_of(document), data, follow=True).text
        assert "cannot be issued as final now" in page
    assert status(document) == at


@pytest.mark.parametrize("at", ["final", "approved"])
def test_taking_it_up_again_says_why(desk, people, at):
    document = document_at(at, people)
    page = desk.post(page_of(document, "take-up-again"), {"reason": " "}, follow=True).text
    assert "Say in a few words why" in page and status(document) == at
    page = desk.post(page_of(document, "take-up-again"), {"reason": "A wrong name."}, follow=True).text
    assert "The text is under revision again." in page and status(document) == "under_revision"
    assert document.history.latest("history_id").history_change_reason == "A wrong name."
    assert desk.get(page_of(document, "take-up-again")).status_code == 405


def test_a_text_in_a_round_is_not_taken_up(desk, people):
    document = document_at("in_round", people)
    page = desk.post(page_of(document, "take-up-again"), {"reason": "A wrong name."}, follow=True).text
    assert "This cannot be done now" in page and status(document) == "in_round"


def test_publishing_with_undecided_comments_is_refused(desk, undecided):
    page = desk.get(page_of(undecided, "publish")).text
    assert "Issue the text as final first" in page and "Prepare page and PDF" not in page
    assert desk.post(page_of(undecided, "publish")).status_code == 409
    assert status(undecided) == "under_revision"
