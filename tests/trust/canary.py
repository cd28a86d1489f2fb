"""Every draft, comment, contact, address, note and token carries a word of its own: `python -m tests.trust.canary`.

    --state "round open"    one state of the world instead of all five; may be repeated
    --quick                 in few principals' names, with few links followed

The portal runs behind nginx with a worker, beat, Redis, a mail server and the renderer. Everybody of the permission
matrix asks for every page, and follows the links; letters go out and are followed; errors are provoked. Then
everything that came of it is read: pages, files, headers, error pages, letters, logs, Redis, folders, the database.
In the end the portal leaks on purpose, in each of `planted.LEAKING`, and each must be found. Prints one line, ends with
1 where a word stands outside its place or a planted one was missed.

Runs on databases of its own, of the kind DATABASE_URL names (SQLite without it), thrown away afterwards; a migrated,
empty one may be given with --database, for one state.
"""

import argparse
import importlib
import json
import os
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass, field

from tests import databases
from tests.redis import Redis
from tests.smtp import SmtpServer
from tests.trust import alone

STATES = ("draft", "round open", "round closed", "published", "corrected")
LEAST_CHANNELS = 14
# Each must be seen, or what it says was not read.
ERROR_PAGES = (400, 403, 404, 405, 409, 410, 413, 500)


@dataclass
class Result:
    """What the states together came to."""

    requests: int = 0
    canaries: int = 0
    planted: int = 0
    planted_found: int = 0
    channels: set[str] = field(default_factory=set)
    leaks: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)

    def add(self, told: dict[str, object]) -> None:
        """One state, as its process told it."""
        one = Result(**told)  # type: ignore[arg-type]
        self.requests += one.requests
        self.canaries += one.canaries
        self.planted += one.planted
        self.planted_found += one.planted_found
        self.channels |= set(one.channels)
        self.leaks += one.leaks
        self.missed += one.missed
        self.statuses.update({int(status): count for status, count in one.statuses.items()})

    @property
    def unseen(self) -> list[int]:
        """The error pages that were not read."""
        return sorted(set(ERROR_PAGES) - set(self.statuses))

    @property
    def problems(self) -> list[str]:
        return [
            *self.leaks,
            *(f"a leak on purpose was missed: {channel}" for channel in self.missed),
            *(f"no error page {status} was seen" for status in self.unseen),
        ]

    @property
    def kept(self) -> bool:
        return not self.problems and len(self.channels) >= LEAST_CHANNELS and self.planted_found > 0

    def __str__(self) -> str:
        return (
            f"{len(self.channels)} channels, {self.requests} requests, {self.canaries} canaries, "
            f"{len(self.leaks)} outside their place; planted {self.planted}, found {self.planted_found}"
        )


def main() -> int:
    options = _options()
    if options.tell:
        print(json.dumps(in_state(options.state[0], quick=options.quick, database=options.database)))
        return 0
    result = Result()
    for state in options.state or STATES:
        result.add(_told(state, options))
    for line in result.problems:
        print(line)
    print(f"channels: {', '.join(sorted(result.channels))}")
    print(f"canary: {result}")
    return 0 if result.kept else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tests.trust.canary",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--state", action="append", choices=STATES)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--database", help="DATABASE_URL of a migrated, empty database")
    # One state in this process, told as JSON.
    parser.add_argument("--tell", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args()


def _told(state: str, options: argparse.Namespace) -> dict[str, object]:
    """Each state has a process and a database of its own."""
    more = ["--quick"] * options.quick + (["--database", options.database] if options.database else [])
    done = subprocess.run(
        [sys.executable, "-m", "tests.trust.canary", "--tell", "--state", state, *more],
        cwd=databases.ROOT, env=dict(os.environ), check=False, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    if done.returncode:
        raise SystemExit(
            f"The crawl of the state “{state}” ended with {done.returncode}; what it said stands above."
        )
    told: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    return told


def in_state(state: str, *, quick: bool, database: str | None) -> dict[str, object]:
    """The figures of one state, as JSON can say them."""
    servers = importlib.import_module("tests.bench.servers")
    port = servers.free_port()
    with (
        Redis() as redis,
        SmtpServer() as mail,
        alone.on_a_database(
            database, settings="tests.trust.canary_settings", REDIS_URL=redis.url, EMAIL_URL=mail.url,
            BASE_URL=f"http://localhost:{port}", DEMO="0",
        ) as folder,
    ):  # fmt: skip
        # What uses the tables can be imported only now that Django knows which database.
        visit = importlib.import_module("tests.trust.visit")
        told: dict[str, object] = visit.everything(state, folder, port, redis, mail, quick=quick)
    return told


if __name__ == "__main__":
    sys.exit(main())
