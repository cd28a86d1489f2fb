"""The promises under faults, on a small scale; `python -m tests.trust.faults` runs them on a large one."""

import os
import re
import subprocess
import sys

from django.conf import settings

from tests.trust.kill_worker import Result

TRIALS, RECIPIENTS = 5, 12


def test_killed_workers_lose_no_letter_and_send_none_twice(cloned_database: str) -> None:
    done = subprocess.run(
        [
            *(sys.executable, "-m", "tests.trust.faults", "kill-worker", "--database", cloned_database),
            *("--trials", str(TRIALS), "--recipients", str(RECIPIENTS)),
        ],
        cwd=settings.BASE_DIR,
        env=dict(os.environ),
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"trials {TRIALS}, letters {TRIALS * RECIPIENTS}, lost 0, twice 0" in done.stdout
    killed = re.search(r"workers killed (\d+)", done.stdout)
    assert killed is not None and int(killed.group(1)) >= TRIALS


def test_a_broken_promise_is_told() -> None:
    assert Result(letters=3, kills=2, uncertain=2).kept
    assert not Result(letters=3, kills=2, lost=1).kept
    assert not Result(letters=3, kills=2, twice=1).kept
    assert not Result(letters=3, kills=2, uncertain=3).kept
