"""A row of a list as it is understood: which delegation and area its words mean, and who belongs to which address."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from friends.intake.choices import Choices
from friends.intake.delegations import LONGEST_NAME, Party, Roll, party
from friends.intake.people import LONGEST_TITLE, Person, holder, people_of
from friends.intake.posts import role_of, status_of
from friends.intake.words import plain
from friends.models import Assignment, Contact, Delegation
from friends.reading.contact_list import ContactRow
from friends.reading.names import find_delegation, key
from friends.reading.pairing import pair
from friends.reading.particulars import Particulars
from friends.reading.posts import area_in


@dataclass(frozen=True)
class Understood:
    """A row with what its words mean. delegation: None where it is new (`party`), or nobody holds the post."""

    row: ContactRow
    words: str
    party: Party | None
    delegation: Delegation | None
    title: str
    area: str
    role: str
    # The name of the area as printed, whatever it is taken for.
    area_words: str = ""
    people: tuple[Person, ...] = ()
    problems: tuple[str, ...] = ()

    @property
    def post_key(self) -> tuple[str, str, str]:
        """Rows with the same key are one row of the contact list."""
        held = str(self.delegation.pk) if self.delegation else key(self.party.name) if self.party else ""
        return held, key(self.title) or plain(self.title), key(self.area)


class Reader:
    """Understands rows by the names the portal knows, by who stands on the list, and by what a person decided."""

    def __init__(self, roll: Roll, contacts: Iterable[Contact], choices: Choices) -> None:
        self.roll = roll
        self.choices = choices
        self.by_delegation: dict[object, list[Contact]] = {}
        for contact in contacts:
            self.by_delegation.setdefault(contact.delegation_id, []).append(contact)

    def read(self, row: ContactRow) -> Understood:
        said, title = self._party(row), row.role_words
        words = row.delegation_words
        delegation = self.roll.find(said) or self.roll.named(words)
        printed = plain(row.printed.get("delegation", ""))
        if exact := self.roll.named(printed):
            # The list calls it by its name: no word of it belongs to the post.
            words, delegation, title = printed, exact, plain(row.printed.get("role", ""))
        chosen = self.choices.delegation(words)
        if chosen is not None:
            said, delegation = self._chosen(chosen)
        area = area_in(title, find_delegation(words)) if exact else row.area_name
        printed_area = area
        meant = self.choices.area(area) if area else None
        area = area if meant is None else meant
        row = replace(row, role_words=title)
        role = role_of(row, has_area=bool(area))
        read = Understood(row, words, said, delegation, title, area, role, printed_area)
        return replace(read, people=tuple(self._people(row, delegation)), problems=tuple(_problems(read)))

    def _party(self, row: ContactRow) -> Party | None:
        """Who holds the row by its own words; never a name made of all its cells."""
        if status_of(row.delegation_words) == Assignment.Status.VACANT:
            return None
        return holder(row) if party(row.delegation, row.delegation_words) else None

    def _chosen(self, name: str) -> tuple[Party | None, Delegation | None]:
        if not key(name):
            return None, None
        return party(find_delegation(name), name), self.roll.named(name) or self.roll.find(
            party(find_delegation(name), name)
        )

    def _people(self, row: ContactRow, delegation: Delegation | None) -> list[Person]:
        known = self.by_delegation.get(delegation.pk, []) if delegation else []
        if whole := _as_it_stands(row, known):
            return [replace(whole, particulars=_only(row))]
        chosen = self.choices.pairs.get(row.line)
        if chosen:
            return _as_chosen(row, chosen)
        people = people_of(row)
        if len(row.names) == len(row.addresses) == 1:
            # One name beside one address: the row itself says that they belong together.
            return [replace(one, doubt="" if one.address else one.doubt) for one in people]
        return people if all(not one.doubt for one in people) else _settled_by_the_list(row, people, known)


def _only(row: ContactRow) -> Particulars:
    return next(iter(row.particulars.values()), Particulars())


def _as_it_stands(row: ContactRow, known: list[Contact]) -> Person | None:
    """The person whose name and address the two cells are, letter by letter, however odd: nothing is split then."""
    name, address = plain(row.printed.get("name", "")), plain(row.printed.get("address", ""))
    if not name and not address:
        return None
    for contact in known:
        same_name = plain(contact.name) == name or (not name and bool(address))
        if same_name and contact.email.casefold() == address.casefold():
            return Person(plain(contact.name) if name else "", contact.email)
    return None


def _as_chosen(row: ContactRow, names: Mapping[str, str]) -> list[Person]:
    """The pairs a person said; names that belong to no address stand alone."""
    people = [Person(names.get(address, ""), address) for address in row.addresses]
    people += [Person(name, "") for name in row.names if name not in names.values()]
    return [
        replace(one, particulars=row.particulars.get(one.name or one.address, one.particulars))
        for one in people
    ]


def _settled_by_the_list(row: ContactRow, people: list[Person], known: list[Contact]) -> list[Person]:
    """A pair in doubt that stands on the list already is no doubt; what is left is paired anew."""
    names = {key(name): name for name in row.names}
    fixed = {
        contact.email.casefold(): names[key(contact.name)]
        for contact in known
        if contact.email and key(contact.name) and key(contact.name) in names
    }
    settled = {address: fixed[address.casefold()] for address in row.addresses if address.casefold() in fixed}
    if not settled:
        return people
    left = pair(
        [name for name in row.names if name not in settled.values()],
        [address for address in row.addresses if address not in settled],
    )
    standing = replace(
        row,
        people=left.pairings,
        names_without_address=left.names_without_address,
        addresses_without_name=left.addresses_without_name,
    )
    told = row.particulars
    pairs = [
        Person(name, address, particulars=told.get(name, Particulars())) for address, name in settled.items()
    ]
    return [*pairs, *people_of(standing)]


def _problems(read: Understood) -> list[str]:
    """What keeps the row from being brought in, in sentences."""
    row = read.row
    found = list(row.problems)
    if read.party is None and read.delegation is None and (row.names or row.addresses):
        found.append(_("The row names no delegation. Say below which one is meant."))
    if len(read.title) > LONGEST_TITLE or len(read.area) > LONGEST_TITLE:
        found.append(_("The area or office is longer than %(n)s signs.") % {"n": LONGEST_TITLE})
    if read.party is not None and len(read.words) > LONGEST_NAME:
        found.append(_("The name of the delegation is longer than %(n)s signs.") % {"n": LONGEST_NAME})
    if any(len(name) > LONGEST_NAME for name in row.names):
        found.append(_("A name is longer than %(n)s signs.") % {"n": LONGEST_NAME})
    return found
