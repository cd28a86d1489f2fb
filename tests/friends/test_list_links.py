"""A link to the list for whoever is on it: the clock answers; nobody's mailbox is filled."""

import datetime as dt

import pytest

from ccm_portal.models import Letter
from friends import contacts, list_links, periodic
from friends.models import AccessLink, LinkRequest
from tests.cast import HOUR, NOW, Cast, cast
from tests.friends.test_editions import change

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> Cast:
    return cast()


def asked(address: str, now: dt.datetime = NOW) -> int:
    """Somebody asks; how many letters are there then."""
    list_links.ask(address, now=now)
    assert periodic.answer_link_requests(now) is False
    assert not LinkRequest.objects.exists()
    return Letter.objects.count()


def test_it_works(people):
    assert asked("Norway.1@example.org ") == 1
    letter = Letter.objects.get()
    assert (letter.recipient, letter.address) == (people.friend.pk, people.friend.email)
    link = AccessLink.objects.get(pk=letter.link_id)
    assert (link.purpose, link.subject) == ("list", people.body.pk)
    assert "contact list" in letter.subject


@pytest.mark.parametrize("address", ["nobody@example.org", "", "norway.1", "%", "x" * 254])
def test_an_unknown_address_gets_nothing(people, address):
    assert asked(address) == 0


def test_whoever_left_the_list_gets_nothing(people):
    yesterday = NOW.date() - dt.timedelta(days=1)
    contacts.end(people.friend, change(yesterday), by=people.admin.actor, now=NOW)
    assert asked(people.friend.email) == 0


def test_an_address_gets_five_letters_in_an_hour(people):
    for _time in range(7):
        letters = asked(people.friend.email)
    assert letters == list_links.LETTERS_AN_HOUR
    assert asked(people.contacts["Canada"][0].email) == list_links.LETTERS_AN_HOUR + 1
    assert asked(people.friend.email, NOW + HOUR) == list_links.LETTERS_AN_HOUR + 2


def test_more_than_at_once_are_answered_in_turn(people):
    for number in range(list_links.AT_ONCE + 1):
        list_links.ask(f"somebody.{number}@example.org", now=NOW)
    assert periodic.answer_link_requests(NOW) is True
    assert periodic.answer_link_requests(NOW) is False
    assert not LinkRequest.objects.exists()


def test_only_so_many_wait(people, monkeypatch):
    monkeypatch.setattr(list_links, "MOST_WAITING", 2)
    for _time in range(3):
        list_links.ask("somebody@example.org", now=NOW)
    assert LinkRequest.objects.count() == 2
