"""Two texts published at the same moment by two processes: one link each, one after the other."""

import os
import subprocess
import sys

import pytest
from django.conf import settings


@pytest.mark.services
def test_the_chain_does_not_fork(cloned_database: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.trust.chain_race", "--database", cloned_database, "--rounds", "3"],
        cwd=settings.BASE_DIR,
        env=dict(os.environ),
        check=False,
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stdout) == (0, "chain-race: 3 races, problems 0\n"), done.stderr
