"""Where words stand in the tables of the portal, and which rows are about somebody: asked of every table alike.

A table somebody adds is read and written here like the others, without a line about it. Left out are accounts of staff,
what other people's libraries keep, and binary columns, which cannot be read through: whoever has one of those answers
for it (`friends.signals.person_erased`).
"""

import uuid
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Q, TextField
from django.db.models.functions import Cast

from ccm_portal import blanking
from ccm_portal.models import User
from ccm_portal.triggers import FROZEN, REMOVABLE

# Staff are not on the contact list; an account is closed on the pages of staff.
LEFT_OUT: tuple[type[models.Model], ...] = (User,)
TEXTS = (models.CharField, models.TextField, models.JSONField)

Table = type[models.Model]


@dataclass(frozen=True)
class Found:
    """One row in which the words stand, with the values of the columns that hold them."""

    table: Table
    pk: Any
    values: Mapping[str, Any]


def tables() -> list[Table]:
    """Every table of the portal's own apps, histories included."""
    ours = [app for app in apps.get_app_configs() if Path(app.path).parent == Path(settings.BASE_DIR)]
    every = (table for app in ours for table in app.get_models(include_auto_created=True))
    return [table for table in every if table not in LEFT_OUT and not table._meta.proxy]


def is_frozen(table: Table) -> bool:
    return table in FROZEN


def is_kept(table: Table) -> bool:
    """Whether its rows are neither altered nor taken out, whoever is erased."""
    return table in FROZEN and table not in REMOVABLE


def text_columns(table: Table) -> list[str]:
    """The columns in which words can stand; not those that hold one of a few given values."""
    return [
        field.name for field in table._meta.concrete_fields if isinstance(field, TEXTS) and not field.choices
    ]


def holding(words: Collection[str], table: Table, *, columns: Collection[str] = ()) -> Iterator[Found]:
    """The rows of the table in which any of the words stands."""
    names = [name for name in text_columns(table) if not columns or name in columns]
    if not names or not words:
        return
    found = table._base_manager.filter(pk__in=_candidates(words, table, names))
    for row in found.values("pk", *names).iterator(chunk_size=200):
        values = {name: row[name] for name in names if blanking.stands_in(row[name], tuple(words))}
        if values:
            yield Found(table, row["pk"], values)


def _candidates(words: Iterable[str], table: Table, names: Iterable[str]) -> models.QuerySet[Any]:
    """A first look by the database: more rows than hold the words, never fewer."""
    pieces = {piece for one in words for piece in blanking.needles(one)}
    # JSON is looked through as it is written.
    as_text = {f"{name}_as_text": Cast(name, TextField()) for name in names}
    either = Q()
    for column in as_text:
        for piece in pieces:
            either |= Q(**{f"{column}__icontains": piece})
    return table._base_manager.alias(**as_text).filter(either).values("pk")


def rows_about(table: Table, target: Table, ids: Collection[uuid.UUID]) -> models.QuerySet[Any]:
    """The rows that point to one of `ids` of `target`: by a relation, or by a UUID without one (letters, histories)."""
    either = Q(pk__in=[])
    for field in table._meta.concrete_fields:
        if field.related_model is target:
            either |= Q(**{f"{field.attname}__in": ids})
        elif isinstance(field, models.UUIDField) and not field.is_relation:
            either |= Q(**{f"{field.name}__in": ids})
    return table._base_manager.filter(either)


def values_of(table: Table, pks: Iterable[Any], *, columns: Collection[str] = ()) -> Iterator[Found]:
    """What stands in the text columns of these rows; in `columns` alone where some are named."""
    names = [name for name in text_columns(table) if not columns or name in columns]
    if not names:
        return
    for row in table._base_manager.filter(pk__in=list(pks)).values("pk", *names).iterator(chunk_size=200):
        yield Found(table, row["pk"], {name: row[name] for name in names})


def rewrite(found: Found, values: Mapping[str, Any]) -> None:
    """Put the values into that row, as if nothing else had ever stood there: no history row tells of it."""
    fitting = {name: _fitting(found.table, name, value) for name, value in values.items()}
    found.table._base_manager.filter(pk=found.pk).update(**fitting)


def _fitting(table: Table, name: str, value: Any) -> Any:
    """No longer than the column; no words where only an address may stand."""
    field = table._meta.get_field(name)
    if isinstance(field, models.EmailField) and "@" not in value:
        return ""
    longest = getattr(field, "max_length", None)
    return value[:longest] if longest and isinstance(value, str) else value
