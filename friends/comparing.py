"""Two states of the contact list side by side: what was, what is now, row by row and person by person.

Pure: what is compared is two lists of rows, and who continues whom.
"""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from friends.models import Assignment, Contact
from friends.roster import Row

T = TypeVar("T")
# From an identifier to the one it continues or was joined with.
Origins = Mapping[uuid.UUID, uuid.UUID]


@dataclass(frozen=True)
class Words:
    """What a cell said and says; equal where nothing changed."""

    was: str = ""
    now: str = ""

    @property
    def changed(self) -> bool:
        return self.was != self.now


@dataclass(frozen=True)
class Pair:
    """One person, before and after; None where the person was not, or is not, in the row."""

    before: Contact | None
    after: Contact | None

    @property
    def name(self) -> Words:
        return self._words(lambda contact: contact.name)

    @property
    def address(self) -> Words:
        return self._words(lambda contact: contact.email)

    @property
    def flags(self) -> Words:
        return self._words(flags)

    @property
    def changed(self) -> bool:
        return (
            self.before is None
            or self.after is None
            or any(words.changed for words in (self.name, self.address, self.flags))
        )

    def _words(self, says: Callable[[Contact], str]) -> Words:
        return Words(*(says(one) if one else "" for one in (self.before, self.after)))


def flags(contact: Contact) -> str:
    """What is said of a contact beside name and address, in words."""
    field_of = contact._meta.get_field
    told = [str(field_of("main").verbose_name)] if contact.main else []  # type: ignore[union-attr]
    if contact.speaks:
        told.append(str(field_of("speaks").verbose_name))  # type: ignore[union-attr]
    told += [contact.get_posting_display()] if contact.posting else []
    if contact.visibility != Contact.Visibility.LISTED:
        told.append(contact.get_visibility_display())
    return ", ".join(told)


@dataclass(frozen=True)
class Compared:
    """One row of the list, before and after, with its people."""

    before: Row | None
    after: Row | None
    people: list[Pair] = field(default_factory=list)

    @property
    def post(self) -> Words:
        return self._words(lambda row: row.post)

    @property
    def holder(self) -> Words:
        return self._words(lambda row: str(row.delegation or ""))

    @property
    def status(self) -> Words:
        return self._words(lambda row: str(row.get_status_display()))

    @property
    def note(self) -> Words:
        return self._words(lambda row: row.note)

    @property
    def changed(self) -> bool:
        return (
            self.before is None
            or self.after is None
            or any(words.changed for words in (self.post, self.holder, self.status, self.note))
            or any(pair.changed for pair in self.people)
        )

    @property
    def lines(self) -> list[Pair | None]:
        """The lines of the table it takes: one for each person, or one for nobody."""
        return [*self.people] or [None]

    def _words(self, says: Callable[[Assignment], str]) -> Words:
        return Words(*(says(row.assignment) if row else "" for row in (self.before, self.after)))


def compare(before: list[Row], after: list[Row], *, rows: Origins, people: Origins) -> list[Compared]:
    """Every row of either list once, in the order of the later; what is gone stands where it stood."""
    matched = _matched(before, after, lambda row: origin(row.assignment.pk, rows))
    return [Compared(old, new, _pairs(old, new, people)) for old, new in matched]


def _pairs(old: Row | None, new: Row | None, people: Origins) -> list[Pair]:
    then, now = (row.contacts if row else [] for row in (old, new))
    return [Pair(*pair) for pair in _matched(then, now, lambda contact: origin(contact.pk, people))]


def origin(pk: uuid.UUID, origins: Origins) -> uuid.UUID:
    """The first of the chain that leads to this one."""
    seen = {pk}
    while (earlier := origins.get(pk)) is not None and earlier not in seen:
        seen.add(earlier)
        pk = earlier
    return pk


def _matched(
    before: list[T], after: list[T], key: Callable[[T], uuid.UUID]
) -> list[tuple[T | None, T | None]]:
    """Each of the earlier with the later of the same key; what has no partner stands where it stood."""
    then = {key(one): one for one in before}
    pairs: list[tuple[T | None, T | None]] = [(then.get(key(one)), one) for one in after]
    kept = {key(one) for one in after}
    at = 0
    for one in before:
        if key(one) in kept:
            at = 1 + next(number for number, (old, _new) in enumerate(pairs) if old is one)
        else:
            pairs.insert(at, (one, None))
            at += 1
    return pairs
