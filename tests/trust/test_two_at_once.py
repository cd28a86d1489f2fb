"""Two processes, or two connections, at the same moment: one comes first, and the other is told."""

import os
import subprocess
import sys

import pytest
from django.conf import settings


# Two texts published; two who manage staff and take each other's role; two who save one cell of the contact list; two
# who hand a period over, and answers that meet; two who freeze or circulate an edition, or accept a proposal; two at
# work in one text.
@pytest.mark.services
@pytest.mark.parametrize(
    ("name", "rounds"),
    [("chain", 3), ("staff", 10), ("list", 10), ("handover", 8), ("edition", 6), ("text", 18)],
)
def test_one_comes_first(cloned_database: str, name: str, rounds: int) -> None:
    module = f"tests.trust.{name}_race"
    done = subprocess.run(
        [sys.executable, "-m", module, "--database", cloned_database, "--rounds", str(rounds)],
        cwd=settings.BASE_DIR,
        env=dict(os.environ),
        check=False,
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stdout) == (0, f"{name}-race: {rounds} races, problems 0\n"), done.stderr
