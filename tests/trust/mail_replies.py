"""Letters that meet a mail server answering in seven ways, mixed: each must end in the state named for its kind.

`recipients` letters of each kind, real workers. Where the state is "queued", the letter waits for its next try; the
server takes it then, and it must have arrived once.
"""

import os
from collections import Counter
from dataclasses import dataclass, field

from django.utils import timezone

from ccm_portal import clock
from ccm_portal.models import Letter
from tests import crew
from tests.crew import Crew
from tests.smtp import (
    Reply,
    SmtpServer,
    accept,
    drop_after_data,
    hang_at_recipient,
    refuse_data,
    refuse_recipient,
)
from tests.trust import posted
from tests.trust.order import Order, until
from tests.trust.posted import State, Tally

KINDS: dict[str, tuple[Reply, Letter.State]] = {
    "accepted": (accept(), State.SENT),
    "421 to the recipient": (refuse_recipient("421 4.3.2 Too busy"), State.QUEUED),
    "451 to the text": (refuse_data("451 4.7.1 Greylisted"), State.QUEUED),
    "550 to the recipient": (refuse_recipient("550 5.1.1 No such mailbox"), State.FAILED),
    "554 to the text": (refuse_data("554 5.6.0 Letter refused"), State.FAILED),
    "silence before the text": (hang_at_recipient(), State.QUEUED),
    "the line cut after the text": (drop_after_data(), State.UNCERTAIN),
}
FOR_GOOD = [State.SENT, State.FAILED, State.UNCERTAIN]
TRY_SECONDS = 60.0


@dataclass
class Result:
    """named: letters found in the state of their kind. wrong: the others, by kind and state."""

    named: int = 0
    wrong: Counter[str] = field(default_factory=Counter)
    tally: Tally = field(default_factory=Tally)

    @property
    def kept(self) -> bool:
        return not self.wrong and (self.tally.lost, self.tally.twice) == (0, 0)

    def __str__(self) -> str:
        wrong = f", wrong {dict(self.wrong)}" if self.wrong else ""
        return f"kinds {len(KINDS)}, in the named state {self.named} of {self.tally.letters}{wrong}, {self.tally}"


def run(order: Order) -> Result:
    result = Result()
    with SmtpServer() as server:
        team = Crew(os.environ | {"EMAIL_URL": server.url}, order.folder)
        try:
            for number in range(order.workers):
                team.start(f"worker-{number}", crew.WORKER if order.redis else crew.CLOCK_ALONE)
            _letters_meet_their_replies(order, server, result)
            _those_that_wait_are_tried_again(order, server, result)
        finally:
            team.kill_all()
    return result


def _letters_meet_their_replies(order: Order, server: SmtpServer, result: Result) -> None:
    kind_of = {}
    kinds = list(KINDS) * order.recipients
    order.chance.shuffle(kinds)
    for number, kind in enumerate(kinds):
        kind_of[f"friend{number}@example.org"] = kind
        server.for_address(f"friend{number}@example.org", KINDS[kind][0])
    posted.write("replies", len(kinds))
    # A silent server costs its seconds for each letter.
    until(_all_tried, TRY_SECONDS + 6 * order.recipients, each=clock.poke)
    for letter in posted.about("replies"):
        kind = kind_of[letter.address]
        if letter.state == KINDS[kind][1] and letter.server_said:
            result.named += 1
        else:
            result.wrong[f"{kind}: {letter.state}"] += 1


def _all_tried() -> bool:
    letters = posted.about("replies")
    return not letters.filter(attempts=0).exists() and not letters.filter(state=State.SENDING).exists()


def _those_that_wait_are_tried_again(order: Order, server: SmtpServer, result: Result) -> None:
    def sooner() -> None:
        posted.about("replies").filter(state=State.QUEUED).update(next_try_at=timezone.now())
        clock.poke()

    for address in posted.about("replies").exclude(state__in=FOR_GOOD).values_list("address", flat=True):
        server.for_address(address, accept())
    until(lambda: posted.settled("replies"), TRY_SECONDS + order.recipients, each=sooner)
    result.tally.add(posted.about("replies"), server)
