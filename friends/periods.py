"""Periods between two Meetings of States Parties: added and corrected; who presides in one is told by its posts."""

import datetime as dt
import uuid
from collections import defaultdict
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from ccm_portal import audit, history
from ccm_portal.actors import Actor
from friends.changes import Change, check_reason
from friends.models import Assignment, Body, Period

Role, Status = Assignment.Role, Assignment.Status


class UnfitPeriod(Exception):
    """The name or the days cannot be kept; the sentence says why."""


@dataclass(frozen=True)
class Terms:
    """What a period is called, and its first and last day; None where a day is not known."""

    name: str
    starts: dt.date | None = None
    ends: dt.date | None = None


@dataclass
class Presided:
    """A period with the posts that preside it, the oldest first; empty where that is not known yet."""

    period: Period
    presidency: list[Assignment] = field(default_factory=list)
    designate: list[Assignment] = field(default_factory=list)


def of_body(body: Body) -> list[Presided]:
    """The body's periods, the newest first, with Presidency and President-designate. Two queries at any length."""
    posts: dict[tuple[uuid.UUID | None, str], list[Assignment]] = defaultdict(list)
    rows = Assignment.objects.filter(body=body, role__in=(Role.PRESIDENT, Role.PRESIDENT_DESIGNATE))
    rows = rows.filter(period__isnull=False, delegation__isnull=False).exclude(status=Status.ENDED)
    for row in rows.select_related("delegation", "proposed_by").order_by("valid_from", "position", "id"):
        posts[row.period_id, row.role].append(row)
    return [
        Presided(
            period,
            presidency=posts[period.pk, Role.PRESIDENT],
            designate=posts[period.pk, Role.PRESIDENT_DESIGNATE],
        )
        for period in sorted(Period.objects.filter(body=body), key=_latest_first)
    ]


def _latest_first(period: Period) -> tuple[bool, int, str]:
    return period.starts is not None, -(period.starts or dt.date.min).toordinal(), period.name


@transaction.atomic
def add(body: Body, terms: Terms, *, reason: str, by: Actor, now: dt.datetime) -> Period:
    """The body has a period more. Raises NoReason, UnfitPeriod."""
    period = Period(body=body)
    _fill(period, terms, reason=reason, by=by)
    audit.record("period added", period, by=by, now=now, body=body.pk)
    return period


@transaction.atomic
def correct(period: Period, terms: Terms, *, reason: str, by: Actor, now: dt.datetime) -> None:
    """The period is called so and has these days; its posts stay as they are. Raises NoReason, UnfitPeriod."""
    _fill(period, terms, reason=reason, by=by)
    audit.record("period corrected", period, by=by, now=now, body=period.body_id)


def take_turns(body: uuid.UUID) -> None:
    """Whoever else begins or corrects a period of the body waits until this transaction ends."""
    Body.objects.select_for_update(no_key=True).only("pk").get(pk=body)


def _fill(period: Period, terms: Terms, *, reason: str, by: Actor) -> None:
    check_reason(Change(dt.date.min, reason))
    name = terms.name.strip()
    if not name:
        raise UnfitPeriod(_("Write a name, for instance “1MSP to 2MSP”."))
    if terms.starts and terms.ends and terms.ends < terms.starts:
        raise UnfitPeriod(_("The last day lies before the first."))
    take_turns(period.body_id)
    for other in Period.objects.filter(body=period.body).exclude(pk=period.pk):
        if other.name.casefold() == name.casefold():
            raise UnfitPeriod(_("There is a period called “%(name)s” already.") % {"name": other.name})
        if _overlap(terms, other):
            raise UnfitPeriod(_("These days overlap with those of “%(name)s”.") % {"name": other.name})
    period.name, period.starts, period.ends = name, terms.starts, terms.ends
    history.save(period, by=by, reason=reason)


def _overlap(terms: Terms, other: Period) -> bool:
    """Whether a day is in both for certain; a day that is not known overlaps with nothing.

    One day may be the last of one period and the first of the next: the Meeting at which it is handed over.
    """
    if terms.starts is None or other.starts is None:
        return False
    ends, other_ends = terms.ends or terms.starts, other.ends or other.starts
    return terms.starts < other_ends and other.starts < ends
