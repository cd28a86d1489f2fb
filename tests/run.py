"""Runs the tests on both databases: `python -m tests.run [arguments of pytest]`, which is `make test`.

First everything on SQLite, then what touches a database, and the journeys, on a throwaway PostgreSQL. Says how many
passed and how long it took; a failure, or a test left out, on either ends in an error. Closes what it started, also
when interrupted.
"""

import os
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

import tests.environment  # noqa: F401  the settings for `manage.py migrate`, whatever the machine says
from tests import databases, interrupts, postgres

ROOT = Path(__file__).resolve().parent.parent
MOST_WORKERS = 4
GRACE_SECONDS = 30.0
NO_TEST_SELECTED = 5


@dataclass(frozen=True)
class Outcome:
    """One run of pytest."""

    database: str
    code: int
    passed: int
    failed: int
    skipped: int
    seconds: float

    @property
    def good(self) -> bool:
        return self.code in (0, NO_TEST_SELECTED) and not self.failed and not self.skipped

    def __str__(self) -> str:
        return f"{self.database:<11}{self.passed:>8}{self.failed:>8}{self.skipped:>9}{self.seconds:>9.1f} s"


def main(arguments: list[str]) -> int:
    """Both runs and the table of counts; returns the exit code."""
    interrupts.become_exits()
    with tempfile.TemporaryDirectory(prefix="ccm-run-") as folder:
        outcomes = [run("SQLite", f"sqlite:///{folder}/portal.sqlite3", arguments, Path(folder))]
        with postgres.cluster() as url:
            selection = ["-m", "orm or journey", *arguments]
            outcomes.append(run("PostgreSQL", url, selection, Path(folder)))
    return report(outcomes)


def run(database: str, url: str, arguments: list[str], folder: Path) -> Outcome:
    """One run of pytest on one database, with a worker for each core (four at most)."""
    print(f"\n== {database} ==", flush=True)
    counts = folder / f"{database}.xml"
    workers = min(MOST_WORKERS, os.cpu_count() or 1)
    options = [f"--numprocesses={workers}", "--dist=worksteal", f"--junitxml={counts}"]
    began = time.monotonic()
    with databases.migrated(url, folder) as template:
        code = _to_the_end(
            [sys.executable, "-m", "pytest", *options, *arguments],
            os.environ | {"DATABASE_URL": url, "DATABASE_TEMPLATE": template},
        )
    return Outcome(database, code, *_count(counts), time.monotonic() - began)


def report(outcomes: list[Outcome]) -> int:
    """Prints the counts; 0 when all is well, else 1. A selection that holds no test at all is an error."""
    print(f"\n{'':<11}{'passed':>8}{'failed':>8}{'skipped':>9}{'time':>11}")
    for outcome in outcomes:
        print(outcome)
    passed, failed, skipped = (
        sum(getattr(outcome, name) for outcome in outcomes) for name in ("passed", "failed", "skipped")
    )
    if skipped:
        print("A test was left out. Every test must run: install what it needs, or remove it.")
    print(f"total: {passed} passed, {failed} failed, {skipped} skipped", flush=True)
    return 0 if passed and all(outcome.good for outcome in outcomes) else 1


def _to_the_end(command: list[str], environment: dict[str, str]) -> int:
    """Runs pytest in a session of its own, so that whatever it started can be found and ended with it."""
    process = subprocess.Popen(command, cwd=ROOT, env=environment, start_new_session=True)
    try:
        return process.wait()
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Asks pytest to clean up as for Ctrl-C; then ends what is left of its session."""
    if process.poll() is None:
        process.send_signal(signal.SIGINT)
        with suppress(subprocess.TimeoutExpired):
            process.wait(GRACE_SECONDS)
    for left in _session(process.pid):
        with suppress(ProcessLookupError):
            os.kill(left, signal.SIGKILL)
    process.wait()


def _session(leader: int) -> list[int]:
    """The living processes of that session, which is the sixth field of /proc/PID/stat (the second is a name)."""
    members = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            fields = stat.read_text().rpartition(")")[2].split()
            if int(fields[3]) == leader:
                members.append(int(stat.parent.name))
    return members


def _count(junit: Path) -> tuple[int, int, int]:
    """(passed, failed, skipped) from pytest's own report; nothing when it did not get so far."""
    if not junit.exists():
        return 0, 0, 0
    suites = list(ElementTree.parse(junit).getroot().iter("testsuite"))
    total, failures, errors, skipped = (
        sum(int(suite.get(name, "0")) for suite in suites)
        for name in ("tests", "failures", "errors", "skipped")
    )
    failed = failures + errors
    return max(0, total - failed - skipped), failed, skipped


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
