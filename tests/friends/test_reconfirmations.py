"""Letters of reconfirmation: asked, answered by the delegation, changed until the day, reminded once, acted upon."""

import datetime as dt
from dataclasses import replace

import pytest

from ccm_portal.models import AuditRow, Letter
from friends import assignments, reconfirmation_standing, reconfirmations
from friends.assignments import Post
from friends.changes import ONE_DAY, BadDay, Change
from friends.models import Assignment, CarryingOn
from friends.reconfirmations import CannotAnswer, CannotAsk, CannotRemind, NotOpenedNow, Said
from tests.cast import NOW, cast, delegation, listed

pytestmark = pytest.mark.django_db

TODAY = NOW.date()
UNTIL = TODAY + dt.timedelta(days=20)
LATER = NOW + dt.timedelta(days=2)
Status = Assignment.Status
TOLD = Change(TODAY, "the period ends soon")


@pytest.fixture
def people():
    return cast()


@pytest.fixture
def row(people):
    return people.friend.assignments.get()


@pytest.fixture
def asking(people, row):
    return ask(people, row)


def ask(people, row, until=UNTIL, change=TOLD):
    by = people.coordinator.actor
    return reconfirmations.ask(row, until=until, words="With thanks.", change=change, by=by, now=NOW)


def say(asking, contact, kind, now=LATER, **more):
    said = {post.pk: Said(kind, **more) for post in asking.posts.all()}
    return reconfirmations.answer(asking, said, contact=contact, now=now)


def now_on_list(row):
    """What the list says of the post in the end: status, and what it rests on."""
    last = assignments.standing([row.pk])[row.pk]
    return last.status, last.decision


def test_asked_the_post_is_to_be_reconfirmed_and_its_speakers_are_written_to(people, row, asking):
    assert now_on_list(row) == (Status.TO_BE_RECONFIRMED, "")
    letters = Letter.objects.filter(reason=f"reconfirmation:{asking.pk}:asked")
    assert {letter.address for letter in letters} == {contact.email for contact in people.contacts["Norway"]}
    assert "General status and operation (coordinating)" in letters[0].text
    assert "With thanks." in letters[0].text
    assert "22 November 2026, 23:59 (Europe/Zurich)" in letters[0].text


def test_we_carry_on_confirms_from_that_day_on_and_rests_on_the_answer(people, row, asking):
    say(asking, people.friend, "carry_on")
    assert now_on_list(row) == (Status.CONFIRMED, "answer of Norway, 4 November 2026")
    story = assignments.story(assignments.standing([row.pk])[row.pk])
    assert [one.status for one in story] == [Status.LISTED, Status.TO_BE_RECONFIRMED, Status.CONFIRMED]
    receipts = Letter.objects.filter(reason__startswith=f"reconfirmation:{asking.pk}:answer")
    assert receipts.count() == 2
    assert "We carry on" in receipts[0].text


def test_another_answer_takes_it_back(people, row, asking):
    say(asking, people.friend, "carry_on")
    say(asking, people.contacts["Norway"][1], "cannot", now=LATER + dt.timedelta(days=1), words="New duties.")
    assert now_on_list(row) == (Status.TO_BE_RECONFIRMED, "")
    assert [answer.kind for answer in CarryingOn.objects.all()] == ["carry_on", "cannot"]


def test_what_the_coordinator_said_in_the_meantime_stands(people, row, asking):
    last = assignments.standing([row.pk])[row.pk]
    chosen = replace(Post.of(last), status=Status.PROPOSED)
    assignments.restate(last, chosen, Change(TODAY + ONE_DAY, "told"), by=people.admin.actor, now=LATER)
    say(asking, people.friend, "carry_on")
    assert now_on_list(row) == (Status.PROPOSED, "")
    assert CarryingOn.objects.count() == 1


def test_an_answer_before_the_period_begins_holds_from_its_first_day(people, row):
    first = TODAY + dt.timedelta(days=10)
    asking = ask(people, row, change=Change(first, "the next period"))
    say(asking, people.friend, "carry_on")
    assert assignments.standing([row.pk])[row.pk].valid_from == first
    assert now_on_list(row)[0] == Status.CONFIRMED


@pytest.mark.parametrize(
    ("kind", "more", "sentence"),
    [
        ("later", {}, "by when"),
        ("later", {"when": "x" * 300}, "no more than"),
        ("carry_on", {"words": "x" * 2001}, "no more than"),
        ("perhaps", {}, "not an answer"),
    ],
)
def test_an_answer_says_what_is_needed(people, asking, kind, more, sentence):
    with pytest.raises(CannotAnswer, match=sentence):
        say(asking, people.friend, kind, **more)
    assert not CarryingOn.objects.exists()


def test_answers_are_taken_until_the_end_of_the_day_and_from_speakers_alone(people, asking):
    say(asking, people.friend, "later", when="after the elections", now=asking.until)
    with pytest.raises(CannotAnswer, match="passed"):
        say(asking, people.friend, "carry_on", now=asking.until + dt.timedelta(seconds=1))
    with pytest.raises(CannotAnswer, match="Only those"):
        say(asking, people.contacts["Canada"][0], "carry_on")
    people.friend.speaks = False
    with pytest.raises(CannotAnswer, match="Only those"):
        say(asking, people.friend, "carry_on")


def test_who_cannot_be_asked(people, row, asking):
    silent = listed(people.body, delegation("Peru"), [], role=Assignment.Role.MEMBER)
    with pytest.raises(CannotAsk, match="Nobody with an address"):
        ask(people, silent)
    with pytest.raises(CannotAsk, match="already"):
        ask(people, assignments.standing([row.pk])[row.pk])
    with pytest.raises(CannotAsk, match="has passed"):
        ask(people, people.president.assignments.get(), until=TODAY - ONE_DAY)


def test_who_has_not_answered_is_reminded_once(people, asking):
    lao = ask(people, people.president.assignments.get())
    say(lao, people.president, "later", when="in January")
    by = people.coordinator.actor
    assert reconfirmations.remind(people.body, by=by, now=LATER) == 2
    reminders = Letter.objects.filter(reason__endswith=":reminder")
    assert {letter.delegation for letter in reminders} == {"Norway"}
    with pytest.raises(CannotRemind):
        reconfirmations.remind(people.body, by=by, now=LATER + dt.timedelta(days=1))


def test_we_cannot_is_a_proposal_to_open_the_post(people, row, asking):
    by = people.coordinator.actor
    say(asking, people.friend, "cannot", words="New duties.")
    assert now_on_list(row)[0] == Status.TO_BE_RECONFIRMED
    assert reconfirmation_standing.waiting([people.body.pk]) == reconfirmation_standing.Waiting(0, 1)
    change = Change(LATER.date(), "answer of Norway")
    reconfirmations.open_post(asking.posts.get(), change, by=by, now=LATER)
    assert now_on_list(row)[0] == Status.VACANT
    assert reconfirmation_standing.waiting([people.body.pk]) == reconfirmation_standing.Waiting(0, 0)
    with pytest.raises(NotOpenedNow):
        reconfirmations.open_post(asking.posts.get(), change, by=by, now=LATER)


def test_a_post_is_not_opened_without_such_an_answer(people, asking):
    with pytest.raises(NotOpenedNow):
        reconfirmations.open_post(asking.posts.get(), TOLD, by=people.coordinator.actor, now=LATER)


def test_the_log_holds_no_words_of_anybody(people, asking):
    say(asking, people.friend, "cannot", words="Canary.")
    [told] = AuditRow.objects.filter(event="reconfirmation answered")
    assert (told.actor_id, told.delegation) == (people.friend.pk, "Norway")
    assert told.detail == {"posts": 1, "carry_on": 0}


def test_a_day_outside_the_entry_is_refused_and_nobody_is_written_to(people):
    row = people.president.assignments.get()
    row.valid_from = TODAY + ONE_DAY
    Assignment.objects.filter(pk=row.pk).update(valid_from=row.valid_from)
    with pytest.raises(BadDay):
        ask(people, row)
    assert not Letter.objects.exists()
