"""Reviews of the list: asked with a preview, answered by anybody who speaks, reminded once, closed with a letter."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from ccm_portal import history
from ccm_portal.actors import IMPORT
from ccm_portal.models import AuditRow, Letter
from friends import contacts, proposals, reviews
from friends.models import AccessLink, Contact, ListReview, Proposal, ReviewedEntry
from friends.proposals import Wanted
from tests.cast import HOUR, NOW, Cast, cast
from tests.friends.test_editions import change

pytestmark = pytest.mark.django_db
UNTIL = NOW.date() + dt.timedelta(days=14)
AFTER = dt.datetime.combine(UNTIL + dt.timedelta(days=1), dt.time(), tzinfo=dt.UTC)
Kind = Proposal.Kind


@pytest.fixture
def people() -> Cast:
    """Norway's second contact gets copies only."""
    people = cast()
    second = people.contacts["Norway"][1]
    second.speaks = False
    history.save(second, by=IMPORT)
    return people


def opened(people: Cast, *, note: str = "") -> ListReview:
    seen = reviews.plan(people.body, until=UNTIL, note=note, now=NOW).fingerprint
    by = people.admin.actor
    return reviews.open(people.body, until=UNTIL, note=note, seen=seen, by=by, now=NOW)


def entry_of(review: ListReview, person: Contact) -> ReviewedEntry:
    entry = reviews.entry_of(review, person)
    assert entry is not None
    return entry


def left(review: ListReview, person: Contact) -> Proposal:
    entry = entry_of(review, person)
    return proposals.propose(entry, Wanted(Kind.LEFT, person), contact=person, now=NOW + HOUR)


def test_it_works(people):
    review = opened(people, note="Thank you.")
    assert sorted(entry.delegation.name for entry in review.entries.all()) == [
        "Canada", "ICRC", "Lao PDR", "Norway",
    ]  # fmt: skip
    assert Letter.objects.count() == 5
    letter = Letter.objects.get(recipient=people.friend.pk)
    assert letter.reason == f"review:{review.pk}:asked"
    assert "16 November" in letter.subject and "Thank you." in letter.text
    link = AccessLink.objects.get(pk=letter.link_id)
    assert (link.purpose, link.subject) == ("entry", review.pk)
    assert AuditRow.objects.get(event="list review opened").detail == {"delegations": 4, "letters": 5}


def test_one_is_open_at_a_time(people):
    opened(people)
    with pytest.raises(reviews.CannotAsk, match="open already"):
        reviews.plan(people.body, until=UNTIL, note="", now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        ListReview.objects.create(body=people.body, opened_at=NOW, until=UNTIL)


def test_what_was_not_seen_is_not_asked(people):
    seen = reviews.plan(people.body, until=UNTIL, note="", now=NOW).fingerprint
    with pytest.raises(reviews.CannotAsk, match="look again"):
        reviews.open(people.body, until=UNTIL, note="More.", seen=seen, by=people.admin.actor, now=NOW)
    assert not Letter.objects.exists()


def test_no_day_that_has_passed_and_nobody_to_ask(people):
    with pytest.raises(reviews.CannotAsk, match="has passed"):
        reviews.plan(people.body, until=NOW.date() - dt.timedelta(days=1), note="", now=NOW)
    with pytest.raises(reviews.CannotAsk, match="Nobody"):
        reviews.plan(people.other_body, until=UNTIL, note="", now=NOW)


class TestAnswering:
    def test_all_correct(self, people):
        review = opened(people)
        reviews.confirm(entry_of(review, people.friend), contact=people.friend, now=NOW + HOUR)
        entry = entry_of(review, people.friend)
        assert (entry.confirmed_at, entry.confirmed_by) == (NOW + HOUR, people.friend)
        [stands] = [one for one in reviews.standing(review) if one.has_answered]
        assert stands.entry == entry
        of = people.friend.delegation_id
        assert reviews.checked([of]) == {of: entry}

    def test_a_copy_answers_nothing(self, people):
        entry = entry_of(opened(people), people.friend)
        with pytest.raises(reviews.CannotAnswer, match="copies only"):
            reviews.confirm(entry, contact=people.contacts["Norway"][1], now=NOW)

    def test_another_delegation_answers_nothing(self, people):
        entry = entry_of(opened(people), people.friend)
        with pytest.raises(reviews.CannotAnswer):
            reviews.confirm(entry, contact=people.president, now=NOW)

    @pytest.mark.parametrize(("late", "taken"), [(-1, True), (0, False)])
    def test_it_ends_with_the_day_in_the_bodys_zone(self, people, late, taken):
        review = opened(people)
        # Midnight in Zurich is an hour before midnight in UTC.
        now = AFTER - HOUR + dt.timedelta(seconds=late)
        assert review.takes_answers_at(now) is taken


def test_who_has_not_answered_is_reminded_once(people):
    review = opened(people)
    reviews.confirm(entry_of(review, people.friend), contact=people.friend, now=NOW)
    left(review, people.contacts["Canada"][0])
    assert reviews.remind(review, by=people.admin.actor, now=NOW + HOUR) == 2
    reminded = Letter.objects.filter(reason=f"review:{review.pk}:reminder")
    assert sorted(letter.delegation for letter in reminded) == ["ICRC", "Lao PDR"]
    with pytest.raises(reviews.CannotRemind, match="once"):
        reviews.remind(review, by=people.admin.actor, now=NOW + HOUR)


def test_nobody_is_reminded_after_the_end(people):
    with pytest.raises(reviews.CannotRemind):
        reviews.remind(opened(people), by=people.admin.actor, now=AFTER)


def test_at_closing_each_delegation_is_told_what_became_of_its_proposals(people):
    review = opened(people)
    proposal = left(review, people.friend)
    with pytest.raises(reviews.CannotClose, match="1 proposal waits"):
        reviews.close(review, by=people.admin.actor, now=NOW + HOUR)
    proposals.decline(proposal, reason="Still there.", by=people.admin.actor, now=NOW + HOUR)
    assert reviews.close(review, by=people.admin.actor, now=NOW + HOUR) == 1
    letter = Letter.objects.get(reason=f"review:{review.pk}:closed")
    assert letter.recipient == people.friend.pk
    assert "Norway 1: declined (Still there.)" in letter.text
    with pytest.raises(reviews.CannotClose, match="already"):
        reviews.close(review, by=people.admin.actor, now=NOW + HOUR)
    with pytest.raises(reviews.CannotAnswer, match="ended"):
        reviews.confirm(entry_of(review, people.friend), contact=people.friend, now=NOW + HOUR)
    assert opened(people).pk != review.pk


def test_whoever_joins_the_list_later_has_no_entry(people):
    review = opened(people)
    row = people.friend.assignments.get()
    added = contacts.add(row, contacts.Details("Nora", "nora@example.org"), change(), by=IMPORT, now=NOW)
    assert reviews.entry_of(review, added) == entry_of(review, people.friend)
    stranger = people.contacts["Canada"][0]
    review.entries.filter(delegation=stranger.delegation_id).delete()
    assert reviews.entry_of(review, stranger) is None
