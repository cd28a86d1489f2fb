"""One person of the contact list: every row that is theirs, and every name, address and telephone number they ever had.

A new address is a new row, and two rows may have been found to be one contact: erasing or telling what is held about
somebody means all of them.
"""

import re
import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q

from ccm_portal.blanking import Words
from friends.models import Contact, Delegation

# The part before the @ counts as a name where it reads like nothing else.
TELLING = re.compile(r"(?=.{6,})[^.\-_]+[.\-_].+")


@dataclass(frozen=True)
class Person:
    """`contact` is the row somebody chose; `rows` are all of the same person's, that one among them."""

    contact: Contact
    rows: tuple[Contact, ...]

    @cached_property
    def ids(self) -> frozenset[uuid.UUID]:
        return frozenset(row.pk for row in self.rows)

    @cached_property
    def _held(self) -> list[dict[str, str]]:
        """Name, address and telephone of each row and of each of its earlier states."""
        columns = ("name", "email", "phone")
        earlier = Contact.history.filter(id__in=self.ids).order_by("history_date", "history_id")
        now = Contact.objects.filter(pk__in=self.ids)
        return [*earlier.values(*columns), *now.values(*columns)]

    def _ever(self, column: str) -> tuple[str, ...]:
        said = (held[column].strip() for held in self._held)
        return tuple(dict.fromkeys(one for one in said if one))

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Every name they were listed under; none that is a delegation's."""
        known = {name.casefold() for name in Delegation.objects.values_list("name", flat=True)}
        return tuple(name for name in self._ever("name") if name.casefold() not in known)

    @cached_property
    def addresses(self) -> tuple[str, ...]:
        return self._ever("email")

    @cached_property
    def phones(self) -> tuple[str, ...]:
        return self._ever("phone")

    @cached_property
    def shared_with(self) -> list[Contact]:
        """Other people on the list, today or once, who have one of the addresses too."""
        return self._others("email", self.addresses)

    @cached_property
    def namesakes(self) -> list[Contact]:
        """Other contacts with one of the names."""
        return self._others("name", self.names)

    def _others(self, column: str, values: Iterable[str]) -> list[Contact]:
        either = Q(pk__in=[])
        for value in values:
            either |= Q(**{f"{column}__iexact": value})
        rows = Contact.objects.filter(either).exclude(pk__in=self.ids)
        return list(rows.select_related("delegation"))

    @cached_property
    def words(self) -> Words:
        """What is looked for: addresses that are nobody else's for sure, all the rest only beside what is."""
        shared = {other.email.casefold() for other in self.shared_with}
        own = [address for address in self.addresses if address.casefold() not in shared]
        locals_ = [address.rpartition("@")[0] for address in self.addresses]
        return Words(
            sure=tuple(own),
            beside=(
                *self.names,
                *self.phones,
                *(address for address in self.addresses if address not in own),
                *(local for local in locals_ if TELLING.fullmatch(local)),
            ),
            ids=tuple(str(pk) for pk in sorted(self.ids)),
        )


def of(contact: Contact, *, also: Collection[uuid.UUID] = ()) -> Person:
    """The person behind a row: with the rows it was merged with and those whose address it follows, whoever bears the
    same name there; and `also`, rows that somebody says are the same person's (of `alike`)."""
    found = {contact.pk: contact}
    for row in Contact.objects.filter(pk__in=also).select_related("delegation"):
        found[row.pk] = row
    while more := [row for row in _joined(found.values()) if row.pk not in found]:
        found |= {row.pk: row for row in more}
    return Person(contact, tuple(found.values()))


def _joined(rows: Collection[Contact]) -> list[Contact]:
    """The rows one step from these."""
    ids = [row.pk for row in rows]
    merged = [row.merged_into_id for row in rows if row.merged_into_id]
    followed = [row.continues_id for row in rows if row.continues_id]
    names = {row.name.casefold() for row in rows}
    one_contact = Q(merged_into__in=ids) | Q(pk__in=merged)
    one_after_another = Q(continues__in=ids) | Q(pk__in=followed)
    near = Contact.objects.filter(one_contact | one_after_another).select_related("delegation")
    sure = set(Contact.objects.filter(one_contact).values_list("pk", flat=True))
    return [row for row in near if row.pk in sure or row.name.casefold() in names]


def alike(person: Person) -> list[Contact]:
    """Other rows of the same delegation that bear one of the names and are perhaps the same person's."""
    names = {row.name.casefold() for row in person.rows if row.name}
    rows = Contact.objects.filter(delegation=person.contact.delegation_id, erased_on=None)
    rows = rows.exclude(pk__in=person.ids).select_related("delegation")
    return [row for row in rows if row.name.casefold() in names]
