"""Areas of work: added, renamed, put in order, ended; of two named alike a person says whether they are one."""

import datetime as dt
from dataclasses import replace

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ccm_portal import audit, history
from ccm_portal.actors import Actor
from friends import aliases, assignments
from friends.assignments import Post
from friends.changes import BadDay, Change, check_reason
from friends.models import AreaAlias, AreaLikeness, Assignment, Body, ThematicArea
from friends.reading.names import key


class StillCarried(Exception):
    """Posts of the area hold beyond its last day; the sentence says which."""


class AtTheEdge(Exception):
    """The area stands first or last already."""


def of_body(body: Body) -> QuerySet[ThematicArea]:
    """The body's areas in order, those that were joined to another left out."""
    return ThematicArea.objects.filter(body=body, joined_to=None).order_by("position", "name")


@transaction.atomic
def add(body: Body, name: str, change: Change, *, by: Actor, now: dt.datetime) -> ThematicArea:
    """The body has an area more from the given day on, after the others.

    Raises NoReason, aliases.NoName, aliases.NameTaken.
    """
    check_reason(change)
    _check_name(body, name, own=None)
    last = of_body(body).last()
    position = last.position + 1 if last else 0
    area = ThematicArea(body=body, name=name.strip(), position=position, valid_from=change.holds_from)
    history.save(area, by=by, reason=change.reason)
    audit.record("area added", area, by=by, now=now, body=body.pk)
    return area


@transaction.atomic
def rename(area: ThematicArea, name: str, change: Change, *, by: Actor, now: dt.datetime) -> None:
    """The area goes by `name`, and the name it had is recognised as another of its names.

    Entries of the list that have the old name in their own words say the new one from the given day on.
    Raises NoReason, aliases.NoName, aliases.NameTaken.
    """
    check_reason(change)
    _check_name(area.body, name, own=area)
    old, area.name = area.name, name.strip()
    if old == area.name:
        return
    for alias in area.aliases.all():
        if key(alias.name) == key(area.name):
            alias.delete()
    history.save(area, by=by, reason=change.reason)
    if key(old) != key(area.name):
        AreaAlias.objects.get_or_create(area=area, name=old)
    rows = Assignment.objects.filter(area=area, title__iexact=old).valid_on(change.holds_from)
    for row in rows.select_related("body", "area", "delegation", "proposed_by", "period"):
        assignments.restate(row, replace(Post.of(row), title=area.name), change, by=by, now=now)
    audit.record("area renamed", area, by=by, now=now, body=area.body_id)


@transaction.atomic
def move(area: ThematicArea, steps: int, *, reason: str, by: Actor, now: dt.datetime) -> None:
    """The area stands one place earlier (-1) or later (1) among the body's. Raises NoReason, AtTheEdge."""
    check_reason(Change(now.date(), reason))
    order = list(of_body(area.body).select_for_update())
    at = order.index(area)
    if not 0 <= at + steps < len(order):
        raise AtTheEdge(_("“%(area)s” stands there already.") % {"area": area})
    order.insert(at + steps, order.pop(at))
    for position, row in enumerate(order):
        if row.position != position:
            row.position = position
            history.save(row, by=by, reason=reason)
    audit.record("area moved", area, by=by, now=now, body=area.body_id)


@transaction.atomic
def end(area: ThematicArea, change: Change, *, by: Actor, now: dt.datetime) -> None:
    """The area is one of the body's up to and including the given day. Raises NoReason, BadDay, StillCarried."""
    check_reason(change)
    if area.valid_from is not None and change.holds_from < area.valid_from:
        raise BadDay(_("This area of work begins on %(day)s only.") % {"day": area.valid_from.isoformat()})
    after = Assignment.objects.filter(area=area, listed=True).exclude(status=Assignment.Status.ENDED)
    carried = after.exclude(valid_until__lte=change.holds_from).select_related("delegation", "area")
    if carried:
        names = "; ".join(str(row.delegation or _("vacant")) for row in carried)
        raise StillCarried(
            ngettext(
                "An entry of the list holds beyond that day (%(names)s). End it or give it another area first.",
                "Entries of the list hold beyond that day (%(names)s). End them or give them another area first.",
                len(carried),
            )
            % {"names": names}
        )
    area.valid_until = change.holds_from
    history.save(area, by=by, reason=change.reason)
    audit.record("area ended", area, by=by, now=now, body=area.body_id)


def _check_name(body: Body, name: str, *, own: ThematicArea | None) -> None:
    """A name means one area of a body. Raises aliases.NoName, aliases.NameTaken."""
    wanted = key(name)
    if not wanted:
        raise aliases.NoName(_("Write a name."))
    known = [(row.name, row) for row in ThematicArea.objects.filter(body=body)]
    known += [
        (alias.name, alias.area) for alias in AreaAlias.objects.filter(area__body=body).select_related("area")
    ]
    for taken, row in known:
        if key(taken) == wanted and row != own:
            raise aliases.NameTaken(
                _("“%(name)s” is known as a name of “%(other)s”. Nothing was changed.")
                % {"name": name, "other": row}
            )


# --- named alike --------------------------------------------------------------------------------------------------


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
