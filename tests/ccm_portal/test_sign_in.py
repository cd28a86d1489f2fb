"""Signing in: password and second step, what is refused, how long a session lasts, what is told."""

import datetime as dt

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.core.cache import cache
from django.test import Client

from ccm_portal import sign_in
from ccm_portal.models import AuditRow, Letter, User
from tests import cast
from tests.cast import APP_KEY, NOW

pytestmark = pytest.mark.django_db

PASSWORD = "seven quiet rivers of paper"
STEP, DESK = "/sign-in/second-step/", "/desk/"


@pytest.fixture
def people(time_machine):
    time_machine.move_to(NOW)
    cache.clear()
    people = cast.cast()
    people.coordinator.set_password(PASSWORD)
    people.coordinator.save()
    return people


@pytest.fixture
def browser():
    return Client()


def code(key=APP_KEY):
    return totp.format_hotp_value(totp.hotp_value(key, next(iter(totp.yield_hotp_counters_from_time())) + 1))


def knock(browser, email="coordinator@example.org", password=PASSWORD, **data):
    return browser.post("/sign-in/", {"login": email, "password": password, **data})


def signed_in(browser):
    knock(browser)
    assert browser.post(STEP, {"code": code()}).status_code == 302
    return browser


def events():
    return set(AuditRow.objects.values_list("event", flat=True))


def told(user):
    return [letter.text for letter in Letter.objects.filter(recipient=user.pk).order_by("written_at")]


def test_it_works(people, browser):
    answer = knock(browser)
    assert (answer.status_code, answer["Location"]) == (302, STEP)
    assert browser.get(DESK).status_code == 404
    answer = browser.post(STEP, {"code": code()})
    assert (answer.status_code, answer["Location"]) == (302, "/desk/door/")
    assert browser.get("/desk/door/")["Location"] == DESK
    assert browser.get(DESK).status_code == 200
    assert {"sign_in.done"} <= events()


def test_one_comes_back_to_the_page_asked_for_and_never_elsewhere(people, browser):
    knock(browser, next="/desk/letters/")
    assert browser.post(STEP, {"code": code()})["Location"] == "/desk/letters/"
    for elsewhere in ("https://example.com/", "//example.com", "/\\example.com"):
        other = Client()
        knock(other, next=elsewhere)
        cache.clear()
        assert other.post(STEP, {"code": code()})["Location"] == "/desk/door/"


@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("coordinator@example.org", "wrong"),
        ("nobody@example.org", PASSWORD),
        ("closed@example.org", PASSWORD),
        ("unfinished@example.org", PASSWORD),
    ],
)
def test_whatever_is_wrong_the_answer_is_the_same(people, browser, email, password):
    for name, active in (("closed", False), ("unfinished", True)):
        user = User.objects.create_user(f"{name}@example.org", name, is_active=active)
        user.set_password(PASSWORD)
        user.save()
    cast.with_app(User.objects.get(email="closed@example.org"))
    answer = knock(browser, email, password)
    assert answer.status_code == 400
    assert b"do not open a sign-in" in answer.content
    assert browser.get(DESK).status_code == 404


def test_a_failure_is_written_down_without_personal_data(people, browser):
    knock(browser, password="wrong")
    row = AuditRow.objects.get(event="sign_in.failed")
    assert (row.actor_kind, row.subject_id, row.detail) == ("anyone", people.coordinator.pk, {})


def test_a_wrong_code_lets_nobody_in(people, browser):
    knock(browser)
    answer = browser.post(STEP, {"code": "000000"})
    assert answer.status_code == 400 and b"was not accepted" in answer.content
    assert browser.get(DESK).status_code == 404
    assert "sign_in.failed" in events()


def test_a_code_is_good_once(people, browser):
    used = code()
    knock(browser)
    assert browser.post(STEP, {"code": used}).status_code == 302
    other = Client()
    knock(other)
    assert other.post(STEP, {"code": used}).status_code == 400


def test_without_the_password_there_is_no_second_step(people, browser):
    assert browser.post(STEP, {"code": code()})["Location"] == "/sign-in/"


def test_who_tries_too_often_waits(people, browser):
    for _attempt in range(5):
        assert b"do not open" in knock(browser, password="wrong").content
    assert b"Too many attempts" in knock(browser).content
    # Also at the codes.
    cache.clear()
    knock(browser)
    for _attempt in range(5):
        browser.post(STEP, {"code": "000000"})
    assert b"Too many attempts" in browser.post(STEP, {"code": code()}).content


def test_a_network_that_tries_too_often_gets_429(people, browser):
    answers = [knock(browser, f"nobody{n}@example.org").status_code for n in range(31)]
    assert answers[-1] == 429


@pytest.mark.parametrize(
    "address",
    ["/sign-up/", "/accounts/signup/", "/accounts/login/", "/sign-in/signup/", "/accounts/", "/admin/"],
)
def test_nobody_signs_up(people, browser, address):
    assert browser.get(address).status_code == 404
    assert browser.post(address).status_code == 404


def test_without_a_second_factor_there_is_no_desk(people, browser):
    browser = signed_in(browser)
    Authenticator.objects.all().delete()
    assert browser.get(DESK).status_code == 404
    assert b"Set up your sign-in" in browser.get("/your-sign-in/").content


def test_who_is_deactivated_is_out_on_the_next_request(people, browser):
    browser = signed_in(browser)
    people.coordinator.is_active = False
    people.coordinator.save()
    assert browser.get(DESK).status_code == 404


def test_signing_out_ends_the_session(people, browser):
    browser = signed_in(browser)
    key = browser.session.session_key
    assert browser.post("/sign-out/")["Location"] == "/"
    assert browser.get("/sign-out/").status_code == 405
    stolen = Client()
    stolen.cookies["sessionid"] = key
    assert stolen.get(DESK).status_code == 404


@pytest.mark.parametrize(
    ("steps", "status"),
    [
        ([sign_in.IDLE_FOR - dt.timedelta(minutes=1)], 200),
        ([sign_in.IDLE_FOR + dt.timedelta(minutes=1)], 404),
        ([dt.timedelta(hours=3)] * 3, 200),
        ([dt.timedelta(hours=3)] * 4 + [dt.timedelta(minutes=1)], 404),
    ],
)
def test_a_session_ends_when_it_rests_and_when_the_day_is_over(people, browser, time_machine, steps, status):
    browser = signed_in(browser)
    now = NOW
    for step in steps:
        now += step
        time_machine.move_to(now)
        answer = browser.get(DESK)
    assert answer.status_code == status


def test_what_was_typed_in_a_session_that_ended_comes_back(people, browser):
    answer = browser.post("/desk/records/", {"text": "Long minutes"})
    assert answer.status_code == 404
    assert b"Long minutes" in answer.content and b"/sign-in/?next=" in answer.content


def test_a_new_password_ends_all_other_sessions_and_is_told(people, browser):
    here, there = signed_in(Client()), Client()
    there.force_login(people.coordinator)
    new = "eight loud rivers of ink"
    answer = here.post("/your-sign-in/password/", {"password1": new, "password2": new})
    assert answer["Location"] == "/your-sign-in/"
    assert (here.get(DESK).status_code, there.get(DESK).status_code) == (200, 404)
    assert any("Your password was set." in text for text in told(people.coordinator))


@pytest.mark.parametrize("weak", ["short", "coordinator@example.org", "password1234", "123456789012"])
def test_a_weak_password_is_not_taken(people, browser, weak):
    browser = signed_in(browser)
    answer = browser.post("/your-sign-in/password/", {"password1": weak, "password2": weak})
    assert answer.status_code == 400
    people.coordinator.refresh_from_db()
    assert people.coordinator.check_password(PASSWORD)


def test_recovery_codes_are_shown_once_and_good_once(people, browser):
    browser = signed_in(browser)
    assert browser.get("/your-sign-in/codes/").context["shown"] == []
    shown = browser.post("/your-sign-in/codes/").context["shown"]
    assert len(set(shown)) == 10
    first, second = (Client(), Client())
    knock(first)
    assert first.post(STEP, {"code": shown[0]}).status_code == 302
    assert any("A recovery code was used" in text for text in told(people.coordinator))
    knock(second)
    assert second.post(STEP, {"code": shown[0]}).status_code == 400
    assert b"9 codes are left" in first.get("/your-sign-in/").content
    assert not set(first.post("/your-sign-in/codes/").context["shown"]) & set(shown)


def test_secrets_stand_encrypted_in_the_database(people):
    stored = Authenticator.objects.get(user=people.coordinator).data["secret"]
    assert APP_KEY not in stored


def test_the_last_factor_stays(people, browser):
    browser = signed_in(browser)
    only = Authenticator.objects.get(user=people.coordinator)
    browser.post(f"/your-sign-in/{only.pk}/remove/")
    assert Authenticator.objects.filter(pk=only.pk).exists()
    theirs = Authenticator.objects.get(user=people.admin)
    assert browser.post(f"/your-sign-in/{theirs.pk}/remove/").status_code == 404


def test_an_authenticator_app_is_set_up_with_a_first_code(
    people, browser, django_capture_on_commit_callbacks
):
    user = User.objects.create_user("new@example.org", "The New One")
    browser.force_login(user)
    page = browser.get("/your-sign-in/app/")
    secret = page.context["form"].secret
    assert b"<svg" in page.content and b"data:image" not in page.content
    assert browser.post("/your-sign-in/app/", {"code": "000000"}).status_code == 400
    with django_capture_on_commit_callbacks(execute=True):
        answer = browser.post("/your-sign-in/app/", {"code": code(secret)})
    assert answer["Location"] == "/your-sign-in/codes/"
    assert any("An authenticator app was added." in text for text in told(user))
    assert sign_in.has_factor(user)
    assert {"sign_in.factor_added"} <= events()


def test_a_passkey_that_is_none_is_refused(people, browser):
    assert browser.get("/sign-in/passkey/", headers={"accept": "application/json"}).json()["publicKey"][
        "challenge"
    ]
    for sent in ("", "{}", "[]", "null", '{"id": "x"}', '{"response": {"userHandle": "AA"}}', "nonsense"):
        answer = browser.post("/sign-in/passkey/", {"credential": sent})
        assert (answer.status_code, answer["Location"]) == (302, "/sign-in/"), sent
    browser = signed_in(browser)
    for sent in ("", "{}", "[]", '{"id": "x"}', "nonsense"):
        assert browser.post("/your-sign-in/passkey/", {"credential": sent}).status_code == 400, sent
