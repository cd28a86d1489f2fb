"""Proposals: what the list said is kept with them; accepted by the verbs of the list, unless it changed since."""

import datetime as dt
from dataclasses import replace

import pytest

from ccm_portal.actors import IMPORT
from friends import contacts, proposals
from friends.contacts import Details
from friends.models import Contact, ListReview, Proposal
from friends.proposals import Wanted
from tests.cast import HOUR, NOW, Cast, cast, listed
from tests.friends.test_editions import change
from tests.friends.test_reviews import entry_of, opened

pytestmark = pytest.mark.django_db
Kind, State = Proposal.Kind, Proposal.State
TODAY = NOW.date()
DAY = dt.timedelta(days=1)


@pytest.fixture
def people() -> Cast:
    return cast()


@pytest.fixture
def review(people) -> ListReview:
    return opened(people)


def proposed(review: ListReview, person: Contact, kind: str = Kind.CORRECT, **said: object) -> Proposal:
    """Norway proposes; `said` changes the details of the person, or is the whole of somebody new."""
    details = None
    if kind == Kind.CORRECT:
        details = replace(Details.of(person), **said)
    elif kind in (Kind.ADD, Kind.SUCCESSOR):
        details = Details(**said)
    wanted = Wanted(kind, None if kind == Kind.ADD else person, details)
    return proposals.propose(entry_of(review, person), wanted, contact=person, now=NOW + HOUR)


def accepted(proposal: Proposal, people: Cast, holds_from: dt.date = TODAY, over: str = "") -> Proposal:
    by = people.admin.actor
    return proposals.accept(proposal, holds_from=holds_from, over=over, by=by, now=NOW + 2 * HOUR)


def shown(proposal: Proposal) -> list[tuple[str, str, str]]:
    return [(line.label, line.was, line.wanted) for line in proposals.lines(proposal, None)]


def test_it_works(people, review):
    proposal = proposed(review, people.friend, name="Nora Berg", phone="+41 22", visibility="states")
    assert shown(proposal) == [
        ("Name", "Norway 1", "Nora Berg"),
        ("Telephone", "", "+41 22"),
        ("Who may see the address", "everyone on the list", "States of the body"),
    ]
    people.friend.refresh_from_db()
    assert people.friend.name == "Norway 1"
    accepted(proposal, people)
    people.friend.refresh_from_db()
    assert (people.friend.name, people.friend.phone, people.friend.visibility) == (
        "Nora Berg",
        "+41 22",
        "states",
    )
    newest = people.friend.history.first()
    assert newest.history_change_reason == "proposed by Norway in the review of 2 November 2026"
    assert newest.history_person == "The Admin"
    proposal.refresh_from_db()
    assert (proposal.state, proposal.decided_by) == (State.ACCEPTED, "The Admin")
    with pytest.raises(proposals.AlreadyDecided):
        accepted(proposal, people)


def test_an_addition_stands_in_every_entry_of_the_delegation(people, review):
    other = listed(people.body, people.friend.delegation, [people.friend], role="member", title="Reporting")
    accepted(proposed(review, people.friend, Kind.ADD, name="Nora", email="nora@example.org"), people)
    added = Contact.objects.get(email="nora@example.org")
    assert added.delegation == people.friend.delegation
    assert {row.pk for row in added.assignments.all()} == {
        other.pk, *people.friend.assignments.values_list("pk", flat=True),
    }  # fmt: skip


def test_somebody_has_left(people, review):
    accepted(proposed(review, people.friend, Kind.LEFT), people, holds_from=TODAY)
    people.friend.refresh_from_db()
    assert people.friend.valid_until == TODAY


def test_a_successor_takes_the_place(people, review):
    proposal = proposed(review, people.friend, Kind.SUCCESSOR, name="Nora", email="nora@example.org")
    accepted(proposal, people, holds_from=TODAY + DAY)
    people.friend.refresh_from_db()
    successor = Contact.objects.get(email="nora@example.org")
    assert (people.friend.valid_until, successor.valid_from) == (TODAY, TODAY + DAY)
    assert successor.continues is None
    assert set(successor.assignments.all()) == set(people.friend.assignments.all())


class TestClash:
    def test_the_same_detail_changed_since(self, people, review):
        proposal = proposed(review, people.friend, name="Nora Berg")
        other = replace(Details.of(people.friend), name="Nina Berg")
        contacts.correct(people.friend, other, change(), by=IMPORT, now=NOW + HOUR)
        with pytest.raises(proposals.ChangedSince, match="changed since this was proposed"):
            accepted(proposal, people)
        current = proposals.stands_now(people.friend, TODAY)
        [line] = proposals.lines(proposal, current)
        assert (line.was, line.wanted, line.current, line.clashes) == (
            "Norway 1", "Nora Berg", "Nina Berg", True,
        )  # fmt: skip
        clash = proposals.clash_of(proposal, current, TODAY)
        accepted(proposal, people, over=clash.over)
        people.friend.refresh_from_db()
        assert people.friend.name == "Nora Berg"

    def test_what_was_looked_at_changed_again(self, people, review):
        proposal = proposed(review, people.friend, name="Nora Berg")
        overs = []
        for name in ("Nina", "Nadia"):
            details = replace(Details.of(people.friend), name=name)
            contacts.correct(people.friend, details, change(), by=IMPORT, now=NOW + HOUR)
            overs.append(proposals.clash_of(proposal, people.friend, TODAY).over)
        with pytest.raises(proposals.ChangedSince):
            accepted(proposal, people, over=overs[0])

    def test_another_detail_changed_is_kept(self, people, review):
        proposal = proposed(review, people.friend, name="Nora Berg")
        other = replace(Details.of(people.friend), phone="+41 22")
        contacts.correct(people.friend, other, change(), by=IMPORT, now=NOW + HOUR)
        accepted(proposal, people)
        people.friend.refresh_from_db()
        assert (people.friend.name, people.friend.phone) == ("Nora Berg", "+41 22")

    def test_an_address_changed_since_is_followed(self, people, review):
        proposal = proposed(review, people.friend, name="Nora Berg")
        moved = replace(Details.of(people.friend), email="moved@example.org")
        contacts.correct(people.friend, moved, change(), by=IMPORT, now=NOW + HOUR)
        accepted(proposal, people)
        assert Contact.objects.get(email="moved@example.org").name == "Nora Berg"

    def test_somebody_no_longer_on_the_list(self, people, review):
        proposal = proposed(review, people.friend, name="Nora Berg")
        contacts.end(people.friend, change(TODAY - DAY), by=IMPORT, now=NOW + HOUR)
        with pytest.raises(proposals.ChangedSince, match="no longer on the list"):
            accepted(proposal, people)


class TestMaking:
    def test_a_newer_proposal_about_somebody_takes_the_earlier_back(self, people, review):
        first = proposed(review, people.friend, name="Nora Berg")
        second = proposed(review, people.friend, Kind.LEFT)
        first.refresh_from_db()
        assert (first.state, second.state) == (State.WITHDRAWN, State.OPEN)

    def test_nothing_is_no_proposal(self, people, review):
        with pytest.raises(proposals.NothingProposed, match="changed nothing"):
            proposed(review, people.friend)
        with pytest.raises(proposals.NothingProposed):
            proposals.propose(
                entry_of(review, people.friend), Wanted(Kind.WORDS, words=" "), contact=people.friend, now=NOW
            )
        assert not Proposal.objects.exists()

    @pytest.mark.parametrize(
        "said", [{"email": "nora at example"}, {"name": "a\u202eb"}, {"name": "", "email": ""}]
    )
    def test_what_cannot_be_kept_is_said(self, people, review, said):
        with pytest.raises(contacts.UnfitDetails):
            proposed(review, people.friend, **said)

    def test_taken_back(self, people, review):
        proposal = proposed(review, people.friend, Kind.LEFT)
        proposals.take_back(proposal, by=people.friend.actor, now=NOW)
        with pytest.raises(proposals.AlreadyDecided):
            accepted(proposal, people)


class TestDeciding:
    def test_an_address_that_is_taken_is_said_and_nothing_is_decided(self, people, review):
        taken = people.contacts["Canada"][0].email
        proposal = proposed(review, people.friend, Kind.SUCCESSOR, name="Nora", email=taken)
        with pytest.raises(contacts.AddressTaken):
            accepted(proposal, people)
        proposal.refresh_from_db()
        people.friend.refresh_from_db()
        assert (proposal.state, people.friend.valid_until) == (State.OPEN, None)

    def test_declining_says_why(self, people, review):
        proposal = proposed(review, people.friend, Kind.LEFT)
        with pytest.raises(proposals.NoReasonGiven):
            proposals.decline(proposal, reason=" ", by=people.admin.actor, now=NOW)
        proposals.decline(proposal, reason="Still there.", by=people.admin.actor, now=NOW)
        proposal.refresh_from_db()
        assert (proposal.state, proposal.reason) == (State.DECLINED, "Still there.")

    def test_a_remark_is_noted(self, people, review):
        entry = entry_of(review, people.friend)
        said = proposals.propose(
            entry, Wanted(Kind.WORDS, words="We coordinate two areas."), contact=people.friend, now=NOW
        )
        assert accepted(said, people).state == State.ACCEPTED
