"""Contacts: corrected, added, ended; doubtful pairs of name and address settled by a person.

A new address is a new row: the old one ends the day before, so that the list of any past day still shows it.
"""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from ccm_portal import audit, history, letters
from ccm_portal.actors import Actor
from friends.changes import ONE_DAY, BadDay, Change, NoReason, check_reason
from friends.models import Assignment, Contact, ListedContact

LONGEST_DOUBT = 250
DETAILS = ("name", "email", "phone", "speaks", "main", "posting", "language", "visibility")


class AddressTaken(Exception):
    """Another contact has this address already."""


class UnfitDetails(Exception):
    """A name or address cannot be kept; the sentence says what is wrong with it."""


@dataclass(frozen=True)
class Details:
    """What the list says of a contact."""

    name: str
    email: str
    phone: str = ""
    speaks: bool = True
    main: bool = False
    posting: str = ""
    language: str = "en"
    visibility: str = Contact.Visibility.LISTED

    @classmethod
    def of(cls, contact: Contact) -> "Details":
        """What the list says of the contact; `dataclasses.replace` changes a part of it."""
        return cls(**{name: getattr(contact, name) for name in DETAILS})


def _check(details: Details, change: Change, *, except_for: Contact | None) -> None:
    check_reason(change)
    if except_for is not None and except_for.erased_on is not None:
        raise UnfitDetails(_("This person was erased on request. Add a new contact instead."))
    if not details.name and not details.email:
        raise UnfitDetails(_("A contact needs a name or an address."))
    try:
        letters.header_line(details.name)
        if details.email:
            letters.wire_address(details.email)
    except ValueError as problem:
        raise UnfitDetails(str(problem)) from problem
    check_free(details.email, except_for=except_for)


def check_free(email: str, *, except_for: Contact | None) -> None:
    """Raises AddressTaken where another contact on the list has this address."""
    standing = Contact.objects.filter(email__iexact=email, valid_until=None).exclude(email="")
    if except_for is not None:
        standing = standing.exclude(pk=except_for.pk)
    if other := standing.select_related("delegation").first():
        raise AddressTaken(
            _(
                "%(email)s is the address of %(name)s (%(delegation)s) already. One address belongs to one contact."
            )
            % {"email": email, "name": other, "delegation": other.delegation}
        )


def _fill(contact: Contact, details: Details) -> None:
    for name in DETAILS:
        setattr(contact, name, getattr(details, name))


def only_main(contact: Contact, *, by: Actor, reason: str) -> None:
    """A delegation has one main contact: the newest to be so named."""
    if contact.main:
        others = Contact.objects.filter(delegation=contact.delegation_id, main=True, valid_until=None)
        for other in others.exclude(pk=contact.pk):
            other.main = False
            history.save(other, by=by, reason=reason)


@transaction.atomic
def correct(contact: Contact, details: Details, change: Change, *, by: Actor, now: dt.datetime) -> Contact:
    """The list says `details` of this contact from the given day on.

    Where the address changes, the old row ends the day before and a new one takes its places on the list.
    Raises NoReason, UnfitDetails, AddressTaken, BadDay.
    """
    _check(details, change, except_for=contact)
    moved = details.email.casefold() != contact.email.casefold() and contact.email
    begun_before = contact.valid_from is None or contact.valid_from < change.holds_from
    if contact.valid_until is not None and change.holds_from > contact.valid_until:
        raise BadDay(
            _("The contact is on the list only until %(day)s.") % {"day": contact.valid_until.isoformat()}
        )
    if moved and begun_before:
        return _succeed(contact, details, change, by=by, now=now)
    _fill(contact, details)
    only_main(contact, by=by, reason=change.reason)
    history.save(contact, by=by, reason=change.reason)
    audit.record("contact corrected", contact, by=by, now=now)
    return contact


def _succeed(contact: Contact, details: Details, change: Change, *, by: Actor, now: dt.datetime) -> Contact:
    listings = list(contact.listings.select_related("assignment"))
    until = contact.valid_until
    end(contact, Change(change.holds_from - ONE_DAY, change.reason), by=by, now=now)
    successor = Contact(
        delegation=contact.delegation,
        valid_from=change.holds_from,
        valid_until=until,
        continues=contact,
    )
    _fill(successor, details)
    only_main(successor, by=by, reason=change.reason)
    history.save(successor, by=by, reason=change.reason)
    for listing in listings:
        place = ListedContact(assignment=listing.assignment, contact=successor, position=listing.position)
        history.save(place, by=by, reason=change.reason)
    audit.record("contact's address changed", successor, by=by, now=now)
    return successor


@transaction.atomic
def add(
    assignment: Assignment, details: Details, change: Change, *, doubt: str = "", by: Actor, now: dt.datetime
) -> Contact:
    """A contact more stands in this row of the list. Raises NoReason, UnfitDetails, AddressTaken.

    `doubt`: why a person must confirm that name and address belong together.
    """
    _check(details, change, except_for=None)
    contact = Contact(
        delegation=assignment.delegation, valid_from=change.holds_from,
        pair_confirmed=not doubt, pair_doubt=doubt[:LONGEST_DOUBT],
    )  # fmt: skip
    _fill(contact, details)
    only_main(contact, by=by, reason=change.reason)
    history.save(contact, by=by, reason=change.reason)
    place = ListedContact(assignment=assignment, contact=contact, position=assignment.listed_contacts.count())
    history.save(place, by=by, reason=change.reason)
    audit.record("contact added", contact, by=by, now=now, body=assignment.body_id)
    return contact


@transaction.atomic
def show(assignment: Assignment, contact: Contact, change: Change, *, by: Actor, now: dt.datetime) -> None:
    """A contact of the delegation stands in this row of the list too. Raises NoReason."""
    check_reason(change)
    if assignment.listed_contacts.filter(contact=contact).exists():
        return
    place = ListedContact(assignment=assignment, contact=contact, position=assignment.listed_contacts.count())
    history.save(place, by=by, reason=change.reason)
    audit.record("contact shown", contact, by=by, now=now, body=assignment.body_id)


@transaction.atomic
def hold_since(contact: Contact, change: Change, *, by: Actor, now: dt.datetime) -> None:
    """An older list shows that the contact was on it from the given day on already. Raises NoReason."""
    check_reason(change)
    contact.valid_from = change.holds_from
    history.save(contact, by=by, reason=change.reason)
    audit.record("contact held earlier", contact, by=by, now=now)


@transaction.atomic
def end(contact: Contact, change: Change, *, by: Actor, now: dt.datetime) -> None:
    """The contact is on the list up to and including the given day; letters still waiting are not sent.

    Raises NoReason, BadDay.
    """
    check_reason(change)
    if contact.valid_from and change.holds_from < contact.valid_from:
        raise BadDay(
            _("The contact is on the list only since %(day)s.") % {"day": contact.valid_from.isoformat()}
        )
    contact.valid_until = change.holds_from
    history.save(contact, by=by, reason=change.reason)
    audit.record("contact ended", contact, by=by, now=now)
    if not contact.holds_on(now.date()):
        letters.withdraw(contact.pk, now=now)


@transaction.atomic
def put_back(contact: Contact, *, reason: str, by: Actor, now: dt.datetime) -> None:
    """The contact, who had been taken off the list, is on it without an end after all.

    Raises NoReason, AddressTaken, and UnfitDetails where it was joined with another or another address follows it.
    """
    check_reason(Change(now.date(), reason))
    if contact.merged_into is not None:
        raise UnfitDetails(_("This entry was joined with another; part the two instead."))
    if contact.erased_on is not None or contact.continued_by.exists():
        raise UnfitDetails(_("Another address follows this one, or it was erased; it cannot be put back."))
    hold_on(contact, None, by=by, reason=reason)
    audit.record("contact put back", contact, by=by, now=now)


def hold_on(contact: Contact, until: dt.date | None, *, by: Actor, reason: str) -> None:
    """The contact holds until another day. There is one main contact and one contact with an address, though."""
    if until is None:
        check_free(contact.email, except_for=contact)
        others = Contact.objects.filter(delegation_id=contact.delegation_id, main=True, valid_until=None)
        contact.main = contact.main and not others.exclude(pk=contact.pk).exists()
    contact.valid_until = until
    history.save(contact, by=by, reason=reason)


@transaction.atomic
def settle_pairs(
    assignment: Assignment, names: dict[uuid.UUID, str], *, reason: str, by: Actor, now: dt.datetime
) -> int:
    """A person said which name belongs to which address of this row; how many doubts are settled.

    `names` maps a contact with an address to its name ("" for a role mailbox). A name that stood alone and now
    belongs to an address no longer stands alone. Raises NoReason, UnfitDetails.
    """
    if not reason.strip():
        raise NoReason(_("Say in a few words how you know which name belongs to which address."))
    contacts = {contact.pk: contact for contact in assignment.contacts.all()}
    settled = 0
    for pk, name in names.items():
        contact = contacts.get(pk)
        if contact is None or not contact.email:
            continue
        contact.name, contact.pair_confirmed, contact.pair_doubt = name.strip(), True, ""
        history.save(contact, by=by, reason=reason)
        audit.record("pair confirmed", contact, by=by, now=now, body=assignment.body_id)
        settled += 1
    _drop_lone_names(contacts.values(), set(names.values()), by=by, reason=reason)
    return settled


def _drop_lone_names(contacts: object, given: set[str], *, by: Actor, reason: str) -> None:
    for contact in contacts:  # type: ignore[attr-defined]
        if not contact.email and contact.name in given:
            for listing in contact.listings.all():
                history.named(listing, by=by, reason=reason).delete()
            history.named(contact, by=by, reason=reason).delete()


def names_in(assignment: Assignment) -> list[str]:
    """Every name that stands in the row, with or without an address, each once."""
    return list(dict.fromkeys(contact.name for contact in assignment.contacts.all() if contact.name))


def validate_email_words(words: str) -> str:
    """The address as typed, without the blanks and angle brackets that come along when it is copied."""
    email = words.strip().removeprefix("<").removesuffix(">").strip()
    try:
        return letters.wire_address(email) and email
    except ValueError as problem:
        raise ValidationError(str(problem)) from problem
