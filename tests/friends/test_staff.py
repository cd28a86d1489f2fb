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
        by=people.admin.actor,
        now=NOW,
        **{"begins": None} | given,
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
    second, _link = invited(people, email="second@example.org")
    cast.with_app(second)
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


@pytest.mark.parametrize("kind", [ROLE.OPERATOR, ROLE.COORDINATOR])
def test_the_last_who_keeps_a_body_going_cannot_go(people, kind):
    first = people.coordinator
    if kind == ROLE.OPERATOR:
        first, _link = invited(people, ROLE.OPERATOR)
        cast.with_app(first)
    role, by = StaffRole.objects.get(user=first), people.admin.actor

    def changes():
        yield lambda: staff.end_role(role, last_day=NOW.date(), reason="left", by=by, now=NOW)
        yield lambda: staff.take_role(role, reason="left", by=by, now=NOW)
        yield lambda: staff.deactivate(first, reason="left", by=by, now=NOW)

    second, _link = invited(people, kind, "second@example.org", ends=NOW.date() + dt.timedelta(days=9))
    for step in ("not set up", "not for good"):
        for change in changes():
            with pytest.raises(staff.LastOne, match="is the only"):
                change()
        if step == "not set up":
            cast.with_app(second)
    StaffRole.objects.filter(user=second).update(valid_until=None)
    staff.deactivate(first, reason="left", by=by, now=NOW)
    first.refresh_from_db()
    assert not first.is_active


def test_who_was_invited_by_mistake_can_be_taken_off_at_once(people):
    first, link = invited(people, ROLE.OPERATOR)
    staff.deactivate(first, reason="wrong address", by=people.admin.actor, now=NOW)
    assert Client().get(address(link)).status_code == 410


def test_a_role_taken_away_is_over_with_the_next_click_and_does_not_come_back(people):
    second, _link = invited(people, email="second@example.org")
    cast.with_app(second)
    browser = Client()
    browser.force_login(second)
    assert browser.get("/desk/").status_code == 200
    role = StaffRole.objects.get(user=second)
    staff.take_role(role, reason="left", by=people.admin.actor, now=NOW)
    assert browser.get("/your-sign-in/").status_code == 404
    browser.force_login(User.objects.get(pk=second.pk))
    assert browser.get("/desk/").status_code == 404
    for again in (
        lambda: staff.take_role(role, reason="x", by=people.admin.actor, now=NOW),
        lambda: staff.end_role(role, last_day=NOW.date(), reason="x", by=people.admin.actor, now=NOW),
    ):
        with pytest.raises(staff.BadDay, match="ended already"):
            again()
    invited(people, email="second@example.org")
    assert browser.get("/desk/").status_code == 404, "a new role asks for a new sign-in"
    browser.force_login(User.objects.get(pk=second.pk))
    assert browser.get("/desk/").status_code == 200


def test_a_role_begins_and_ends_with_the_days_of_its_body(people, time_machine):
    """Midnight of Zurich is 23:00 UTC in November."""
    begins = NOW.date() + dt.timedelta(days=1)
    user, _link = invited(people, begins=begins, ends=begins)
    cast.with_app(user)
    browser = Client()
    for hour, status in ((13, 404), (14, 200), (37, 200), (38, 404)):
        time_machine.move_to(NOW + hour * HOUR, tick=False)
        browser.force_login(user)
        assert browser.get("/desk/").status_code == status, hour


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"begins": NOW.date() - dt.timedelta(days=1)}, "today at the earliest"),
        ({"begins": NOW.date(), "ends": NOW.date() - dt.timedelta(days=1)}, "cannot end before"),
    ],
)
def test_days_that_make_no_sense_are_refused(people, given, sentence):
    with pytest.raises(staff.BadDay, match=sentence):
        invited(people, **given)
    role, by = StaffRole.objects.get(user=people.coordinator), people.admin.actor
    with pytest.raises(staff.BadDay, match="at once"):
        staff.end_role(role, last_day=NOW.date() - dt.timedelta(days=1), reason="x", by=by, now=NOW)


def test_nobody_resets_or_closes_the_sign_in_they_use(people):
    own = people.coordinator.actor
    for change in (
        lambda: staff.deactivate(people.coordinator, reason="x", by=own, now=NOW),
        lambda: staff.reset_sign_in(people.coordinator, body=people.body, reason="x", by=own, now=NOW),
    ):
        with pytest.raises(staff.OwnSignIn):
            change()


def test_a_link_is_shown_only_where_it_opens_nothing_of_somebody_in_use(people):
    by, shown = people.admin.actor, staff.Way.SHOWN
    user, link = invited(people, way=shown)
    [letter] = Letter.objects.filter(recipient=user.pk)
    assert letter.link_id is None and "The Admin was shown a link" in letter.text
    assert AuditRow.objects.filter(event="staff.link_shown", subject_id=user.pk).count() == 1
    Client().post(address(link))
    with pytest.raises(staff.NotNew, match="before"):
        staff.new_link(user, body=people.body, by=by, now=NOW, way=shown)
    invited(people, email="other@example.org")
    with pytest.raises(staff.NotNew, match="also serves"):
        staff.invite(
            "other@example.org", "X", role=ROLE.ADMIN, body=people.other_body, begins=None, by=by, now=NOW, way=shown
        )  # fmt: skip


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
    second, _link = invited(people, email="second@example.org")
    cast.with_app(second)
    staff.deactivate(people.coordinator, reason="left", by=by, now=NOW)
    with pytest.raises(staff.Deactivated):
        invited(people, email=people.coordinator.email)
    staff.reactivate(people.coordinator, body=people.body, reason="back", by=by, now=NOW)
    people.coordinator.refresh_from_db()
    assert people.coordinator.is_active and not sign_in.has_factor(people.coordinator)
    assert not StaffRole.objects.filter(user=people.coordinator, valid_until=None).exists()
