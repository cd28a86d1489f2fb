"""Entries of the list that may be one contact: proposed to a person, joined or kept apart by them, parted again."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from ccm_portal import audit, history, letters
from ccm_portal.actors import Actor
from friends import contacts, roster
from friends.changes import ONE_DAY, BadDay, Change, check_reason
from friends.models import Assignment, Body, Contact, KeptApart, ListedContact
from friends.reading import likeness


class NotTwo(Exception):
    """The two entries cannot be joined, or were not; the sentence says why."""


@dataclass(frozen=True)
class Alike:
    """Two entries of one delegation that may be one contact, and why."""

    one: Contact
    other: Contact
    why: str


def proposals(body: Body, day: dt.date) -> list[Alike]:
    """The pairs on the list of that day that a person should look at, in its order; one query beside the list's."""
    by_delegation: dict[Any, dict[Any, Contact]] = defaultdict(dict)
    for row in roster.rows_on(body, day):
        for contact in row.contacts:
            if row.delegation is not None and contact.delegation_id == row.delegation.pk:
                contact.delegation = row.delegation
            by_delegation[contact.delegation_id][contact.pk] = contact
    apart = {frozenset(pair) for pair in KeptApart.objects.values_list("one_id", "other_id")}
    return [
        Alike(one, other, why)
        for people in by_delegation.values()
        for one, other in combinations(people.values(), 2)
        if frozenset((one.pk, other.pk)) not in apart and (why := _why(one, other))
    ]


def _why(one: Contact, other: Contact) -> str:
    if one.email and one.email.casefold() == other.email.casefold():
        return _("the same mailbox")
    return likeness.of_persons(one.name, other.name)


@transaction.atomic
def keep_apart(one: Contact, other: Contact, *, by: Actor, now: dt.datetime) -> None:
    """The two are two contacts; the question is not asked again."""
    KeptApart.objects.get_or_create(one=one, other=other)
    audit.record("contacts kept apart", one, by=by, now=now)


def _two(keep: Contact, other: Contact) -> tuple[Contact, Contact]:
    """Both as they stand now, locked. Raises NotTwo."""
    locked = Contact.objects.select_for_update().order_by("pk").in_bulk([keep.pk, other.pk])
    if len(locked) < 2:  # noqa: PLR2004
        raise NotTwo(_("Choose two different entries."))
    keep, other = locked[keep.pk], locked[other.pk]
    if keep.merged_into_id or other.merged_into_id:
        raise NotTwo(_("One of the two was joined with another entry already."))
    if keep.erased_on or other.erased_on:
        raise NotTwo(_("One of the two was erased."))
    if keep.delegation_id != other.delegation_id:
        raise NotTwo(_("The two speak for different delegations."))
    return keep, other


@transaction.atomic
def merge(
    keep: Contact, other: Contact, details: contacts.Details, change: Change, *, by: Actor, now: dt.datetime
) -> Contact:
    """The two are one contact: `keep` says `details` and takes the places of `other`, which ends the day before.

    The address is that of `keep`. What the other wrote and was sent stays its own; its links say where to go. An entry
    that began on that day or later leaves its places at once. Raises NoReason, NotTwo, UnfitDetails, BadDay.
    """
    check_reason(change)
    keep, other = _two(keep, other)
    if details.email.casefold() != keep.email.casefold():
        raise contacts.UnfitDetails(_("Keep the entry whose address stays."))
    if not keep.holds_on(change.holds_from):
        raise BadDay(_("The entry that is kept is not on the list on that day."))
    places = list(other.listings.all())
    last = change.holds_from - ONE_DAY
    never = other.valid_from is not None and other.valid_from > last
    if other.valid_until is None or other.valid_until > last:
        other.valid_until = other.valid_from if never else last
    other.merged_into = keep
    history.save(other, by=by, reason=change.reason)
    kept = contacts.correct(keep, details, change, by=by, now=now)
    taken = set(kept.listings.values_list("assignment_id", flat=True))
    for place in places:
        if place.assignment_id not in taken:
            own = ListedContact(assignment_id=place.assignment_id, contact=kept, position=place.position)
            history.save(own, by=by, reason=change.reason)
        if never:
            history.named(place, by=by, reason=change.reason).delete()
    letters.withdraw(other.pk, now=now)
    audit.record("contacts joined", kept, by=by, now=now)
    return kept


@transaction.atomic
def part(other: Contact, *, reason: str, by: Actor, now: dt.datetime) -> Contact:
    """The two are two contacts after all: what joining them did is undone, as one step; gives the one that was kept.

    What was changed since stays changed. Raises NoReason, NotTwo, AddressTaken.
    """
    check_reason(Change(now.date(), reason))
    keep = other.merged_into
    if keep is None or other.erased_on:
        raise NotTwo(_("This entry was not joined with another."))
    before, joined = _joining(other)
    kept = _newest(keep)
    _take_places_back(other, keep, joined, by=by, reason=reason)
    _take_details_back(keep, kept, joined, by=by, reason=reason)
    other.merged_into = None
    contacts.hold_on(other, before.valid_until, by=by, reason=reason)
    audit.record("contacts parted", other, by=by, now=now)
    return kept


def _joining(other: Contact) -> tuple[Any, Any]:
    """The history rows of the entry before and after it was joined the last time."""
    states = list(other.history.order_by("history_date", "history_id"))
    pairs = [
        (before, state)
        for before, state in pairwise(states)
        if state.merged_into_id is not None and before.merged_into_id is None
    ]
    return pairs[-1]


def _newest(contact: Contact) -> Contact:
    while following := contact.continued_by.order_by("valid_from").first():
        contact = following
    return contact


def _take_places_back(other: Contact, keep: Contact, joined: Any, *, by: Actor, reason: str) -> None:
    """The places the kept entry got by the joining go, also where a row was continued since; removed ones return."""
    made = ListedContact.history.filter(
        history_date__gte=joined.history_date, history_change_reason=joined.history_change_reason
    )
    got = set(made.filter(contact_id=keep.pk, history_type="+").values_list("assignment_id", flat=True))
    lost = made.filter(contact_id=other.pk, history_type="-").values_list("assignment_id", "position")
    for assignment_id, position in lost:
        if Assignment.objects.filter(pk=assignment_id).exists():
            place = ListedContact(assignment_id=assignment_id, contact=other, position=position)
            history.save(place, by=by, reason=reason)
    following = got
    while following:
        following = set(Assignment.objects.filter(continues__in=following).values_list("pk", flat=True)) - got
        got |= following
    chain = [keep]
    while later := chain[-1].continued_by.order_by("valid_from").first():
        chain.append(later)
    for place in ListedContact.objects.filter(contact__in=chain, assignment__in=got):
        history.named(place, by=by, reason=reason).delete()


def _take_details_back(keep: Contact, kept: Contact, joined: Any, *, by: Actor, reason: str) -> None:
    """What the joining made the kept entry say, and what it says still, is again what it said before."""
    since = keep.history.filter(history_id__gt=joined.history_id).order_by("history_id").first()
    before = since.prev_record if since else None
    if since is None or before is None or since.history_change_reason != joined.history_change_reason:
        return
    changed = [name for name in contacts.DETAILS if getattr(before, name) != getattr(since, name)]
    for name in changed:
        if getattr(kept, name) == getattr(since, name):
            setattr(kept, name, getattr(before, name))
    if changed:
        contacts.only_main(kept, by=by, reason=reason)
        history.save(kept, by=by, reason=reason)
