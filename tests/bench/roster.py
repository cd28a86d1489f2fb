"""H1 and H2: how fast a table is read as it was recorded at a moment, beside django-simple-history's `as_of`.

A million changes of 3,000 objects over 15 years, 2 % of them deletions, on PostgreSQL and on SQLite; `as_of` on the
tables as django-simple-history makes them, without our index. On SQLite it takes minutes there: it is ended after a
while, and the ratio is then at most what is shown.
"""

import datetime as dt
import json
import os
import random
import subprocess
import sys
import tempfile
import threading
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

from django.db import connection
from django.db.utils import OperationalError

from ccm_portal import recorded
from friends.models import Delegation
from tests import databases
from tests.bench import pairs
from tests.bench.table import Row, at_most

SMALL, LARGE = (10_000, 300), (1_000_000, 3_000)
BEGAN = dt.datetime(2011, 1, 1, tzinfo=dt.UTC)
SECONDS = 15 * 365 * 86_400
COLUMNS = (
    "id, name, seat, history_date, history_type, history_actor_kind, history_delegation, history_person, "
    "history_change_reason"
)
# What `as_of` gets on SQLite.
PATIENCE_SECONDS = 60.0
ROUNDS = 5
TABLE = Delegation.history.model._meta.db_table
ALONE = """
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
    stopped = stock >= PATIENCE_SECONDS
    return [
        at_most(
            "H1", f"as recorded / as_of, a million changes, {database}",
            0.001 if database == "SQLite" else 0.15, large / stock, figure=pairs.both(large, stock),
            note=f"as_of was ended after {PATIENCE_SECONDS:.0f} s" if stopped else "",
        ),
        at_most(
            "H2", f"a million changes of 3,000 / 10,000 of 300, {database}", 20, large / small,
            figure=pairs.both(large, small),
        ),
    ]  # fmt: skip


def measured() -> dict[str, float]:
    """Seconds of the medians on the database at hand: ours over the small and the large table, as_of over the large."""
    middle = BEGAN + dt.timedelta(seconds=SECONDS / 2)

    def ours() -> None:
        [row.instance for row in recorded.rows(Delegation, middle)]

    fill(*SMALL)
    small = pairs.timed_median(ours, rounds=ROUNDS)
    fill(*LARGE)
    large = pairs.timed_median(ours, rounds=ROUNDS)
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX delegation_recorded")
    stock = _patiently(lambda: list(Delegation.history.as_of(middle)))
    return {"small": small, "large": large, "stock": stock}


def _patiently(action: Callable[[], object]) -> float:
    """The seconds it takes; PATIENCE_SECONDS where it was ended on SQLite."""
    connection.ensure_connection()
    if connection.vendor != "sqlite":
        return pairs.timed_median(action, rounds=ROUNDS)
    timer = threading.Timer(PATIENCE_SECONDS, connection.connection.interrupt)
    timer.start()
    try:
        return pairs.timed(action, pairs.ACROSS_PROCESSES)
    except OperationalError:
        return PATIENCE_SECONDS
    finally:
        timer.cancel()


def fill(changes: int, objects: int) -> None:
    """A history of so many changes of so many delegations, in the place of whatever was there."""
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {TABLE}")
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {TABLE} ({COLUMNS}) FROM STDIN") as copy:
                for row in _changes(changes, objects):
                    copy.write_row(row)
            cursor.execute(f"ANALYZE {TABLE}")
        else:
            marks = ", ".join(["%s"] * len(COLUMNS.split(", ")))
            insert = f"INSERT INTO {TABLE} ({COLUMNS}) VALUES ({marks})"
            cursor.executemany(insert, _changes(changes, objects))
            cursor.execute("ANALYZE")


def _changes(changes: int, objects: int) -> Iterator[tuple[object, ...]]:
    chance = random.Random(5)
    keys = [uuid.UUID(int=chance.getrandbits(128)) for _object in range(objects)]
    sqlite = connection.vendor == "sqlite"
    for number in range(changes):
        key, date = keys[number % objects], BEGAN + dt.timedelta(seconds=SECONDS * number / changes)
        kind = "+" if number < objects else "-" if chance.random() < 0.02 else "~"
        written = (key.hex, date.replace(tzinfo=None).isoformat(" ")) if sqlite else (key, date)
        yield written[0], f"State {number}", "", written[1], kind, "import", "", "", ""


def _on_sqlite() -> dict[str, float]:
    """The same in a process of its own, on a file."""
    with tempfile.TemporaryDirectory(prefix="ccm-roster-") as name:
        folder = Path(name)
        with databases.migrated("sqlite:///", folder) as url:
            done = subprocess.run(
                [sys.executable, "-c", ALONE],
                cwd=databases.ROOT,
                env=os.environ | databases.environment(url, folder),
                check=True,
                stdout=subprocess.PIPE,
            )
    figures: dict[str, float] = json.loads(done.stdout)
    return figures
