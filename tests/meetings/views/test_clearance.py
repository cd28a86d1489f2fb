"""The coordinator's side of the Presidency's word: asked for by letter, or recorded."""

import pytest
from django.urls import reverse

from ccm_portal import history
from ccm_portal.actors import IMPORT
from ccm_portal.models import Letter
from friends.models import Assignment
from meetings.models import Document, PresidencyWord
from tests.cast import document_at

# 12:00 in the body's zone is the moment of these tests.
WORD = {
    "giver": "the Ambassador", "how": "by telephone", "day": "2026-11-02", "time": "11:00", "given": "yes",
    "note": "", "record": "1",
}  # fmt: skip


def page_of(document: Document, name: str = "clearance") -> str:
    return reverse(name, args=[document.pk])


def status(document: Document) -> str:
    document.refresh_from_db()
    return document.status


def letters_to_the_presidency(people) -> int:
    return Letter.objects.filter(recipient=people.president.pk).count()


def test_it_works(desk, people):
    document = document_at("drafting", people)
    page = desk.get(page_of(document)).text
    assert "lao-pdr.1@example.org" in page and "norway" not in page
    page = desk.post(page_of(document), {"ask": "1"}, follow=True).text
    assert "The Presidency is asked by letter." in page
    assert status(document) == "with_presidency" and letters_to_the_presidency(people) == 1
    page = desk.get(page_of(document)).text
    assert "Revision 1 was sent to the Presidency; its word is awaited." in page


def test_looking_asks_nobody(desk, people):
    document = document_at("drafting", people)
    desk.get(page_of(document), {"ask": "1"})
    assert status(document) == "drafting" and letters_to_the_presidency(people) == 0


def test_a_recorded_word(desk, people):
    document = document_at("drafting", people)
    page = desk.post(page_of(document), WORD, follow=True).text
    assert "The Presidency&#x27;s word is recorded, and the Presidency is told." in page
    assert "the Ambassador, by telephone, 2 Nov 2026, 11:00" in page
    assert status(document) == "cleared" and letters_to_the_presidency(people) == 1


def test_a_word_that_sends_back(desk, people):
    document = document_at("drafting", people)
    page = desk.post(page_of(document), WORD | {"given": "no", "note": "Name the meeting."}, follow=True).text
    assert status(document) == "drafting"
    assert "Name the meeting." in page


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"giver": ""}, "This field is required."),
        ({"how": " "}, "This field is required."),
        ({"given": "no"}, "Say in a few words what should change"),
        ({"given": "perhaps"}, "Select a valid choice"),
        ({"day": "2026-11-03"}, "lies in the future"),
        ({"day": "2026-03-29", "time": "02:30"}, "02:30 does not exist on 2026-03-29"),
        ({"day": "yesterday"}, "Enter a valid date."),
    ],
)
def test_a_word_that_cannot_be_is_given_back(desk, people, changed, sentence):
    document = document_at("drafting", people)
    answer = desk.post(page_of(document), WORD | {"note": "Typed."} | changed | _noted(changed))
    assert answer.status_code == 400
    assert sentence in answer.text
    assert not PresidencyWord.objects.exists() and status(document) == "drafting"


def _noted(changed: dict[str, str]) -> dict[str, str]:
    return {"note": ""} if changed.get("given") == "no" else {}


def test_a_list_without_a_presidency(desk, people):
    document = document_at("drafting", people)
    for row in Assignment.objects.filter(role=Assignment.Role.PRESIDENT):
        row.role = Assignment.Role.MEMBER
        history.save(row, by=IMPORT)
    assert "names no contact with an address for the President" in desk.get(page_of(document)).text
    page = desk.post(page_of(document), {"ask": "1"}, follow=True).text
    assert "names no contact with an address for the President" in page
    assert status(document) == "drafting"


def test_approving_the_final_text(desk, people):
    document = document_at("final", people)
    page = desk.post(page_of(document, "approval"), {"ask": "1"}, follow=True).text
    assert "The Presidency is asked by letter." in page
    desk.post(page_of(document, "approval"), WORD)
    assert status(document) == "approved"


@pytest.mark.parametrize(
    ("at", "name"), [("in_round", "clearance"), ("drafting", "approval"), ("approved", "approval")]
)
def test_a_word_that_is_not_wanted(desk, people, at, name):
    document = document_at(at, people)
    words = PresidencyWord.objects.count()
    for data in ({}, WORD, {"ask": "1"}):
        page = desk.post(page_of(document, name), data, follow=True).text
        assert "word is not wanted at this point" in page
    assert (status(document), PresidencyWord.objects.count()) == (at, words)


def test_clearance_is_waived_only_where_the_body_needs_none(desk, people):
    document = document_at("drafting", people)
    page = desk.post(page_of(document, "clearance-waive"), follow=True).text
    assert "the Presidency clears drafts first" in page and status(document) == "drafting"
    people.body.clearance_needed = False
    history.save(people.body, by=IMPORT)
    answer = desk.post(page_of(document, "clearance-waive"))
    assert answer.url == reverse("circulate", args=[document.pk]) and status(document) == "cleared"
