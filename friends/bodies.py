"""Bodies: how one works, corrected by its coordinator. What is under way keeps the terms under which it began."""

import datetime as dt
from dataclasses import dataclass, fields

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from ccm_portal import audit, history
from ccm_portal.actors import Actor
from friends.aliases import NameTaken, NoName
from friends.changes import Change, check_reason
from friends.models import Body, BodyAlias, Capacity
from friends.models.bodies import validate_zone
from friends.reading.names import key

MOST_DAYS = 90
# From a meeting to its public minutes.
LATEST_DAY = 365


class UnfitHabits(Exception):
    """What is said of a body cannot be kept; the sentence says why."""


@dataclass(frozen=True)
class Habits:
    """How a body works. counting: the capacities whose word counts in its rounds; the others are heard."""

    name: str
    office: str
    time_zone: str
    clearance_needed: bool
    approval_needed: bool
    status_shown: bool
    draft_days: int
    circulate_days: int
    comment_days: int
    publish_days: int
    public_addresses: str
    counting: tuple[str, ...]

    @classmethod
    def of(cls, body: Body) -> "Habits":
        """What holds now."""
        said = {one.name: getattr(body, one.name) for one in fields(cls)}
        return cls(**said | {"counting": tuple(body.counting)})


@transaction.atomic
def correct(body: Body, habits: Habits, *, reason: str, by: Actor, now: dt.datetime) -> None:
    """The body works so from now on; a name it had is recognised as another of its names.

    Rounds that are open keep the delegations, and whose word counts, as they stood at opening.
    Raises NoReason, NoName, NameTaken, UnfitHabits.
    """
    check_reason(Change(now.date(), reason))
    _check(body, habits)
    old = body.name
    for one in fields(habits):
        setattr(body, one.name, getattr(habits, one.name))
    body.name, body.office = habits.name.strip(), habits.office.strip()
    body.counting = [kind for kind in Capacity.Kind.values if kind in habits.counting]
    history.save(body, by=by, reason=reason)
    body.aliases.filter(name__iexact=body.name).delete()
    if key(old) != key(body.name):
        BodyAlias.objects.get_or_create(name=old, defaults={"body": body})
    audit.record("body corrected", body, by=by, now=now, body=body.pk, counting=", ".join(body.counting))


def _check(body: Body, habits: Habits) -> None:
    if not key(habits.name) or not key(habits.office):
        raise NoName(_("The body and its office need names."))
    known = [(row.name, row) for row in Body.objects.all()]
    known += [(alias.name, alias.body) for alias in BodyAlias.objects.select_related("body")]
    for taken, row in known:
        if key(taken) == key(habits.name) and row != body:
            raise NameTaken(
                _("“%(name)s” is known as a name of “%(other)s”.") % {"name": taken, "other": row}
            )
    try:
        validate_zone(habits.time_zone)
    except ValidationError as problem:
        raise UnfitHabits(" ".join(problem.messages)) from problem
    if not 1 <= habits.comment_days <= MOST_DAYS:
        raise UnfitHabits(_("Comments take from one day to %(most)s days as a rule.") % {"most": MOST_DAYS})
    if not 1 <= habits.draft_days <= habits.circulate_days < habits.publish_days <= LATEST_DAY:
        raise UnfitHabits(
            _(
                "The days from the meeting come one after the other: the draft, its circulation not before it, and "
                "publication after that, %(most)s days from the meeting at the latest."
            )
            % {"most": LATEST_DAY}
        )
    if not habits.counting or not set(habits.counting) <= set(Capacity.Kind.values):
        raise UnfitHabits(_("Say whose word counts: at least one capacity."))
