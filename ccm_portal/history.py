"""History of single fields (django-simple-history), with actor and reason on every row.

`history.save(row, by=actor, reason="…")` is the only way a tracked row is saved: a save without an actor is
refused. Bulk updates leave no history and are not used on tracked models.
"""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import models
from django.dispatch import receiver
from simple_history.models import HistoricalRecords
from simple_history.signals import post_create_historical_record, pre_create_historical_record

from ccm_portal.actors import Actor

M = TypeVar("M", bound=models.Model)


class MissingActor(RuntimeError):
    """A tracked row was saved without saying who did it."""


class ActorStamp(models.Model):
    """What every history row says beside the fields: who, for which delegation."""

    history_actor_kind = models.CharField(max_length=10)
    history_delegation = models.CharField(max_length=200, blank=True)
    # Blanked when the person is erased.
    history_person = models.CharField(max_length=200, blank=True)

    class Meta:
        abstract = True


def _actor_id(historical_instance: Any) -> Any:
    return historical_instance.history_user_id


def _set_actor_id(historical_instance: Any, user: Any) -> None:
    return None


class _Records(HistoricalRecords):
    """History with the index that `recorded.py` walks along."""

    def get_meta_options(self, model: type[models.Model]) -> dict[str, Any]:
        options: dict[str, Any] = super().get_meta_options(model)
        key: str = model._meta.pk.attname
        newest_first = (key, "-history_date", "-history_id")
        options["indexes"] = (models.Index(fields=newest_first, name=f"{model._meta.model_name}_recorded"),)
        return options


def tracked(**options: Any) -> HistoricalRecords:
    """History for a model: `history = tracked()`."""
    return _Records(
        bases=[ActorStamp],
        history_user_id_field=models.UUIDField(null=True),
        history_user_getter=_actor_id,
        history_user_setter=_set_actor_id,
        history_change_reason_field=models.TextField(blank=True, null=True),
        **options,
    )


@receiver(pre_create_historical_record, dispatch_uid="history actor")
def stamp(sender: Any, instance: models.Model, history_instance: Any, **_: Any) -> None:
    """Copy the actor of this save onto the history row about to be written."""
    actor: Actor | None = getattr(instance, "_actor", None)
    if actor is None:
        raise MissingActor(
            f"{instance._meta.label} was saved without an actor; use ccm_portal.history.save()."
        )
    history_instance.history_user_id = actor.id
    history_instance.history_actor_kind = actor.kind
    history_instance.history_delegation = actor.delegation
    history_instance.history_person = actor.person


@dataclass(frozen=True)
class Written:
    """One history row: of which model (its label) and object, its number, and "+", "~" or "-"."""

    model: str
    pk: str
    number: int
    kind: str


_gathering: ContextVar[list[Written] | None] = ContextVar("history rows", default=None)


@contextmanager
def gathered() -> Iterator[list[Written]]:
    """All history rows that are written meanwhile, in order, whichever verb writes them."""
    written: list[Written] = []
    token = _gathering.set(written)
    try:
        yield written
    finally:
        _gathering.reset(token)


@receiver(post_create_historical_record, dispatch_uid="history gathered")
def _gather(sender: Any, instance: models.Model, history_instance: Any, **_: Any) -> None:
    written = _gathering.get()
    if written is not None:
        label, kind = instance._meta.label, history_instance.history_type
        written.append(Written(label, str(instance.pk), history_instance.pk, kind))


def named(row: M, *, by: Actor, reason: str = "") -> M:
    """Say who is about to change `row`, for changes that do not pass through `save` (many-to-many sets)."""
    row._actor = by  # type: ignore[attr-defined]
    row._change_reason = reason  # type: ignore[attr-defined]
    return row


def save(row: M, *, by: Actor, reason: str = "", at: dt.datetime | None = None) -> M:
    """Save a tracked row and its history row, naming who did it and why; `at` dates the history row (now otherwise)."""
    if at is not None:
        row._history_date = at  # type: ignore[attr-defined]
    named(row, by=by, reason=reason).save()
    return _spent(row, "_history_date")


def save_silently(row: M, *, by: Actor) -> M:
    """Save a tracked row without a history row, for a caller that writes the change into one that stands."""
    row.skip_history_when_saving = True  # type: ignore[attr-defined]
    named(row, by=by).save()
    return _spent(row, "skip_history_when_saving")


def _spent(row: M, marker: str) -> M:
    """The next save of the same instance must name its own actor, reason and moment."""
    for name in ("_actor", "_change_reason", marker):
        row.__dict__.pop(name, None)
    return row
