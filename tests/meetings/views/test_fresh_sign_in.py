"""What cannot be taken back asks for a fresh sign-in: an old session, copied, neither circulates nor publishes."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from ccm_portal import sign_in
from meetings.models import Round
from tests.cast import APP_KEY, document_at
from tests.ccm_portal.test_sign_in import code
from tests.meetings.views.walking import DURING

FRESH = ["clearance", "approval", "circulate", "publish"]


@pytest.fixture
def document(people):
    return document_at("cleared", people)


def later(time_machine, by):
    time_machine.move_to(DURING + by, tick=False)


def copied(browser):
    """Another browser, with the key of this one's session."""
    thief = Client()
    thief.cookies["sessionid"] = browser.session.session_key
    return thief


@pytest.mark.parametrize("name", FRESH)
def test_a_fresh_session_is_asked_nothing(desk, document, time_machine, name):
    later(time_machine, sign_in.FRESH_FOR)
    assert desk.get(reverse(name, args=[document.pk])).status_code in (200, 302)


@pytest.mark.parametrize("name", FRESH)
def test_a_stale_session_gets_403_and_the_page_to_confirm(desk, document, time_machine, name):
    later(time_machine, sign_in.FRESH_FOR + dt.timedelta(seconds=1))
    for browser in (desk, copied(desk)):
        for ask in (browser.get, browser.post):
            answer = ask(reverse(name, args=[document.pk]))
            assert answer.status_code == 403 and b"Confirm it is you" in answer.content
    # Everything else goes on.
    assert desk.get(reverse("document", args=[document.pk])).status_code == 200


def test_an_old_session_that_was_stolen_cannot_circulate(desk, document, time_machine):
    later(time_machine, dt.timedelta(hours=1))
    sent = {"deadline_day": "2026-12-01", "deadline_time": "18:00", "confirm": "1", "seen": "x"}
    thief = copied(desk)
    assert thief.post(reverse("circulate", args=[document.pk]), sent).status_code == 403
    # Confirming under the stolen key takes a proof of the person's own.
    answer = thief.post("/sign-in/confirm/", {"code": "000000", "next": "/desk/", "again": "1"})
    assert answer.status_code == 400
    assert thief.post(reverse("circulate", args=[document.pk]), sent).status_code == 403
    assert not Round.objects.exists()


def test_nothing_typed_is_lost(desk, document, time_machine):
    later(time_machine, dt.timedelta(hours=1))
    address = reverse("circulate", args=[document.pk])
    note = "Please read “para. 7” <b>with care</b>.\nThank you."
    page = desk.post(address, {"cover_note": note, "ask": "1"})
    assert ("cover_note", note) in page.context["fields"]
    sent = {f"kept-{name}": value for name, value in page.context["fields"]}
    wrong = desk.post("/sign-in/confirm/", {"code": "000000", "next": address, "again": "1", **sent})
    assert wrong.status_code == 400 and ("cover_note", note) in wrong.context["fields"]
    right = desk.post("/sign-in/confirm/", {"code": code(APP_KEY), "next": address, "again": "1", **sent})
    assert right.status_code == 200 and b"Send it now" in right.content
    assert ("cover_note", note) in right.context["fields"]
    again = desk.post(address, dict(right.context["fields"]))
    assert b"with care&lt;/b&gt;" in again.content


def test_after_confirming_one_is_back_at_the_form_with_a_new_key(desk, document, time_machine):
    later(time_machine, dt.timedelta(hours=1))
    address = reverse("circulate", args=[document.pk])
    thief = copied(desk)
    answer = desk.post("/sign-in/confirm/", {"code": code(APP_KEY), "next": address})
    assert answer["Location"] == address
    assert desk.get(address).status_code == 200
    # The copied key has ended with the old session.
    assert thief.get(address).status_code == 404


def test_a_file_is_offered_after_confirming(desk, document, time_machine):
    """A browser that gets a file stays on the page it was on: the page says where the file is."""
    later(time_machine, dt.timedelta(hours=1))
    address = reverse("document-pdf", args=[document.pk])
    asked = desk.get(address)
    assert asked.status_code == 403 and b"takes out of the portal what is not public" in asked.content
    wrong = desk.post("/sign-in/confirm/", {"code": "000000", "next": address, "file": "1"})
    assert b'name="file"' in wrong.content
    right = desk.post("/sign-in/confirm/", {"code": code(APP_KEY), "next": address, "file": "1"})
    assert f'href="{address}"' in right.content.decode()
    assert desk.get(address).status_code != 403


@pytest.mark.parametrize(
    "elsewhere", ["https://example.com/", "//example.com/", "javascript:alert(1)", "/\\example.com"]
)
def test_one_is_never_led_elsewhere(desk, elsewhere):
    sent = {"code": code(APP_KEY), "next": elsewhere, "again": "1", "kept-a": "1"}
    page = desk.post("/sign-in/confirm/", sent)
    assert page.status_code == 200 and page.context["next"] == "/desk/door/"


def test_whoever_has_no_right_is_not_asked_to_confirm(people, document, time_machine):
    browser = Client()
    browser.force_login(people.admin)
    later(time_machine, dt.timedelta(hours=1))
    assert browser.get(reverse("circulate", args=[document.pk])).status_code == 404
