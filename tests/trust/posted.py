"""Letters that faults send, and what became of them, held against what the mail server got.

lost = letters neither delivered nor shown as failed or uncertain; twice = deliveries beyond each letter's first.
"""

import uuid
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone

from ccm_portal import letters
from ccm_portal.models import Letter
from ccm_portal.models.letters import LetterQuerySet
from tests.smtp import SmtpServer

State = Letter.State
UNSETTLED = [State.QUEUED, State.SENDING]
SHOWN = [State.FAILED, State.UNCERTAIN]


def write(reason: str, count: int, body: uuid.UUID | None = None) -> list[Letter]:
    """So many letters, each to an address of its own."""
    return [
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
            body_id=body,
        )
        for number in range(count)
    ]


def about(reason: str) -> LetterQuerySet:
    """The letters written for this reason."""
    return Letter.objects.filter(reason=reason)


def settled(reason: str) -> bool:
    """Whether none of them waits or is being sent."""
    return not about(reason).filter(state__in=UNSETTLED).exists()


@dataclass
class Tally:
    """All letters counted so far."""

    letters: int = 0
    lost: int = 0
    twice: int = 0
    uncertain: int = 0
    uncertain_arrived: int = 0
    again: int = 0

    def add(self, found: Iterable[Letter], server: SmtpServer) -> None:
        """Count these letters against what the server received."""
        deliveries = Counter(str(letter.message["Message-ID"]) for letter in list(server.received))
        for letter in found:
            arrived = deliveries[letter.message_id]
            self.letters += 1
            self.twice += max(0, arrived - 1)
            self.lost += not arrived and letter.state not in SHOWN
            self.uncertain += letter.state == State.UNCERTAIN
            self.uncertain_arrived += letter.state == State.UNCERTAIN and bool(arrived)
            self.again += letter.state == State.SENT and letter.attempts > 1

    def __str__(self) -> str:
        return f"letters {self.letters}, lost {self.lost}, twice {self.twice}"
