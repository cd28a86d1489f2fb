"""A person is erased and looked for everywhere, on both databases: each has its own dump and places to hide in."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

from tests.trust import erase


def test_nothing_is_left(cloned_database: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.trust.erase", "--database", cloned_database],
        cwd=settings.BASE_DIR,
        env=dict(os.environ),
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert ", in 0 of " in done.stdout
    assert done.stdout.strip().endswith("published files unchanged")


@pytest.mark.once
@pytest.mark.parametrize(
    "text",
    [
        "Dear Zoë O’Neill,",
        "ZOË O&#x27;NEILL",
        r'["Zo\u00eb O\u2019Neill"]',
        "x" + "Zoë O’Neill".encode().hex() + "x",
    ],
)
def test_a_trace_is_seen_in_any_dress(text: str) -> None:
    assert erase.traces_in(text, ("Zoë O’Neill",)) == ["Zoë O’Neill"]
    assert erase.traces_in(text, ("Bo Berg",)) == []
