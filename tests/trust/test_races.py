"""Two people at once, on a small scale; `python -m tests.trust.races` runs them on a large one."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

from tests.trust.contests import Result

EDITS, PUBLICATIONS, CROSSINGS = 20, 5, 6
KEPT = {"edits": 1, "winners": 1, "publications": 1, "versions": 1, "files": 1, "crossings": 1}


# Two at once need a database where two write at once.
@pytest.mark.services
def test_nobody_overwrites_and_nothing_is_published_twice(cloned_database: str) -> None:
    done = subprocess.run(
        [
            *(sys.executable, "-m", "tests.trust.races", "--database", cloned_database),
            *("--edits", str(EDITS), "--publications", str(PUBLICATIONS), "--crossings", str(CROSSINGS)),
        ],
        cwd=settings.BASE_DIR,
        env=dict(os.environ),
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout == (
        f"races: edits {EDITS}, winners {EDITS}, silent overwrites 0, text lost 0; "
        f"publications {PUBLICATIONS}, versions {PUBLICATIONS}, PDF files {PUBLICATIONS}, twice 0, "
        f"hash mismatches 0; crossings {CROSSINGS}, both went through 0; errors 0\n"
    )


@pytest.mark.parametrize(
    "broken",
    [
        {"winners": 0},
        {"overwritten": 1},
        {"text_lost": 1},
        {"versions": 2, "twice": 1},
        {"files": 0},
        {"mismatches": 1},
        {"crossed": 1},
        {"errors": 1},
    ],
)
def test_a_broken_promise_is_told(broken):
    assert Result(**KEPT).kept
    assert not Result(**KEPT | broken).kept
