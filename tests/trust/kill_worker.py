"""Workers that send letters are killed at random moments and started again, until every letter is settled.

Real `manage.py clock` processes, a real database, a mail server that counts. Counted at the mail server:
lost = letters neither delivered nor shown as failed or uncertain; twice = deliveries beyond each letter's first.
"""

import os
import random
import signal
import subprocess
import sys
import time
import uuid
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from django.conf import settings
from django.utils import timezone

from ccm_portal import clock, letters
from ccm_portal.models import Letter
from ccm_portal.models.letters import LetterQuerySet
from tests.ccm_portal.strict_mail import StrictServer
from tests.smtp import Reply, SmtpServer

State = Letter.State
UNSETTLED = [State.QUEUED, State.SENDING]
SHOWN = [State.FAILED, State.UNCERTAIN]
# Slow enough that a kill lands in every step: before the text, on its way, before the reply.
UNHURRIED = Reply(delay_at_recipient=0.01, delay_after_data=0.01)
PAUSE_AT_DATA = 0.01
START_SECONDS = 30.0
DRAIN_SECONDS = 60.0
STOP_SECONDS = 30.0


@dataclass
class Result:
    """What all trials together came to."""

    trials: int = 0
    letters: int = 0
    kills: int = 0
    lost: int = 0
    twice: int = 0
    uncertain: int = 0
    uncertain_arrived: int = 0
    again: int = 0
    slowest_seconds: float = 0.0

    @property
    def kept(self) -> bool:
        """Nothing lost, nothing twice, and no more in doubt than workers were killed."""
        return self.lost == 0 and self.twice == 0 and self.uncertain <= self.kills

    def __str__(self) -> str:
        return (
            f"trials {self.trials}, letters {self.letters}, lost {self.lost}, twice {self.twice}, "
            f"uncertain {self.uncertain} ({self.uncertain_arrived} had arrived), workers killed {self.kills}, "
            f"re-queued by themselves {self.again}, settled within {self.slowest_seconds:.1f} s"
        )


@dataclass
class Workers:
    """The clock's processes, and only those we started."""

    count: int
    url: str
    running: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start_missing(self) -> None:
        """As many as there should be; each works on the database and folder of our own environment."""
        for _missing in range(self.count - len(self.running)):
            self.running.append(
                subprocess.Popen(
                    [sys.executable, "manage.py", "clock", "--without-renderer"],
                    cwd=settings.BASE_DIR,
                    env=os.environ | {"EMAIL_URL": self.url},
                )
            )

    def kill_some(self, chance: random.Random) -> int:
        """`kill -9` of at least one; returns how many."""
        doomed = chance.sample(self.running, chance.randint(1, len(self.running)))
        for worker in doomed:
            worker.kill()
        for worker in doomed:
            worker.wait()
            self.running.remove(worker)
        return len(doomed)

    def stop(self) -> None:
        """SIGTERM to all; raises where one does not end cleanly. One that is still starting may simply die of it."""
        for worker in self.running:
            worker.send_signal(signal.SIGTERM)
        ends = [worker.wait(STOP_SECONDS) for worker in self.running]
        self.running.clear()
        if not set(ends) <= {0, -signal.SIGTERM}:
            raise RuntimeError(f"workers asked to stop ended with {ends}")


def run(*, trials: int, recipients: int, workers: int, chance: random.Random) -> Result:
    """`trials` times: write letters, kill workers in the middle, start them again, wait until all is settled."""
    result = Result()
    with StrictServer() as server:
        server.always, server.pause_at_data = UNHURRIED, PAUSE_AT_DATA
        team = Workers(workers, server.url)
        try:
            for number in range(trials):
                _trial(f"trial:{number}", recipients, team, server, chance, result)
            team.stop()
        finally:
            for worker in team.running:
                worker.kill()
                worker.wait()
    return result


def _trial(
    reason: str, recipients: int, team: Workers, server: SmtpServer, chance: random.Random, result: Result
) -> None:
    before = len(server.received)
    team.start_missing()
    _write(reason, recipients)
    enough = before + chance.randint(0, recipients - 1)
    _until(lambda: len(server.received) > enough, START_SECONDS)
    # Somewhere between two of the steps that follow.
    time.sleep(chance.uniform(0, 0.04))
    result.kills += team.kill_some(chance)
    killed_at = time.monotonic()
    team.start_missing()
    _until(lambda: not _letters(reason).filter(state__in=UNSETTLED).exists(), DRAIN_SECONDS)
    result.slowest_seconds = max(result.slowest_seconds, time.monotonic() - killed_at)
    _count(reason, server, result)


def _write(reason: str, recipients: int) -> None:
    for number in range(recipients):
        letters.write(
            reason=reason,
            recipient=uuid.uuid4(),
            address=f"friend{number}@example.org",
            name="",
            delegation="",
            subject="Draft minutes for your comments",
            text="Please read the draft.\n",
            html="<p>Please read the draft.</p>\n",
            now=timezone.now(),
        )


def _letters(reason: str) -> LetterQuerySet:
    return Letter.objects.filter(reason=reason)


def _until(done: Callable[[], bool], seconds: float) -> None:
    """Wait for something to come true, waking the clocks; goes on after `seconds`, for the count to tell."""
    end = time.monotonic() + seconds
    while not done() and time.monotonic() < end:
        clock.poke()
        time.sleep(0.05)


def _count(reason: str, server: SmtpServer, result: Result) -> None:
    deliveries = Counter(str(letter.message["Message-ID"]) for letter in server.received)
    result.trials += 1
    for letter in _letters(reason):
        arrived = deliveries[letter.message_id]
        result.letters += 1
        result.twice += max(0, arrived - 1)
        result.lost += not arrived and letter.state not in SHOWN
        result.uncertain += letter.state == State.UNCERTAIN
        result.uncertain_arrived += letter.state == State.UNCERTAIN and bool(arrived)
        result.again += letter.state == State.SENT and letter.attempts > 1
