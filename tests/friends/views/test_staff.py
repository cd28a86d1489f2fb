"""The pages of staff: who manages staff sees and changes those of their bodies, and nothing of the drafts."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from ccm_portal import history
from ccm_portal.actors import IMPORT
from ccm_portal.models import AuditRow, Letter, User
from friends.models import StaffRole
from tests import cast
from tests.cast import NOW
from tests.queries import at_the_desk, count

pytestmark = pytest.mark.django_db
ROLE = StaffRole.Role


def holds(user, body, role=ROLE.OPERATOR):
    history.save(StaffRole(user=user, body=body, role=role), by=IMPORT)


def newcomer(people, name="new", role=ROLE.COORDINATOR, body=None):
    user = User.objects.create_user(f"{name}@example.org", f"The {name}")
    holds(user, body or people.body, role)
    cast.with_app(user)
    return user


@pytest.fixture
def people(time_machine):
    time_machine.move_to(NOW, tick=False)
    return cast.cast()


@pytest.fixture
def operator(people):
    return at_the_desk(newcomer(people, "operator", ROLE.OPERATOR))


def invitation(people, **given):
    sent = {"name": "Ada", "email": "ada@example.org", "role": "coordinator", "body": people.body.pk}
    return sent | {"begins": "2026-11-02", "way": "letter", "reason": "new colleague"} | given


def test_it_works(people, operator):
    page = operator.get("/desk/staff/").content.decode()
    assert "The Coordinator" in page and "signs in" in page and "The Stranger" not in page
    answer = operator.post("/desk/staff/invite/", invitation(people), follow=True)
    assert "is on its way" in answer.content.decode()
    user = User.objects.get(email="ada@example.org")
    assert Letter.objects.filter(recipient=user.pk, reason__startswith="set-up:").count() == 1
    page = operator.get(reverse("staff-member", args=[user.pk])).content.decode()
    assert "to be set up" in page and "new colleague" in page


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"email": "ada"}, "valid email"),
        ({"reason": ""}, "required"),
        ({"email": "coordinator@example.org"}, "already"),
        ({"email": "operator@example.org"}, "Nobody gives a role to themselves"),
        ({"begins": "soon"}, "valid date"),
        ({"begins": "2026-11-01"}, "today at the earliest"),
        ({"ends": "2026-11-01"}, "cannot end before that"),
        ({"way": "pigeon"}, "valid choice"),
        ({"name": "A\u202eda"}, "invisible character"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(people, operator, given, sentence):
    before = (User.objects.count(), StaffRole.objects.count())
    answer = operator.post("/desk/staff/invite/", invitation(people, **given))
    assert answer.status_code == 400 and sentence in answer.content.decode()
    assert "new colleague" in answer.content.decode() or not given.get("reason", "x")
    assert (User.objects.count(), StaffRole.objects.count()) == before


def test_of_another_body_nothing_is_seen_and_nothing_changed(people, operator):
    answer = operator.post("/desk/staff/invite/", invitation(people, body=people.other_body.pk))
    assert answer.status_code == 400
    pages = ["staff-member", "staff-link", "staff-reset", "staff-close", "staff-open"]
    for name in pages:
        address = reverse(name, args=[people.stranger.pk])
        answer = operator.get(address) if name == "staff-member" else operator.post(address, {"reason": "x"})
        assert answer.status_code == 404, name
    role = StaffRole.objects.get(user=people.stranger)
    assert operator.post(reverse("staff-role-end", args=[role.pk]), {"reason": "x"}).status_code == 404


def test_who_manages_staff_reads_no_drafts_and_no_list(people, operator):
    document = cast.document_at("in_round", people)
    for address in (
        "/desk/",
        "/desk/meetings/",
        "/desk/letters/",
        "/desk/contacts/",
        "/desk/actions/",
        f"/desk/documents/{document.pk}/",
        f"/desk/rounds/{document.rounds.get().pk}/",
    ):
        assert operator.get(address).status_code == 404, address
    assert operator.get("/desk/door/")["Location"] == "/desk/staff/"


def test_nobody_else_manages_staff(people):
    for user in (people.coordinator, people.admin):
        for address in ("/desk/staff/", "/desk/staff/invite/"):
            assert at_the_desk(user).get(address).status_code == 404


def sends(browser, name, of, **sent):
    answer = browser.post(reverse(name, args=[of.pk]), {"reason": f"because {name}"} | sent, follow=True)
    return answer.content.decode()


def test_each_act_says_what_it_did_and_why(people, operator):
    person = newcomer(people)
    role = StaffRole.objects.get(user=person)
    assert "set up a sign-in" in sends(operator, "staff-link", person)
    assert "is reset" in sends(operator, "staff-reset", person)
    assert "to be set up" in sends(operator, "staff-link", person)
    assert "ends after that day" in sends(operator, "staff-role-end", role, last_day="2026-11-02")
    assert "has ended, and their sessions" in sends(operator, "staff-role-end", role, at_once="1")
    assert "is closed" in sends(operator, "staff-close", person)
    page = sends(operator, "staff-open", person)
    assert "is open again" in page
    for name in ("staff-reset", "staff-link", "staff-role-end", "staff-open"):
        assert f"because {name}" in page
    for words in ("Sign-in reset", "Sign-in closed", "No longer Executive Coordinator"):
        assert words in page
    audited = AuditRow.objects.filter(subject_id=person.pk, actor_id=operator.session["_auth_user_id"])
    assert sorted(row.event.removeprefix("staff.") for row in audited) == [
        *("deactivated", "link_made", "link_made", "link_made", "reactivated", "role_ended", "role_ended"),
        "sign_in_reset",
    ]


def test_what_is_wrong_with_an_act_is_said_and_what_was_typed_stays(people, operator):
    role = StaffRole.objects.get(user=people.coordinator)
    page = sends(operator, "staff-role-end", role, last_day="2026-10-01")
    assert (
        "1 October 2026 is past" in page and "because staff-role-end" in page and 'value="2026-10-01"' in page
    )
    assert "Last day: Enter a valid date" in sends(operator, "staff-role-end", role, last_day="soon")
    assert "Reason: This field is required" in sends(operator, "staff-role-end", role, reason="", at_once="1")
    for name, of in (("staff-close", people.coordinator), ("staff-role-end", role)):
        page = sends(operator, name, of, at_once="1")
        assert "is the only Executive Coordinator" in page and f"because {name}" in page


def test_a_link_is_shown_once_to_be_handed_over(people, operator):
    page = operator.post("/desk/staff/invite/", invitation(people, way="shown"))
    assert page["Cache-Control"] == "no-store"
    address = page.context["address"]
    assert address in page.content.decode() and "told by letter" in page.content.decode()
    user = User.objects.get(email="ada@example.org")
    assert address not in operator.get(reverse("staff-member", args=[user.pk])).content.decode()
    assert address not in str(Letter.objects.values())
    again = sends(operator, "staff-link", user, shown="1")
    assert "/l/" in again and address not in again
    path = address.partition("8000")[2]
    assert Client().get(path).status_code == 404
    Client().post("/l/" + again.partition("/l/")[2].partition("<")[0])
    page = sends(operator, "staff-link", user, shown="1")
    assert "by letter only" in page and "the link was opened on" in page and "because staff-link" in page


def test_whoever_takes_a_role_from_themselves_signs_in_anew(people, operator):
    newcomer(people, "second", ROLE.OPERATOR)
    own = User.objects.get(email="operator@example.org")
    page = operator.get(reverse("staff-member", args=[own.pk])).content.decode()
    assert "This is you." in page and "Reset the sign-in" not in page
    assert "on the page of your own sign-in" in sends(operator, "staff-reset", own)
    role = StaffRole.objects.get(user=own)
    answer = operator.post(reverse("staff-role-end", args=[role.pk]), {"reason": "x", "at_once": "1"})
    assert answer["Location"] == "/sign-in/"
    assert operator.get("/desk/staff/").status_code == 404


def test_the_list_says_who_is_gone_and_who_is_alone(people, operator):
    newcomer(people, "second", ROLE.OPERATOR)
    page = operator.get("/desk/staff/").content.decode()
    assert "Whose roles have ended" not in page and "You are the only one who" not in page
    StaffRole.objects.exclude(user__email="operator@example.org").update(
        valid_until=NOW - dt.timedelta(days=1)
    )
    page = operator.get("/desk/staff/").content.decode()
    assert "Whose roles have ended" in page and "You are the only one who" in page


def test_another_role_is_given_with_the_name_filled_in(people, operator):
    page = operator.get(f"/desk/staff/invite/?for={people.admin.pk}").content.decode()
    assert 'value="admin@example.org"' in page
    for nobody in (people.stranger.pk, "nobody"):
        page = operator.get(f"/desk/staff/invite/?for={nobody}").content.decode()
        assert "stranger@example.org" not in page


def test_whoever_serves_elsewhere_too_is_not_closed_from_here(people, operator):
    holds(people.coordinator, people.other_body, ROLE.ADMIN)
    for name in ("staff-close", "staff-reset"):
        answer = operator.post(reverse(name, args=[people.coordinator.pk]), {"reason": "x"}, follow=True)
        assert "also serves Working Group on Clearance" in answer.content.decode()
    people.coordinator.refresh_from_db()
    assert people.coordinator.is_active


def test_the_list_takes_as_many_queries_for_three_as_for_one(people, operator):
    before = count(operator, "/desk/staff/")
    for name in ("one", "two", "three"):
        newcomer(people, name)
    assert count(operator, "/desk/staff/") == before


def test_a_person_who_never_got_a_link_has_a_page(people, operator):
    assert operator.get(reverse("staff-member", args=[people.admin.pk])).status_code == 200
    assert Client().get(reverse("staff-member", args=[people.admin.pk])).status_code == 404
