"""The door of a link: looking changes nothing, a person's button lets in."""

import datetime as dt

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ccm_portal import history
from ccm_portal.actors import IMPORT
from ccm_portal.models import AuditRow
from friends.models import AccessLink
from meetings import presidency
from tests.cast import NOW, Cast, cast, document_at, link_of
from tests.meetings.views.walking import DURING, door, enter, round_of


@pytest.fixture
def people(db, time_machine) -> Cast:
    time_machine.move_to(DURING)
    return cast()


@pytest.fixture
def link(people) -> AccessLink:
    return link_of(people.friend, round_of(document_at("in_round", people)))


def test_it_works(link):
    browser = Client()
    shown = browser.get(door(link))
    assert shown.status_code == 200
    assert "Continue as Norway" in shown.text
    assert "Minutes of 30 October 2026" in shown.text
    led = browser.post(door(link))
    assert (led.status_code, led["Location"]) == (303, f"/review/{link.subject}/")
    assert browser.get(led["Location"]).status_code == 200


def test_a_hundred_scanners_and_then_a_person(link):
    sessions, rows = Session.objects.count(), AuditRow.objects.count()
    for _ in range(50):
        assert Client().get(door(link)).status_code == 200
        assert Client().head(door(link)).status_code == 200
    with CaptureQueriesContext(connection) as seen:
        Client().get(door(link))
    assert not [query for query in seen.captured_queries if not query["sql"].startswith("SELECT")]
    assert (Session.objects.count(), AuditRow.objects.count()) == (sessions, rows)
    assert enter(link).get(f"/review/{link.subject}/").status_code == 200


@pytest.mark.parametrize("added", [">", ".", "%3E", "/>", "/.", "/%3E", ")", "%22"])
def test_what_mail_programs_add_does_not_matter(link, added):
    assert Client().get(door(link).rstrip("/") + added).status_code == 200


def test_without_the_last_slash(link):
    assert Client().get(door(link).rstrip("/")).status_code == 200


@pytest.mark.parametrize("change", [str.swapcase, lambda token: token[:-1], lambda token: "A" * 43])
def test_a_wrong_token_opens_nothing(link, change):
    token = door(link).removeprefix("/l/").rstrip("/")
    answer = Client().get(f"/l/{change(token)}/")
    assert answer.status_code == 404
    assert "opens nothing" in answer.text
    assert Client().post(f"/l/{change(token)}/").status_code == 404


def test_the_button_needs_its_key(link):
    browser = Client(enforce_csrf_checks=True)
    assert browser.post(door(link)).status_code == 403


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_other_methods_are_refused(link, method):
    assert getattr(Client(), method)(door(link)).status_code == 405


def test_a_link_that_was_withdrawn(link):
    AccessLink.objects.update(revoked_at=NOW)
    assert Client().get(door(link)).status_code == 410
    assert Client().post(door(link)).status_code == 410


def test_a_link_past_its_end(link):
    AccessLink.objects.update(until=NOW)
    answer = Client().get(door(link))
    assert answer.status_code == 410
    assert "come to its end" in answer.text


def test_a_person_taken_off_the_list_is_out_at_once(link, people):
    browser = enter(link)
    people.friend.valid_until = (DURING - dt.timedelta(days=1)).date()
    history.save(people.friend, by=IMPORT)
    assert Client().get(door(link)).status_code == 410
    assert browser.get(f"/review/{link.subject}/").status_code == 410


def test_the_presidencys_link_leads_to_its_word(people):
    document = document_at("drafting", people)
    revision = presidency.ask_clearance(document, by=people.coordinator.actor, now=NOW)
    link = AccessLink.objects.get(purpose="clear")
    assert "A draft for the Presidency to clear" in Client().get(door(link)).text
    assert Client().post(door(link))["Location"] == f"/word/{revision.pk}/clear/"


def test_a_new_session_key_on_entering(link):
    browser = Client()
    browser.post(door(link))
    before = browser.session.session_key
    browser.post(door(link))
    assert browser.session.session_key != before


def test_a_link_does_not_open_another_round(link, people):
    other = document_at("in_round", people, day=dt.date(2026, 9, 30))
    assert enter(link).get(f"/review/{round_of(other).pk}/").status_code == 404
