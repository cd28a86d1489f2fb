"""What a fault is to do, and what it has to do it with; see `tests/trust/faults.py`."""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.postgres import Cluster
from tests.redis import Redis

LOOK_SECONDS = 0.05


@dataclass(frozen=True)
class Order:
    """trials: how often. recipients: letters in each. outage: in seconds. folder: for files of the processes started.

    redis: None where the clock does the workers' part. postgres: the server to restart, where the fault is that.
    """

    trials: int
    recipients: int
    workers: int
    outage: float
    chance: random.Random
    folder: Path
    redis: Redis | None
    postgres: Cluster | None


def until(done: Callable[[], object], seconds: float, each: Callable[[], object] = lambda: None) -> bool:
    """Wait for something to come true, doing `each` meanwhile; False after `seconds`, for the count to tell."""
    end = time.monotonic() + seconds
    while not done():
        if time.monotonic() > end:
            return False
        each()
        time.sleep(LOOK_SECONDS)
    return True
