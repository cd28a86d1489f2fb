"""Faults injected into the running portal, counted: `python -m tests.trust.faults kill-worker --trials 50`.

Runs on a database of its own, of the kind DATABASE_URL names (SQLite without it), thrown away afterwards; a migrated,
empty one may be given with --database. Ends with 1 where a promise was broken.
"""

import argparse
import importlib
import os
import random
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django

from tests import databases, environment

FAULTS = {"kill-worker": "tests.trust.kill_worker"}


def main() -> int:
    options = _options()
    with tempfile.TemporaryDirectory(prefix="ccm-faults-") as name, _database(options, Path(name)) as url:
        os.environ |= environment.VARIABLES | databases.environment(url, Path(name))
        os.environ["DJANGO_SETTINGS_MODULE"] = "tests.trust.fault_settings"
        django.setup()
        # What uses the tables can be imported only now that Django knows which database.
        fault = importlib.import_module(FAULTS[options.fault])
        result = fault.run(
            trials=options.trials,
            recipients=options.recipients,
            workers=options.workers,
            chance=random.Random(options.seed),
        )
        print(f"{options.fault}: {result} (seed {options.seed})")
        return 0 if result.kept else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.trust.faults", description=__doc__)
    parser.add_argument("fault", choices=FAULTS)
    parser.add_argument("--trials", type=int, default=5)
    parser.add_argument("--recipients", type=int, default=40, help="letters in each trial")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seed", type=int, default=random.randrange(10**6), help="repeats a run's choices")
    parser.add_argument("--database", help="DATABASE_URL of a migrated, empty database")
    return parser.parse_args()


@contextmanager
def _database(options: argparse.Namespace, folder: Path) -> Iterator[str]:
    if options.database:
        yield options.database
        return
    with databases.migrated(os.environ["DATABASE_URL"], folder) as url:
        yield url


if __name__ == "__main__":
    sys.exit(main())
