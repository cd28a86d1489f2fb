"""Areas named alike: joined under one name by a person, or kept apart. Never joined silently."""

import datetime as dt

from django.db import transaction

from ccm_portal import audit, history
from ccm_portal.actors import Actor
from friends.models import AreaAlias, AreaLikeness, Assignment


@transaction.atomic
def join(likeness: AreaLikeness, *, reason: str, by: Actor, now: dt.datetime) -> None:
    """The second area is another name of the first: an alias is kept and its assignments move over."""
    area, other = likeness.area, likeness.other
    for row in Assignment.objects.filter(area=other):
        row.area = area
        history.save(row, by=by, reason=reason)
    AreaAlias.objects.get_or_create(area=area, name=other.name)
    other.joined_to = area
    history.save(other, by=by, reason=reason)
    _decide(likeness, AreaLikeness.Verdict.JOINED, reason=reason, by=by, now=now)


@transaction.atomic
def keep_apart(likeness: AreaLikeness, *, reason: str, by: Actor, now: dt.datetime) -> None:
    """The two are two areas; the question is not asked again."""
    _decide(likeness, AreaLikeness.Verdict.APART, reason=reason, by=by, now=now)


def _decide(likeness: AreaLikeness, verdict: str, *, reason: str, by: Actor, now: dt.datetime) -> None:
    likeness.verdict = verdict
    history.save(likeness, by=by, reason=reason)
    audit.record(f"areas named alike: {verdict}", likeness, by=by, now=now, body=likeness.area.body_id)
