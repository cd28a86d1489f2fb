"""Staff: invited by a one-time link, roles from a day to a day, nobody left out or locked in by accident."""

import datetime as dt

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from ccm_portal import links, sign_in
from ccm_portal.models import AuditRow, Letter, User
from friends import staff
from friends.models import SetUpLink, StaffRole
from tests import cast
from tests.cast import HOUR, NOW

pytestmark = pytest.mark.django_db
ROLE = StaffRole.Role


@pytest.fixture
def people(time_machine):
    time_machine.move_to(NOW)
    return cast.cast()


def invited(people, role=ROLE.COORDINATOR, email="new@example.org", **given):
    return staff.invite(
        email,
        "The New One",
        role=role,
        body=people.body,
        begins=None,
        by=people.admin.actor,
        now=NOW,
        **given,
    )


def address(link):
    return f"/l/{links.token(link.pk, link.epoch)}/"


def test_it_works(people):
    user, link = invited(people)
    [letter] = Letter.objects.filter(recipient=user.pk)
    assert letter.link_id == link.pk and "72 hours" in letter.text
    browser = Client()
    page = browser.get(address(link))
    assert b"Continue as The New One" in page.content
    answer = browser.post(address(link))
    assert (answer.status_code, answer["Location"]) == (303, "/your-sign-in/")
    assert b"Add a passkey" in browser.get("/your-sign-in/").content
    assert browser.get("/desk/").status_code == 404
    assert {"staff.role_given", "staff.link_made", "staff.link_used"} <= set(
        AuditRow.objects.values_list("event", flat=True)
    )


def test_looking_at_the_link_changes_nothing(people, django_assert_num_queries):
    _user, link = invited(people)
    browser = Client()
    for _look in range(3):
        assert browser.get(address(link)).status_code == 200
        assert browser.head(address(link)).status_code == 200
    link.refresh_from_db()
    assert link.used_at is None and not browser.session.keys()


def test_the_link_is_stored_as_its_hash_alone(people):
    _user, link = invited(people)
    token = links.token(link.pk, link.epoch)
    assert token not in str(SetUpLink.objects.values()) + str(Letter.objects.values())


@pytest.mark.parametrize("why", ["used", "too late", "replaced", "closed", "set up"])
def test_a_link_that_is_void_opens_nothing(people, time_machine, why):
    user, link = invited(people)
    old = address(link)
    if why == "used":
        Client().post(old)
    elif why == "too late":
        time_machine.move_to(NOW + staff.LINK_GOOD_FOR + dt.timedelta(seconds=1))
    elif why == "replaced":
        staff.new_link(user, body=people.body, by=people.admin.actor, now=NOW)
    elif why == "closed":
        staff.deactivate(user, reason="left", by=people.admin.actor, now=NOW)
    else:
        cast.with_app(user)
    browser = Client()
    for answer in (browser.get(old), browser.post(old)):
        assert answer.status_code == (404 if why == "replaced" else 410)
    assert browser.get("/your-sign-in/").status_code == 404


def test_the_link_is_good_to_the_last_hour(people, time_machine):
    _user, link = invited(people)
    time_machine.move_to(NOW + staff.LINK_GOOD_FOR - HOUR)
    assert Client().get(address(link)).status_code == 200


def test_who_is_known_keeps_the_sign_in(people):
    user, link = invited(people, ROLE.ADMIN, "COORDINATOR@example.org")
    assert (user, link) == (people.coordinator, None)
    assert User.objects.filter(email__iexact="coordinator@example.org").count() == 1
    with pytest.raises(staff.AlreadyHeld, match="already"):
        invited(people, ROLE.ADMIN, "coordinator@example.org")


def test_a_role_holds_until_its_last_day(people, time_machine):
    role = StaffRole.objects.get(user=people.coordinator)
    browser = Client()
    browser.force_login(people.coordinator)
    staff.end_role(role, last_day=NOW.date(), reason="left", by=people.admin.actor, now=NOW)
    assert browser.get("/desk/").status_code == 200
    assert role.history.first().history_change_reason == "left"
    time_machine.move_to(NOW + dt.timedelta(days=1))
    browser.force_login(people.coordinator)
    assert browser.get("/desk/").status_code == 404


def test_a_change_without_a_reason_is_refused(people):
    by, role = people.admin.actor, StaffRole.objects.get(user=people.coordinator)
    for change in (
        lambda: staff.end_role(role, last_day=NOW.date(), reason=" ", by=by, now=NOW),
        lambda: staff.deactivate(people.coordinator, reason="", by=by, now=NOW),
        lambda: staff.reset_sign_in(people.coordinator, body=people.body, reason="", by=by, now=NOW),
    ):
        with pytest.raises(staff.NoReason):
            change()


def test_the_last_who_manages_staff_cannot_go(people):
    first, _link = invited(people, ROLE.OPERATOR)
    role = StaffRole.objects.get(user=first)
    with pytest.raises(staff.LastOperator, match="the only one"):
        staff.end_role(role, last_day=NOW.date(), reason="left", by=first.actor, now=NOW)
    with pytest.raises(staff.LastOperator):
        staff.deactivate(first, reason="left", by=first.actor, now=NOW)
    first.refresh_from_db()
    assert first.is_active
    invited(people, ROLE.OPERATOR, "second@example.org")
    staff.deactivate(first, reason="left", by=people.admin.actor, now=NOW)
    first.refresh_from_db()
    assert not first.is_active


def test_after_a_reset_nothing_old_opens_and_the_person_knows_why(people):
    browser = Client()
    browser.force_login(people.coordinator)
    reason = "telephone lost on a train"
    staff.reset_sign_in(people.coordinator, body=people.body, reason=reason, by=people.admin.actor, now=NOW)
    assert browser.get("/desk/").status_code == 404
    assert not Authenticator.objects.filter(user=people.coordinator).exists()
    texts = Letter.objects.filter(recipient=people.coordinator.pk).values_list("text", flat=True)
    assert len(texts) == 2 and any(reason in text for text in texts)


def test_no_link_passes_by_a_sign_in_that_works(people):
    with pytest.raises(staff.IsSetUp):
        staff.new_link(people.coordinator, body=people.body, by=people.admin.actor, now=NOW)


def test_who_comes_back_starts_without_roles(people):
    by = people.admin.actor
    staff.deactivate(people.coordinator, reason="left", by=by, now=NOW)
    with pytest.raises(staff.Deactivated):
        invited(people, email=people.coordinator.email)
    staff.reactivate(people.coordinator, body=people.body, reason="back", by=by, now=NOW)
    people.coordinator.refresh_from_db()
    assert people.coordinator.is_active and not sign_in.has_factor(people.coordinator)
    assert not StaffRole.objects.filter(user=people.coordinator, valid_until=None).exists()
