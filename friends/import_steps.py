"""The steps of an import: which history rows it wrote, whether anything rests on them, and how they are taken back.

A step names a model, an object and history rows, and holds nothing of what they say: the history has it, until a person
is erased there.
"""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models
from django.utils.translation import gettext as _

from ccm_portal import history
from ccm_portal.actors import Actor
from ccm_portal.history import Written
from friends.models import Assignment, Body, Contact, ListedContact

CREATED, DELETED = "+", "-"
MOST_NAMED = 20


def kept(written: Iterable[Written]) -> list[list[Any]]:
    """As they are stored with the import: [model, object, number of the history row, "+", "~" or "-"]."""
    return [[one.model, one.pk, one.number, one.kind] for one in written]


@dataclass
class Object:
    """Everything an import did to one object. before: the history row that held before it, None where it made it."""

    model: type[models.Model]
    pk: str
    first: int
    last: int
    made: bool
    gone: bool

    @property
    def rows(self) -> models.QuerySet[Any]:
        """Its history, newest first."""
        key = self.model._meta.pk.name
        found: models.QuerySet[Any] = self.model.history.filter(**{key: self.pk})  # type: ignore[attr-defined]
        return found.order_by("-history_date", "-history_id")

    @property
    def current(self) -> models.Model | None:
        return self.model._base_manager.filter(pk=self.pk).first()


def objects(steps: list[list[Any]]) -> list[Object]:
    """Each object once, in the order in which the import first wrote it."""
    found: dict[tuple[str, str], Object] = {}
    for label, pk, number, kind in steps:
        one = found.get((label, pk))
        if one is None:
            model = apps.get_model(label)
            one = found[label, pk] = Object(model, pk, number, number, kind == CREATED, False)
        one.last, one.gone = number, kind == DELETED
    return list(found.values())


def hanging_on(steps: list[list[Any]]) -> list[str]:
    """What was changed again since, or refers to what the import made, in sentences."""
    told = []
    touched = objects(steps)
    made = {(one.model, one.pk) for one in touched if one.made}
    for one in touched:
        newest = one.rows.first()
        if newest is not None and newest.pk != one.last:
            told.append(_changed_again(one, newest))
        elif one.made and not one.gone and (current := one.current) is not None:
            told += _in_use(current, made)
        if len(told) >= MOST_NAMED:
            break
    return told


def _changed_again(one: Object, newest: Any) -> str:
    values = {
        "what": one.current or _("an entry"), "day": f"{newest.history_date:%Y-%m-%d %H:%M} UTC",
        "who": newest.history_person or _("the portal"), "why": newest.history_change_reason or "–",
    }  # fmt: skip
    return _("%(what)s was changed on %(day)s by %(who)s: %(why)s") % values


def _in_use(row: models.Model, made: set[tuple[type[models.Model], str]]) -> list[str]:
    """Rows that refer to this one and are none of the import's own."""
    told = []
    for relation in row._meta.related_objects:
        model: Any = relation.related_model
        # What is only another name of it goes with it.
        if relation.many_to_many or not (hasattr(model, "history") or relation.on_delete is models.PROTECT):
            continue
        for other in model._base_manager.filter(**{relation.field.name: row.pk})[:MOST_NAMED]:
            if (model, str(other.pk)) not in made:
                values = {"what": row, "kind": model._meta.verbose_name, "other": other}
                told.append(_("%(what)s is in use: %(kind)s “%(other)s”") % values)
    return told


def take_back(steps: list[list[Any]], *, reason: str, by: Actor) -> None:
    """Every object is again what it was, and those the import made are gone; nothing may hang on them."""
    touched = list(reversed(objects(steps)))
    for one in touched:
        current = one.current
        if one.made and current is not None:
            history.named(current, by=by, reason=reason).delete()
    for one in touched:
        before = (
            None if one.made else one.rows.filter(history_id__lt=one.first).order_by("-history_id").first()
        )
        if before is not None:
            earlier = before.instance
            # A row of the history says nothing of whether its object is there.
            earlier._state.adding = one.current is None
            history.save(earlier, by=by, reason=reason)


def moved_since(body: Body, moment: dt.datetime) -> list[str]:
    """What was changed on the body's list since a moment, in sentences; nothing where it cannot be told."""
    rows: list[Any] = list(
        Assignment.history.filter(body=body, history_date__gt=moment).select_related("delegation", "area")
    )
    own = ListedContact.objects.filter(assignment__body=body).values_list("contact_id", flat=True)
    rows += list(Contact.history.filter(id__in=own, history_date__gt=moment).select_related("delegation"))
    rows.sort(key=lambda row: (row.history_date, row.history_id))
    told: dict[uuid.UUID, str] = {}
    for row in rows:
        values = {
            "what": _named(row), "who": row.history_person or _("the portal"),
            "why": row.history_change_reason or "–",
        }  # fmt: skip
        told[row.id] = _("%(what)s, by %(who)s: %(why)s") % values
    return list(told.values())[:MOST_NAMED]


def _named(row: Any) -> str:
    if isinstance(row.instance, Contact):
        return f"{row.name or row.email} ({row.delegation})"
    return f"{row.title or row.area or _('no area')} ({row.delegation or _('vacant')})"
