"""Who is asking: rights are asked of the database at every request; a link is one contact's, for one purpose."""

import datetime as dt
import uuid

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.backends.db import SessionStore
from django.http import Http404
from django.test import RequestFactory

from ccm_portal import history, links
from ccm_portal.actors import IMPORT
from ccm_portal.policies import Gone
from friends import access
from friends.models import AccessLink, StaffRole
from tests.cast import NOW, cast, document_at, link_of

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
DAY = dt.timedelta(days=1)
YESTERDAY, TOMORROW = TODAY - DAY, TODAY + DAY


@pytest.fixture
def people(time_machine):
    time_machine.move_to(NOW, tick=False)
    return cast()


@pytest.fixture
def link(people):
    return link_of(people.friend, document_at("in_round", people).rounds.get())


def asking(user=None):
    request = RequestFactory().get("/")
    request.user = user or AnonymousUser()
    request.session = SessionStore()
    if user is not None:
        user_logged_in.send(type(user), request=request, user=user)
    return request


def token(link):
    return links.token(link.pk, link.epoch)


def test_it_works(people, link):
    staff = access.staff_of(asking(people.coordinator))
    assert staff.bodies_as("coordinator") == {people.body.pk}
    assert staff.has("coordinator") and not staff.has("admin")
    assert access.link_for(token(link)) == link


def test_nobody_is_staff_without_signing_in_or_when_deactivated(people):
    assert access.staff_of(asking()) is None
    people.coordinator.is_active = False
    people.coordinator.save()
    assert access.staff_of(asking(people.coordinator)) is None


@pytest.mark.parametrize(
    ("begins", "ends", "holds"),
    [
        (TODAY, TODAY, True),
        (None, YESTERDAY, False),
        (TOMORROW, None, False),
        (YESTERDAY, TOMORROW, True),
    ],
)
def test_a_role_holds_from_its_first_to_its_last_day(people, begins, ends, holds):
    role = StaffRole.objects.get(user=people.coordinator)
    role.valid_from, role.valid_until = begins, ends
    history.save(role, by=IMPORT)
    assert access.staff_of(asking(people.coordinator)).has("coordinator") == holds


def test_roles_in_two_bodies_do_not_mix(people):
    role = StaffRole(user=people.coordinator, body=people.other_body, role=StaffRole.Role.ADMIN)
    history.save(role, by=IMPORT)
    staff = access.staff_of(asking(people.coordinator))
    assert staff.bodies_as("coordinator") == {people.body.pk}
    assert staff.bodies_as("coordinator", "admin") == {people.body.pk, people.other_body.pk}


def test_one_link_for_one_contact_purpose_and_subject(people, link):
    again = {"purpose": link.purpose, "subject": link.subject, "until": NOW + 9 * DAY, "now": NOW}
    assert access.open_link(people.friend, **again) == link
    assert access.open_link(people.contacts["Norway"][1], **again) != link
    assert access.open_link(people.friend, **(again | {"purpose": "clear"})) != link


def test_a_token_nobody_was_given(link):
    for words in ("", "x", token(link)[:-1], f"x{token(link)}", token(link).swapcase()):
        with pytest.raises(Http404):
            access.link_for(words)


def test_what_a_mail_program_added_at_the_end_does_no_harm(link):
    for tail in (">", ".", "%3E", "/>"):
        assert access.link_for(token(link) + tail) == link


def test_a_link_withdrawn_or_past_its_end(link, time_machine):
    link.revoked_at = NOW
    with pytest.raises(Gone, match="withdrawn"):
        access.still_good(link)
    link.revoked_at = None
    time_machine.move_to(link.until - dt.timedelta(seconds=1), tick=False)
    assert access.still_good(link) == link
    time_machine.move_to(link.until, tick=False)
    with pytest.raises(Gone, match="come to its end"):
        access.still_good(link)


def test_the_link_of_who_left_the_list_ends_with_the_last_day(people, link, time_machine):
    people.friend.valid_until = TODAY
    history.save(people.friend, by=IMPORT)
    assert access.link_for(token(link)) == link
    time_machine.move_to(NOW + DAY, tick=False)
    with pytest.raises(Gone, match="no longer on the contact list"):
        access.link_for(token(link))


def test_a_session_opens_what_was_confirmed_in_it_and_nothing_else(people, link):
    request = asking()
    wanted = {"purpose": link.purpose, "subject": link.subject}
    with pytest.raises(Http404):
        access.session_link(request, **wanted)
    access.remember(request, link)
    assert access.session_link(request, **wanted) == link
    with pytest.raises(Http404):
        access.session_link(request, **(wanted | {"purpose": "clear"}))
    with pytest.raises(Http404):
        access.session_link(request, **(wanted | {"subject": people.body.pk}))
    AccessLink.objects.filter(pk=link.pk).update(revoked_at=NOW)
    with pytest.raises(Gone):
        access.session_link(request, **wanted)


def test_a_session_remembers_each_link_once_and_not_endlessly(people, link):
    request = asking()
    for _time in range(3):
        access.remember(request, link)
    assert request.session[access.SESSION_LINKS] == [str(link.pk)]
    for n in range(40):
        access.remember(request, AccessLink(id=uuid.UUID(int=n)))
    assert len(request.session[access.SESSION_LINKS]) == 20
