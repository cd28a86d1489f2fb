"""H1 and H2: how fast the contacts are read as they were recorded at a moment, beside django-simple-history's `as_of`.

A million changes of 3,000 contacts over 15 years, 2 % of them deletions and many with one date, on PostgreSQL and on
SQLite; `as_of` on the table as django-simple-history makes it, without our index. On SQLite that takes minutes and does
not end when interrupted: it runs in a process of its own, which is killed once it has taken a thousand times ours. The
ratio is then an upper bound, and the table says so.
"""

import datetime as dt
import json
import os
import subprocess
import sys
import tempfile
import time
import uuid
from pathlib import Path

from django.db import connection

from ccm_portal import recorded
from friends.models import Contact
from tests import databases
from tests.bench import pairs
from tests.bench.table import Row, at_most, must

SMALL, LARGE = (10_000, 300), (1_000_000, 3_000)
BEGAN = dt.datetime(2011, 1, 1, tzinfo=dt.UTC)
HOURS = 15 * 365 * 24
MIDDLE = BEGAN + dt.timedelta(hours=HOURS // 2)
Recorded = Contact.history.model
TABLE = Recorded._meta.db_table
INDEX = "contact_recorded"
LIMITS = {"PostgreSQL": 0.15, "SQLite": 0.001}
# No longer than this, whatever a thousand times ours would be.
MOST_SECONDS = 110.0
ROUNDS = 5

# Every so-many-th change is a deletion.
FIFTIETH = 50
NUMBERS = {
    "postgresql": "SELECT n FROM generate_series(0, {changes} - 1) AS n",
    "sqlite": "WITH RECURSIVE c(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM c WHERE n + 1 < {changes}) SELECT n FROM c",
}
VALUES = {
    "postgresql": {
        "id": "('00000000-0000-4000-8000-' || lpad(to_hex(n / 3 % {objects}), 12, '0'))::uuid",
        "delegation_id": "('00000000-0000-4000-9000-' || lpad(to_hex(n % 200), 12, '0'))::uuid",
        "history_date": "timestamptz '2011-01-01 00:00+00' + (n::bigint * {hours} / {changes}) * interval '1 hour'",
    },
    "sqlite": {
        "id": "printf('0000000000004000%016x', n / 3 % {objects})",
        "delegation_id": "printf('0000000000009000%016x', n % 200)",
        "history_date": "datetime('2011-01-01', '+' || (n * {hours} / {changes}) || ' hours')",
    },
}
SHARED = {
    "name": "'State ' || n",
    "email": "'contact.' || (n / 3 % {objects}) || '@example.org'",
    "language": "'en'",
    "visibility": "'listed'",
    "speaks": "{true}",
    "main": "{false}",
    "pair_confirmed": "{true}",
    "history_type": "CASE WHEN n < {objects} THEN '+' WHEN n % {fiftieth} = 7 THEN '-' ELSE '~' END",
    "history_actor_kind": "'import'",
}
STOCK = """
import django
django.setup()
from django.db import connection
from tests.bench import roster
connection.ensure_connection()
print("begins", flush=True)
print(len(list(roster.Contact.history.as_of(roster.MIDDLE))))
"""
MEASURED = """
import json
import django
django.setup()
from tests.bench import roster
print(json.dumps(roster.measured()))
"""


def rows() -> list[Row]:
    figures = {"PostgreSQL": measured(), "SQLite": _on_sqlite()}
    return [row for database, figure in figures.items() for row in _rows(database, figure)]


def _rows(database: str, figure: dict[str, float]) -> list[Row]:
    small, large, stock = figure["small"], figure["large"], figure["stock"]
    note = f"as_of: ≥ {stock:.0f} s, stopped; the ratio is at most this" if figure["stopped"] else ""
    if database == "SQLite" and large / stock > LIMITS[database]:
        note = note or f"The goal was set where as_of took 229 s; here it took {stock:.0f} s."
    return [
        at_most(
            "H1", f"as recorded / as_of, a million changes, {database}", LIMITS[database], large / stock,
            figure=pairs.both(large, stock), note=note,
        ),
        must(
            "H1", f"what a plain replay gives, ties and deletions, {database}", "the same", bool(figure["same"]),
            figure=f"{figure['found']:.0f} contacts",
        ),
        at_most(
            "H2", f"a million changes of 3,000 / 10,000 of 300, {database}", 20, large / small,
            figure=pairs.both(large, small),
        ),
    ]  # fmt: skip


def read() -> list[Contact]:
    """What the portal does: the contacts as they were recorded at the moment."""
    return recorded.instances(recorded.rows(Contact, MIDDLE))


def measured(small: tuple[int, int] = SMALL, large: tuple[int, int] = LARGE) -> dict[str, float]:
    """Seconds on the database at hand: medians of ours over the small and the large table; as_of over the large one."""
    fill(*small)
    same, found = replayed() == {one.pk: one.name for one in read()}, len(read())
    few = _median()
    fill(*large)
    many = _median()
    with connection.cursor() as cursor:
        cursor.execute(f"DROP INDEX {INDEX}")
    stock, stopped = _stock(many)
    return {"small": few, "large": many, "stock": stock, "stopped": stopped, "same": same, "found": found}


def _median() -> float:
    [taken] = pairs.alternate([read], rounds=ROUNDS, clock=pairs.ACROSS_PROCESSES)
    return sorted(taken)[ROUNDS // 2]


def _stock(ours: float) -> tuple[float, bool]:
    """The seconds of as_of in a process of its own, and whether it was killed before it ended."""
    enough = min(ours * 1.05 / LIMITS["SQLite"], MOST_SECONDS)
    process = subprocess.Popen(
        [sys.executable, "-c", STOCK], cwd=databases.ROOT, env=dict(os.environ), stdout=subprocess.PIPE, text=True
    )  # fmt: skip
    try:
        assert process.stdout is not None
        process.stdout.readline()
        began = time.perf_counter()
        try:
            process.wait(enough)
        except subprocess.TimeoutExpired:
            return time.perf_counter() - began, True
        if process.returncode:
            raise RuntimeError(f"as_of ended with {process.returncode}; what it said stands above")
        return time.perf_counter() - began, False
    finally:
        process.kill()
        process.wait()


def fill(changes: int, objects: int) -> None:
    """A history of so many changes of so many contacts, in the place of whatever was there."""
    vendor = connection.vendor
    given = {
        "changes": changes, "objects": objects, "hours": HOURS, "fiftieth": FIFTIETH,
        "true": "TRUE" if vendor == "postgresql" else "1", "false": "FALSE" if vendor == "postgresql" else "0",
    }  # fmt: skip
    values = {column: words.format(**given) for column, words in (VALUES[vendor] | SHARED).items()}
    for field in Recorded._meta.concrete_fields:
        if not field.null and not field.primary_key and field.column not in values:
            values[field.column] = "''"
    numbers = NUMBERS[vendor].format(**given)
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {TABLE}")
        cursor.execute(
            f"INSERT INTO {TABLE} ({', '.join(values)}) SELECT {', '.join(values.values())} FROM ({numbers}) AS numbers"
        )
        # As its autovacuum does. Of SQLite nobody asks it, neither Django nor the portal.
        if vendor == "postgresql":
            cursor.execute(f"ANALYZE {TABLE}")


def replayed() -> dict[uuid.UUID, str]:
    """The names of what stood at the moment, by going through the log from its beginning."""
    standing: dict[uuid.UUID, str] = {}
    log = Recorded.objects.filter(history_date__lte=MIDDLE).order_by("history_date", "history_id")
    for pk, name, kind in log.values_list("id", "name", "history_type"):
        standing[pk] = name
        if kind == "-":
            del standing[pk]
    return standing


def _on_sqlite() -> dict[str, float]:
    """The same in a process of its own, on a file."""
    with tempfile.TemporaryDirectory(prefix="ccm-roster-") as name:
        folder = Path(name)
        with databases.migrated("sqlite:///", folder) as url:
            done = subprocess.run(
                [sys.executable, "-c", MEASURED],
                cwd=databases.ROOT,
                env=os.environ | databases.environment(url, folder),
                check=True,
                stdout=subprocess.PIPE,
            )
    figures: dict[str, float] = json.loads(done.stdout)
    return figures
