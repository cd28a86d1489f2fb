"""The promises under faults, on a small scale; `python -m tests.trust.faults` runs them on a large one."""

import os
import re
import subprocess
import sys
from collections import Counter

import pytest
from django.conf import settings

from tests.trust import database_restarts, kill_worker, mail_replies, redis_away
from tests.trust.posted import Tally

TRIALS, RECIPIENTS = 5, 20


def told(fault: str, *options: str) -> str:
    """The line that a fault prints in the end, kept promises and all."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.trust.faults", fault, *options],
        cwd=settings.BASE_DIR,
        env=dict(os.environ),
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.services
def test_killed_workers_lose_no_letter_and_send_none_twice(cloned_database: str) -> None:
    counts = ("--trials", str(TRIALS), "--recipients", str(RECIPIENTS))
    line = told("kill-worker", "--database", cloned_database, *counts)
    assert f"trials {TRIALS}, letters {TRIALS * RECIPIENTS}, lost 0, twice 0" in line
    killed = re.search(r"workers killed (\d+)", line)
    assert killed is not None and int(killed.group(1)) >= TRIALS


@pytest.mark.services
def test_each_reply_of_the_mail_server_leads_to_the_state_named_for_it(cloned_database: str) -> None:
    line = told("smtp", "--database", cloned_database, "--recipients", "3")
    assert "in the named state 21 of 21, letters 21, lost 0, twice 0" in line


@pytest.mark.services
def test_redis_may_go_and_come_back(cloned_database: str) -> None:
    # Each trial takes a quarter of a minute, most of it without a Redis.
    counts = ("--trials", "3", "--recipients", "20", "--outage", "10")
    line = told("redis", "--database", cloned_database, *counts)
    assert "trials 3, letters 120, lost 0, twice 0, uncertain 0, requests 120, failed 0" in line
    assert "words of people in Redis 0" in line


@pytest.mark.services
def test_the_database_restarts_in_the_middle_of_saves_and_sending() -> None:
    line = told("pg-restart", "--trials", str(TRIALS), "--recipients", "20")
    assert f"restarts {TRIALS}, saves 100," in line
    assert "ack-lost 0, text-lost 0, half-written 0, letters 100, lost 0, twice 0" in line


# --- a broken promise is told -------------------------------------------------------------------------------


def test_of_killed_workers() -> None:
    def kept(**tally: int) -> bool:
        return kill_worker.Result(kills=2, tally=Tally(letters=3, **tally)).kept

    assert kept(uncertain=2)
    assert not kept(lost=1) and not kept(twice=1) and not kept(uncertain=3)
    assert not kill_worker.Result(slowest_seconds=61.0).kept


def test_of_mail_replies() -> None:
    assert mail_replies.Result(named=1).kept
    assert not mail_replies.Result(wrong=Counter(["accepted: failed"])).kept
    assert not mail_replies.Result(tally=Tally(lost=1)).kept


def test_of_redis() -> None:
    def kept(**changes: object) -> bool:
        return redis_away.Result(**{"calm": [0.01], "rough": [0.02]} | changes).kept

    assert kept()
    assert not kept(rough=[0.3]) and not kept(failed=1) and not kept(leaks=1) and not kept(drained=121.0)
    assert not kept(tally=Tally(twice=1)) and not kept(tally=Tally(uncertain=1))


def test_of_restarts_of_the_database() -> None:
    kept = database_restarts.Result
    assert kept(told=3).kept
    assert not kept(ack_lost=1).kept and not kept(text_lost=1).kept and not kept(half_written=1).kept
    assert not kept(tally=Tally(lost=1)).kept and not kept(odd=Counter(["500"])).kept
