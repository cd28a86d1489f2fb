"""Erasing a person on request: everywhere, history and letters included. What is published stays as it is.

What is theirs by UUID is blanked whatever it says. Elsewhere an address that is nobody else's is taken out wherever it
stands; a name only where it is known to be meant, or where somebody looked and said so (docs/adr/0028).
"""

import datetime as dt
import uuid
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from ccm_portal import audit, blanking, history, holdings, letters
from ccm_portal.actors import Actor
from ccm_portal.blanking import Count, Words
from ccm_portal.holdings import Found, Table
from ccm_portal.models import Letter
from friends import editions, persons, sessions
from friends.changes import ONE_DAY, NoReason
from friends.models import AccessLink, Contact, ContactListEdition
from friends.persons import Person
from friends.signals import goes_as_a_whole, person_erased, stands_as_published

ENTRIES: tuple[Table, Table] = (Contact, Contact.history.model)
# Where nothing but free text is looked through: entries of others, and editions, which have a verb of their own.
FREE_TEXT: dict[Table, tuple[str, ...]] = {
    **dict.fromkeys(ENTRIES, ("pair_doubt", "history_change_reason")),
    ContactListEdition: ("note",),
}
MOST_SHOWN = 200
AROUND = 40
# Of a name, in a reason that must not hold it.
LEAST_PART = 3


class AlreadyErased(Exception):
    """The person was erased before."""


class PersonalReason(Exception):
    """The reason itself names the person."""


@dataclass(frozen=True)
class Rewriting:
    """One row that changes: what it will hold, and in how many places words are taken out."""

    found: Found
    values: dict[str, object]
    places: int


@dataclass(frozen=True)
class Possible:
    """A row in which the name stands, and nothing says that this person is meant. `key` names the row in a form."""

    key: str
    table: Table
    excerpt: str


def instead_of(day: dt.date) -> str:
    """What stands where the person stood."""
    return _("erased on %(day)s") % {"day": f"{day.day} {day:%B %Y}"}


@dataclass(frozen=True)
class Look:
    """All that erasing this person would change; nothing is changed by looking.

    chosen: keys of `possible` that somebody said are this person.
    """

    person: Person
    instead: str
    chosen: frozenset[str] = frozenset()

    @cached_property
    def published(self) -> dict[Table, Q]:
        """Rows that stay because they stand for what is published."""
        stays: dict[Table, Q] = {}
        answers: list[tuple[Any, Any]] = stands_as_published.send(sender=Look)
        for _receiver, answer in answers:
            for table, rows in answer.items():
                stays[table] = stays.get(table, Q(pk__in=[])) | rows
        return stays

    @cached_property
    def rewritings(self) -> list[Rewriting]:
        """Every row of text that changes beside the person's own entries and letters."""
        found: list[Rewriting] = []
        for table in holdings.tables():
            if not holdings.is_frozen(table):
                found += self._in_table(table)
        return found

    def _in_table(self, table: Table) -> Iterator[Rewriting]:
        words = self.person.words
        trusted = words if self.person.namesakes else words.everywhere
        columns = FREE_TEXT.get(table, ())
        about = holdings.values_of(table, self._about(table), columns=columns)
        rows = {one.pk: (one, words.everywhere) for one in about}
        for one in holdings.holding(words.sure, table, columns=columns):
            rows.setdefault(one.pk, (one, trusted))
        for one in holdings.holding(self.person.names, table, columns=columns):
            if self._is_meant(one):
                rows[one.pk] = (one, words.everywhere)
        actors = self._acted(table)
        for pk in actors - set(rows):
            rows[pk] = (Found(table, pk, {}), words)
        own, staying = self._own(table), self._staying(table)
        for pk, (one, meant) in rows.items():
            # Who changed what is published is no part of what is published.
            kept = Found(table, pk, {}) if pk in staying else one
            if pk not in own and (rewriting := self._rewriting(kept, meant, acted=pk in actors)):
                yield rewriting

    def _is_meant(self, found: Found) -> bool:
        """Whether the name there is known to be this person's."""
        reason = found.values.get("history_change_reason")
        return _key(found) in self.chosen or reason in self._own_reasons or self._to_a_colleague(found)

    @cached_property
    def _own_reasons(self) -> set[str]:
        """Why the person's entries were changed: one change often touches other rows, with the same words."""
        said = Contact.history.filter(id__in=self.person.ids).values_list("history_change_reason", flat=True)
        return {reason for reason in said if reason}

    def _rewriting(self, found: Found, words: Words, *, acted: bool) -> Rewriting | None:
        count = Count()
        changed = {
            name: new
            for name, old in found.values.items()
            if (new := blanking.without(old, words, self.instead, count)) is not old
        }
        if acted:
            changed["history_person"] = ""
            count.places += 1
        return Rewriting(found, changed, count.places) if changed else None

    def _about(self, table: Table) -> set[object]:
        return set(holdings.rows_about(table, Contact, self.person.ids).values_list("pk", flat=True))

    def _acted(self, table: Table) -> set[object]:
        """Rows of a history that name the person as who made the change."""
        if not hasattr(table, "history_person"):
            return set()
        acts = table._base_manager.filter(history_user_id__in=self.person.ids).exclude(history_person="")
        return set(acts.values_list("pk", flat=True))

    def _own(self, table: Table) -> set[object]:
        """Rows that are blanked as a whole, not gone through for words."""
        if table is Letter:
            return self._about(table)
        key = {ENTRIES[0]: "pk__in", ENTRIES[1]: "id__in"}.get(table)
        own = table._base_manager.filter(**{key: self.person.ids}) if key else table._base_manager.none()
        return set(own.values_list("pk", flat=True))

    def _staying(self, table: Table) -> set[object]:
        rows = self.published.get(table)
        return set() if rows is None else set(table._base_manager.filter(rows).values_list("pk", flat=True))

    def _to_a_colleague(self, found: Found) -> bool:
        """Letters to the person's own delegation, as receipts are, mean this person and no namesake elsewhere."""
        if found.table is not Letter:
            return False
        delegation = self.person.contact.delegation
        if any(other.delegation_id == delegation.pk for other in self.person.namesakes):
            return False
        return Letter.objects.filter(pk=found.pk, delegation=delegation.name).exists()

    @cached_property
    def editions(self) -> list[ContactListEdition]:
        """The editions of the list in which the person stands."""
        stands = holdings.holding(self.person.words.ids, ContactListEdition, columns=("content",))
        return list(ContactListEdition.objects.filter(pk__in=[one.pk for one in stands]))

    @cached_property
    def going(self) -> dict[str, int]:
        """What goes as a whole, by what people call it, and how many of each."""
        answers: list[tuple[Any, Any]] = goes_as_a_whole.send(sender=Look, person=self.person)
        return {what: number for _receiver, answer in answers for what, number in answer.items() if number}

    @cached_property
    def possible(self) -> list[Possible]:
        """Rows with the name that nothing ties to the person: somebody has to look."""
        meant = {
            (one.found.table, one.found.pk) for one in self.rewritings if _key(one.found) not in self.chosen
        }
        found: list[Possible] = []
        others = [other.pk for other in self.person.namesakes]
        for table in holdings.tables():
            if holdings.is_frozen(table):
                continue
            columns = FREE_TEXT.get(table, ())
            known = self._own(table) | self._staying(table) | self._about(table)
            known |= set(holdings.rows_about(table, Contact, others).values_list("pk", flat=True))
            known |= self._to_namesakes(table)
            found += [
                Possible(_key(one), table, _excerpt(one, self.person.names))
                for one in holdings.holding(self.person.names, table, columns=columns)
                if one.pk not in known and (table, one.pk) not in meant
            ]
        return found

    def _to_namesakes(self, table: Table) -> set[object]:
        """Letters to the delegation of somebody of that name mean that one."""
        if table is not Letter:
            return set()
        delegations = {str(other.delegation) for other in self.person.namesakes}
        theirs = Letter.objects.filter(delegation__in=delegations - {str(self.person.contact.delegation)})
        return set(theirs.values_list("pk", flat=True))

    @cached_property
    def unchanged(self) -> dict[Table, int]:
        """Frozen and published rows in which the address stands, or a name that nobody else bears, by table."""
        counts: dict[Table, int] = {}
        words = self.person.words.sure + (() if self.person.namesakes else self.person.names)
        for table in holdings.tables():
            stays = None if holdings.is_kept(table) else self._staying(table)
            if stays is None or stays:
                columns = [name for name in holdings.text_columns(table) if name != "history_person"]
                found = holdings.holding(words, table, columns=columns)
                rows = [one for one in found if stays is None or one.pk in stays]
                counts |= {table: len(rows)} if rows else {}
        return counts


def _key(found: Found) -> str:
    return f"{found.table._meta.label_lower}:{found.pk}"


def _excerpt(found: Found, names: Collection[str]) -> str:
    """The words around the first place in which one of the names stands."""
    text = " · ".join(str(value) for value in found.values.values())
    for name in names:
        if place := blanking.pattern(name).search(text):
            start, end = max(0, place.start() - AROUND), place.end() + AROUND
            return (
                ("…" if start else "") + " ".join(text[start:end].split()) + ("…" if end < len(text) else "")
            )
    return " ".join(text[: 2 * AROUND].split())


def look(
    contact: Contact, *, also: Collection[uuid.UUID] = (), chosen: Collection[str] = (), day: dt.date
) -> Look:
    """What erasing the person behind this row on `day` would change."""
    person = persons.of(contact, also=also)
    return Look(person, instead_of(day), frozenset(chosen))


@transaction.atomic
def erase(
    contact: Contact,
    *,
    reason: str,
    by: Actor,
    now: dt.datetime,
    also: Collection[uuid.UUID] = (),
    chosen: Collection[str] = (),
) -> Person:
    """The person is nowhere any more but in what is published: every entry reads "erased on DATE", its history too.

    Letters to them are blanked and those waiting withdrawn, links and sessions ended. It cannot be undone. `also` and
    `chosen` are what somebody ticked: other entries and other places that mean the same person. Raises AlreadyErased,
    NoReason, PersonalReason.
    """
    contact = Contact.objects.select_for_update(of=("self",)).select_related("delegation").get(pk=contact.pk)
    day = today(contact, now)
    seen = look(contact, also=also, chosen=chosen, day=day)
    person = seen.person
    _check(person, reason)
    # Looked up before the first change: what it finds is found by words that are gone afterwards.
    rewritings, words = seen.rewritings, person.words
    rows = {(one.found.table, one.found.pk) for one in rewritings}
    person_erased.send(sender=Person, person=person, instead=seen.instead, rows=rows, by=by, now=now)
    # An edition says itself when somebody was erased from it, and has a hash: it is not gone through for words.
    editions.blank(person.ids, day=day, by=by, now=now)
    links = _revoke_links(person, now=now)
    written = letters.erase(person.ids, instead=seen.instead, now=now)
    _blank_entries(person, seen.instead)
    for one in rewritings:
        holdings.rewrite(one.found, one.values)
    closed = sessions.close(links, words, instead=seen.instead)
    for row in person.rows:
        _end_entry(row, day, instead=seen.instead, reason=reason, by=by)
    audit.record(
        "person erased", contact, by=by, now=now, entries=len(person.rows), letters=written, links=len(links),
        sessions=closed, rows=len(rewritings),
    )  # fmt: skip
    return person


def today(contact: Contact, now: dt.datetime) -> dt.date:
    """The day in the zone of the body on whose list the contact stands first."""
    listing = contact.listings.select_related("assignment__body").first()
    return now.astimezone(listing.assignment.body.zone if listing else dt.UTC).date()


def _check(person: Person, reason: str) -> None:
    if person.contact.erased_on is not None:
        raise AlreadyErased(_("This person was erased already."))
    if not reason.strip():
        raise NoReason(_("Say in a few words why the person is erased, without naming them."))
    said = (
        *person.words.sure,
        *person.words.beside,
        *(part for name in person.names for part in _parts(name)),
    )
    if blanking.stands_in(reason, said):
        raise PersonalReason(
            _("The reason is kept, so it must not name the person. Write for instance “asked by letter”.")
        )


def _parts(name: str) -> list[str]:
    """First name and surname where the name reads like those of a person; none of "Desk in the capital"."""
    parts = name.split()
    personal = len(parts) > 1 and all(part[0].isupper() for part in parts)
    return [part for part in parts if personal and len(part) >= LEAST_PART]


def _revoke_links(person: Person, *, now: dt.datetime) -> list[str]:
    """None of the person's links opens anything any more; all of them, as text."""
    links = AccessLink.objects.filter(contact__in=person.ids)
    for link in links.filter(revoked_at=None):
        link.revoked_at = now
        link.save(update_fields=["revoked_at"])
    return [str(pk) for pk in links.values_list("pk", flat=True)]


def _blank_entries(person: Person, instead: str) -> None:
    """What every entry of the person says, and said at any moment; also why it was changed."""
    nobody = {"name": instead, "email": "", "phone": "", "posting": "", "pair_doubt": ""}
    for pk in person.ids:
        holdings.rewrite(Found(Contact, pk, {}), nobody)
    earlier = Contact.history.filter(id__in=person.ids)
    for pk in earlier.values_list("history_id", flat=True):
        holdings.rewrite(Found(ENTRIES[1], pk, {}), nobody | {"history_change_reason": ""})
    for pk in earlier.filter(history_user_id__in=person.ids).values_list("history_id", flat=True):
        holdings.rewrite(Found(ENTRIES[1], pk, {}), {"history_person": ""})


def _end_entry(row: Contact, day: dt.date, *, instead: str, reason: str, by: Actor) -> None:
    """The entry ended the day before, and its history says that and why it was erased."""
    row.refresh_from_db()
    last = day - ONE_DAY
    if row.valid_until is None or row.valid_until > last:
        row.valid_until = last
        row.valid_from = min(row.valid_from, last) if row.valid_from else None
    row.main, row.erased_on, row.pair_confirmed = False, day, True
    history.save(row, by=by, reason=reason)
