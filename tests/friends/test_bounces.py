"""Which refusals of a mail server stand against an address, and what takes them back."""

import datetime as dt
import uuid

import pytest

from ccm_portal.models import Letter
from friends import bounces, contacts
from friends.contacts import Change, Details
from tests.cast import HOUR, NOW, cast

TODAY = NOW.date()
GONE = "550 5.1.1 no such mailbox"


@pytest.fixture
def people(db):
    return cast()


def wrote(person, *, said=GONE, state=Letter.State.FAILED, at=NOW):
    """A letter to the contact, as the outbox leaves it."""
    return Letter.objects.create(
        reason=f"test:{uuid.uuid4()}", recipient=person.pk, address=person.email, subject="A letter",
        message_id=uuid.uuid4().hex, state=state, server_said=said, next_try_at=at, give_up_at=at,
        written_at=at, settled_at=at,
    )  # fmt: skip


def refused(people):
    return [(one.contact.email, one.words) for one in bounces.on_list(people.body, TODAY)]


def test_it_works(people):
    letter = wrote(people.friend)
    wrote(people.president, said="250 taken", state=Letter.State.SENT)
    [bounce] = bounces.on_list(people.body, TODAY)
    assert (bounce.contact, bounce.words, bounce.at, bounce.letter) == (people.friend, GONE, NOW, letter.pk)


@pytest.mark.parametrize(
    ("words", "of_the_address"),
    [
        ("550 5.1.1 no such mailbox", True),
        ("550-5.1.1 no such mailbox", True),
        ("550 no such user here", True),
        ("553 5.1.3 that is no address", True),
        ("554 5.1.10 recipient not found", True),
        ("550 5.2.1 mailbox closed", True),
        ("552 5.2.2 mailbox full", False),
        ("550 5.7.1 taken for spam", False),
        ("554 5.7.1 refused by policy", False),
        ("552 too large", False),
        ("450 4.2.1 try later", False),
        ("the line is closed", False),
    ],
)
def test_only_what_is_said_of_the_address_counts(words, of_the_address):
    assert bounces.speaks_of_the_address(words) is of_the_address


def test_a_later_letter_that_was_taken_takes_it_back(people):
    wrote(people.friend, at=NOW)
    wrote(people.friend, said="250 taken", state=Letter.State.SENT, at=NOW - HOUR)
    assert len(refused(people)) == 1
    wrote(people.friend, said="250 taken", state=Letter.State.SENT, at=NOW + HOUR)
    assert refused(people) == []


def test_a_corrected_address_begins_anew(people):
    wrote(people.friend)
    change = Change(TODAY, "told by the mission")
    details = Details(people.friend.name, "norway.new@example.org")
    contacts.correct(people.friend, details, change, by=people.admin.actor, now=NOW)
    assert refused(people) == []
    yesterday = bounces.on_list(people.body, TODAY - dt.timedelta(days=1))
    assert [one.contact.email for one in yesterday] == ["norway.1@example.org"]


def test_it_takes_two_queries_beside_the_list(people, django_assert_num_queries):
    for person in [people.friend, people.president, *people.contacts["Canada"]]:
        with django_assert_num_queries(2):
            bounces.of(one for ones in people.contacts.values() for one in ones)
        wrote(person)
