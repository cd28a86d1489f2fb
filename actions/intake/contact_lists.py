"""The contact list of a record: its rows become assignments and contacts, valid from the list's day.

What the portal has already is found again by delegation, post and address, and kept. Nothing on an older list is ended:
that is for a person to say.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

from actions.intake.areas import AreaPlan
from actions.intake.delegations import Party, Roll, party
from actions.intake.posts import role_of
from ccm_portal import history, letters
from ccm_portal.actors import Actor
from friends.models import (
    Assignment,
    Body,
    Capacity,
    Contact,
    Delegation,
    ListedContact,
    Period,
    ThematicArea,
)
from friends.reading.contact_list import ContactRow
from friends.reading.names import key

LONGEST_NAME = 200
LONGEST_ADDRESS = 254
LONGEST_DOUBT = 250
LONGEST_TITLE = 250


@dataclass(frozen=True)
class Person:
    """A name and an address of a row, either may be ""; `doubt` says why a person must confirm that they belong."""

    name: str
    address: str
    doubt: str = ""


@dataclass
class ListWriter:
    """Writes the rows of one list, for one body, valid from `day`."""

    body: Body
    day: dt.date
    roll: Roll
    areas: AreaPlan
    by: Actor
    reason: str
    period: Period | None = None
    _standing: list[Assignment] = field(default_factory=list)
    _contacts: dict[str, Contact] = field(default_factory=dict)

    def write(self, rows: Iterable[ContactRow]) -> None:
        """Every row is an assignment in the printed order, with its contacts."""
        listed = Assignment.objects.filter(body=self.body, listed=True)
        self._standing = [row for row in listed if row.valid_until is None or row.valid_until >= self.day]
        self._contacts = addresses_in_use(self.day)
        for position, row in enumerate(rows):
            self._write_row(row, position)

    def _write_row(self, row: ContactRow, position: int) -> None:
        wanted = holder(row)
        delegation = None
        if wanted is not None:
            delegation = self.roll.ensure(wanted, seat=seat_of(row), by=self.by, reason=self.reason)
        assignment = self._assignment(row, delegation, position)
        if delegation is None:
            return
        present = list(assignment.listed_contacts.select_related("contact"))
        shown = {listing.contact_id for listing in present}
        for person in people_of(row):
            contact = self._contact(person, delegation)
            if contact.pk not in shown:
                place = ListedContact(assignment=assignment, contact=contact, position=len(shown))
                history.save(place, by=self.by, reason=self.reason)
                shown.add(contact.pk)

    def _assignment(self, row: ContactRow, delegation: Delegation | None, position: int) -> Assignment:
        group = self.areas.of(row.area_name) if row.area_name else None
        area = group.known if group else None
        role = role_of(row, has_area=area is not None)
        title = row.role_words[:LONGEST_TITLE]
        standing = self._same_post(delegation, area, role, title)
        if standing is not None:
            return self._hold_since(standing)
        assignment = Assignment(
            body=self.body, period=self.period, delegation=delegation, area=area, role=role, title=title,
            status=Assignment.Status.LISTED if delegation else Assignment.Status.VACANT,
            note=note_of(row), position=position, valid_from=self.day,
        )  # fmt: skip
        return history.save(assignment, by=self.by, reason=self.reason)

    def _same_post(
        self, delegation: Delegation | None, area: ThematicArea | None, role: str, title: str
    ) -> Assignment | None:
        """A row of the list in force that says the same; each is found once."""
        for row in self._standing:
            same_title = area is not None or key(row.title) == key(title)
            if (row.delegation_id, row.area_id, row.role) == (
                delegation.pk if delegation else None, area.pk if area else None, role,
            ) and same_title:  # fmt: skip
                self._standing.remove(row)
                return row
        return None

    def _hold_since(self, row: Assignment) -> Assignment:
        """An older list shows that the post was held earlier than the portal knew."""
        if row.valid_from is not None and row.valid_from > self.day:
            row.valid_from = self.day
            history.save(row, by=self.by, reason=self.reason)
        return row

    def _contact(self, person: Person, delegation: Delegation) -> Contact:
        standing = self._contacts.get(person.address.casefold()) if person.address else None
        if standing is not None and _is(standing, person, delegation):
            if standing.valid_from is not None and standing.valid_from > self.day:
                standing.valid_from = self.day
                history.save(standing, by=self.by, reason=self.reason)
            return standing
        if standing is not None:
            person = _without_address(person, standing)
        if not person.address and (lone := self._lone(person.name, delegation)):
            return lone
        contact = Contact(
            delegation=delegation, name=person.name, email=person.address, valid_from=self.day,
            pair_confirmed=not person.doubt, pair_doubt=person.doubt[:LONGEST_DOUBT],
        )  # fmt: skip
        history.save(contact, by=self.by, reason=self.reason)
        if person.address:
            self._contacts[person.address.casefold()] = contact
        return contact

    def _lone(self, name: str, delegation: Delegation) -> Contact | None:
        """The delegation's contact of this name who stands without an address."""
        rows = Contact.objects.filter(delegation=delegation, email="").valid_on(self.day)
        return next((row for row in rows if key(row.name) == key(name)), None)


def addresses_in_use(day: dt.date) -> dict[str, Contact]:
    """Contacts with an address that hold on `day` or later, by folded address."""
    rows = Contact.objects.exclude(email="").select_related("delegation").order_by("valid_from")
    return {row.email.casefold(): row for row in rows if row.valid_until is None or row.valid_until >= day}


def _is(standing: Contact, person: Person, delegation: Delegation) -> bool:
    """Whether an address that is on the list already stands there for the same person or role mailbox."""
    if standing.delegation_id != delegation.pk:
        return False
    return not person.name or key(standing.name) == key(person.name)


def _without_address(person: Person, standing: Contact) -> Person:
    """One address belongs to one contact: the second name is kept without it, and a person is asked."""
    values = {"address": person.address, "other": standing, "delegation": standing.delegation}
    doubt = _("%(address)s, printed for this name, stands with %(other)s (%(delegation)s)") % values
    return replace(person, name=person.name or _role_mailbox(person.address), address="", doubt=doubt)


def _role_mailbox(address: str) -> str:
    return (_("mailbox %(address)s") % {"address": address})[:LONGEST_NAME]


def holder(row: ContactRow) -> Party | None:
    """Who holds a row; None for a post that nobody holds. A row with people has a holder, whatever it is called."""
    wanted = party(row.delegation, row.delegation_words)
    if wanted is None and (row.names or row.addresses):
        wanted = party(None, row.role_words) or party(None, row.words) or Party(_("not named"))
    office = wanted is not None and wanted.capacity == Capacity.Kind.OBSERVER
    if (
        wanted is not None
        and office
        and role_of(row, has_area=False) == Assignment.Role.EXECUTIVE_COORDINATOR
    ):
        return replace(wanted, capacity=Capacity.Kind.OFFICE)
    return wanted


def seat_of(row: ContactRow) -> str:
    """Where an organisation's office sits, in the list's words; a State's mission needs no mention."""
    wanted = party(row.delegation, row.delegation_words)
    return row.seat if wanted is not None and wanted.capacity == Capacity.Kind.OBSERVER else ""


def note_of(row: ContactRow) -> str:
    """What stands beside the row; the whole row where something in it is longer than its field."""
    too_long = len(row.role_words) > LONGEST_TITLE or any(len(name) > LONGEST_NAME for name in row.names)
    return "\n".join(part for part in (row.note, row.words if too_long else "") if part)


def people_of(row: ContactRow) -> list[Person]:
    """Everybody in the row: pairs, names that stand alone, addresses that stand alone. Nobody is lost."""
    unsure = bool(row.names_without_address and row.addresses_without_name)
    doubt = _("it is not certain which address belongs to which name") if unsure else ""
    people = [Person(pair.name, pair.address, "" if pair.certain else pair.why) for pair in row.people]
    people += [Person(name, "", doubt) for name in row.names_without_address]
    people += [Person("", address, doubt) for address in row.addresses_without_name]
    return [_fit(person) for person in people]


def _fit(person: Person) -> Person:
    """The same person with a name that fits, and with an address only if letters can be sent to it."""
    # Signs that show nothing (line ends, writing-direction marks) may not stand in a letter's address line.
    name = "".join(sign for sign in person.name if sign.isprintable())[:LONGEST_NAME]
    if not person.address or _can_be_written_to(person.address):
        return replace(person, name=name)
    doubt = _("“%(address)s”, printed for this name, is no address") % {"address": person.address}
    return Person(name or person.address[:LONGEST_NAME], "", doubt)


def _can_be_written_to(address: str) -> bool:
    try:
        return len(address) <= LONGEST_ADDRESS and bool(letters.wire_address(address))
    except ValueError:
        return False
