"""Whatever changes about who may come in, and how: the person's other sessions end with their next request."""

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from ccm_portal.models import User
from friends import staff
from friends.models import StaffRole
from tests import cast
from tests.cast import NOW
from tests.queries import at_the_desk

pytestmark = pytest.mark.django_db
PASSWORD = "eight loud rivers of ink"


@pytest.fixture
def people(time_machine):
    time_machine.move_to(NOW, tick=False)
    people = cast.cast()
    # Somebody else coordinates as well, so that this one can go.
    second = User.objects.create_user("second@example.org", "The Second")
    cast.history.save(StaffRole(user=second, body=people.body, role="coordinator"), by=cast.IMPORT)
    cast.with_app(second)
    return people


def of_the_person(change):
    """`change` is done by the person, in one of two browsers."""

    def done(people):
        here = at_the_desk(people.coordinator)
        change(here, Authenticator.objects.get(user=people.coordinator))
        assert here.get("/desk/").status_code == 200

    return done


def _a_passkey_is_there_and_the_app_goes(here, app):
    Authenticator.objects.create(user=app.user, type=Authenticator.Type.WEBAUTHN, data={"name": "key"})
    assert here.post(f"/your-sign-in/{app.pk}/remove/").status_code == 302


def _by(people):
    return {"by": people.admin.actor, "now": NOW, "reason": "why"}


CHANGES = {
    "a password": of_the_person(
        lambda here, _app: here.post(
            "/your-sign-in/password/", {"password1": PASSWORD, "password2": PASSWORD}
        )
    ),
    "an app removed": of_the_person(_a_passkey_is_there_and_the_app_goes),
    "recovery codes": of_the_person(lambda here, _app: here.post("/your-sign-in/codes/")),
    "a role given": lambda people: staff.invite(
        people.coordinator.email, "x", role="admin", body=people.body, begins=None, **_by(people)
    ),
    "a role taken": lambda people: staff.take_role(
        StaffRole.objects.get(user=people.coordinator), **_by(people)
    ),
    "a reset": lambda people: staff.reset_sign_in(people.coordinator, body=people.body, **_by(people)),
    "closed": lambda people: staff.deactivate(people.coordinator, **_by(people)),
}


@pytest.mark.parametrize("what", CHANGES)
def test_other_sessions_end(people, what, django_capture_on_commit_callbacks):
    there, signed_out = at_the_desk(people.coordinator), Client()
    assert there.get("/your-sign-in/").status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        CHANGES[what](people)
    for browser in (there, signed_out):
        assert browser.get("/your-sign-in/").status_code == 404
        assert browser.get("/desk/").status_code == 404
