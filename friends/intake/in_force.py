"""The list in force from a day on, as an import sees it: its posts, its contacts, and who of them a file leaves out."""

import datetime as dt
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from friends.contacts import DETAILS
from friends.intake import areas
from friends.intake.differences import compare
from friends.intake.people import Person
from friends.intake.standing import same_words
from friends.intake.understood import Understood
from friends.intake.words import plain
from friends.models import Assignment, Body, Contact, Delegation, ListedContact
from friends.reading.names import key

# An office is one, whatever a list calls it ("President", "President of 1MSP").
HELD_ONCE = (
    Assignment.Role.PRESIDENT,
    Assignment.Role.PRESIDENT_DESIGNATE,
    Assignment.Role.EXECUTIVE_COORDINATOR,
)


@dataclass(frozen=True)
class LeftOut:
    """What stands on the list and not in the file: a contact, or a post with whoever stands there."""

    key: str
    posts: tuple[Assignment, ...]
    contact: Contact | None
    ended: bool
    # Why it cannot be ended on the day, "" where it can.
    obstacle: str = ""


class Standing:
    """Four queries, however long the list: the body's listed rows, who is shown in them, and everybody's address."""

    def __init__(self, body: Body, day: dt.date) -> None:
        self.day = day
        in_force = Q(valid_until=None) | Q(valid_until__gte=day)
        self.assignments = list(
            Assignment.objects.filter(in_force, body=body, listed=True)
            .exclude(status=Assignment.Status.ENDED)
            .select_related("area", "delegation")
            .order_by("position", "title", "id")
        )
        self.contacts = list(
            Contact.objects.filter(in_force)
            .select_related("delegation")
            .order_by("valid_from", "name", "email", "id")
        )
        self.areas = {
            key(name): area for area, names in areas.standing(body).areas for name in names if key(name)
        }
        self.shown: dict[object, list[object]] = {}
        for place in ListedContact.objects.filter(assignment__in=self.assignments).order_by("position", "id"):
            self.shown.setdefault(place.assignment_id, []).append(place.contact_id)
        self._by_address: dict[str, Contact] = {}
        for contact in sorted(self.contacts, key=lambda one: not one.holds_on(day)):
            if contact.email:
                self._by_address.setdefault(contact.email.casefold(), contact)

    def begins_later(self, row: Assignment | Contact) -> bool:
        return row.valid_from is not None and row.valid_from > self.day

    # --- found again --------------------------------------------------------------------------------------------------

    def posts(self, read: Understood) -> list[Assignment]:
        """The rows that say the same post of the same delegation, by the strictest likeness; those of the day first."""
        if read.delegation is None and read.party is not None:
            return []
        held = read.delegation.pk if read.delegation else None
        own = [row for row in self.assignments if row.delegation_id == held]
        wanted = key(read.title) or plain(read.title)
        likenesses: tuple[Callable[[Assignment], bool], ...] = (
            lambda row: row.role == read.role and self._is_in(row, read.area) and self._same_title(row, read),
            lambda row: bool(wanted) and wanted in (key(row.post) or plain(row.post), key(row.title)),
            lambda row: bool(read.area) and self._is_in(row, read.area),
            lambda row: row.role == read.role and row.role in HELD_ONCE,
            lambda row: not wanted and held is not None,
        )
        for alike in likenesses:
            found = [row for row in own if alike(row)]
            if found:
                return sorted(found, key=lambda row: not row.holds_on(self.day))
        return []

    def _is_in(self, row: Assignment, area: str) -> bool:
        """Whether the row is of the area of this name; without a name, whether it is of none."""
        known = self.areas.get(key(area))
        return row.area_id == known.pk if known else row.area_id is None and not area

    def _same_title(self, row: Assignment, read: Understood) -> bool:
        return bool(read.area) or same_words(row.title, read.title)

    def by_address(self, address: str) -> Contact | None:
        return self._by_address.get(address.casefold()) if address else None

    def by_name(
        self,
        person: Person,
        delegation: Delegation,
        posts: list[Assignment],
        *,
        in_file: Collection[str],
        used: Collection[object],
    ) -> Contact | None:
        """The delegation's contact of this name, unless the file gives its address to somebody; shown there first."""
        if not person.name:
            return None
        alike = [
            contact
            for contact in self.contacts
            if contact.delegation_id == delegation.pk
            and contact.pk not in used
            and _same_name(contact.name, person.name)
            and not (person.address and contact.email.casefold() in in_file)
        ]
        return min(alike, key=lambda one: self._distance(one, person, posts), default=None)

    def _distance(self, contact: Contact, person: Person, posts: list[Assignment]) -> tuple[bool, bool, int]:
        """Of two contacts of one name: who is shown there, who holds on the day, of whom the file says the same."""
        _said, differences = compare(contact, person)
        return not self.is_shown(contact, posts), not contact.holds_on(self.day), len(differences)

    def is_shown(self, contact: Contact, posts: list[Assignment]) -> bool:
        return any(contact.pk in self.shown.get(row.pk, ()) for row in posts)

    # --- left out -----------------------------------------------------------------------------------------------------

    def left_out(
        self, named: Collection[object], meant: Collection[object], ended: Collection[str]
    ) -> Iterator[LeftOut]:
        """Of the list of the day: contacts the file does not mean, and posts it does not name."""
        of_day = [row for row in self.assignments if row.holds_on(self.day)]
        places: dict[object, list[Assignment]] = {}
        for row in of_day:
            for pk in self.shown.get(row.pk, ()):
                places.setdefault(pk, []).append(row)
        for row in of_day:
            if row.pk not in named:
                yield self._out(f"post-{row.pk}", (row,), None, ended)
        for contact in self.contacts:
            if contact.pk in places and contact.pk not in meant and contact.holds_on(self.day):
                yield self._out(f"contact-{contact.pk}", tuple(places[contact.pk]), contact, ended)

    def _out(
        self, name: str, posts: tuple[Assignment, ...], contact: Contact | None, ended: Collection[str]
    ) -> LeftOut:
        obstacle = self.obstacle(contact or posts[0])
        return LeftOut(name, posts, contact, name in ended and not obstacle, obstacle)

    def obstacle(self, row: Assignment | Contact) -> str:
        if row.valid_from is not None and row.valid_from >= self.day:
            return _("on the list only since %(day)s") % {"day": row.valid_from.isoformat()}
        return ""

    def as_value(self) -> list[Any]:
        """All of it as a JSON value, to see whether it has moved."""
        listed = {pk for contacts in self.shown.values() for pk in contacts}
        rows = [
            [
                str(row.pk), row.role, row.title, row.status, str(row.area_id), str(row.delegation_id),
                str(row.valid_from), str(row.valid_until), [str(pk) for pk in self.shown.get(row.pk, ())],
            ]
            for row in sorted(self.assignments, key=lambda row: str(row.pk))
        ]  # fmt: skip
        people = [
            [str(one.pk), str(one.delegation_id), str(one.valid_from), str(one.valid_until)]
            + [str(getattr(one, name)) for name in DETAILS]
            for one in sorted(self.contacts, key=lambda one: str(one.pk))
            if one.pk in listed
        ]
        return [rows, people]


def _same_name(one: str, other: str) -> bool:
    if key(one) or key(other):
        return key(one) == key(other)
    return plain(one) == plain(other)
