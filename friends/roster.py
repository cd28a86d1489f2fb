"""The contact list as it holds on a day, by what is recorded now or was recorded at a moment: rows of posts,
delegations and their contacts.
"""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Prefetch, QuerySet

from ccm_portal import recorded
from friends.models import Assignment, Body, Contact, Delegation, ListedContact, ThematicArea

# A post of which this is said is not confirmed yet.
UNSURE = (Assignment.Status.TO_BE_RECONFIRMED, Assignment.Status.WILL_CONFIRM)


@dataclass
class Row:
    """One row of the list: a post, who holds it, and the contacts shown there."""

    assignment: Assignment
    contacts: list[Contact]

    @property
    def delegation(self) -> Delegation | None:
        return self.assignment.delegation


@dataclass
class Seat:
    """A delegation with everything it holds on the day and each of its contacts once."""

    delegation: Delegation
    assignments: list[Assignment] = field(default_factory=list)
    contacts: list[Contact] = field(default_factory=list)

    @property
    def posts(self) -> str:
        return "; ".join(dict.fromkeys(post for post in (a.post for a in self.assignments) if post))


def rows_on(body: Body, day: dt.date, *, listed_only: bool = True) -> list[Row]:
    """The rows that hold on `day`, in the order of the list; four queries whatever its length."""
    listings = ListedContact.objects.select_related("contact").filter(
        contact__in=Contact.objects.valid_on(day)
    )
    assignments = (
        Assignment.objects.filter(body=body)
        .valid_on(day)
        .exclude(status=Assignment.Status.ENDED)
        .select_related("area", "delegation", "period", "proposed_by")
        .prefetch_related("delegation__capacities", Prefetch("listed_contacts", queryset=listings))
        .order_by("position", "title", "id")
    )
    if listed_only:
        assignments = assignments.filter(listed=True)
    return [
        Row(row, _in_order((listing.position, listing.contact) for listing in row.listed_contacts.all()))
        for row in assignments
    ]


def _in_order(places: Iterable[tuple[int, Contact]]) -> list[Contact]:
    """By their place in the row; who took the place of somebody stands beside them, by name."""
    return [
        contact
        for _position, contact in sorted(
            places, key=lambda place: (place[0], place[1].name.casefold(), place[1].email, place[1].pk)
        )
    ]


def rows_recorded(body: Body, day: dt.date, moment: dt.datetime) -> list[Row]:
    """The rows that hold on `day` by what was recorded at `moment`; five queries whatever its length.

    Everything in them is as recorded then: names, addresses, posts. Only to be read, never to be saved.
    """
    posts = recorded.instances(
        recorded.rows(Assignment, moment)
        .filter(body=body, listed=True)
        .exclude(status=Assignment.Status.ENDED)
        .order_by("position", "title", "id")
    )
    delegations = _by_key(recorded.rows(Delegation, moment))
    areas = _by_key(recorded.rows(ThematicArea, moment).filter(body=body))
    contacts = _by_key(recorded.rows(Contact, moment))
    shown = defaultdict(list)
    places = recorded.rows(ListedContact, moment)
    for assignment, key, position in places.values_list("assignment_id", "contact_id", "position"):
        contact = contacts.get(key)
        if contact is not None and contact.holds_on(day):
            shown[assignment].append((position, contact))
    rows = []
    for post in posts:
        if not post.holds_on(day):
            continue
        post.delegation = delegations.get(post.delegation_id)
        post.area = areas.get(post.area_id)
        rows.append(Row(post, _in_order(shown[post.pk])))
    return rows


def _by_key(found: QuerySet[Any]) -> dict[uuid.UUID, Any]:
    return {one.pk: one for one in recorded.instances(found)}


@dataclass
class Carried:
    """An area of work with the rows of who carries it: who coordinates, and who cooperates.

    Vacant posts stand among those that coordinate; what is only proposed or to be reconfirmed as well.
    """

    area: ThematicArea
    coordinating: list[Row] = field(default_factory=list)
    cooperating: list[Row] = field(default_factory=list)


def carried_on(body: Body, day: dt.date) -> list[Carried]:
    """The body's areas of that day in their order, each with its rows and their contacts; five queries at any length.

    Who was named off the list as coordinating is left out (`said_on` has it); who cooperates is in, on the list or off.
    """
    areas = ThematicArea.objects.filter(body=body, joined_to=None).valid_on(day).order_by("position", "name")
    found = {area.pk: Carried(area) for area in areas}
    for row in rows_on(body, day, listed_only=False):
        post = row.assignment
        at = found.get(post.area_id) if post.area_id else None
        if at is None:
            continue
        if post.role == Assignment.Role.COORDINATOR and post.listed:
            at.coordinating.append(row)
        elif post.role == Assignment.Role.COOPERATING:
            at.cooperating.append(row)
    return list(found.values())


def seats_on(body: Body, day: dt.date) -> list[Seat]:
    """The delegations on the list on `day`, each once, in the list's order."""
    seats: dict[object, Seat] = {}
    for row in rows_on(body, day):
        if row.delegation is None:
            continue
        seat = seats.setdefault(row.delegation.pk, Seat(row.delegation))
        seat.assignments.append(row.assignment)
        seat.contacts.extend(contact for contact in row.contacts if contact not in seat.contacts)
    return list(seats.values())


def cooperating_on(body: Body, day: dt.date) -> dict[uuid.UUID | None, list[Assignment]]:
    """By area: the posts of those who cooperate in it on `day`, on the printed list or not. One query."""
    posts = Assignment.objects.filter(body=body, role=Assignment.Role.COOPERATING).valid_on(day)
    posts = posts.filter(delegation__isnull=False).exclude(status=Assignment.Status.ENDED)
    found: dict[uuid.UUID | None, list[Assignment]] = defaultdict(list)
    for post in posts.select_related("delegation").order_by("position", "delegation__name"):
        if all(post.delegation_id != other.delegation_id for other in found[post.area_id]):
            found[post.area_id].append(post)
    return found


def presidency_on(body: Body, day: dt.date) -> list[Contact]:
    """The contacts who give the Presidency's word: those with an address who speak for the President's delegation."""
    return [
        contact
        for row in rows_on(body, day)
        if row.assignment.role == Assignment.Role.PRESIDENT
        for contact in row.contacts
        if contact.speaks and contact.email
    ]


@dataclass
class Said:
    """What records say of one delegation's posts, each with its words; the oldest first."""

    delegation: Delegation
    posts: list[Assignment] = field(default_factory=list)

    @property
    def contradicts_itself(self) -> bool:
        """Whether one post is said to be confirmed and to be open still, by the same record or another."""
        sure = [post for post in self.posts if post.status == Assignment.Status.CONFIRMED]
        unsure = [post for post in self.posts if post.status in UNSURE]
        return any(
            one.area_id == other.area_id or None in (one.area_id, other.area_id)
            for one in sure
            for other in unsure
        )


def said_on(body: Body, day: dt.date) -> list[Said]:
    """What was said off the list of who carries on, that holds on `day`, by delegation. One query."""
    posts = Assignment.objects.filter(body=body, listed=False).valid_on(day).exclude(status_words="")
    posts = posts.filter(delegation__isnull=False).exclude(status=Assignment.Status.ENDED)
    found: dict[object, Said] = {}
    for post in posts.select_related("delegation", "area", "proposed_by").order_by(
        "valid_from", "status_line"
    ):
        if post.delegation is not None:
            found.setdefault(post.delegation_id, Said(post.delegation)).posts.append(post)
    return list(found.values())


def said_of(row: Assignment, day: dt.date) -> list[Said]:
    """What was said by `day` of the post's delegation, and of others in its area; the row itself is one voice of these.

    One query. `contradicts_itself` then also says where the list and a record differ.
    """
    found = []
    for one in said_on(row.body, day):
        same = one.delegation.pk == row.delegation_id
        posts = [post for post in one.posts if same or (row.area_id and post.area_id == row.area_id)]
        if same and row not in posts:
            posts.append(row)
        if posts:
            found.append(Said(one.delegation, posts))
    return found
