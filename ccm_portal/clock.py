"""The clock: what has to happen without anybody clicking, verb by verb, every five seconds.

`settings.PERIODIC` names the verbs. Each takes `now` and returns True where it left work over, so that the
clock comes back at once. A request never does this work itself; it pokes the clock once its transaction is
in. With Redis, Celery's workers run the same verbs (ccm_portal.worker), and a poke wakes them too.
"""

import datetime as dt
import logging
import threading
import time
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string

from ccm_portal import health, waker

LOOK_FOR_POKE_SECONDS = 0.1

Verb = Callable[..., bool | None]

logger = logging.getLogger(__name__)


def verbs() -> dict[str, Verb]:
    """The verbs of `settings.PERIODIC` by dotted name. Raises ImproperlyConfigured for a missing one."""
    return {name: _verb(name) for name in settings.PERIODIC}


def _verb(name: str) -> Verb:
    try:
        found: Verb = import_string(name)
    except ImportError as error:
        raise ImproperlyConfigured(
            f"PERIODIC names {name}, which cannot be imported ({error}). Correct the list in settings.py, "
            f"or put the verb where it says."
        ) from error
    if not callable(found):
        raise ImproperlyConfigured(f"PERIODIC names {name}, which is not a function.")
    return found


def tick(now: dt.datetime) -> bool:
    """Run every verb once, in order; True where one of them left work over.

    What goes wrong in one is logged and keeps none of the others from running.
    """
    # All of them run, also after one that left work over.
    left_over = [run(name, now) for name in verbs()]
    return any(left_over)


def run(name: str, now: dt.datetime) -> bool:
    """Run one verb; True where it left work over. What goes wrong in it is logged."""
    verb = _verb(name)
    try:
        left_over = bool(verb(now=now))
    except Exception:
        logger.exception("%s failed; the clock goes on.", name)
        return False
    _leave_pulse(name, now)
    return left_over


def _leave_pulse(name: str, now: dt.datetime) -> None:
    try:
        health.pulse(name, now)
    except Exception:
        logger.exception("That %s was run could not be written down; the clock goes on.", name)


# --- poking -------------------------------------------------------------------------------------------------


def _poke_file() -> Path:
    return Path(settings.VAR_DIR) / "poke"


def poke() -> None:
    """Wake the clock of this host, or the workers. Never fails or waits: without it the work is done seconds later."""
    if settings.REDIS_URL:
        waker.poke()
    try:
        _poke_file().touch()
    except OSError as error:
        logger.warning("The clock could not be poked: %s", error)


def last_poke() -> int:
    """When the clock was last poked, as a number to compare; 0 for never."""
    try:
        return _poke_file().stat().st_mtime_ns
    except OSError:
        return 0


def wait(seconds: float, *, since: int, stop: threading.Event) -> None:
    """Sleep until `seconds` have passed, somebody poked after `since` (a `last_poke`), or `stop` is set."""
    end = time.monotonic() + seconds
    while time.monotonic() < end and last_poke() == since:
        if stop.wait(LOOK_FOR_POKE_SECONDS):
            return
