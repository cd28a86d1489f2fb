"""The people of the permission matrix, each with the session they would have."""

import datetime as dt

from django.test import Client

from ccm_portal import sign_in
from ccm_portal.models import User
from friends import (
    contacts,
    readers,
    reviews,
)
from friends.models import (
    AccessLink,
    Contact,
    Delegation,
    StaffRole,
)
from tests import cast
from tests.cast import HOUR, NOW, Cast
from tests.trust import asked
from tests.trust.sides import LATER, Side, World


def _entry_link(person: Contact, side: Side) -> AccessLink:
    assert side.proposal is not None and side.proposal.entry is not None
    return reviews.link_to_entry(person, side.proposal.entry.review, now=NOW)


def _client(*held: AccessLink | None, user: User | None = None) -> Client:
    client = Client(raise_request_exception=False)
    if user is not None:
        client.force_login(user)
    if any(held):
        session = client.session
        session["links"] = [str(link.pk) for link in held if link]
        session.save()
    return client


def _round_link(person: Contact, side: Side) -> AccessLink | None:
    return cast.link_of(person, side.round) if side.round else None


def _list_link(person: Contact, side: Side) -> AccessLink:
    return readers.link_to_list(person, side.people.body, now=NOW)


def _asked(person: Contact, side: Side) -> list[AccessLink]:
    """The links of letters about the list that the person has, or would have: see `expectations.ASKED`."""
    mistaken = person.delegation.name == "ICRC"
    return asked.links(person, None if mistaken else side.asking, side.interest, side.item)


def _removed(ours: Side) -> Client:
    """Canada's second contact came in by the link and was then taken off the list."""
    person = ours.people.contacts["Canada"][1]
    own = (_list_link(person, ours), _entry_link(person, ours), *_asked(person, ours))
    client = _client(_round_link(person, ours), *own)
    change = contacts.Change(NOW.date() - dt.timedelta(days=1), "left")
    contacts.end(person, change, by=ours.people.admin.actor, now=NOW)
    return client


def _stale(people: Cast) -> Client:
    """The coordinator at another computer, signed in an hour ago."""
    client = _client(user=people.coordinator)
    session = client.session
    session[sign_in.CONFIRMED] = (LATER - HOUR).isoformat()
    session.save()
    return client


def _unfinished(people: Cast) -> User:
    """A second coordinator who came by a set-up link and has set up nothing yet."""
    user = User.objects.create_user("unfinished@example.org", "The Unfinished")
    role = StaffRole(user=user, body=people.body, role=StaffRole.Role.COORDINATOR)
    cast.history.save(role, by=cast.IMPORT)
    return user


def _without_a_role_today(people: Cast) -> User:
    """Coordinated until yesterday, will again from tomorrow on, and had the role taken away today."""
    user = User.objects.create_user("between@example.org", "Between Two Roles")
    day = dt.timedelta(days=1)
    for days in (
        {"valid_until": LATER.date() - day},
        {"valid_from": LATER.date() + day},
        {"valid_from": LATER.date(), "ended_at": LATER},
    ):
        for kind in StaffRole.Role:
            cast.history.save(StaffRole(user=user, body=people.body, role=kind, **days), by=cast.IMPORT)
    cast.with_app(user)
    return user


def _operator(people: Cast) -> User:
    user = User.objects.create_user("operator@example.org", "The Operator")
    cast.history.save(StaffRole(user=user, body=people.body, role=StaffRole.Role.OPERATOR), by=cast.IMPORT)
    cast.with_app(user)
    return user


def begin(world: World) -> None:
    ours, theirs = world.ours, world.theirs
    people = ours.people
    former = cast.contact(Delegation.objects.get(name="ICRC"), "former.friend")
    word = AccessLink.objects.filter(contact=people.president, subject=ours.revision).first()
    world.clients = {
        "anonymous": _client(),
        "friend of another process": _client(
            _round_link(theirs.people.friend, theirs),
            _list_link(theirs.people.friend, theirs),
            *_asked(theirs.people.friend, theirs),
            _entry_link(theirs.people.friend, theirs),
        ),
        "former friend": _client(_round_link(former, ours)),
        "coordinator of another process": _client(user=theirs.people.coordinator),
        "admin of another process": _client(user=theirs.people.admin),
        "friend": _client(
            _round_link(people.friend, ours),
            _list_link(people.friend, ours),
            _entry_link(people.friend, ours),
            *_asked(people.friend, ours),
        ),
        "observer": _client(
            _round_link(people.contacts["ICRC"][0], ours), *_asked(people.contacts["ICRC"][0], ours)
        ),
        "removed": _removed(ours),
        "coordinator": _client(user=people.coordinator),
        "presidency": _client(word),
        "admin": _client(user=people.admin),
        "user without a role": _client(user=_without_a_role_today(people)),
        "manager of staff": _client(user=_operator(people)),
        "stale coordinator": _stale(people),
        "coordinator without a second factor": _client(user=_unfinished(people)),
    }
