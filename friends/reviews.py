"""Reviews of the contact list: every delegation asked, reminded once, its answers taken, and told what became of them.

Who of a delegation's speaking contacts answers, answers for it: colleagues share the entry. Who has not answered is
seen at the desk alone. What is proposed is decided one by one (friends.proposals) before the review is closed.
"""

import datetime as dt
import uuid
from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ccm_portal import audit
from ccm_portal.actors import Actor
from ccm_portal.canonical import canonical, sha256
from friends import access, letters, roster, speaking
from friends.models import AccessLink, Body, Contact, Delegation, ListReview, Proposal, ReviewedEntry

# The page can be read for so long after the last day.
READ_AFTERWARDS = dt.timedelta(days=180)
USUAL_DAYS = 14


class CannotAsk(Exception):
    """The review cannot be opened; the sentence says why."""


class CannotAnswer(Exception):
    """The answer cannot be taken; the sentence says why."""


class CannotRemind(Exception):
    """Nobody can be reminded; the sentence says why."""


class CannotClose(Exception):
    """The review cannot be closed yet; the sentence says what is missing."""


@dataclass(frozen=True)
class Place:
    """A delegation on the list, and those who would get a letter: they speak for it and have an address."""

    delegation: Delegation
    posts: str
    contacts: list[Contact]


@dataclass(frozen=True)
class Plan:
    """Exactly who would be asked, until when: shown before anything is sent, and checked again when it is."""

    until: dt.date
    note: str
    places: list[Place]

    @property
    def addresses(self) -> int:
        return sum(len(place.contacts) for place in self.places)

    @property
    def fingerprint(self) -> str:
        """Changes when anything that was shown changes."""
        places = [
            [place.delegation.name, *(contact.email for contact in place.contacts)] for place in self.places
        ]
        return sha256(canonical({"until": self.until.isoformat(), "note": self.note, "places": places}))


# --- opening ----------------------------------------------------------------------------------------------------------


def plan(body: Body, *, until: dt.date, note: str, now: dt.datetime) -> Plan:
    """What opening a review now would do. Raises CannotAsk."""
    if body.list_reviews.filter(closed_at=None).exists():
        raise CannotAsk(_("A review of this list is open already. Close it before you open another."))
    today = timezone.localtime(now, body.zone).date()
    if until < today:
        raise CannotAsk(_("The last day for answers has passed. Choose a later one."))
    seats = roster.seats_on(body, today)
    speakers = speaking.speakers(body, [seat.delegation.pk for seat in seats], today)
    places = [Place(seat.delegation, seat.posts, speakers.get(seat.delegation.pk, [])) for seat in seats]
    if not any(place.contacts for place in places):
        raise CannotAsk(_("Nobody would be asked: nobody on the list has an address and speaks."))
    return Plan(until, note, places)


@transaction.atomic
def open(body: Body, *, until: dt.date, note: str, seen: str, by: Actor, now: dt.datetime) -> ListReview:
    """Every delegation on the list is asked; each who speaks for it gets one letter with a link to its entry.

    `seen` is the fingerprint of the plan that was confirmed. Raises CannotAsk.
    """
    Body.objects.select_for_update(no_key=True).get(pk=body.pk)
    planned = plan(body, until=until, note=note, now=now)
    if planned.fingerprint != seen:
        raise CannotAsk(_("The contact list changed since you looked. Nobody was asked; look again."))
    review = ListReview.objects.create(body=body, opened_at=now, until=until, note=note)
    for place in planned.places:
        ReviewedEntry.objects.create(review=review, delegation=place.delegation)
        for contact in place.contacts:
            letters.review_asked(contact, review, link=link_to_entry(contact, review, now=now), now=now)
    audit.record(
        "list review opened", review, by=by, now=now, body=body.pk, delegations=len(planned.places),
        letters=planned.addresses,
    )  # fmt: skip
    return review


def link_to_entry(contact: Contact, review: ListReview, *, now: dt.datetime) -> AccessLink:
    """The contact's link to its delegation's entry."""
    until = review.ends_at + READ_AFTERWARDS
    return access.open_link(
        contact, purpose=AccessLink.Purpose.ENTRY, subject=review.pk, until=until, now=now
    )


# --- answering --------------------------------------------------------------------------------------------------------


def entry_of(review: ListReview, contact: Contact) -> ReviewedEntry | None:
    """The entry of the contact's delegation in the review."""
    rows = review.entries.filter(delegation=contact.delegation_id)
    return rows.select_related("review__body", "delegation", "confirmed_by").first()


def check_takes_answers(entry: ReviewedEntry, contact: Contact, *, now: dt.datetime) -> None:
    """Raises CannotAnswer where the review has ended, or this contact gets copies only."""
    if not entry.review.takes_answers_at(now):
        raise CannotAnswer(
            _("This review has ended; nothing was recorded. Please write to the office instead.")
        )
    if not contact.speaks or contact.delegation_id != entry.delegation_id:
        raise CannotAnswer(_("You get copies only; a colleague who speaks for the delegation can answer."))


@transaction.atomic
def confirm(entry: ReviewedEntry, *, contact: Contact, now: dt.datetime) -> None:
    """ "All correct", or all but what the delegation proposes. Raises CannotAnswer."""
    held = (
        ReviewedEntry.objects.select_for_update(of=("self",)).select_related("review__body").get(pk=entry.pk)
    )
    check_takes_answers(held, contact, now=now)
    held.confirmed_at, held.confirmed_by = now, contact
    held.save(update_fields=["confirmed_at", "confirmed_by"])
    audit.record("entry confirmed", held, by=contact.actor, now=now, body=held.review.body_id)


# --- how it stands ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Standing:
    """A delegation's entry and what it said. proposals: all but those taken back."""

    entry: ReviewedEntry
    proposals: list[Proposal]

    @property
    def has_answered(self) -> bool:
        return self.entry.confirmed_at is not None or bool(self.proposals)

    @property
    def open(self) -> int:
        """How many of its proposals wait for a decision."""
        return sum(one.state == Proposal.State.OPEN for one in self.proposals)


def standing(review: ListReview) -> list[Standing]:
    """Every entry of the review, by delegation. Two queries."""
    rows = review.entries.select_related("delegation", "confirmed_by").prefetch_related("proposals__contact")
    return [
        Standing(row, [one for one in row.proposals.all() if one.state != Proposal.State.WITHDRAWN])
        for row in rows
    ]


def checked(delegations: Collection[uuid.UUID]) -> dict[uuid.UUID, ReviewedEntry]:
    """When each delegation last said that its entry is right. One query."""
    rows = ReviewedEntry.objects.filter(delegation__in=delegations, confirmed_at__isnull=False)
    rows = rows.select_related("review__body").order_by("confirmed_at")
    return {row.delegation_id: row for row in rows}


# --- reminding and closing --------------------------------------------------------------------------------------------


@transaction.atomic
def remind(review: ListReview, *, by: Actor, now: dt.datetime) -> int:
    """Those who speak for delegations that have not answered get one more letter, once; how many.

    Raises CannotRemind.
    """
    held = ListReview.objects.select_for_update(of=("self",)).select_related("body").get(pk=review.pk)
    if held.reminded_at is not None:
        raise CannotRemind(_("Those who have not answered were reminded already; once is enough."))
    if not held.takes_answers_at(now):
        raise CannotRemind(_("This review takes no more answers."))
    held.reminded_at = now
    held.save(update_fields=["reminded_at"])
    silent = [one.entry.delegation_id for one in standing(held) if not one.has_answered]
    reminded = [
        letters.review_reminder(contact, held, link=link_to_entry(contact, held, now=now), now=now)
        for contacts in speaking.speakers(held.body, silent, _today(held, now)).values()
        for contact in contacts
    ]
    audit.record("list review reminded", held, by=by, now=now, body=held.body_id, letters=len(reminded))
    return len(reminded)


def _today(review: ListReview, now: dt.datetime) -> dt.date:
    return timezone.localtime(now, review.body.zone).date()


@transaction.atomic
def close(review: ListReview, *, by: Actor, now: dt.datetime) -> int:
    """The review is over; each delegation that proposed something is told by one letter what became of it; how many.

    What earlier letters asked for is over: those that have not left yet do not leave any more. Raises CannotClose.
    """
    held = ListReview.objects.select_for_update(of=("self",)).select_related("body").get(pk=review.pk)
    if held.closed_at is not None:
        raise CannotClose(_("The review is closed already."))
    stands = standing(held)
    if undecided := sum(one.open for one in stands):
        said = ngettext(
            "%(n)s proposal waits for a decision. Accept or decline it first.",
            "%(n)s proposals wait for a decision. Accept or decline them first.",
            undecided,
        )
        raise CannotClose(said % {"n": undecided})
    held.closed_at = now
    held.save(update_fields=["closed_at"])
    letters.nothing_more_about_review(held, now=now)
    proposed = {one.entry.delegation_id: one.proposals for one in stands if one.proposals}
    speakers = speaking.speakers(held.body, list(proposed), _today(held, now))
    told = [
        letters.review_closed(
            contact,
            held,
            proposed[contact.delegation_id],
            link=link_to_entry(contact, held, now=now),
            now=now,
        )
        for contacts in speakers.values()
        for contact in contacts
    ]
    audit.record("list review closed", held, by=by, now=now, body=held.body_id, letters=len(told))
    return len(told)
