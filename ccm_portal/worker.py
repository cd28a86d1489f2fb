"""A worker of Celery: runs the clock's verbs when a message says so, and by itself when none comes.

Each verb runs once at a time in a process; several processes may run the same one at once, because a row is
taken by a conditional UPDATE.
"""

import logging
import threading
import time
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from celery import signals
from django.conf import settings
from django.db import close_old_connections
from django.utils import timezone

from ccm_portal import clock

# Without any message, because Redis or beat is away, each verb still runs this often.
SWEEP_SECONDS = 15.0
STOP_SECONDS = 90.0

logger = logging.getLogger(__name__)


@dataclass
class Work:
    """One verb in this process: whether it is wanted, whether it runs, and when it last began."""

    wanted: threading.Event = field(default_factory=threading.Event)
    running: threading.Lock = field(default_factory=threading.Lock)
    began: float = 0.0


_work: dict[str, Work] = defaultdict(Work)
_stopping = threading.Event()
_sweepers: list[threading.Thread] = []


def look(verb: str) -> None:
    """Run the verb until it leaves nothing over.

    Where it runs in this process already, that run goes round once more: what came while it was ending is not
    left to the next message.
    """
    if verb not in settings.PERIODIC:
        logger.warning("A message names %s, which is no verb of the clock here.", verb)
        return
    work = _work[verb]
    work.wanted.set()
    while work.wanted.is_set() and not _stopping.is_set() and work.running.acquire(blocking=False):
        try:
            _run(verb, work)
        finally:
            work.running.release()


def _run(verb: str, work: Work) -> None:
    while work.wanted.is_set() and not _stopping.is_set():
        work.wanted.clear()
        work.began = time.monotonic()
        # A database that went away and came back must not need a restart of the worker.
        close_old_connections()
        try:
            if clock.run(verb, timezone.now()):
                work.wanted.set()
        finally:
            close_old_connections()


# --- by itself ----------------------------------------------------------------------------------------------


@signals.worker_init.connect
def start(**_sent: Any) -> None:
    """Before Redis is asked for: the letters go out also where it never answers."""
    for verb in clock.verbs():
        sweeper = threading.Thread(target=_sweep, args=[verb], name=f"sweep {verb}", daemon=True)
        sweeper.start()
        _sweepers.append(sweeper)


def _sweep(verb: str) -> None:
    while not _stopping.wait(max(1.0, _work[verb].began + SWEEP_SECONDS - time.monotonic())):
        if time.monotonic() - _work[verb].began >= SWEEP_SECONDS:
            look(verb)


@signals.worker_shutting_down.connect
def stop_soon(**_sent: Any) -> None:
    """Told to stop: what is in hand is finished, nothing new is begun."""
    _stopping.set()


@signals.worker_shutdown.connect
def wait_for_what_is_in_hand(**_sent: Any) -> None:
    end = time.monotonic() + STOP_SECONDS
    for sweeper in _sweepers:
        sweeper.join(max(0.0, end - time.monotonic()))
