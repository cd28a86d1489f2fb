"""A mail server that counts: keeps every letter with its envelope, and answers as it is told.

    with SmtpServer() as server:
        server.next(refuse_recipient("550 5.1.1 No such mailbox"), drop_after_data())
        …                          # the first letter is refused, the second taken but never answered
        server.letters_to("norway@example.org")

Speaks real SMTP on a free port of the loopback, in a thread of its own.
"""

import asyncio
import threading
from collections import deque
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Self
from weakref import WeakSet

from aiosmtpd.smtp import SMTP, Envelope, Session

HOST = "127.0.0.1"
ACCEPTED = "250 2.0.0 Accepted"
FOREVER = 3600.0
START_SECONDS = 10.0


@dataclass(frozen=True)
class Reply:
    """What one letter meets: at each step a delay in seconds and the server's words; empty words accept."""

    sender: str = ""
    recipient: str = ""
    data: str = ""
    delay_at_recipient: float = 0.0
    delay_after_data: float = 0.0
    drop_before_data: bool = False
    drop_after_data: bool = False


def accept() -> Reply:
    """Takes the letter."""
    return Reply()


def delay(seconds: float) -> Reply:
    """Takes the letter, and says so only after a while."""
    return Reply(delay_after_data=seconds)


def refuse_sender(words: str = "550 5.7.1 Sender refused") -> Reply:
    """Answers MAIL FROM with an error."""
    return Reply(sender=words)


def refuse_recipient(words: str = "550 5.1.1 No such mailbox") -> Reply:
    """Answers RCPT TO with an error: 4xx for now, 5xx for good."""
    return Reply(recipient=words)


def refuse_data(words: str = "554 5.6.0 Letter refused") -> Reply:
    """Answers the whole letter with an error; it is not kept."""
    return Reply(data=words)


def drop_before_data() -> Reply:
    """Cuts the line at RCPT TO, before any text has passed."""
    return Reply(drop_before_data=True)


def drop_after_data() -> Reply:
    """Keeps the letter and cuts the line before saying so: only the sender is left in doubt."""
    return Reply(drop_after_data=True)


def hang(seconds: float = FOREVER) -> Reply:
    """Keeps the letter and says nothing for so long; ends when the server is stopped."""
    return Reply(delay_after_data=seconds)


def hang_at_recipient(seconds: float = FOREVER) -> Reply:
    """Says nothing at RCPT TO for so long."""
    return Reply(delay_at_recipient=seconds)


@dataclass(frozen=True)
class Received:
    """One letter the server kept, with its envelope."""

    sender: str
    recipients: tuple[str, ...]
    data: bytes

    @property
    def message(self) -> EmailMessage:
        return message_from_bytes(self.data, policy=policy.default)

    @property
    def subject(self) -> str:
        return str(self.message["Subject"])

    @property
    def text(self) -> str:
        """The plain text part."""
        part = self.message.get_body(("plain",))
        return part.get_content() if part else ""

    @property
    def html(self) -> str:
        """The HTML part."""
        part = self.message.get_body(("html",))
        return part.get_content() if part else ""


@dataclass
class _Handler:
    """aiosmtpd's hooks. Each letter takes its reply at MAIL FROM and keeps it to the end."""

    server: "SmtpServer"
    replies: dict[int, Reply] = field(default_factory=dict)

    async def handle_MAIL(  # noqa: N802 (aiosmtpd's name)
        self, smtp: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        reply = self.replies[id(session)] = self.server.reply_for_next()
        if reply.sender:
            return reply.sender
        envelope.mail_from = address
        return "250 2.1.0 OK"

    async def handle_RCPT(  # noqa: N802 (aiosmtpd's name)
        self, smtp: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        reply = self.replies[id(session)] = self.server.reply_for(address) or self.replies[id(session)]
        await asyncio.sleep(reply.delay_at_recipient)
        if reply.drop_before_data:
            _cut(smtp)
        if reply.recipient:
            return reply.recipient
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(  # noqa: N802 (aiosmtpd's name)
        self, smtp: SMTP, session: Session, envelope: Envelope
    ) -> str:
        reply = self.replies.pop(id(session))
        if reply.data:
            return reply.data
        self.server.keep(envelope)
        await asyncio.sleep(reply.delay_after_data)
        if reply.drop_after_data:
            _cut(smtp)
        return ACCEPTED


def _cut(smtp: SMTP) -> None:
    if smtp.transport is not None:
        smtp.transport.abort()  # type: ignore[attr-defined]
    raise asyncio.CancelledError


class SmtpServer:
    """The server and what it got. `received` grows in the order of arrival."""

    def __init__(self) -> None:
        self.received: list[Received] = []
        self.connections = 0
        self.always = accept()
        self._queue: deque[Reply] = deque()
        self._by_address: dict[str, Reply] = {}
        self._lock = threading.Lock()
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._listening: asyncio.Server | None = None
        self._sessions: WeakSet[SMTP] = WeakSet()
        self._stop = asyncio.Event()
        self._thread = threading.Thread(target=self._serve, name="smtp-server", daemon=True)
        self.port = 0

    def __enter__(self) -> Self:
        self._thread.start()
        if not self._ready.wait(START_SECONDS):
            raise TimeoutError("the mail server of the tests did not start")
        return self

    def __exit__(self, *exc: object) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(START_SECONDS)

    def go_away(self) -> None:
        """As if killed: every line is cut, and nobody answers at the port. What was kept stays."""
        asyncio.run_coroutine_threadsafe(self._close(), self._loop).result(START_SECONDS)

    def come_back(self) -> None:
        """Answers at its port again."""
        asyncio.run_coroutine_threadsafe(self._listen(), self._loop).result(START_SECONDS)

    @property
    def url(self) -> str:
        """For EMAIL_URL."""
        return f"smtp://{HOST}:{self.port}"

    def next(self, *replies: Reply) -> None:
        """The coming letters meet these replies, one each; the ones after them meet `always`."""
        with self._lock:
            self._queue.extend(replies)

    def for_address(self, address: str, reply: Reply) -> None:
        """Every letter to this address meets this reply, whatever its turn."""
        with self._lock:
            self._by_address[address.lower()] = reply

    def letters_to(self, address: str) -> list[Received]:
        """What was kept for this address."""
        with self._lock:
            return [letter for letter in self.received if address in letter.recipients]

    def reply_for_next(self) -> Reply:
        with self._lock:
            return self._queue.popleft() if self._queue else self.always

    def reply_for(self, address: str) -> Reply | None:
        with self._lock:
            return self._by_address.get(address.lower())

    def keep(self, envelope: Envelope) -> None:
        letter = Received(
            envelope.mail_from or "", tuple(envelope.rcpt_tos), envelope.original_content or b""
        )
        with self._lock:
            self.received.append(letter)

    def _session(self) -> SMTP:
        self.connections += 1
        session = self._new_session()
        self._sessions.add(session)
        return session

    def _new_session(self) -> SMTP:
        # A host name of its own, or the library asks the network for ours.
        return SMTP(_Handler(self), hostname="mail.example.org", loop=self._loop, enable_SMTPUTF8=True)

    async def _listen(self) -> None:
        self._listening = await self._loop.create_server(self._session, HOST, self.port)
        self.port = self._listening.sockets[0].getsockname()[1]

    async def _close(self) -> None:
        assert self._listening is not None
        self._listening.close()
        for session in list(self._sessions):
            if session.transport is not None:
                session.transport.abort()  # type: ignore[attr-defined]

    def _serve(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._until_stopped())
        self._loop.close()

    async def _until_stopped(self) -> None:
        await self._listen()
        self._ready.set()
        await self._stop.wait()
        await self._close()
        hanging = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in hanging:
            task.cancel()
        await asyncio.gather(*hanging, return_exceptions=True)
