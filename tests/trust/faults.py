"""Faults injected into the running portal, counted: `python -m tests.trust.faults kill-worker --trials 50`.

    kill-worker   workers are killed in mid-round and started again
    redis         Redis is emptied, restarted empty, stopped, frozen, while letters and pages go on
    smtp          the mail server answers each letter in one of seven ways
    pg-restart    PostgreSQL is restarted at once, in the middle of saves and sending

Prints one line and ends with 1 where a promise was broken. Runs on a database of its own, of the kind DATABASE_URL
names (SQLite without it; pg-restart always starts a PostgreSQL of its own), thrown away afterwards; a migrated, empty
one may be given with --database. On PostgreSQL the workers are Celery's, on a Redis of their own; on SQLite they are
clocks.
"""

import argparse
import importlib
import os
import random
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests import databases, postgres
from tests.redis import Redis
from tests.trust import alone
from tests.trust.order import Order

FAULTS = {
    "kill-worker": "tests.trust.kill_worker",
    "redis": "tests.trust.redis_away",
    "smtp": "tests.trust.mail_replies",
    "pg-restart": "tests.trust.database_restarts",
}
SETTINGS = "tests.trust.fault_settings"


def main() -> int:
    options = _options()
    chance = random.Random(options.seed)
    with _order(options, chance) as order:
        # What uses the tables can be imported only now that Django knows which database.
        result = importlib.import_module(FAULTS[options.fault]).run(order)
        print(f"{options.fault}: {result} (seed {options.seed})")
    return 0 if result.kept else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tests.trust.faults",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("fault", choices=FAULTS)
    parser.add_argument("--trials", type=int, default=5)
    parser.add_argument("--recipients", type=int, default=40, help="letters in each trial, or of each kind")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--outage", type=float, default=10.0, help="how long Redis is away, in seconds")
    parser.add_argument("--seed", type=int, default=random.randrange(10**6), help="repeats a run's choices")
    parser.add_argument("--database", help="DATABASE_URL of a migrated, empty database")
    return parser.parse_args()


@contextmanager
def _order(options: argparse.Namespace, chance: random.Random) -> Iterator[Order]:
    """Whatever the fault needs, running, with Django set up on it."""
    with ExitStack() as running:
        server = None
        if options.fault == "pg-restart":
            server = running.enter_context(postgres.Cluster(postgres.SAFE))
            os.environ["DATABASE_URL"] = server.url
        url = options.database or os.environ.get("DATABASE_URL", "sqlite:///")
        needs_redis = options.fault == "redis" or not databases.is_sqlite(url)
        redis = running.enter_context(Redis()) if needs_redis else None
        # Where nobody dies, a slow machine must not make it look so.
        lease = {"LETTER_LEASE_SECONDS": "30"} if options.fault == "smtp" else {}
        folder: Path = running.enter_context(
            alone.on_a_database(
                options.database, settings=SETTINGS, REDIS_URL=redis.url if redis else "", DEMO="0", **lease
            )
        )
        yield Order(
            trials=options.trials,
            recipients=options.recipients,
            workers=options.workers,
            outage=options.outage,
            chance=chance,
            folder=folder,
            redis=redis,
            postgres=server,
        )


if __name__ == "__main__":
    sys.exit(main())
