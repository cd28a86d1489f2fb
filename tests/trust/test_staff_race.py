"""Two who manage staff take each other's role at the same moment."""

import os
import subprocess
import sys

import pytest
from django.conf import settings


@pytest.mark.services
def test_one_of_them_stays(cloned_database: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.trust.staff_race", "--database", cloned_database, "--rounds", "10"],
        cwd=settings.BASE_DIR,
        env=dict(os.environ),
        check=False,
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stdout) == (0, "staff-race: 10 races, problems 0\n"), done.stderr
