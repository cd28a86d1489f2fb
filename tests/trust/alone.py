"""What a command of this package begins with: Django set up on a database of its own, thrown away afterwards.

with alone.on_a_database(url) as folder:        # url: what kind, or None for the one DATABASE_URL names
    contests = importlib.import_module("tests.trust.contests")
"""

import argparse
import os
import tempfile
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import django
from django.db import connection, connections

from tests import databases, environment


@contextmanager
def on_a_database(
    ready: str | None = None, *, settings: str = "ccm_portal.settings", **changes: str
) -> Iterator[Path]:
    """Yields a folder of its own, with Django set up on a migrated, empty database and the environment saying so.

    ready: DATABASE_URL of such a database; without it one is made, of the kind DATABASE_URL names.
    settings: the module of the settings. changes: further variables of the environment.
    What uses the portal's tables can be imported only inside.
    """
    with tempfile.TemporaryDirectory(prefix="ccm-trust-") as name:
        folder = Path(name)
        with _database(ready, folder) as url:
            os.environ |= environment.VARIABLES | databases.environment(url, folder) | changes
            os.environ["DJANGO_SETTINGS_MODULE"] = settings
            os.environ["RENDERER_SOCKET"] = str(folder / "renderer.sock")
            django.setup()
            try:
                yield folder
            finally:
                connections.close_all()


def races(name: str, run: Callable[[int], list[str]]) -> int:
    """`python -m tests.trust.NAME_race --rounds 50`: prints the problems and one line; 1 where there is a problem.

    run: given how many races, returns what was unexpected, a line each.
    """
    parser = argparse.ArgumentParser(prog=f"python -m tests.trust.{name}_race")
    parser.add_argument("--rounds", type=int, default=50)
    parser.add_argument("--database", help="DATABASE_URL of a migrated, empty database")
    options = parser.parse_args()
    with on_a_database(options.database):
        problems = run(options.rounds)
    for line in [*problems, f"{name}-race: {options.rounds} races, problems {len(problems)}"]:
        print(line)
    return 1 if problems else 0


def at_once(*acts: Callable[[], str]) -> list[str]:
    """What each act came to; each on a connection of its own, all let go at the same instant."""
    start = threading.Barrier(len(acts))

    def alone_at(act: Callable[[], str]) -> str:
        try:
            connection.ensure_connection()
            start.wait()
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(alone_at, acts))


@contextmanager
def _database(ready: str | None, folder: Path) -> Iterator[str]:
    if ready:
        yield ready
        return
    with databases.migrated(os.environ["DATABASE_URL"], folder) as url:
        yield url
