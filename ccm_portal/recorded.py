"""What a tracked table held at a moment, read from its history.

The newest history row of each object counts, by date and then by number: of two changes with one date the later one
holds, and what was deleted is gone. django-simple-history's `as_of` compares dates alone, and shows it again.
"""

import datetime as dt
from typing import Any

from django.db import connection, models
from django.db.models.expressions import RawSQL

# Goes from object to object and takes the newest row of each, by the index of `history.tracked`: a table with a
# thousand changes of each object is not read through.
NEWEST = """
    WITH RECURSIVE objects(pk) AS (
        SELECT * FROM (SELECT {pk} FROM {table} ORDER BY {pk} LIMIT 1) AS first
        UNION ALL
        SELECT (SELECT {pk} FROM {table} WHERE {pk} > objects.pk ORDER BY {pk} LIMIT 1)
        FROM objects WHERE objects.pk IS NOT NULL
    )
    SELECT (
        SELECT history_id FROM {table} WHERE {pk} = objects.pk AND history_date <= %s
        ORDER BY history_date DESC, history_id DESC LIMIT 1
    ) FROM objects WHERE objects.pk IS NOT NULL
"""
DELETED = "-"


def rows(model: type[models.Model], moment: dt.datetime) -> models.QuerySet[Any]:
    """History rows of a tracked model: one for each object that stood at `moment`, as it was recorded then.

    moment: aware; a change of that very instant counts. The rows have the model's fields; `instances` makes its
    objects of them, without what they refer to.
    """
    recorded = model.history.model  # type: ignore[attr-defined]
    quote = connection.ops.quote_name
    key = recorded._meta.get_field(model._meta.pk.name).column
    newest = NEWEST.format(table=quote(recorded._meta.db_table), pk=quote(key))
    at = connection.ops.adapt_datetimefield_value(moment)
    # The names in it are those of our own table.
    found: models.QuerySet[Any] = recorded.objects.filter(pk__in=RawSQL(newest, [at]))  # noqa: S611
    return found.exclude(history_type=DELETED)


def rows_of(objects: models.QuerySet[Any], moment: dt.datetime) -> models.QuerySet[Any]:
    """As `rows`, of these objects alone: of a table whose objects are never deleted, for instance one text of many."""
    recorded = objects.model.history.model
    of_each = recorded.objects.filter(
        **{objects.model._meta.pk.attname: models.OuterRef("pk")}, history_date__lte=moment
    )
    newest = of_each.order_by("-history_date", "-history_id").values("history_id")[:1]
    found: models.QuerySet[Any] = recorded.objects.filter(
        pk__in=objects.order_by().annotate(newest=models.Subquery(newest)).values("newest")
    )
    return found.exclude(history_type=DELETED)


def instances(found: models.QuerySet[Any]) -> list[Any]:
    """The objects of these history rows (of `rows`) as they were recorded; to be read, never to be saved.

    Built at once from their columns: `row.instance` would build the history row, then the object from it.
    """
    model = found.model.instance_type
    names = [field.attname for field in model._meta.concrete_fields]
    return [model.from_db(found.db, names, values) for values in found.values_list(*names)]
