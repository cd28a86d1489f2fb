"""The people of a printed row of the contact list, and who holds it."""

from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

from ccm_portal import letters
from friends.intake.delegations import Party, party
from friends.intake.posts import role_of
from friends.models import Assignment, Capacity
from friends.reading.contact_list import ContactRow
from friends.reading.particulars import Particulars

LONGEST_NAME = 200
LONGEST_ADDRESS = 254
LONGEST_TITLE = 250


@dataclass(frozen=True)
class Person:
    """A name and an address of a row, either may be ""; `doubt` says why a person must confirm that they belong."""

    name: str
    address: str
    doubt: str = ""
    particulars: Particulars = field(default_factory=Particulars)


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
    told = row.particulars
    return [
        _fit(replace(one, particulars=told.get(one.name or one.address, one.particulars))) for one in people
    ]


def _fit(person: Person) -> Person:
    """The same person with a name that fits, and with an address only if letters can be sent to it."""
    # Signs that show nothing (line ends, writing-direction marks) may not stand in a letter's address line.
    name = "".join(sign for sign in person.name if sign.isprintable())[:LONGEST_NAME]
    if not person.address or _can_be_written_to(person.address):
        return replace(person, name=name)
    doubt = _("“%(address)s”, printed for this name, is no address") % {"address": person.address}
    return replace(person, name=name or person.address[:LONGEST_NAME], address="", doubt=doubt)


def _can_be_written_to(address: str) -> bool:
    try:
        return len(address) <= LONGEST_ADDRESS and bool(letters.wire_address(address))
    except ValueError:
        return False
