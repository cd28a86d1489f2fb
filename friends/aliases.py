"""Other names of bodies, areas and delegations: recorded because a person said "the same", and taken back.

A recorded name is recognised in later records without a question. Taking it back parts nothing that was written under
it, but for areas that were joined: what stood under the second name goes back to it.
"""

import datetime as dt
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from ccm_portal import audit, history
from ccm_portal.actors import Actor
from friends.models import (
    AreaAlias,
    AreaLikeness,
    Assignment,
    Body,
    BodyAlias,
    Delegation,
    DelegationAlias,
    ThematicArea,
)
from friends.reading.names import key

LONGEST_NAME = 200
LONGEST_AREA_NAME = 250
Alias = BodyAlias | AreaAlias | DelegationAlias
A = TypeVar("A", BodyAlias, AreaAlias, DelegationAlias)


class NameTaken(Exception):
    """The name means something else already; the sentence says what."""


class NoName(Exception):
    """A name has letters or figures."""


@transaction.atomic
def keep_for_body(body: Body, name: str, *, by: Actor, now: dt.datetime) -> BodyAlias:
    """The body goes by this name too. Raises NameTaken, NoName."""
    _check(name, Body.objects.all(), BodyAlias.objects.select_related("body"), "body", own=body)
    alias = BodyAlias.objects.create(body=body, name=name.strip()[:LONGEST_NAME])
    return _recorded(alias, by=by, now=now, body=body)


@transaction.atomic
def keep_for_delegation(delegation: Delegation, name: str, *, by: Actor, now: dt.datetime) -> DelegationAlias:
    """The delegation goes by this name too. Raises NameTaken, NoName."""
    standing = DelegationAlias.objects.select_related("delegation")
    _check(name, Delegation.objects.all(), standing, "delegation", own=delegation)
    alias = DelegationAlias.objects.create(delegation=delegation, name=name.strip()[:LONGEST_NAME])
    return _recorded(alias, by=by, now=now)


@transaction.atomic
def keep_for_area(area: ThematicArea, name: str, *, by: Actor, now: dt.datetime) -> AreaAlias:
    """The area goes by this name too. Raises NameTaken, NoName."""
    standing = AreaAlias.objects.filter(area__body=area.body_id).select_related("area")
    _check(name, ThematicArea.objects.filter(body=area.body_id), standing, "area", own=area)
    alias = AreaAlias.objects.create(area=area, name=name.strip()[:LONGEST_AREA_NAME])
    return _recorded(alias, by=by, now=now, body=area.body)


def _check(name: str, rows: QuerySet[Any], aliases: QuerySet[Any], field: str, *, own: object) -> None:
    """A name may mean one thing only."""
    wanted = key(name)
    if not wanted:
        raise NoName(_("Write a name."))
    meant = {key(row.name): row for row in rows} | {key(row.name): getattr(row, field) for row in aliases}
    if wanted in meant and meant[wanted] == own:
        raise NameTaken(_("“%(name)s” is known as a name of it already.") % {"name": name})
    if wanted in meant:
        values = {"name": name, "other": meant[wanted]}
        raise NameTaken(_("“%(name)s” is known as a name of “%(other)s”. Nothing was changed.") % values)


def _recorded(alias: A, *, by: Actor, now: dt.datetime, body: Body | None = None) -> A:
    audit.record("name recorded", alias, by=by, now=now, body=body.pk if body else None, name=alias.name)
    return alias


@transaction.atomic
def take_back(alias: Alias, *, by: Actor, now: dt.datetime) -> None:
    """The name is no longer recognised; areas that were joined under it are two again, and the question is open."""
    body = None
    if isinstance(alias, BodyAlias):
        body = alias.body_id
    elif isinstance(alias, AreaAlias):
        body = alias.area.body_id
        _part(alias, by=by)
    audit.record("name taken back", alias, by=by, now=now, body=body, name=alias.name)
    alias.delete()


def _part(alias: AreaAlias, *, by: Actor) -> None:
    """The area that was joined under this name stands by itself again, with the assignments it had."""
    area = alias.area
    other = ThematicArea.objects.filter(joined_to=area, name__iexact=alias.name).first()
    if other is None:
        return
    reason = _("“%(name)s” is taken back as a name of “%(area)s”") % {"name": alias.name, "area": area.name}
    had = Assignment.history.filter(area_id=other.pk).values("id")
    for row in Assignment.objects.filter(area=area, pk__in=had):
        row.area = other
        history.save(row, by=by, reason=reason)
    other.joined_to = None
    history.save(other, by=by, reason=reason)
    for likeness in AreaLikeness.objects.filter(area__in=(area, other), other__in=(area, other)):
        likeness.verdict = AreaLikeness.Verdict.OPEN
        history.save(likeness, by=by, reason=reason)
