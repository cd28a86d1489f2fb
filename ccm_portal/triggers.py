"""Rows that never change, refused by the database itself, on PostgreSQL and SQLite.

`@frozen` on a model registers its table. The triggers look at nothing but their own row. They are put back after
every `migrate`, because SQLite drops them silently when it remakes a table.
"""

from typing import Any, TypeVar

from django.db import connections, models
from django.db.backends.base.base import BaseDatabaseWrapper

FROZEN: list[type[models.Model]] = []

T = TypeVar("T", bound=type[models.Model])


def frozen(model: T) -> T:
    """Register `model`: its rows may be inserted, never updated or deleted."""
    FROZEN.append(model)
    return model


def trigger_names(model: type[models.Model]) -> set[str]:
    """The triggers that must stand on the model's table."""
    table = model._meta.db_table
    return {f"frozen_{table}_update", f"frozen_{table}_delete"}


def _sqlite(table: str) -> list[str]:
    return [
        statement
        for action in ("update", "delete")
        for statement in (
            f'DROP TRIGGER IF EXISTS "frozen_{table}_{action}"',
            f'CREATE TRIGGER "frozen_{table}_{action}" BEFORE {action.upper()} ON "{table}" '
            f"BEGIN SELECT RAISE(ABORT, 'frozen: rows of {table} never change'); END",
        )
    ]


POSTGRES_FUNCTION = """
CREATE OR REPLACE FUNCTION ccm_portal_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'frozen: rows of % never change', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$
"""


def _postgresql(table: str) -> list[str]:
    return [
        f'CREATE OR REPLACE TRIGGER "frozen_{table}_update" BEFORE UPDATE ON "{table}" '
        f"FOR EACH ROW EXECUTE FUNCTION ccm_portal_refuse()",
        f'CREATE OR REPLACE TRIGGER "frozen_{table}_delete" BEFORE DELETE ON "{table}" '
        f"FOR EACH ROW EXECUTE FUNCTION ccm_portal_refuse()",
        f'CREATE OR REPLACE TRIGGER "frozen_{table}_truncate" BEFORE TRUNCATE ON "{table}" '
        f"FOR EACH STATEMENT EXECUTE FUNCTION ccm_portal_refuse()",
    ]


def reinstall(using: str = "default", **_: Any) -> None:
    """Put the triggers of every frozen table that exists in this database in place."""
    connection = connections[using]
    present = set(connection.introspection.table_names())
    tables = [model._meta.db_table for model in FROZEN if model._meta.db_table in present]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql" and tables:
            cursor.execute(POSTGRES_FUNCTION)
        for table in tables:
            for statement in _postgresql(table) if connection.vendor == "postgresql" else _sqlite(table):
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
