"""Delegations: added and corrected; in which capacity they take part and what they are called, from day to day.

A delegation belongs to no body: its names and its capacity are facts of the treaty. What holds from a day on ends what
held before it the day before, so that any past day still reads as it did.
"""

import datetime as dt
from collections.abc import Iterable
from typing import TypeVar

from django.db import transaction
from django.utils.translation import gettext as _

from ccm_portal import audit, history
from ccm_portal.actors import Actor
from friends.aliases import NameTaken, NoName
from friends.changes import ONE_DAY, BadDay, Change, check_reason
from friends.models import Capacity, Delegation, DelegationAlias, DelegationName
from friends.reading.languages import Named
from friends.reading.names import fold, key, named_in_six

InTime = TypeVar("InTime", Capacity, DelegationName)
CAPACITIES = list(Capacity.Kind.values)


# --- order --------------------------------------------------------------------------------------------------------


def in_order(delegations: Iterable[Delegation], language: str, day: dt.date) -> list[Delegation]:
    """The order of delegations everywhere: by their capacity on the day, then by name in the language of the page.

    Accents do not count. Reads prefetched `capacities` and `names`.
    """

    def place(delegation: Delegation) -> tuple[int, str]:
        capacity = delegation.capacity_on(day)
        rank = CAPACITIES.index(capacity.kind) if capacity else len(CAPACITIES)
        return rank, fold(delegation.name_in(language, day))

    return sorted(delegations, key=place)


def to_choose_from(language: str, day: dt.date) -> list[tuple[str, list[tuple[Delegation, str]]]]:
    """Every delegation with its name in the language, in groups of a capacity, in order. Three queries."""
    rows = in_order(Delegation.objects.prefetch_related("capacities", "names"), language, day)
    groups: dict[str, list[tuple[Delegation, str]]] = {}
    for row in rows:
        capacity = row.capacity_on(day)
        label = str(capacity.get_kind_display()) if capacity else _("capacity not stated")
        groups.setdefault(label, []).append((row, row.name_in(language, day)))
    return list(groups.items())


# --- a delegation -------------------------------------------------------------------------------------------------


@transaction.atomic
def add(name: str, seat: str, capacity: str, change: Change, *, by: Actor, now: dt.datetime) -> Delegation:
    """A delegation more, in a capacity from the given day on, with the names our table has for it.

    Raises NoReason, NoName, NameTaken.
    """
    check_reason(change)
    _check_name(name, own=None)
    delegation = Delegation(name=name.strip(), seat=seat.strip())
    history.save(delegation, by=by, reason=change.reason)
    row = Capacity(delegation=delegation, kind=capacity, valid_from=change.holds_from)
    history.save(row, by=by, reason=change.reason)
    _save_proposed(delegation, change.reason, by=by)
    audit.record("delegation added", delegation, by=by, now=now, capacity=capacity)
    return delegation


@transaction.atomic
def correct(
    delegation: Delegation, name: str, seat: str, *, reason: str, by: Actor, now: dt.datetime
) -> None:
    """The delegation goes by `name` in English; the name it had is recognised as another of its names.

    Raises NoReason, NoName, NameTaken.
    """
    check_reason(Change(now.date(), reason))
    _check_name(name, own=delegation)
    old = delegation.name
    delegation.name, delegation.seat = name.strip(), seat.strip()
    history.save(delegation, by=by, reason=reason)
    delegation.aliases.filter(name__iexact=delegation.name).delete()
    if key(old) != key(delegation.name):
        DelegationAlias.objects.get_or_create(delegation=delegation, name=old)
    audit.record("delegation corrected", delegation, by=by, now=now)


def _check_name(name: str, *, own: Delegation | None) -> None:
    """A name means one delegation. Raises NoName, NameTaken."""
    wanted = key(name)
    if not wanted:
        raise NoName(_("Write a name."))
    known = [(row.name, row) for row in Delegation.objects.all()]
    known += [
        (alias.name, alias.delegation) for alias in DelegationAlias.objects.select_related("delegation")
    ]
    for taken, row in known:
        if key(taken) == wanted and row != own:
            raise NameTaken(
                _("“%(name)s” is known as a name of “%(other)s”. Nothing was changed.")
                % {"name": name, "other": row}
            )


# --- its capacity -------------------------------------------------------------------------------------------------


@transaction.atomic
def take_part_as(
    delegation: Delegation, capacity: str, change: Change, *, by: Actor, now: dt.datetime
) -> Capacity:
    """From the given day on the delegation takes part in this capacity; the one before ends the day before.

    Raises NoReason, BadDay.
    """
    fresh = Capacity(delegation=delegation, kind=capacity)
    row = _follow(delegation.capacities.select_for_update(), fresh, ("kind",), change, by=by)
    audit.record("capacity of a delegation changed", delegation, by=by, now=now, capacity=capacity)
    return row


@transaction.atomic
def correct_capacity(
    row: Capacity,
    capacity: str,
    first: dt.date | None,
    last: dt.date | None,
    *,
    reason: str,
    by: Actor,
    now: dt.datetime,
) -> None:
    """The row says another capacity, or held between other days; None: not known. Raises NoReason, BadDay."""
    row.kind = capacity
    _put_right(row, row.delegation.capacities.select_for_update(), first, last, reason=reason, by=by)
    audit.record("capacity of a delegation corrected", row.delegation, by=by, now=now, capacity=capacity)


# --- its names ----------------------------------------------------------------------------------------------------


def proposed(delegation: Delegation) -> dict[str, Named]:
    """What our table has for the delegation, in the languages in which it has no name yet. Reads prefetched `names`."""
    named = {row.language for row in delegation.names.all()}
    return {code: found for code, found in named_in_six(delegation.name).items() if code not in named}


@transaction.atomic
def take_proposed(delegation: Delegation, *, reason: str, by: Actor, now: dt.datetime) -> int:
    """The names our table has stand for the languages that had none; how many. Raises NoReason."""
    check_reason(Change(now.date(), reason))
    taken = _save_proposed(delegation, reason, by=by)
    audit.record("names of a delegation taken from the table", delegation, by=by, now=now, names=taken)
    return taken


def _save_proposed(delegation: Delegation, reason: str, *, by: Actor) -> int:
    found = proposed(delegation)
    for language, named in found.items():
        row = DelegationName(delegation=delegation, language=language, short=named.short, formal=named.formal)
        history.save(row, by=by, reason=reason)
    return len(found)


@transaction.atomic
def call(
    delegation: Delegation, language: str, named: Named, change: Change, *, by: Actor, now: dt.datetime
) -> DelegationName:
    """From the given day on the delegation is called so in a language. Raises NoReason, NoName, BadDay."""
    _check_short(named)
    fresh = DelegationName(
        delegation=delegation, language=language, short=named.short.strip(), formal=named.formal.strip()
    )
    rows = delegation.names.select_for_update().filter(language=language)
    row = _follow(rows, fresh, ("short", "formal"), change, by=by)
    audit.record("name of a delegation changed", delegation, by=by, now=now, language=language)
    return row


@transaction.atomic
def correct_name(
    row: DelegationName,
    named: Named,
    first: dt.date | None,
    last: dt.date | None,
    *,
    reason: str,
    by: Actor,
    now: dt.datetime,
) -> None:
    """The row says another name, or held between other days; None: not known. Raises NoReason, NoName, BadDay."""
    _check_short(named)
    row.short, row.formal = named.short.strip(), named.formal.strip()
    rows = row.delegation.names.select_for_update().filter(language=row.language)
    _put_right(row, rows, first, last, reason=reason, by=by)
    audit.record("name of a delegation corrected", row.delegation, by=by, now=now, language=row.language)


def _check_short(named: Named) -> None:
    if not key(named.short):
        raise NoName(_("Write a name."))


# --- what follows what --------------------------------------------------------------------------------------------


def _follow(
    rows: Iterable[InTime], fresh: InTime, fields: Iterable[str], change: Change, *, by: Actor
) -> InTime:
    """`fresh` holds from the change's day on, and what held then ends the day before.

    What began on that very day is put right itself. Raises NoReason, BadDay where something begins later still.
    """
    check_reason(change)
    day = change.holds_from
    rows = list(rows)
    for row in rows:
        if row.valid_from is not None and row.valid_from > day:
            raise BadDay(
                _("Something else is said from %(day)s on already; correct that first.")
                % {"day": row.valid_from.isoformat()}
            )
    holding = next((row for row in rows if row.holds_on(day)), None)
    if holding is not None and holding.valid_from == day:
        for name in fields:
            setattr(holding, name, getattr(fresh, name))
        return history.save(holding, by=by, reason=change.reason)
    if holding is not None:
        holding.valid_until = day - ONE_DAY
        history.save(holding, by=by, reason=change.reason)
    fresh.valid_from = day
    return history.save(fresh, by=by, reason=change.reason)


def _put_right(
    row: InTime,
    rows: Iterable[InTime],
    first: dt.date | None,
    last: dt.date | None,
    *,
    reason: str,
    by: Actor,
) -> None:
    """The row holds between these days, beside the others. Raises NoReason, BadDay where two would hold at once."""
    check_reason(Change(first or dt.date.min, reason))
    if first and last and last < first:
        raise BadDay(_("The last day lies before the first."))
    for other in rows:
        apart = (other.valid_until and first and other.valid_until < first) or (
            other.valid_from and last and other.valid_from > last
        )
        if other.pk != row.pk and not apart:
            raise BadDay(
                _("Then two would hold on one day: this one and “%(other)s”.") % {"other": _what(other)}
            )
    row.valid_from, row.valid_until = first, last
    history.save(row, by=by, reason=reason)


def _what(row: Capacity | DelegationName) -> str:
    return row.short if isinstance(row, DelegationName) else str(row.get_kind_display())
