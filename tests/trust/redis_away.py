"""Redis emptied, restarted empty, stopped and frozen, one in each trial, while the portal works.

The coordinator has letters sent one by one over HTTP, before and during, each in a request that wakes the workers. A
fault lasts `outage` seconds. Counted: letters lost and twice, requests that failed, how much slower 95 of 100 were than
before, how long the workers needed for the rest once Redis was back, and words of people in what Redis holds.
"""

import itertools
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from django.db import transaction
from django.urls import reverse

from ccm_portal.models import Letter
from friends.models import Body
from tests.journeys import staging
from tests.redis import Redis
from tests.smtp import SmtpServer
from tests.trust import posted
from tests.trust.desk import Desk, p95, portal_for
from tests.trust.order import Order, until
from tests.trust.posted import State, Tally

DRAIN_SECONDS = 120.0
MOST_ADDED_SECONDS = 0.2
DONE = 302
# Letters sent while all is well, to compare with.
CALM = 20
CALM_PAUSE = 0.1


@dataclass
class Result:
    """What all trials together came to."""

    trials: int = 0
    requests: int = 0
    failed: int = 0
    calm: list[float] = field(default_factory=list)
    rough: list[float] = field(default_factory=list)
    drained: float = 0.0
    leaks: int = 0
    tally: Tally = field(default_factory=Tally)

    @property
    def added(self) -> float:
        return p95(self.rough) - p95(self.calm)

    @property
    def kept(self) -> bool:
        return (
            (self.tally.lost, self.tally.twice, self.tally.uncertain, self.failed, self.leaks) == (0,) * 5
            and self.added <= MOST_ADDED_SECONDS
            and self.drained <= DRAIN_SECONDS
        )

    def __str__(self) -> str:
        return (
            f"trials {self.trials}, {self.tally}, uncertain {self.tally.uncertain}, requests {self.requests}, "
            f"failed {self.failed}, p95 {p95(self.calm) * 1000:.0f} ms, added {self.added * 1000:.0f} ms, "
            f"drained within {self.drained:.1f} s, words of people in Redis {self.leaks}"
        )


def run(order: Order) -> Result:
    result = Result()
    assert order.redis is not None
    with SmtpServer() as mail, portal_for(order, mail) as portal:
        coordinator = Desk(portal.url, staging.staff()["session"])
        faults = itertools.cycle([frozen, stopped, restarted, emptied])
        for number, fault in zip(range(order.trials), faults, strict=False):
            _trial(f"trial:{number}", fault, order, coordinator, mail, result)
        if portal.crew.dead():
            raise RuntimeError(f"{portal.crew.dead()} ended by themselves\n{portal.printed()}")
    return result


Fault = Callable[[Redis, float], None]


def _trial(reason: str, fault: Fault, order: Order, desk: Desk, mail: SmtpServer, result: Result) -> None:
    assert order.redis is not None
    calm, rough = _unsent(f"{reason}:calm", CALM), _unsent(f"{reason}:rough", order.recipients)
    for letter in calm:
        result.calm.append(_send(desk, letter, result))
        time.sleep(CALM_PAUSE)
    until(lambda: posted.settled(f"{reason}:calm"), DRAIN_SECONDS)
    _look_for_people(order.redis, result)
    away = threading.Thread(target=fault, args=[order.redis, order.outage])
    away.start()
    for letter in rough:
        result.rough.append(_send(desk, letter, result))
        # Spread over the time Redis is away.
        time.sleep(0.9 * order.outage / order.recipients)
    away.join()
    back = time.monotonic()
    until(lambda: posted.settled(f"{reason}:rough"), DRAIN_SECONDS)
    result.drained = max(result.drained, time.monotonic() - back)
    _look_for_people(order.redis, result)
    result.trials += 1
    for part in ("calm", "rough"):
        result.tally.add(posted.about(f"{reason}:{part}"), mail)


@transaction.atomic
def _unsent(reason: str, count: int) -> list[Letter]:
    """Letters that wait for the coordinator to send them again."""
    written = posted.write(reason, count, body=Body.objects.get().pk)
    posted.about(reason).update(state=State.FAILED)
    return written


def _send(desk: Desk, letter: Letter, result: Result) -> float:
    answer = desk.post(reverse("letter-again", args=[letter.pk]), {})
    result.requests += 1
    result.failed += answer.status != DONE
    return answer.seconds


def _look_for_people(redis: Redis, result: Result) -> None:
    held = redis.everything()
    result.leaks += sum(held.count(word) for word in (b"@example.org", b"friend", b"Friend"))


# --- faults -------------------------------------------------------------------------------------------------


def emptied(redis: Redis, seconds: float) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        redis.client().flushall()
        time.sleep(0.2)


def restarted(redis: Redis, seconds: float) -> None:
    redis.stop()
    redis.start()
    time.sleep(seconds)


def stopped(redis: Redis, seconds: float) -> None:
    redis.stop()
    time.sleep(seconds)
    redis.start()


def frozen(redis: Redis, seconds: float) -> None:
    redis.freeze()
    time.sleep(seconds)
    redis.thaw()
