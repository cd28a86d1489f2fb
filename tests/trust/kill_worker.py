"""Workers that send letters are killed at random moments and started again, until every letter is settled.

Real workers of Celery on a real Redis (or `manage.py clock` where there is none), a real database, a mail server that
counts.
"""

import os
import time
from dataclasses import dataclass, field

from ccm_portal import clock
from tests import crew
from tests.ccm_portal.strict_mail import StrictServer
from tests.crew import Crew
from tests.smtp import Reply, SmtpServer
from tests.trust import posted
from tests.trust.order import Order, until
from tests.trust.posted import Tally

# Slow enough that a kill lands in every step: before the text, on its way, before the reply.
UNHURRIED = Reply(delay_at_recipient=0.01, delay_after_data=0.01)
PAUSE_AT_DATA = 0.01
START_SECONDS = 30.0
DRAIN_SECONDS = 60.0


@dataclass
class Result:
    """What all trials together came to."""

    trials: int = 0
    kills: int = 0
    slowest_seconds: float = 0.0
    tally: Tally = field(default_factory=Tally)

    @property
    def kept(self) -> bool:
        """Nothing lost, nothing twice, no more in doubt than workers were killed, all shown within a minute."""
        return (
            self.tally.lost == 0
            and self.tally.twice == 0
            and self.tally.uncertain <= self.kills
            and self.slowest_seconds <= DRAIN_SECONDS
        )

    def __str__(self) -> str:
        return (
            f"trials {self.trials}, {self.tally}, uncertain {self.tally.uncertain} "
            f"({self.tally.uncertain_arrived} had arrived), workers killed {self.kills}, "
            f"re-queued by themselves {self.tally.again}, settled within {self.slowest_seconds:.1f} s"
        )


def run(order: Order) -> Result:
    """Each trial: write letters, kill workers in the middle, start them again, wait until all is settled."""
    result = Result()
    with StrictServer() as server:
        server.always, server.pause_at_data = UNHURRIED, PAUSE_AT_DATA
        team = Crew(os.environ | {"EMAIL_URL": server.url}, order.folder)
        try:
            if order.redis:
                team.start("beat", crew.BEAT)
            for number in range(order.trials):
                _trial(f"trial:{number}", order, team, server, result)
            # One that is still starting may simply die of the signal.
            if not set(ends := team.stop().values()) <= {0, -15}:
                raise RuntimeError(f"workers asked to stop ended with {ends}")
        finally:
            team.kill_all()
    return result


def _start_missing(order: Order, team: Crew) -> None:
    for number in range(order.workers):
        if f"worker-{number}" not in team.processes:
            team.start(f"worker-{number}", crew.WORKER if order.redis else crew.CLOCK_ALONE)


def _kill_some(order: Order, team: Crew) -> int:
    """`kill -9` of at least one; returns how many."""
    workers = [name for name in team.processes if name.startswith("worker")]
    doomed = order.chance.sample(workers, order.chance.randint(1, len(workers)))
    for name in doomed:
        team.processes[name].kill()
    for name in doomed:
        team.kill(name)
    return len(doomed)


def _trial(reason: str, order: Order, team: Crew, server: SmtpServer, result: Result) -> None:
    before = len(server.received)
    _start_missing(order, team)
    posted.write(reason, order.recipients)
    enough = before + order.chance.randint(0, order.recipients - 1)
    until(lambda: len(server.received) > enough, START_SECONDS, each=clock.poke)
    # Somewhere between two of the steps that follow.
    time.sleep(order.chance.uniform(0, 0.04))
    result.kills += _kill_some(order, team)
    killed_at = time.monotonic()
    _start_missing(order, team)
    until(lambda: posted.settled(reason), DRAIN_SECONDS, each=clock.poke)
    result.slowest_seconds = max(result.slowest_seconds, time.monotonic() - killed_at)
    result.trials += 1
    result.tally.add(posted.about(reason), server)
