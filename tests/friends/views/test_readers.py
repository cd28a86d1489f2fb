"""What a Friend reads by a link: today's list, editions as circulated, areas; who was taken off reads nothing."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ccm_portal import history, links
from ccm_portal.actors import IMPORT
from friends import contacts, list_links, readers
from friends.models import Contact, LinkRequest
from friends.views.readers import ASKED_A_MINUTE
from tests.cast import HOUR, NOW, Cast, cast, contact, delegation, listed
from tests.friends.test_circulation import circulate
from tests.friends.test_editions import change, frozen
from tests.queries import count

V = Contact.Visibility
SEND = "/list/link/"


@pytest.fixture
def people(db, time_machine) -> Cast:
    time_machine.move_to(NOW + 2 * HOUR, tick=False)
    people = cast()
    for person, visibility in zip(people.contacts["Norway"], (V.OFFICE, V.STATES), strict=True):
        person.visibility, person.phone = visibility, "+41 22 000 00 00"
        history.save(person, by=IMPORT)
    return people


def reader(people: Cast, person: Contact) -> Client:
    """A browser of somebody who came by their link."""
    browser = Client()
    link = readers.link_to_list(person, people.body, now=NOW)
    door = f"/l/{links.token(link.pk, link.epoch)}/"
    assert "contact list" in browser.get(door).text
    answer = browser.post(door)
    assert answer.status_code == 303 and answer["Location"] == page_of(people)
    return browser


def page_of(people: Cast) -> str:
    return reverse("list", args=[people.body.pk])


def test_it_works(people):
    edition = frozen(people, note="Thank you.")
    circulate(people, edition)
    canada = reader(people, people.contacts["Canada"][0])
    page = canada.get(page_of(people)).text
    assert "As it holds today, 2 November 2026" in page
    assert "General status and operation" in page and "Norway 1" in page
    assert "norway.2@example.org" in page and "norway.1@example.org" not in page
    assert "held by the Executive Coordinator" in page
    assert "Edition 1, update as of 2 November 2026" in page
    page = canada.get(reverse("list-edition", args=[people.body.pk, 1])).text
    assert "Contact list, update as of 2 November 2026" in page and "Thank you." in page
    assert "norway.2@example.org" in page and "norway.1@example.org" not in page


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        ("Lao PDR", [True, True]),
        ("Canada", [False, True]),
        ("ICRC", [False, False]),
        ("Norway", [True, True]),
    ],
)
def test_addresses_are_seen_as_far_as_their_setting_allows(people, who, seen):
    page = reader(people, people.contacts[who][0]).get(page_of(people)).text
    assert [f"norway.{number}@example.org" in page for number in (1, 2)] == seen
    assert "000 00 00" not in page


def test_whoever_is_printed_for_an_area_stands_there_once(people):
    """What a record said beside the list is not told to the Friends; who cooperates by a record is."""
    row = people.friend.assignments.get()
    said = {"role": row.role, "area": row.area, "listed": False, "status_words": "to reconfirm with Norway"}
    listed(people.body, row.delegation, [], status="to_be_reconfirmed", **said)
    said["role"] = "cooperating"
    listed(people.body, people.contacts["Canada"][0].delegation, [], status="will_confirm", **said)
    page = reader(people, people.friend).get(page_of(people)).text
    areas = page.split('id="areas"')[1].split('id="editions"', maxsplit=1)[0]
    assert areas.count("<strong>Norway</strong>") == 1 and areas.count("<strong>Canada</strong>") == 1
    assert "confirm" not in areas


def test_only_what_was_circulated_is_read(people):
    frozen(people)
    friend = reader(people, people.friend)
    assert "No edition was circulated yet." in friend.get(page_of(people)).text
    for name in ("list-edition", "list-edition-pdf"):
        assert friend.get(reverse(name, args=[people.body.pk, 1])).status_code == 404


def test_another_bodys_list_is_not_found(people):
    friend = reader(people, people.friend)
    assert friend.get(reverse("list", args=[people.other_body.pk])).status_code == 404
    assert Client().get(page_of(people)).status_code == 404


def test_whoever_is_taken_off_the_list_reads_it_no_longer(people):
    friend = reader(people, people.friend)
    for listing in people.friend.listings.all():
        history.named(listing, by=IMPORT).delete()
    assert friend.get(page_of(people)).status_code == 410
    canada = reader(people, people.contacts["Canada"][0])
    yesterday = NOW.date() - dt.timedelta(days=1)
    contacts.end(people.contacts["Canada"][0], change(yesterday), by=IMPORT, now=NOW)
    assert canada.get(page_of(people)).status_code == 410


def test_without_a_renderer_the_pdf_says_so(people, settings, tmp_path):
    settings.RENDERER_SOCKET = str(tmp_path / "nobody.sock")
    circulate(people, frozen(people))
    friend = reader(people, people.friend)
    answer = friend.get(reverse("list-edition-pdf", args=[people.body.pk, 1]), follow=True)
    assert "message error" in answer.text


@pytest.mark.once
def test_the_queries_do_not_grow(people):
    circulate(people, frozen(people))
    circulate(people, frozen(people))
    pages = [page_of(people), reverse("list-edition", args=[people.body.pk, 2])]
    friend = reader(people, people.friend)
    few = [count(friend, page) for page in pages]
    for name in ("Peru", "Chad"):
        of = delegation(name)
        listed(people.body, of, [contact(of, f"{name}.{n}".lower()) for n in range(3)], role="member")
        circulate(people, frozen(people))
    assert [count(friend, page) for page in pages] == few


class TestSendLink:
    def answer(self, address: str) -> tuple[int, str]:
        """Status and page, without what belongs to the one browser."""
        got = Client().post(SEND, {"address": address})
        return got.status_code, re.sub(r'value="[^"]*"', "", got.text).replace(address, "ADDRESS")

    def test_it_works(self, people):
        assert "Send me a link" in Client().get(SEND).text
        status, page = self.answer(people.friend.email)
        assert status == 200 and "If ADDRESS is on the contact list, a letter" in page
        assert LinkRequest.objects.get().address == people.friend.email

    def test_known_and_unknown_get_the_same_and_cost_the_same(self, people):
        self.answer("first@example.org")
        answers, costs = [], []
        for address in (people.friend.email, "nobody.here@example.org"):
            with CaptureQueriesContext(connection) as queries:
                answers.append(self.answer(address))
            costs.append(len(queries))
        assert answers[0] == answers[1]
        assert costs[0] == costs[1]

    def test_what_is_no_address_is_said_and_kept(self, people):
        got = Client().post(SEND, {"address": "norway at example"})
        assert got.status_code == 400 and "norway at example" in got.text
        assert not LinkRequest.objects.exists()

    def test_one_network_may_not_ask_for_ever(self, people):
        statuses = [self.answer("nobody@example.org")[0] for _time in range(ASKED_A_MINUTE + 1)]
        assert statuses == [200] * ASKED_A_MINUTE + [429]
        assert LinkRequest.objects.count() == ASKED_A_MINUTE <= list_links.MOST_WAITING
