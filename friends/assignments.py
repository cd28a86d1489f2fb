"""Assignments, the rows of the contact list: begun, changed from a day on, ended. A new status overwrites none.

A change that holds from a day on ends the row the day before and begins another, which names the one it continues:
the list of any past day still shows what held then.
"""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, fields

from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone
from django.utils.translation import gettext as _

from ccm_portal import audit, history
from ccm_portal.actors import Actor
from friends.changes import ONE_DAY, BadDay, Change, check_reason
from friends.models import Assignment, Body, Contact, Delegation, ListedContact, Period, ThematicArea

AREA_NEEDED = (Assignment.Role.COORDINATOR, Assignment.Role.COOPERATING)


class UnfitPost(Exception):
    """What is said of a post does not go together; the sentence says why."""


class Overtaken(BadDay):
    """Somebody changed the entry since it was read: what is said no longer fits what holds."""


@dataclass(frozen=True)
class Post:
    """What the list says of one row: which post, who holds it, how sure that is and on what it rests."""

    role: str
    area: ThematicArea | None = None
    title: str = ""
    delegation: Delegation | None = None
    status: str = Assignment.Status.LISTED
    proposed_by: Delegation | None = None
    decision: str = ""
    note: str = ""
    period: Period | None = None
    position: int = 0
    listed: bool = True

    @classmethod
    def of(cls, row: Assignment) -> "Post":
        """What the row says; `dataclasses.replace` changes a part of it."""
        return cls(**{one.name: getattr(row, one.name) for one in fields(cls)})


def check(body: Body, post: Post) -> None:
    """Raises UnfitPost where what is said of the post does not go together, in this body."""
    if post.role in AREA_NEEDED and post.area is None:
        raise UnfitPost(_("Say which area is coordinated, or choose another role."))
    if post.area is not None and post.area.body_id != body.pk:
        raise UnfitPost(
            _("“%(area)s” is an area of another body.") % {"area": post.area},
        )
    if post.period is not None and post.period.body_id != body.pk:
        raise UnfitPost(_("“%(period)s” is a period of another body.") % {"period": post.period})
    if post.status == Assignment.Status.VACANT and post.delegation is not None:
        raise UnfitPost(
            _("A vacant post is held by nobody; leave the delegation out, or choose another status.")
        )
    if post.status != Assignment.Status.VACANT and post.delegation is None:
        raise UnfitPost(_("Say which delegation holds the post, or call it vacant."))


def _fill(row: Assignment, post: Post) -> None:
    for one in fields(post):
        setattr(row, one.name, getattr(post, one.name))


def _claim(row: Assignment) -> None:
    """Nobody else changes the row before this transaction ends. Raises Overtaken where somebody did meanwhile."""
    names = [field.attname for field in Assignment._meta.concrete_fields]
    held = Assignment.objects.select_for_update().filter(pk=row.pk).values(*names).first()
    if held != {name: getattr(row, name) for name in names}:
        raise Overtaken(_("“%(entry)s” was changed in the meantime; look at it again.") % {"entry": row})


def next_position(body: Body) -> int:
    """Where a row more stands on the body's list: after all others."""
    last = Assignment.objects.filter(body=body).aggregate(last=Max("position"))["last"]
    return 0 if last is None else last + 1


@transaction.atomic
def begin(
    body: Body,
    post: Post,
    change: Change,
    *,
    until: dt.date | None = None,
    continues: Assignment | None = None,
    bare: bool = False,
    by: Actor,
    now: dt.datetime,
) -> Assignment:
    """A row more stands on the list from the given day on, with the contacts its delegation has elsewhere on it.

    `bare`: without contacts, for a list that names them itself. `until`: its last day, of a post that has ended already
    or whose end is known. `continues`: a row that had come to its end and is taken up again, with its contacts where
    the delegation is the same. Raises NoReason, UnfitPost, BadDay.
    """
    check_reason(change)
    check(body, post)
    if until is not None and until < change.holds_from:
        raise BadDay(_("The last day lies before the day from which it holds."))
    row = Assignment(body=body, valid_from=change.holds_from, valid_until=until, continues=continues)
    _fill(row, post)
    history.save(row, by=by, reason=change.reason)
    if continues is not None and continues.delegation_id == row.delegation_id:
        _copy_listings(continues, row, change, by=by)
    elif not bare:
        _list_known(row, change, by=by)
    audit.record("assignment begun", row, by=by, now=now, body=body.pk, status=row.status)
    return row


@transaction.atomic
def restate(row: Assignment, post: Post, change: Change, *, by: Actor, now: dt.datetime) -> Assignment:
    """The list says `post` of this row from the given day on; gives the row that does.

    A row that held before that day ends the day before, and another continues it with the same contacts; where the
    delegation is another one, with that delegation's. Otherwise the row itself is put right. What is said already
    changes nothing. Raises NoReason, UnfitPost, BadDay, Overtaken.
    """
    check_reason(change)
    check(row.body, post)
    _claim(row)
    if Post.of(row) == post:
        return row
    _check_within(row, change.holds_from)
    if row.valid_from is not None and row.valid_from >= change.holds_from:
        return _put_right(row, post, change, by=by, now=now)
    following = Assignment(
        body=row.body, valid_from=change.holds_from, valid_until=row.valid_until, continues=row
    )
    _fill(following, post)
    row.valid_until = change.holds_from - ONE_DAY
    history.save(row, by=by, reason=change.reason)
    history.save(following, by=by, reason=change.reason)
    if following.delegation_id == row.delegation_id:
        _copy_listings(row, following, change, by=by)
    else:
        _list_known(following, change, by=by)
    audit.record("assignment changed", following, by=by, now=now, body=row.body_id, status=following.status)
    return following


def _put_right(row: Assignment, post: Post, change: Change, *, by: Actor, now: dt.datetime) -> Assignment:
    other_holder = row.delegation != post.delegation
    _fill(row, post)
    history.save(row, by=by, reason=change.reason)
    if other_holder:
        for place in list(row.listed_contacts.all()):
            history.named(place, by=by, reason=change.reason).delete()
        _list_known(row, change, by=by)
    audit.record("assignment put right", row, by=by, now=now, body=row.body_id, status=row.status)
    return row


@transaction.atomic
def end(row: Assignment, change: Change, *, by: Actor, now: dt.datetime) -> None:
    """The row is on the list up to and including the given day. Raises NoReason, BadDay, Overtaken."""
    check_reason(change)
    _claim(row)
    _check_within(row, change.holds_from)
    row.valid_until = change.holds_from
    history.save(row, by=by, reason=change.reason)
    audit.record("assignment ended", row, by=by, now=now, body=row.body_id)


@transaction.atomic
def take_back(row: Assignment, *, reason: str, by: Actor, now: dt.datetime) -> None:
    """The row was never on the list: it is gone, and the history alone tells of it.

    Raises ProtectedError where something hangs on it.
    """
    for place in list(row.listed_contacts.all()):
        history.named(place, by=by, reason=reason).delete()
    audit.record("assignment taken back", row, by=by, now=now, body=row.body_id, status=row.status)
    history.named(row, by=by, reason=reason).delete()


@transaction.atomic
def hold_since(row: Assignment, change: Change, *, by: Actor, now: dt.datetime) -> Assignment:
    """An older list shows that the row held from the given day on already. Raises NoReason, Overtaken."""
    check_reason(change)
    _claim(row)
    row.valid_from = change.holds_from
    history.save(row, by=by, reason=change.reason)
    audit.record("assignment held earlier", row, by=by, now=now, body=row.body_id, status=row.status)
    return row


@transaction.atomic
def hold_until(
    row: Assignment, day: dt.date | None, *, reason: str, by: Actor, now: dt.datetime
) -> Assignment:
    """The row, which had been ended, holds until the given day after all, or without an end. Raises Overtaken."""
    _claim(row)
    row.valid_until = day
    history.save(row, by=by, reason=reason)
    audit.record("assignment holds again", row, by=by, now=now, body=row.body_id, status=row.status)
    return row


@transaction.atomic
def move(
    row: Assignment, *, beside: Assignment, above: bool, reason: str, by: Actor, now: dt.datetime
) -> None:
    """The row stands directly above or below `beside` on today's list of this body, on whatever day it holds.

    The rows of today share the places they have out anew; only those whose place changes are saved, and what continues
    them moves along. A row that is not on today's list stays where it is. Raises NoReason.
    """
    check_reason(Change(now.date(), reason))
    today = timezone.localtime(now, row.body.zone).date()
    listed = Assignment.objects.select_for_update().filter(body_id=row.body_id, listed=True)
    rows = list(listed.valid_on(today).order_by("position", "title", "id"))
    order = [one for one in rows if one.pk != row.pk]
    at = next((number for number, one in enumerate(order) if one.pk == beside.pk), None)
    if at is None or len(order) == len(rows):
        return
    order.insert(at if above else at + 1, next(one for one in rows if one.pk == row.pk))
    places = sorted(one.position for one in rows)
    if len(set(places)) < len(places):
        places = list(range(len(rows)))
    moved = {one.pk: place for one, place in zip(order, places, strict=True) if one.position != place}
    later = listed.filter(continues__in=moved, valid_from__gt=today)
    for one in [*(one for one in order if one.pk in moved), *later]:
        one.position = moved[one.pk if one.pk in moved else one.continues_id]  # type: ignore[index]
        history.save(one, by=by, reason=reason)
    audit.record("assignment moved", row, by=by, now=now, body=row.body_id)


def _check_within(row: Assignment, day: dt.date) -> None:
    if row.valid_until is not None and day > row.valid_until:
        raise BadDay(
            _("This entry of the list ended on %(day)s already.") % {"day": row.valid_until.isoformat()}
        )
    if row.valid_from is not None and day < row.valid_from:
        raise BadDay(
            _("This entry of the list begins on %(day)s only.") % {"day": row.valid_from.isoformat()}
        )


def _copy_listings(row: Assignment, following: Assignment, change: Change, *, by: Actor) -> None:
    for place in row.listed_contacts.all():
        copy = ListedContact(assignment=following, contact_id=place.contact_id, position=place.position)
        history.save(copy, by=by, reason=change.reason)


def _list_known(row: Assignment, change: Change, *, by: Actor) -> None:
    """The delegation's contacts of that day stand in the row: those on this body's list, in its order."""
    if row.delegation is None:
        return
    known = (
        Contact.objects.filter(delegation=row.delegation, listings__assignment__body=row.body)
        .valid_on(change.holds_from)
        .distinct()
    )
    for position, contact in enumerate(known):
        place = ListedContact(assignment=row, contact=contact, position=position)
        history.save(place, by=by, reason=change.reason)


def story(row: Assignment) -> list[Assignment]:
    """The rows this one continues, itself and those that continue it, the oldest first. Two queries at any length."""
    links = list(Assignment.objects.filter(body=row.body_id).values_list("pk", "continues"))
    chain, waiting = {row.pk}, {row.pk}
    while waiting:
        after = {pk for pk, before in links if before in waiting}
        waiting = (after | {before for pk, before in links if before and pk in waiting}) - chain
        chain |= waiting
    rows = Assignment.objects.filter(pk__in=chain).select_related(
        "area", "delegation", "period", "proposed_by"
    )
    return list(rows.order_by(F("valid_from").asc(nulls_first=True), "id"))


def standing(rows: Iterable[uuid.UUID]) -> dict[uuid.UUID, Assignment]:
    """For each row, by its UUID, the last of those that continue it: what the list says of the post in the end.

    A row that is gone, or continued by nothing, stands for itself. As many queries as the longest of the chains has
    links.
    """
    found = {pk: pk for pk in rows}
    ends = Assignment.objects.select_related("body", "delegation", "area").in_bulk(set(found))
    waiting = set(ends)
    while waiting:
        following = (
            Assignment.objects.filter(continues__in=waiting)
            .select_related("body", "delegation", "area")
            .order_by("valid_from", "pk")
        )
        by_earlier = {row.continues_id: row for row in following}
        found = {pk: by_earlier[end].pk if end in by_earlier else end for pk, end in found.items()}
        ends |= {row.pk: row for row in by_earlier.values()}
        waiting = {row.pk for row in by_earlier.values()}
    return {pk: ends[end] for pk, end in found.items() if end in ends}
