"""Rows that never change, refused by the database itself, on PostgreSQL and SQLite.

`@frozen` on a model registers its table. The triggers look at nothing but their own row. They are put back after
every `migrate`, because SQLite drops them silently when it remakes a table.
"""

from typing import Any, TypeVar

from django.db import connections, models
from django.db.backends.base.base import BaseDatabaseWrapper

FROZEN: list[type[models.Model]] = []
# Of these, rows may be taken out: a file that names a person who is erased.
REMOVABLE: set[type[models.Model]] = set()

T = TypeVar("T", bound=type[models.Model])


def frozen(model: T) -> T:
    """Register `model`: its rows may be inserted, never updated or deleted."""
    FROZEN.append(model)
    return model


def fixed(model: T) -> T:
    """Register `model`: its rows may be inserted and taken out, never altered."""
    REMOVABLE.add(model)
    return frozen(model)


def _refused(model: type[models.Model]) -> tuple[str, ...]:
    return ("update",) if model in REMOVABLE else ("update", "delete")


def trigger_names(model: type[models.Model]) -> set[str]:
    """The triggers that must stand on the model's table."""
    return {f"frozen_{model._meta.db_table}_{action}" for action in _refused(model)}


def _sqlite(model: type[models.Model]) -> list[str]:
    table = model._meta.db_table
    dropped = [f'DROP TRIGGER IF EXISTS "frozen_{table}_{action}"' for action in ("update", "delete")]
    return dropped + [
        f'CREATE TRIGGER "frozen_{table}_{action}" BEFORE {action.upper()} ON "{table}" '
        f"BEGIN SELECT RAISE(ABORT, 'frozen: rows of {table} never change'); END"
        for action in _refused(model)
    ]


POSTGRES_FUNCTION = """
CREATE OR REPLACE FUNCTION ccm_portal_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'frozen: rows of % never change', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$
"""


def _postgresql(model: type[models.Model]) -> list[str]:
    table = model._meta.db_table
    return [
        f'DROP TRIGGER IF EXISTS "frozen_{table}_delete" ON "{table}"',
        *(
            f'CREATE OR REPLACE TRIGGER "frozen_{table}_{action}" BEFORE {action.upper()} ON "{table}" '
            f"FOR EACH ROW EXECUTE FUNCTION ccm_portal_refuse()"
            for action in _refused(model)
        ),
        f'CREATE OR REPLACE TRIGGER "frozen_{table}_truncate" BEFORE TRUNCATE ON "{table}" '
        f"FOR EACH STATEMENT EXECUTE FUNCTION ccm_portal_refuse()",
    ]


def reinstall(using: str = "default", **_: Any) -> None:
    """Put the triggers of every frozen table that exists in this database in place."""
    connection = connections[using]
    present = set(connection.introspection.table_names())
    standing = [model for model in FROZEN if model._meta.db_table in present]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql" and standing:
            cursor.execute(POSTGRES_FUNCTION)
        for model in standing:
            for statement in _postgresql(model) if connection.vendor == "postgresql" else _sqlite(model):
                cursor.execute(statement)


def installed(connection: BaseDatabaseWrapper) -> set[str]:
    """Names of the frozen-row triggers the database's own catalogue lists."""
    query = (
        "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
        if connection.vendor == "postgresql"
        else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        return {name for (name,) in cursor.fetchall() if name.startswith("frozen_")}
