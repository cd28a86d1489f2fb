"""What the list asks of delegations, for the journeys: a period to hand over, an asking, an open post with interest."""

import datetime as dt

from django.utils import timezone

from ccm_portal import history
from ccm_portal.actors import IMPORT, Actor
from friends import open_posts, reconfirmations
from friends.changes import Change
from friends.models import Assignment, Body, Contact, Period

DAYS = dt.timedelta(days=14)


def period(body: Body) -> Period:
    """The period that the list is of."""
    standing = body.periods.first()
    return standing or history.save(Period(body=body, name="5MSP to 6MSP"), by=IMPORT)


def asked(body: Body, speaker: Contact, *, by: Actor) -> dict[str, str]:
    """The speaker's delegation is asked about its post, and would take another one that is open."""
    now = timezone.now()
    today = timezone.localdate(now, body.zone)
    row = body.assignments.filter(delegation=speaker.delegation_id, listed=True)[0]
    change = Change(today, "the period ends soon")
    asking = reconfirmations.ask(row, until=today + DAYS, words="With thanks.", change=change, by=by, now=now)
    vacant = Assignment(
        body=body, role=Assignment.Role.COORDINATOR, area=body.areas.all()[0], status=Assignment.Status.VACANT
    )
    history.save(vacant, by=IMPORT)
    terms = {"words": "Please consider.", "until": today + DAYS}
    seen = open_posts.plan(body, [vacant.pk], **terms, now=now).fingerprint  # type: ignore[arg-type]
    made = open_posts.announce(body, [vacant.pk], **terms, seen=seen, by=by, now=now)  # type: ignore[arg-type]
    said = open_posts.express(made.posts.get(), "coordinate", words="Gladly.", contact=speaker, now=now)
    other = body.assignments.filter(listed=True, contacts__speaks=True).exclude(
        delegation=speaker.delegation_id
    )
    return {
        "period": str(period(body).pk),
        "asking": str(asking.pk),
        "announcement": str(made.pk),
        "interest": str(said.pk),
        "to_ask": str(other[0].pk),
    }
