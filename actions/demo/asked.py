"""What is under way with the demo's list: an edition that went out, a review, a reconfirmation, an address refused."""

import datetime as dt
from dataclasses import replace

from actions.demo.listing import Stage
from ccm_portal.models import Letter
from friends import circulation, contacts, editions, proposals, reconfirmations, reviews
from friends.changes import Change
from friends.models import Contact, ListReview, Proposal, ReviewedEntry

DAY = dt.timedelta(days=1)
AS_OF = dt.date(2010, 11, 12)
FROZEN_ON, CIRCULATED_ON = dt.date(2010, 11, 15), dt.date(2010, 11, 30)
EDITION_NOTE = "Please say if a line about your delegation is wrong, or if somebody is missing."

REVIEW_NOTE = "Once before the Meeting of States Parties, so that every letter arrives."
# Those who said “all correct”; who wrote of a telephone number; and whose successor is named.
CORRECT = ("Lao PDR", "Norway", "New Zealand", "ICRC")
TELEPHONE = ("Ireland", "+41 22 555 01 40", "The mission has a new number.")
SUCCESSOR = ("Lebanon", "Acting desk in the capital", "lebanon.acting", "The desk is taken over next week.")
REFUSED = ("Chile", "550 5.1.1 <chile.geneva@example.org>: there is no such mailbox here")
ASKED = ("Austria", "You could not be in the room in December; do you carry on with the area?")


def edition(stage: Stage) -> None:
    """The list as of 12 November 2010, frozen the week after and circulated at the end of the month."""
    by = stage.admin.actor
    frozen, sent = stage.closing_time(FROZEN_ON), stage.closing_time(CIRCULATED_ON)
    seen = editions.plan(stage.body, as_of=AS_OF, now=frozen).sha256
    made = editions.freeze(stage.body, as_of=AS_OF, note=EDITION_NOTE, seen=seen, by=by, now=frozen)
    circulation.circulate(made, seen=circulation.plan(made, now=sent).fingerprint, by=by, now=sent)


def under_way(stage: Stage, now: dt.datetime) -> None:
    """A review that was opened three days ago, with answers of each kind; and a post that is asked about."""
    review = _review(stage, now - 3 * DAY)
    for name in CORRECT:
        person = stage.contacts[name][0]
        reviews.confirm(_entry(review, person), contact=person, now=now - 2 * DAY)
    _telephone(stage, review, now - DAY)
    _successor(stage, review, now - DAY)
    _refused(stage, review, now - 2 * DAY)
    _reconfirmation(stage, now - DAY)


def _review(stage: Stage, now: dt.datetime) -> ListReview:
    until = (now + 14 * DAY).astimezone(stage.body.zone).date()
    seen = reviews.plan(stage.body, until=until, note=REVIEW_NOTE, now=now).fingerprint
    return reviews.open(stage.body, until=until, note=REVIEW_NOTE, seen=seen, by=stage.admin.actor, now=now)


def _entry(review: ListReview, person: Contact) -> ReviewedEntry:
    return review.entries.select_related("review__body", "delegation").get(delegation=person.delegation_id)


def _details(person: Contact) -> contacts.Details:
    return contacts.Details(**{one: getattr(person, one) for one in contacts.DETAILS})


def _telephone(stage: Stage, review: ListReview, now: dt.datetime) -> None:
    name, phone, words = TELEPHONE
    person = stage.contacts[name][0]
    wanted = proposals.Wanted(
        Proposal.Kind.CORRECT, person, replace(_details(person), phone=phone), now.date(), words
    )
    proposals.propose(_entry(review, person), wanted, contact=person, now=now)


def _successor(stage: Stage, review: ListReview, now: dt.datetime) -> None:
    name, successor, mailbox, words = SUCCESSOR
    person, leaving = stage.contacts[name]
    details = replace(_details(leaving), name=successor, email=f"{mailbox}@example.org")
    wanted = proposals.Wanted(Proposal.Kind.SUCCESSOR, leaving, details, (now + 7 * DAY).date(), words)
    proposals.propose(_entry(review, person), wanted, contact=person, now=now)


def _refused(stage: Stage, review: ListReview, now: dt.datetime) -> None:
    """As a mail server would have answered: the demo has none."""
    name, words = REFUSED
    letter = Letter.objects.get(recipient=stage.contacts[name][0].pk, reason__contains=str(review.pk))
    letter.state, letter.server_said, letter.settled_at = Letter.State.FAILED, words, now
    letter.save(update_fields=["state", "server_said", "settled_at"])


def _reconfirmation(stage: Stage, now: dt.datetime) -> None:
    name, words = ASKED
    today = now.astimezone(stage.body.zone).date()
    rows = stage.body.assignments.filter(delegation__name=name, listed=True).valid_on(today)
    reconfirmations.ask(
        rows.get(),
        until=today + 14 * DAY,
        words=words,
        change=Change(today, "Asked once more before the Meeting of States Parties."),
        by=stage.coordinator.actor,
        now=now,
    )
