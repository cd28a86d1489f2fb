"""A copied session an hour old reads the desk; it circulates, publishes, exports nothing and lets nobody in."""

import pytest
from django.test import Client
from django.urls import reverse

from ccm_portal import history
from ccm_portal.actors import IMPORT
from friends.models import StaffRole
from tests.cast import HOUR
from tests.trust import cells, routes, world
from tests.trust.expectations import ERASING, FRESH, STAFF_PAGES
from tests.trust.sides import LATER

pytestmark = pytest.mark.django_db


def asking_for_a_fresh_sign_in():
    return {entry.name for _pattern, entry in cells.walk() if "freshly" in entry.callback.policy.name}


def test_what_asks_for_a_fresh_sign_in_is_known():
    """Whoever adds a route that circulates, publishes, exports or changes staff names it in the table, and here."""
    known = FRESH | ERASING.keys() | STAFF_PAGES.keys() - {"staff", "staff-member"}
    assert asking_for_a_fresh_sign_in() == known


@pytest.fixture
def thief(time_machine):
    """With the cookie of a coordinator who manages staff and keeps the list as well, an hour after they signed in."""
    time_machine.move_to(LATER - HOUR, tick=False)
    sides = world.build("draft")
    user = sides.ours.people.coordinator
    for role in (StaffRole.Role.OPERATOR, StaffRole.Role.ADMIN):
        history.save(StaffRole(user=user, body=sides.ours.people.body, role=role), by=IMPORT)
    owner, thief = Client(), Client()
    owner.force_login(user)
    thief.cookies["sessionid"] = owner.session.session_key
    time_machine.move_to(LATER, tick=False)
    return thief, routes.arguments(sides.ours)


def test_it_works(thief):
    browser, arguments = thief
    for name in ("document", "staff-member"):
        assert browser.get(reverse(name, kwargs=arguments[name])).status_code == 200
    found = {}
    for name in sorted(asking_for_a_fresh_sign_in()):
        for method in ("GET", "HEAD", "POST"):
            sent = {"confirm": "1", "reason": "mine", "at_once": "1"}
            answer = cells._ask(browser, method, reverse(name, kwargs=arguments.get(name)), sent)
            if (answer.status, answer.writes) != (403, []):
                found[f"{method} {name}"] = (answer.status, answer.writes)
    assert found == {}
