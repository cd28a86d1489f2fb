"""Today: the next step of each text, in words; what it costs."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from actions import today
from ccm_portal import history
from ccm_portal.actors import IMPORT
from ccm_portal.models import Letter
from friends.models import Contact
from meetings import rounds
from meetings.models import Document
from tests import cast as casting
from tests.friends.test_reviews import left, opened

NOW = casting.NOW
pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> casting.Cast:
    return casting.cast()


STEPS = [
    ("drafting", "ask the Presidency to clear it", "clearance"),
    ("cleared", "Circulate it for comments", "circulate"),
    ("under_revision", "issue it as final", "issue"),
    ("final", "The Presidency approves it", "approval"),
    ("approved", "Publish it", "publish"),
]


@pytest.mark.parametrize(("status", "words", "route"), STEPS)
def test_each_text_says_what_comes_next(people: casting.Cast, status: str, words: str, route: str) -> None:
    document = casting.document_at(status, people)
    [step] = today.steps({people.body.pk}, NOW)
    assert words in step.words
    assert step.url == reverse(route, args=[document.pk])
    assert step.page == reverse("document", args=[document.pk])


def test_a_round_says_how_many_have_replied(people: casting.Cast) -> None:
    document = casting.document_at("in_round", people)
    round_ = document.rounds.get()
    casting.comment_and_decide(round_, people)
    [step] = today.steps({people.body.pk}, NOW)
    assert "2 of 4 delegations have replied." in step.words
    assert "wait" not in step.words
    assert "Europe/Zurich" in step.due
    assert step.url == reverse("round", args=[round_.pk])


def test_undecided_comments_and_a_passed_deadline_are_said(people: casting.Cast) -> None:
    document = casting.document_at("in_round", people)
    round_ = document.rounds.get()
    casting.comment_and_decide(round_, people)
    decided = round_.delegations.get(name="Norway").comments.get().disposition
    history.named(decided, by=IMPORT).delete()
    [step] = today.steps({people.body.pk}, round_.deadline)
    assert "1 comment waits for a decision." in step.words
    assert "The deadline has passed" in step.words
    assert step.chip == "no"


def test_what_is_public_or_another_bodys_is_not_there(people: casting.Cast) -> None:
    casting.document_at("drafting", people, body=people.other_body)
    document = casting.document_at("approved", people)
    Document.objects.filter(pk=document.pk).update(status="published")
    assert today.steps({people.body.pk}, NOW) == []


def test_a_meeting_without_minutes_is_there(people: casting.Cast) -> None:
    held = casting.meeting(people)
    casting.meeting(people, day=NOW.date() + dt.timedelta(days=9))
    [step] = today.steps({people.body.pk}, NOW)
    assert step.url == reverse("desk-meeting", args=[held.pk])


def test_letters_that_failed_are_counted(people: casting.Cast) -> None:
    casting.document_at("in_round", people)
    first, second, *_ = Letter.objects.values_list("pk", flat=True)
    Letter.objects.filter(pk=first).update(state="failed")
    Letter.objects.filter(pk=second).update(state="uncertain")
    assert today.letters({people.body.pk}, {}) == today.LetterCounts(1, 1)
    assert today.letters({people.other_body.pk}, {}) == today.LetterCounts(0, 0)


def test_doubtful_pairs_are_counted_for_their_body(people: casting.Cast) -> None:
    assert today.list_questions({people.body.pk}, NOW) == []
    Contact.objects.filter(pk=people.friend.pk).update(pair_confirmed=False)
    [row] = today.list_questions({people.body.pk}, NOW)
    assert (row.body, row.pairs, row.likenesses) == (people.body, 1, 0)
    assert today.list_questions({people.other_body.pk}, NOW) == []


def test_proposals_and_a_review_are_told(people: casting.Cast) -> None:
    review = opened(people)
    left(review, people.friend)
    [row] = today.list_questions({people.body.pk}, NOW)
    assert (row.proposals, row.review, row.review_ended) == (1, review, False)
    [row] = today.list_questions({people.body.pk}, NOW + dt.timedelta(days=20))
    assert row.review_ended
    assert today.list_questions({people.other_body.pk}, NOW) == []


def test_the_page_costs_the_same_for_three_texts_as_for_one(
    people: casting.Cast, client: Any, settings: Any, time_machine: Any
) -> None:
    time_machine.move_to(NOW, tick=False)
    client.force_login(people.coordinator)

    def cost() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(reverse("today")).status_code == 200
        return len(queries)

    casting.document_at("in_round", people)
    one = cost()
    for days in (1, 2):
        document = casting.document_at("in_round", people, day=dt.date(2026, 10, days))
        assert rounds.undecided(document.rounds.get()) == 0
    assert cost() == one
