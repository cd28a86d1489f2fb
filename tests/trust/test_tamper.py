"""Tampering on a small scale; `python -m tests.trust.tamper` does it a thousand times."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

from tests.trust import tamper
from tests.trust.tampering import Tampered

TRIALS = 63


# The archive is the same from any database.
@pytest.mark.once
def test_every_tampering_is_found_where_it_is(cloned_database: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.trust.tamper", "--database", cloned_database, "--trials", str(TRIALS)],
        cwd=settings.BASE_DIR,
        env=dict(os.environ),
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout == (
        f"tamper: {TRIALS} tamperings, found at the right place {TRIALS}, found elsewhere 0, missed 0 (seed 3)\n"
    )


@pytest.mark.parametrize(
    ("code", "said", "judged"),
    [
        (1, "records/000002/record.html: it is not the file\nNOT IN ORDER: 1", "found"),
        (1, "records/000003/record.html: it is not the file\nNOT IN ORDER: 1", "elsewhere"),
        (1, "Traceback (most recent call last):", "missed"),
        (0, "IN ORDER", "missed"),
    ],
)
def test_what_is_missed_is_counted(code, said, judged):
    assert tamper.judge(Tampered("x", b"", r"records/000002/record\.html"), code, said) == judged
