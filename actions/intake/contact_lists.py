"""The contact list of a record: its rows become assignments and contacts, valid from the list's day.

What the portal has already is found again by delegation, post and address, and kept. Nothing on an older list is ended:
that is for a person to say.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

from ccm_portal import history
from ccm_portal.actors import Actor
from friends.intake.areas import AreaPlan
from friends.intake.delegations import Roll
from friends.intake.people import LONGEST_NAME, LONGEST_TITLE, Person, holder, note_of, people_of, seat_of
from friends.intake.posts import role_of
from friends.intake.standing import Posts, addresses_in_use, same_words
from friends.models import (
    Assignment,
    Body,
    Contact,
    Delegation,
    ListedContact,
    Period,
)
from friends.reading.contact_list import ContactRow

LONGEST_DOUBT = 250


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
    _contacts: dict[str, Contact] = field(default_factory=dict)

    def write(self, rows: Iterable[ContactRow]) -> None:
        """Every row is an assignment in the printed order, with its contacts."""
        self._posts = Posts(self.body, self.day)
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
        standing = self._posts.take(delegation, area, role, title)
        if standing is not None:
            return self._hold_since(standing)
        assignment = Assignment(
            body=self.body, period=self.period, delegation=delegation, area=area, role=role, title=title,
            status=Assignment.Status.LISTED if delegation else Assignment.Status.VACANT,
            note=note_of(row), position=position, valid_from=self.day,
        )  # fmt: skip
        return history.save(assignment, by=self.by, reason=self.reason)

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
        told = person.particulars
        contact = Contact(
            delegation=delegation, name=person.name, email=person.address, valid_from=self.day,
            pair_confirmed=not person.doubt, pair_doubt=person.doubt[:LONGEST_DOUBT],
            phone=told.phone, posting=told.posting, speaks=told.speaks is not False,
            language=told.language or Contact._meta.get_field("language").default,
        )  # fmt: skip
        history.save(contact, by=self.by, reason=self.reason)
        if person.address:
            self._contacts[person.address.casefold()] = contact
        return contact

    def _lone(self, name: str, delegation: Delegation) -> Contact | None:
        """The delegation's contact of this name who stands without an address."""
        rows = Contact.objects.filter(delegation=delegation, email="").valid_on(self.day)
        return next((row for row in rows if same_words(row.name, name)), None)


def _is(standing: Contact, person: Person, delegation: Delegation) -> bool:
    """Whether an address that is on the list already stands there for the same person or role mailbox."""
    if standing.delegation_id != delegation.pk:
        return False
    return not person.name or same_words(standing.name, person.name)


def _without_address(person: Person, standing: Contact) -> Person:
    """One address belongs to one contact: the second name is kept without it, and a person is asked."""
    values = {"address": person.address, "other": standing, "delegation": standing.delegation}
    doubt = _("%(address)s, printed for this name, stands with %(other)s (%(delegation)s)") % values
    return replace(person, name=person.name or _role_mailbox(person.address), address="", doubt=doubt)


def _role_mailbox(address: str) -> str:
    return (_("mailbox %(address)s") % {"address": address})[:LONGEST_NAME]
