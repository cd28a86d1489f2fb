"""The pages of staff: who manages staff sees and changes those of their bodies, and nothing of the drafts."""

import pytest
from django.test import Client
from django.urls import reverse

from ccm_portal import history
from ccm_portal.actors import IMPORT
from ccm_portal.models import Letter, User
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
    return sent | {"begins": "2026-11-02", "reason": "new colleague"} | given


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


def test_each_act_says_what_it_did_and_why(people, operator):
    person = people.coordinator
    role = StaffRole.objects.get(user=person)

    def act(name, of, **sent):
        answer = operator.post(reverse(name, args=[of.pk]), {"reason": f"because {name}"} | sent, follow=True)
        return answer.content.decode()

    assert "set up a sign-in" in act("staff-link", person)
    assert "is reset" in act("staff-reset", person)
    assert "to be set up" in act("staff-link", person)
    assert "Reason" in act("staff-role-end", role, last_day="2026-11-02", reason="")
    assert "ends on that day" in act("staff-role-end", role, last_day="2026-11-02")
    assert "is closed" in act("staff-close", person)
    page = act("staff-open", person)
    assert "is open again" in page
    for name in ("staff-reset", "staff-link", "staff-role-end", "staff-open"):
        assert f"because {name}" in page


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
