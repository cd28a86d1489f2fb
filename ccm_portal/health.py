"""Is all of it at work? What a proxy, a container engine and an operator ask. No personal data in any answer.

Each verb of the clock leaves a pulse when it comes to its end; from the pulses anybody can tell whether letters go out
and what is due is done, on whichever host.
"""

import datetime as dt
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import redis
from django.conf import settings
from django.db import Error, connection
from django.db.models import QuerySet
from django.utils import timezone

from ccm_portal import pdf
from ccm_portal.celery import BEAT_FILE
from ccm_portal.models import Letter, Pulse

# A verb that waits for a long PDF is silent for a minute and a half.
LATE = dt.timedelta(minutes=3)
# A letter that is due is tried within seconds.
WAITING = dt.timedelta(minutes=10)
# Hosts come and go, containers with every release.
FORGOTTEN = dt.timedelta(days=1)
# A pulse is written no more often; a verb runs every few seconds.
PULSE_SECONDS = 10.0
BEAT_SECONDS = 30.0
ANSWER_SECONDS = 2.0

_written: dict[str, float] = {}
_lock = threading.Lock()


@dataclass(frozen=True)
class Finding:
    """One part of the portal: its name, whether it is well, and in a few words how it is."""

    part: str
    well: bool
    words: str

    def __str__(self) -> str:
        return f"{'ok' if self.well else 'NOT WELL':<9}{self.part}: {self.words}"


def host() -> str:
    """What this host, or container, calls itself."""
    return socket.gethostname()[:120]


# --- leaving a sign -----------------------------------------------------------------------------------------------


def pulse(verb: str, now: dt.datetime) -> None:
    """The verb came to its end here; written down every few seconds at most."""
    moment = time.monotonic()
    with _lock:
        if moment - _written.get(verb, -PULSE_SECONDS) < PULSE_SECONDS:
            return
        _written[verb] = moment
    Pulse.objects.update_or_create(verb=verb, host=host(), defaults={"at": now})
    Pulse.objects.filter(at__lt=now - FORGOTTEN).delete()


# --- looking ------------------------------------------------------------------------------------------------------


def of_web() -> list[Finding]:
    """What a web server needs to answer."""
    return [_database()]


def of_everything() -> list[Finding]:
    """The whole portal, from wherever it is asked."""
    if not (database := _database()).well:
        return [database]
    now = timezone.now()
    return [database, *_work(now, Pulse.objects.all()), _letters(now), _redis()]


def of_worker() -> list[Finding]:
    """The clock, or the worker, of this host."""
    if not (database := _database()).well:
        return [database]
    return list(_work(timezone.now(), Pulse.objects.filter(host=host())))


def of_beat() -> list[Finding]:
    """The beat of this host: Redis took a message of its not long ago."""
    try:
        silent = time.time() - (Path(settings.VAR_DIR) / BEAT_FILE).stat().st_mtime
    except OSError:
        return [Finding("beat", False, "no message has gone out yet")]
    return [Finding("beat", silent < BEAT_SECONDS, f"the last message went out {silent:.0f} s ago")]


def of_renderer() -> list[Finding]:
    """The PDF renderer of this host takes work, at once or after what it has in hand."""
    there = pdf.is_listening(wait=ANSWER_SECONDS)
    return [Finding("renderer", there, "takes work" if there else "does not answer")]


PARTS: dict[str, Callable[[], list[Finding]]] = {
    "all": of_everything,
    "web": of_web,
    "worker": of_worker,
    "beat": of_beat,
    "renderer": of_renderer,
}


def _database() -> Finding:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error as problem:
        # Its words may hold a host name or a user: the kind is enough here, the log has the rest.
        return Finding("database", False, f"does not answer ({type(problem).__name__})")
    return Finding("database", True, "answers")


def _work(now: dt.datetime, pulses: QuerySet[Pulse]) -> Iterator[Finding]:
    """For each verb of the clock, when it last came to its end."""
    last: dict[str, dt.datetime] = {}
    for found in pulses.order_by("at"):
        last[found.verb] = found.at
    for verb in settings.PERIODIC:
        if verb not in last:
            yield Finding(verb, False, "has never come to its end")
            continue
        ago = now - last[verb]
        yield Finding(verb, ago < LATE, f"came to its end {max(0, round(ago.total_seconds()))} s ago")


def _letters(now: dt.datetime) -> Finding:
    late = Letter.objects.filter(state=Letter.State.QUEUED, next_try_at__lt=now - WAITING).count()
    doubt = Letter.objects.filter(state=Letter.State.UNCERTAIN).count()
    return Finding("letters", not late, f"{late} overdue, {doubt} that may have been sent wait for a person")


def _redis() -> Finding:
    """For information: without it everything goes on, a few seconds slower."""
    if not settings.REDIS_URL:
        return Finding("redis", True, "none is used")
    try:
        with closing(
            redis.Redis.from_url(
                settings.REDIS_URL, socket_timeout=ANSWER_SECONDS, socket_connect_timeout=ANSWER_SECONDS
            )
        ) as server:
            server.ping()
    except (redis.RedisError, OSError):
        return Finding("redis", True, "away; work is done all the same, a few seconds later")
    return Finding("redis", True, "answers")
