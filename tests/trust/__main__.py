"""`make trust`: every promise at full length, one line each, and how many were kept. Ends with 1 where one was not.

    python -m tests.trust                   all of them: about an hour on two cores
    python -m tests.trust canary redis      some

On a throwaway PostgreSQL; with DATABASE_URL in the environment on a database of that kind instead (`sqlite:///`). Each
runs as a process of its own, one after the other. What one says beside its line is shown where it fell short.
"""

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack

from tests import databases, interrupts, postgres

# Name → arguments of Python; how long each is, is said here alone.
PROMISES: dict[str, tuple[str, ...]] = {
    "matrix": ("-m", "tests.trust.matrix"),
    "headers": ("-m", "tests.trust.headers"),
    "canary": ("-m", "tests.trust.canary"),
    "erase": ("-m", "tests.trust.erase"),
    "races": ("-m", "tests.trust.races", "--edits", "500", "--publications", "200", "--crossings", "100"),
    "text-race": ("-m", "tests.trust.text_race", "--rounds", "500"),
    "whole-text": ("-m", "tests.trust.whole_text", "--edits", "1000"),
    "chain-race": ("-m", "tests.trust.chain_race", "--rounds", "50"),
    "staff-race": ("-m", "tests.trust.staff_race", "--rounds", "50"),
    "handover-race": ("-m", "tests.trust.handover_race", "--rounds", "150"),
    "edition-race": ("-m", "tests.trust.edition_race", "--rounds", "300"),
    "list-race": ("-m", "tests.trust.list_race", "--rounds", "500"),
    "tamper": ("-m", "tests.trust.tamper", "--trials", "1000"),
    "pdf": ("-m", "tests.trust.pdf"),
    "kill-worker": ("-m", "tests.trust.faults", "kill-worker", "--trials", "50", "--recipients", "200"),
    "redis": ("-m", "tests.trust.faults", "redis", "--trials", "4", "--recipients", "200", "--outage", "300"),
    "smtp": ("-m", "tests.trust.faults", "smtp", "--recipients", "100"),
    "pg-restart": ("-m", "tests.trust.faults", "pg-restart", "--trials", "20", "--recipients", "50"),
}


def main(arguments: Sequence[str], promises: Mapping[str, tuple[str, ...]] = PROMISES) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.trust")
    parser.add_argument(
        "names", nargs="*", metavar="NAME", help=f"of {', '.join(promises)}; without any: all"
    )
    names = parser.parse_args(arguments).names or list(promises)
    if unknown := sorted(set(names) - set(promises)):
        parser.error(f"there is no {', '.join(unknown)}; there are {', '.join(promises)}")
    began, kept = time.monotonic(), 0
    with ExitStack() as opened:
        url = os.environ.get("DATABASE_URL") or opened.enter_context(postgres.cluster())
        for name in names:
            kept += run(name, promises[name], url)
    print(f"\n{kept} of {len(names)} kept, in {_minutes(time.monotonic() - began)}", flush=True)
    return 0 if kept == len(names) else 1


def run(name: str, command: Sequence[str], url: str) -> bool:
    """Whether that promise was kept; prints its line."""
    began = time.monotonic()
    print(f"{name} …", file=sys.stderr, flush=True)
    done = subprocess.run(
        [sys.executable, *command], cwd=databases.ROOT, env=os.environ | {"DATABASE_URL": url},
        check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    lines = done.stdout.strip().splitlines() or [f"{name}: said nothing"]
    if done.returncode:
        print("\n".join(f"    {line}" for line in lines))
    word = "SHORT" if done.returncode else "kept"
    print(f"{word:5}  {_minutes(time.monotonic() - began):>11}  {_line(name, lines)}", flush=True)
    return done.returncode == 0


def _line(name: str, lines: Sequence[str]) -> str:
    """The line that a command ends with, which begins with its name; else the last of what it said."""
    own = [line for line in lines if line.startswith(f"{name}:")]
    return own[-1] if own else f"{name}: {lines[-1]}"


def _minutes(seconds: float) -> str:
    """ "2 min 05 s" """
    whole = round(seconds)
    return f"{whole // 60} min {whole % 60:02} s"


if __name__ == "__main__":
    interrupts.become_exits()
    sys.exit(main(sys.argv[1:]))
