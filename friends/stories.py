"""What became of tracked rows, in words: when, who, why, and which fields went from what to what."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.db import models
from django.utils import formats
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from ccm_portal.actors import Kind
from friends.changes import ONE_DAY
from friends.models import Assignment, Capacity, DelegationName

ENTERED, CHANGED, REMOVED = "+", "~", "-"
# What no reader asks for: where a row stands among others, and which it continues is told by the rows themselves.
OUT_OF_SIGHT = {"id", "position", "continues", "body", "slug"}
# Of these rows the page says whose they are.
OWNERS = {Capacity: "delegation", DelegationName: "delegation"}
Names = Mapping[type[models.Model], Mapping[Any, str]]


@dataclass(frozen=True)
class Told:
    """One field, by the name people have for it; "" where there was or is nothing."""

    label: str
    old: str
    new: str


@dataclass(frozen=True)
class Entry:
    """One change. kind: ENTERED, CHANGED or REMOVED. what: the row it is about, "" where the page has one row."""

    at: dt.datetime
    who: str
    why: str
    kind: str
    changes: tuple[Told, ...]
    what: str = ""


def of(states: Iterable[Any], *, what: str = "", tell_first: bool = False) -> list[Entry]:
    """The story of rows of one model out of their history rows, the newest change first.

    `what` names the rows where a page tells of several kinds; `tell_first` tells the fields of a row that was entered,
    too. One query for each model that the rows refer to.
    """
    states = sorted(states, key=_when)
    names = names_of_what_they_refer_to(states)
    entries = []
    for rows in _by_row(states).values():
        for before, state in pairwise([None, *rows]):
            known = before is not None or tell_first
            changes = changes_of(before, state, names) if known and state.history_type != REMOVED else ()
            if before is None or changes or state.history_type == REMOVED:
                entries.append(entry_of(state, changes, what))
    return newest_first(entries)


def of_assignment(rows: list[Assignment]) -> list[Entry]:
    """The story of a post through the rows that continue one another (`assignments.story`), the newest change first.

    A row that continues another is told as the change it is, and not the end of the one before it as well.
    """
    states = sorted(Assignment.history.filter(id__in=[row.pk for row in rows]), key=_when)
    names = names_of_what_they_refer_to(states)
    by_row = _by_row(states)
    begun = {
        (row.continues_id, row.valid_from - ONE_DAY) for row in rows if row.continues_id and row.valid_from
    }
    entries = []
    for own in by_row.values():
        continued = [state for state in by_row.get(own[0].continues_id, []) if _when(state) <= _when(own[0])]
        first = continued[-1] if continued else None
        for before, state in pairwise([first, *own]):
            changes = changes_of(before, state, names) if before is not None else []
            if before is first:
                changes = _as_one(changes, state)
            elif not changes or _ends_for_another(changes, state, begun):
                continue
            entries.append(entry_of(state, changes, ""))
    return newest_first(entries)


def _as_one(changes: list[Told], state: Any) -> list[Told]:
    """What a row changed that continues another: from which day, and not that the other one ended for it."""
    first, last = label_of(state, "valid_from"), label_of(state, "valid_until")
    told = [Told(first, "", change.new) if change.label == first else change for change in changes]
    return [change for change in told if change.label != last or change.new]


def _ends_for_another(changes: list[Told], state: Any, begun: set[tuple[uuid.UUID, dt.date]]) -> bool:
    """Whether the row ended, and nothing else, because another continues it from the next day on."""
    only = {change.label for change in changes} == {label_of(state, "valid_until")}
    return only and (state.id, state.valid_until) in begun


def place(state: Any, post: str) -> Entry:
    """A contact was put into a row of the list, or taken out of it."""
    under = (post, "") if state.history_type == REMOVED else ("", post)
    return entry_of(state, [Told(_("Listed under"), *under)], "", kind=CHANGED)


def newest_first(entries: Iterable[Entry]) -> list[Entry]:
    return sorted(entries, key=lambda entry: entry.at, reverse=True)


def _when(state: Any) -> tuple[dt.datetime, int]:
    return state.history_date, state.history_id


def _by_row(states: Iterable[Any]) -> dict[uuid.UUID, list[Any]]:
    rows: dict[uuid.UUID, list[Any]] = defaultdict(list)
    for state in states:
        rows[state.id].append(state)
    return rows


def entry_of(state: Any, changes: Iterable[Told], what: str, *, kind: str = "") -> Entry:
    """What a history row tells, with its fields in words; `kind` where it is not the row's own."""
    return Entry(
        at=state.history_date,
        who=_who(state),
        why=state.history_change_reason or "",
        kind=kind or state.history_type,
        changes=tuple(changes),
        what=what,
    )


def _who(state: Any) -> str:
    if state.history_person:
        return str(state.history_person)
    others = {Kind.IMPORT: _("Brought in from a file"), Kind.CLOCK: _("The portal")}
    return others.get(state.history_actor_kind) or state.history_delegation or _("somebody")


def _fields(state: Any) -> list[Any]:
    """The fields that are told, in the model's order."""
    model = state.instance_type
    hidden = OUT_OF_SIGHT | {OWNERS.get(model, "")}
    return [field for field in model._meta.concrete_fields if field.name not in hidden]


def changes_of(before: Any, state: Any, names: Names) -> list[Told]:
    """Which fields two history rows tell differently, in words; all that are filled where there is none before."""
    told = []
    for field in _fields(state):
        old = getattr(before, field.attname) if before is not None else None
        new = getattr(state, field.attname)
        if old != new and (old or new):
            told.append(Told(label_of(state, field.name), _said(field, old, names), _said(field, new, names)))
    return told


def label_of(state: Any, name: str) -> str:
    """What people call a field of the row."""
    words = {
        "valid_from": _("Holds from"),
        "valid_until": _("Until"),
        "listed": _("On the printed list"),
        "merged_into": _("Joined with"),
        "pair_confirmed": _("Name and address belong together"),
        "pair_doubt": _("What is doubtful"),
        "erased_on": _("Erased on"),
    }
    return words.get(name) or capfirst(str(state.instance_type._meta.get_field(name).verbose_name))


def _said(field: Any, value: Any, names: Names) -> str:
    """A value in words: yes, no, a day, capacities, the name of what it refers to; "" where there was nothing."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return ", ".join(str(Capacity.Kind(one).label) for one in value)
    if isinstance(value, dt.date):
        return str(formats.date_format(value, "j F Y"))
    if field.related_model:
        return names.get(field.related_model, {}).get(value, "")
    return str(dict(field.flatchoices).get(value, value))


def names_of_what_they_refer_to(states: list[Any]) -> Names:
    """What history rows of one model refer to, by name; one query for each model referred to."""
    wanted: dict[type[models.Model], set[Any]] = defaultdict(set)
    for field in _fields(states[0]) if states else []:
        if field.related_model:
            wanted[field.related_model] |= {getattr(state, field.attname) for state in states} - {None}
    return {
        model: {pk: str(row) for pk, row in model._default_manager.in_bulk(list(ids)).items()}
        for model, ids in wanted.items()
    }
