"""After a hand-over the next coordinator sees texts and decisions; replies, internal notes and letters stay sealed."""

import datetime as dt

import pytest
from django.urls import reverse

from ccm_portal import history
from ccm_portal.actors import IMPORT
from ccm_portal.models import AuditRow, Letter, User
from friends import reviews, seals
from friends.changes import NoReason
from friends.models import HandOver, Period, StaffRole
from meetings import dispositions
from meetings.models import Comment
from tests.cast import HOUR, NOW, document_at, with_app
from tests.friends.test_reviews import entry_of, opened
from tests.meetings.views.walking import round_of
from tests.queries import at_the_desk

pytestmark = pytest.mark.django_db

DAY = NOW.date() + dt.timedelta(days=1)
NOTE = "The Ambassador would rather not."


@pytest.fixture
def round_(people):
    """A round that is closed, with an internal note on its comment."""
    found = round_of(document_at("under_revision", people))
    decision = dispositions.Decision("noted", "The heading says so.", NOTE)
    by = people.coordinator.actor
    dispositions.decide(Comment.objects.get(), decision, by=by, now=NOW + 5 * HOUR)
    return found


@pytest.fixture
def hand_over(people, round_):
    old, new = (
        history.save(Period(body=people.body, name=name), by=IMPORT)
        for name in ("1MSP to 2MSP", "2MSP to 3MSP")
    )
    row = HandOver(body=people.body, from_period=old, to_period=new, day=DAY, made_at=NOW, period_made=True)
    return history.save(row, by=IMPORT)


def coordinator_from(people, day, name="next"):
    user = User.objects.create_user(f"{name}@example.org", "The Next Coordinator")
    role = StaffRole(user=user, body=people.body, role=StaffRole.Role.COORDINATOR, valid_from=day)
    history.save(role, by=IMPORT)
    with_app(user)
    return at_the_desk(user)


@pytest.fixture
def after(time_machine, hand_over):
    """Two days after the hand-over."""
    time_machine.move_to(dt.datetime.combine(DAY, dt.time(12), dt.UTC) + dt.timedelta(days=2), tick=False)


@pytest.fixture
def heir(people, after):
    """The next coordinator's browser."""
    return coordinator_from(people, DAY)


def pages(round_):
    comment = Comment.objects.get()
    letter = Letter.objects.filter(reason=f"round:{round_.pk}:opening").first()
    return (
        reverse("round", args=[round_.pk]),
        reverse("decide", args=[comment.pk]),
        reverse("letter", args=[letter.pk]),
    )


def test_it_works(heir, round_):
    round_page, decide, letter = pages(round_)
    page = heir.get(round_page).text
    assert "Please say on which meeting." in page and "The heading says so." in page
    assert "Sealed at the hand-over" in page
    for words in (NOTE, "Yet to reply", "has replied", "have replied", "norway.1@example.org"):
        assert words not in page
    page = heir.get(decide).text
    assert NOTE not in page and "is sealed, and stays what it is" in page
    assert heir.get(letter).status_code == 404
    assert "are sealed and not shown" in heir.get(reverse("letters")).text
    assert "norway.1@example.org" not in heir.get(reverse("letters")).text


def test_a_sealed_note_stays_when_the_next_coordinator_decides(heir, round_):
    _round_page, decide, _letter = pages(round_)
    data = {"label": "noted", "reason": "As said.", "internal_note": "mine"}
    assert heir.post(decide, data).status_code == 302
    decided = Comment.objects.get().disposition
    assert (decided.reason, decided.internal_note) == ("As said.", NOTE)


def sees_everything(browser, round_):
    round_page, decide, letter = pages(round_)
    shown = browser.get(round_page).text
    return (
        NOTE in shown
        and "Yet to reply" in shown
        and NOTE in browser.get(decide).text
        and browser.get(letter).status_code == 200
    )


def test_who_was_there_before_sees_everything(people, after, round_):
    assert sees_everything(at_the_desk(people.coordinator), round_)
    assert sees_everything(coordinator_from(people, NOW.date(), "shadow"), round_)


def test_released_it_is_open(people, heir, round_, hand_over):
    with pytest.raises(NoReason):
        seals.release(hand_over, " ", by=people.coordinator.actor, now=NOW)
    seals.release(hand_over, "agreed between both", by=people.coordinator.actor, now=NOW)
    with pytest.raises(seals.IsReleased):
        seals.release(hand_over, "agreed between both", by=people.coordinator.actor, now=NOW)
    assert AuditRow.objects.filter(event="hand-over released", subject_id=hand_over.pk).count() == 1
    assert sees_everything(heir, round_)


def test_an_open_round_goes_over_with_its_replies(people, time_machine):
    round_ = round_of(document_at("in_round", people))
    old, new = (history.save(Period(body=people.body, name=name), by=IMPORT) for name in ("1", "2"))
    row = HandOver(body=people.body, from_period=old, to_period=new, day=DAY, made_at=NOW, period_made=True)
    history.save(row, by=IMPORT)
    time_machine.move_to(dt.datetime.combine(DAY, dt.time(12), dt.UTC), tick=False)
    page = coordinator_from(people, DAY).get(reverse("round", args=[round_.pk])).text
    assert "Yet to reply" in page


def test_who_answered_in_a_review_of_the_list_is_sealed_as_well(people, hand_over, time_machine):
    found = opened(people)
    reviews.confirm(entry_of(found, people.friend), contact=people.friend, now=NOW + HOUR)
    reviews.close(found, by=people.coordinator.actor, now=NOW + 2 * HOUR)
    time_machine.move_to(dt.datetime.combine(DAY, dt.time(12), dt.UTC), tick=False)
    former, heir = at_the_desk(people.coordinator), coordinator_from(people, DAY)
    assert "Not answered" in former.get(found.get_absolute_url()).text
    page = heir.get(found.get_absolute_url()).text
    assert "is sealed since the hand-over" in page
    assert "Not answered" not in page and "all correct" not in page and "Norway" not in page


def test_whoever_was_always_there_costs_no_query(people, django_assert_num_queries):
    roles = list(StaffRole.objects.filter(user=people.coordinator).select_related("body"))
    with django_assert_num_queries(0):
        assert seals.sealed(roles) == {}


def release_page(hand_over):
    return reverse("hand-over-release", args=[hand_over.pk])


def test_who_was_there_before_releases_it_on_a_page(people, heir, round_, hand_over):
    assert "sealed for you" in heir.get(release_page(hand_over)).text
    assert heir.post(release_page(hand_over), {"reason": "curious"}).status_code == 400
    former = at_the_desk(people.coordinator)
    refused = former.post(release_page(hand_over), {"reason": " "})
    assert refused.status_code == 400 and "Say in a few words why it is released." in refused.text
    done = former.post(release_page(hand_over), {"reason": "agreed between both"}, follow=True)
    assert "Released. The next coordinator sees what went before as well." in done.text
    assert "All of it was released on" in former.get(release_page(hand_over)).text
    assert sees_everything(heir, round_)


def test_another_body_does_not_find_it(stranger, hand_over):
    assert stranger.get(release_page(hand_over)).status_code == 404
