"""Tampering with the record, counted: `python -m tests.trust.tamper`. Prints one line, ends with 1 where one is missed.

    --trials 1000     in turn: rows of the database changed by somebody with all rights, and archives changed outside
    --seed 3          which bytes, rows and texts; printed with what was missed

Each tampered archive is given to `verify_record.py` as a program of its own, with nothing but Python's library, and
with the head the chain should end with. Found is what is named first at the right place. Runs on a database of its own,
of the kind DATABASE_URL names (SQLite without it), thrown away afterwards.
"""

import argparse
import importlib
import random
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

from django.conf import settings

from tests.trust import alone

TEXTS = 5


def _publish() -> None:
    cast = importlib.import_module("tests.cast")
    contests = importlib.import_module("tests.trust.contests")
    publications = importlib.import_module("tests.meetings.publications")
    renderers = importlib.import_module("tests.renderers")
    people = cast.cast()
    with renderers.running():
        for number in range(TEXTS):
            publications.published(people, day=contests.LATEST_MEETING - number * contests.BETWEEN_MEETINGS)


def check(path: Path, head: str) -> tuple[int, str]:
    """What verify_record.py says of an archive: its exit code and its words."""
    program = str(settings.BASE_DIR / "verify_record.py")
    # -I -S: nothing of this environment but Python's own library.
    done = subprocess.run(
        [sys.executable, "-I", "-S", program, str(path), "--head", head],
        check=False,
        capture_output=True,
        text=True,
    )
    return done.returncode, done.stdout + done.stderr


def judge(tampered: Any, code: int, said: str) -> str:
    """ "found", "elsewhere" (the right place is not the first one named), or "missed"."""
    if code != 1 or "NOT IN ORDER" not in said:
        return "missed"
    return "found" if re.match(tampered.place, said.splitlines()[0]) else "elsewhere"


def run(trials: int, seed: int, folder: Path) -> tuple[dict[str, int], list[str]]:
    """How many were found, found elsewhere, missed; and the first few that were not found."""
    tampering = importlib.import_module("tests.trust.tampering")
    _publish()
    whole = tampering.export()
    path = folder / "record.zip"
    path.write_bytes(whole)
    head = importlib.import_module("meetings.public_chain").newest().head
    code, said = check(path, head)
    if code:
        raise SystemExit(f"The archive is not in order before anybody touched it:\n{said}")
    tampering.triggers_off()
    luck = random.Random(seed)
    counts = {"found": 0, "elsewhere": 0, "missed": 0}
    problems = []
    for number in range(trials):
        tampered = tampering.tamper(number, whole, luck)
        path.write_bytes(tampered.archive)
        code, said = check(path, head)
        judged = judge(tampered, code, said)
        counts[judged] += 1
        if judged != "found":
            problems.append(f"trial {number} ({tampered.kind}, wanted {tampered.place}): {said[:400]}")
    return counts, problems[:10]


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.trust.tamper")
    parser.add_argument("--trials", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=3)
    parser.add_argument("--database", help="DATABASE_URL of a migrated, empty database")
    options = parser.parse_args()
    with alone.on_a_database(options.database) as folder:
        counts, problems = run(options.trials, options.seed, folder)
    for line in problems:
        print(line)
    print(
        f"tamper: {options.trials} tamperings, found at the right place {counts['found']}, "
        f"found elsewhere {counts['elsewhere']}, missed {counts['missed']} (seed {options.seed})"
    )
    return 0 if counts["found"] == options.trials else 1


if __name__ == "__main__":
    sys.exit(main())
