"""Refusals and replies become proposals: for the contact found by address, once, never applied by themselves."""

import datetime as dt

import pytest

from ccm_portal.models import Letter
from friends import contacts, letters, periodic, readers, replies
from friends.models import Contact, Proposal
from friends.reading.replies import UnreadableReply
from friends.replies import Given, NotUnderstood
from tests.cast import HOUR, NOW, Cast, cast
from tests.friends.reading.test_replies import REPORT, mail
from tests.friends.test_editions import change

pytestmark = pytest.mark.django_db
Kind, Source = Proposal.Kind, Proposal.Source


@pytest.fixture
def people() -> Cast:
    return cast()


def refused(
    people: Cast, person: Contact, words: str = "550 5.1.1 User unknown", at: dt.datetime = NOW
) -> Letter:
    """A letter to the person that the mail server refused."""
    link = readers.link_to_list(person, people.body, now=NOW)
    letter = letters.list_link(person, people.body, link=link, asked=people.body.pk, now=NOW)
    Letter.objects.filter(pk=letter.pk).update(state="failed", server_said=words, settled_at=at)
    return letter


def handed_in(people: Cast, data: bytes, **given: str) -> Proposal:
    return replies.hand_in(data, Given(**given), people.body, by=people.admin.actor, now=NOW)


class TestRefusals:
    def test_it_works(self, people):
        refused(people, people.friend)
        periodic.propose_from_refusals(NOW + HOUR)
        proposal = Proposal.objects.get()
        assert (proposal.contact, proposal.kind, proposal.source) == (
            people.friend,
            Kind.LEFT,
            Source.REFUSAL,
        )
        assert "User unknown" in proposal.words and proposal.body == people.body
        people.friend.refresh_from_db()
        assert people.friend.valid_until is None

    def test_it_is_proposed_once_whatever_became_of_it(self, people):
        refused(people, people.friend)
        periodic.propose_from_refusals(NOW + HOUR)
        Proposal.objects.filter().update(state="declined", decided_at=NOW)
        periodic.propose_from_refusals(NOW + 2 * HOUR)
        assert Proposal.objects.count() == 1

    @pytest.mark.parametrize(
        ("words", "at"),
        [("552 5.2.2 Mailbox full", NOW), ("550 5.1.1 User unknown", NOW - dt.timedelta(days=9))],
    )
    def test_what_speaks_of_no_address_or_is_old_proposes_nothing(self, people, words, at):
        refused(people, people.friend, words, at)
        periodic.propose_from_refusals(NOW + HOUR)
        assert not Proposal.objects.exists()

    def test_a_new_address_is_proposed_anew(self, people):
        refused(people, people.friend)
        periodic.propose_from_refusals(NOW + HOUR)
        details = contacts.Details(people.friend.name, "moved@example.org")
        moved = contacts.correct(people.friend, details, change(), by=people.admin.actor, now=NOW)
        refused(people, moved)
        periodic.propose_from_refusals(NOW + HOUR)
        assert Proposal.objects.count() == 2


class TestReplies:
    def test_a_delivery_report(self, people):
        proposal = handed_in(people, REPORT % (b"failed", b"5.1.1"))
        assert (proposal.contact, proposal.kind, proposal.source) == (people.friend, Kind.LEFT, Source.REPLY)

    def test_somebody_is_away(self, people):
        proposal = handed_in(
            people, mail("Out of the office until 5 January 2027. Contact desk@example.org.")
        )
        assert (proposal.kind, proposal.holds_from) == (Kind.AWAY, dt.date(2027, 1, 5))
        assert "To be written to instead: desk@example.org" in proposal.words

    def test_somebody_left_and_somebody_follows(self, people):
        proposal = handed_in(people, mail("I have left the mission, please write to nora@example.org."))
        assert proposal.kind == Kind.SUCCESSOR
        assert (proposal.wanted["email"], proposal.wanted["name"], proposal.wanted["phone"]) == (
            "nora@example.org", "", "",
        )  # fmt: skip

    def test_whoever_is_on_the_list_already_is_no_successor(self, people):
        proposal = handed_in(people, mail("I have left the mission, please write to norway.2@example.org."))
        assert proposal.kind == Kind.LEFT and "norway.2@example.org" in proposal.words

    def test_its_reader_knows_better(self, people):
        data = mail("Thank you for your mail.", sender="assistant@example.org")
        with pytest.raises(NotUnderstood, match="is not on the list"):
            handed_in(people, data)
        with pytest.raises(NotUnderstood, match="Say below which it is"):
            handed_in(people, data, address="Norway.1@example.org")
        proposal = handed_in(people, data, address="Norway.1@example.org", kind=Kind.AWAY)
        assert (proposal.contact, proposal.kind) == (people.friend, Kind.AWAY)
        with pytest.raises(NotUnderstood, match="no new address"):
            handed_in(people, data, address="Norway.1@example.org", kind=Kind.SUCCESSOR)

    @pytest.mark.parametrize("data", [b"", b"nothing here"])
    def test_what_says_nothing_is_refused_with_a_sentence(self, people, data):
        with pytest.raises((UnreadableReply, NotUnderstood)):
            handed_in(people, data)
        assert not Proposal.objects.exists()
