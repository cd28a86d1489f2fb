"""The outbox: letters claimed, sent and marked, so that a stop at any point sends none twice and loses none.

Each step is a conditional UPDATE, committed by itself, whose row count decides; any number of workers may run
at once.

    queued ─claim→ sending/claimed ─the text may go→ sending/data ─taken→ sent
                        │                                │
                 lease ran out: queued            lease ran out: uncertain

A worker holds a row by `attempts`, which rises with every claim: one that comes back late finds its claim
gone. A row in phase *claimed* is safe to take again, because the server had no letter; of one in phase *data*
nobody can know, so it becomes *uncertain* and a person decides.
"""

import datetime as dt
import logging
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.db.models import Case, F, Value, When

from ccm_portal import enclosures, letters
from ccm_portal.mail_server import Broken, MailServer, NoVerdict, Refused, Talk, Unreachable, parse
from ccm_portal.models import Letter

State, Phase = Letter.State, Letter.Phase

# One turn of the clock; what is left waits for the next, which comes at once, after the other verbs.
RUN_SECONDS = 4.0
# Letters looked up at a time; each is then claimed by itself.
LOOK_AHEAD = 20
# After a "not now" the letter waits one minute, then two, four, … an hour at most.
FIRST_WAIT = dt.timedelta(minutes=1)
LONGEST_WAIT = dt.timedelta(hours=1)
# While the server cannot be reached, all that is due waits together.
REACH_AGAIN = dt.timedelta(seconds=30)

logger = logging.getLogger(__name__)

Now = Callable[[], dt.datetime]


def run(now: dt.datetime) -> bool:
    """Settle what dead workers left, then send what is due for some seconds; True where letters are left."""
    if not settings.EMAIL_URL:
        # First, because a letter that nobody tries to send is of no less use for being old.
        show(now)
        sweep(now)
        return False
    sweep(now)
    return Turn(parse(settings.EMAIL_URL), _running(now)).send()


def _running(start: dt.datetime) -> Now:
    """The instant, going on from `start` as time passes."""
    began = time.monotonic()
    return lambda: start + dt.timedelta(seconds=time.monotonic() - began)


# --- rows ---------------------------------------------------------------------------------------------------


@transaction.atomic(durable=True)
def sweep(now: dt.datetime) -> None:
    """Rows of dead workers become queued or uncertain; queued ones of no use any more become failed."""
    left_behind = Letter.objects.filter(state=State.SENDING, lease_until__lt=now)
    left_behind.filter(phase=Phase.CLAIMED).update(
        state=State.QUEUED, phase=Phase.NONE, lease_until=None, next_try_at=now
    )
    left_behind.filter(phase=Phase.DATA).update(state=State.UNCERTAIN, lease_until=None, settled_at=now)
    Letter.objects.filter(state=State.QUEUED, give_up_at__lte=now).update(state=State.FAILED, settled_at=now)


@transaction.atomic(durable=True)
def show(now: dt.datetime) -> int:
    """Without a mail server the letters stay on their page."""
    return Letter.objects.filter(state=State.QUEUED).update(state=State.SHOWN, settled_at=now)


def _due(now: dt.datetime) -> list[uuid.UUID]:
    due = Letter.objects.written_to_somebody().filter(
        enclosures.there_or_none(), state=State.QUEUED, next_try_at__lte=now
    )
    return list(due.order_by("next_try_at", "written_at", "pk").values_list("pk", flat=True)[:LOOK_AHEAD])


@transaction.atomic(durable=True)
def claim(pk: uuid.UUID, now: dt.datetime) -> Letter | None:
    """The letter, ours to send until the lease ends; None where another worker has it or it is not due."""
    due = Letter.objects.written_to_somebody().filter(pk=pk, state=State.QUEUED, next_try_at__lte=now)
    claimed = due.update(
        state=State.SENDING, phase=Phase.CLAIMED, attempts=F("attempts") + 1, lease_until=now + lease()
    )
    return Letter.objects.get(pk=pk) if claimed else None


def lease() -> dt.timedelta:
    """How long a worker may be silent about a letter before it counts as dead."""
    return dt.timedelta(seconds=settings.LETTER_LEASE_SECONDS)


@transaction.atomic(durable=True)
def _change(letter: Letter, in_phase: Letter.Phase, **fields: object) -> bool:
    """Change our letter, if it is still ours and in that phase."""
    ours = Letter.objects.filter(pk=letter.pk, state=State.SENDING, phase=in_phase, attempts=letter.attempts)
    return bool(ours.update(**fields))


def text_may_go(letter: Letter, now: dt.datetime) -> bool:
    """Write down that the text is about to go out; False where the claim is gone and it must not."""
    return _change(letter, Phase.CLAIMED, phase=Phase.DATA, lease_until=now + lease())


def _kept(words: str) -> Case:
    """What the server said; nothing where the person was erased meanwhile, for it may quote the address."""
    return Case(When(address="", then=Value("")), default=Value(words))


@transaction.atomic(durable=True)
def sent(letter: Letter, words: str, now: dt.datetime) -> None:
    """The server took it. Also where a slow answer had already made the row uncertain: now it is known."""
    Letter.objects.filter(
        pk=letter.pk, state__in=[State.SENDING, State.UNCERTAIN], phase=Phase.DATA, attempts=letter.attempts
    ).update(state=State.SENT, lease_until=None, settled_at=now, server_said=_kept(words))


def uncertain(letter: Letter, words: str, now: dt.datetime) -> None:
    """Nobody can know whether the server took it."""
    _change(
        letter, Phase.DATA, state=State.UNCERTAIN, lease_until=None, settled_at=now, server_said=_kept(words)
    )


def failed(letter: Letter, phase: Letter.Phase, words: str, now: dt.datetime) -> None:
    """The server refused it for good."""
    _change(
        letter,
        phase,
        state=State.FAILED,
        phase=Phase.NONE,
        lease_until=None,
        settled_at=now,
        server_said=_kept(words),
    )


def later(letter: Letter, phase: Letter.Phase, words: str, now: dt.datetime) -> None:
    """Not now: back into the queue, or given up where the next try would come too late to be of use."""
    again = now + wait_after(letter.attempts)
    if again >= letter.give_up_at:
        failed(letter, phase, words, now)
        return
    _change(
        letter,
        phase,
        state=State.QUEUED,
        phase=Phase.NONE,
        lease_until=None,
        next_try_at=again,
        server_said=_kept(words),
    )


def wait_after(attempts: int) -> dt.timedelta:
    """How long a letter waits after its `attempts`-th try: 1, 2, 4, … minutes, an hour at most."""
    doublings = min(attempts - 1, 10)
    return min(FIRST_WAIT * 2**doublings, LONGEST_WAIT)


@transaction.atomic(durable=True)
def _all_wait(words: str, now: dt.datetime) -> None:
    """No server: whatever is due waits together, and says why. That is no try of any letter."""
    Letter.objects.filter(state=State.QUEUED, next_try_at__lte=now).update(
        next_try_at=now + REACH_AGAIN, server_said=words
    )


# --- sending ------------------------------------------------------------------------------------------------


@dataclass
class Turn:
    """One turn of one worker: letter after letter over one connection, until nothing is due or time is up."""

    server: MailServer
    now: Now
    talk: Talk | None = None

    def send(self) -> bool:
        """Send what is due; True where letters are left over."""
        end = self.now() + dt.timedelta(seconds=RUN_SECONDS)
        try:
            while due := _due(self.now()):
                for pk in due:
                    if self.now() >= end:
                        return True
                    self._send_one(pk)
        except Unreachable as error:
            logger.error("The mail server %r cannot be used: %s", self.server, error)
            _all_wait(str(error), self.now())
        finally:
            if self.talk is not None:
                self.talk.goodbye()
        return False

    def _send_one(self, pk: uuid.UUID) -> None:
        # Connecting comes first: a server that is down costs no letter one of its tries.
        talk = self._connected()
        letter = claim(pk, self.now())
        if letter is None:
            return
        try:
            content = letters.on_the_wire(letter)
            recipient = letters.wire_address(letter.address)
        except Exception as error:
            # One letter that cannot be built must not hold up the others.
            # The error's words may hold the address, which belongs in the row, not in a log.
            logger.error("Letter %s cannot be built: %s", letter.pk, type(error).__name__)
            failed(letter, Phase.CLAIMED, str(error), self.now())
            return
        if self._introduced(talk, letter, recipient):
            self._handed_over(letter, content)

    def _introduced(self, talk: Talk, letter: Letter, recipient: str) -> bool:
        """Up to and with RCPT; what goes wrong here is safe to try again."""
        sender = letters.sender_address().addr_spec
        try:
            try:
                talk.introduce(sender, recipient)
            except Broken:
                if not talk.letters:
                    raise
                # Servers end a connection after some letters or some time: that says nothing about this
                # letter.
                self._drop()
                self._connected().introduce(sender, recipient)
        except Refused as error:
            self._refused(letter, Phase.CLAIMED, error)
            return False
        except (Broken, Unreachable) as error:
            self._drop()
            later(letter, Phase.CLAIMED, str(error), self.now())
            return False
        return True

    def _handed_over(self, letter: Letter, content: bytes) -> None:
        """The text itself, after it is written down that it goes."""
        talk = self._connected()
        if not text_may_go(letter, self.now()):
            self._forget()
            return
        try:
            words = talk.deliver(content)
        except Refused as error:
            self._refused(letter, Phase.DATA, error)
        except Broken as error:
            self._drop()
            later(letter, Phase.DATA, str(error), self.now())
        except NoVerdict as error:
            self._drop()
            uncertain(letter, str(error), self.now())
        else:
            sent(letter, words, self.now())

    def _refused(self, letter: Letter, phase: Letter.Phase, error: Refused) -> None:
        settle = failed if error.for_good else later
        settle(letter, phase, str(error), self.now())
        self._forget()

    def _connected(self) -> Talk:
        if self.talk is None:
            self.talk = Talk(self.server, our_name=urlsplit(settings.BASE_URL).hostname or "localhost")
        return self.talk

    def _forget(self) -> None:
        """Make the connection ready for the next letter, or give it up."""
        try:
            if self.talk is not None:
                self.talk.forget()
        except (Refused, Broken):
            self._drop()

    def _drop(self) -> None:
        if self.talk is not None:
            self.talk.drop()
            self.talk = None
