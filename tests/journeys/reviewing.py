"""The contact list frozen and circulated, and in review with a proposal: for the journey that looks at every page."""

import datetime as dt

from django.utils import timezone

from ccm_portal.actors import Actor
from friends import circulation, editions, proposals, reviews
from friends.models import Body, Contact, Proposal


def reviewed(body: Body, person: Contact, *, by: Actor) -> dict[str, str]:
    """An edition, circulated; a review that is open; `person` says that a colleague follows them."""
    now = timezone.now()
    day = now.astimezone(body.zone).date()
    seen = editions.plan(body, as_of=day, now=now).sha256
    edition = editions.freeze(body, as_of=day, note="Please check.", seen=seen, by=by, now=now)
    planned = circulation.plan(edition, now=now)
    circulation.circulate(edition, seen=planned.fingerprint, by=by, now=now)
    until = day + dt.timedelta(days=7)
    seen = reviews.plan(body, until=until, note="", now=now).fingerprint
    review = reviews.open(body, until=until, note="", seen=seen, by=by, now=now)
    entry = reviews.entry_of(review, person)
    if entry is None:
        raise LookupError("The person is not on the list.")
    details = proposals.Details(name="Nora Quay", email="nora.quay@ie.example.org")
    wanted = proposals.Wanted(Proposal.Kind.SUCCESSOR, person, details, words="From next week on.")
    proposal = proposals.propose(entry, wanted, contact=person, now=now)
    again = editions.plan(body, as_of=day, now=now).sha256
    newer = editions.freeze(body, as_of=day, note="", seen=again, by=by, now=now)
    return {
        "edition": str(edition.pk), "newer": str(newer.pk), "list_review": str(review.pk), "proposal": str(proposal.pk),
        "body": str(body.pk), "person": str(person.pk),
    }  # fmt: skip
