"""The talk with the mail server, step by step, so that whoever talks knows how far a letter came.

Before the final dot nothing was handed over, and trying again is safe. Between the final dot and the server's
reply nobody can know. smtplib's own `sendmail` hides which it was.
"""

import smtplib
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import unquote, urlsplit

# Each step of the talk; and the wait for the verdict, in which servers look for spam.
STEP_SECONDS = 20.0
VERDICT_SECONDS = 40.0
MAX_WORDS = 500
# Replies that say no for good (RFC 5321, 4.2.1).
FOR_GOOD = range(500, 600)


class BadMailUrl(ValueError):
    """EMAIL_URL cannot be understood; the sentence says what to write."""


class Unreachable(Exception):
    """There is no talking with the server now: no connection, no TLS, or it does not let us in."""


class Refused(Exception):
    """The server said no to this letter, for good (5xx) or for now (4xx), in these words."""

    def __init__(self, code: int, words: str) -> None:
        super().__init__(words)
        # What is not clearly a refusal for good may be tried again.
        self.for_good = code in FOR_GOOD


class Broken(Exception):
    """The line broke before the final dot: the server has no letter."""


class NoVerdict(Exception):
    """The line broke, or the server stayed silent, after the final dot: it may have the letter."""


class Security(StrEnum):
    NONE = "smtp"
    STARTTLS = "smtp+tls"
    TLS = "smtps"


DEFAULT_PORTS = {Security.NONE: 25, Security.STARTTLS: 587, Security.TLS: 465}


@dataclass(frozen=True)
class MailServer:
    host: str
    port: int
    security: Security
    user: str = ""
    password: str = ""

    def __repr__(self) -> str:
        # Neither user nor password belongs in a log.
        return f"{self.security}://{self.host}:{self.port}"


def parse(url: str) -> MailServer:
    """The server EMAIL_URL names: smtp://, smtp+tls:// (STARTTLS) or smtps:// (TLS), user:password@host:port.

    User and password are percent-decoded. Raises BadMailUrl.
    """
    try:
        parts = urlsplit(url)
        security = Security(parts.scheme)
        port = parts.port or DEFAULT_PORTS[security]
    except ValueError as error:
        raise BadMailUrl(
            "EMAIL_URL must look like smtp://host:25, smtp+tls://user:password@host:587 or smtps://user:password@host:465."
        ) from error
    if not parts.hostname:
        raise BadMailUrl(
            "EMAIL_URL names no host; write for instance smtp+tls://user:password@mail.example.org:587."
        )
    return MailServer(
        parts.hostname, port, security, unquote(parts.username or ""), unquote(parts.password or "")
    )


class Talk:
    """One connection to the mail server, used for one letter after the other."""

    def __init__(self, server: MailServer, *, our_name: str) -> None:
        """Connects, secures the line, signs in; `our_name` is what we call ourselves. Raises Unreachable."""
        try:
            self._smtp = self._connect(server, our_name)
            self._sign_in(server)
        except (OSError, smtplib.SMTPException) as error:
            raise Unreachable(_words_of(error)) from error
        # A letter is two writes and then a wait: without this the second write would wait for the first's
        # receipt.
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.letters = 0

    def _connect(self, server: MailServer, our_name: str) -> smtplib.SMTP:
        if server.security is Security.TLS:
            return smtplib.SMTP_SSL(
                server.host, server.port, our_name, timeout=STEP_SECONDS, context=ssl.create_default_context()
            )
        return smtplib.SMTP(server.host, server.port, our_name, timeout=STEP_SECONDS)

    def _sign_in(self, server: MailServer) -> None:
        try:
            if server.security is Security.STARTTLS:
                # Raises where the server offers none: never on in clear text.
                self._smtp.starttls(context=ssl.create_default_context())
            self._smtp.ehlo_or_helo_if_needed()
            if server.user:
                self._smtp.login(server.user, server.password)
        except (OSError, smtplib.SMTPException):
            self._smtp.close()
            raise

    @property
    def _socket(self) -> socket.socket:
        if self._smtp.sock is None:
            raise smtplib.SMTPServerDisconnected("the line is closed")
        return self._smtp.sock

    def introduce(self, sender: str, recipient: str) -> None:
        """MAIL and RCPT: who it is from and for. Raises Refused and Broken."""
        with _before_the_dot():
            _check(self._smtp.mail(sender))
            _check(self._smtp.rcpt(recipient))

    def deliver(self, content: bytes) -> str:
        """DATA, the message, the final dot: the server's words. Raises Refused, Broken and NoVerdict.

        content: as `envelopes.on_the_wire` makes it, so that no line of it is taken for the end.
        """
        with _before_the_dot():
            self._smtp.putcmd("data")
            _check(self._smtp.getreply(), good=range(354, 355))
            self._smtp.send(content)
            self._socket.settimeout(VERDICT_SECONDS)
        words = self._verdict()
        self.letters += 1
        return words

    def _verdict(self) -> str:
        try:
            self._smtp.send(b".\r\n")
            reply = self._smtp.getreply()
            self._socket.settimeout(STEP_SECONDS)
        except (OSError, smtplib.SMTPException) as error:
            raise NoVerdict(_words_of(error)) from error
        if reply[0] // 100 not in (2, 4, 5):
            raise NoVerdict(_words(*reply))
        return _check(reply)

    def forget(self) -> None:
        """RSET: the letter begun is not meant. Raises Refused and Broken."""
        with _before_the_dot():
            _check(self._smtp.rset())

    def goodbye(self) -> None:
        """QUIT, and close."""
        try:
            self._smtp.quit()
        except (OSError, smtplib.SMTPException):
            self.drop()

    def drop(self) -> None:
        """Close a line on which nobody may be listening any more."""
        self._smtp.close()


@contextmanager
def _before_the_dot() -> Iterator[None]:
    """Whatever breaks in here, the server has no letter."""
    try:
        yield
    except (OSError, smtplib.SMTPException) as error:
        raise Broken(_words_of(error)) from error


def _check(reply: tuple[int, bytes], good: range = range(200, 300)) -> str:
    """The server's words, where they are the good news waited for. Raises Refused."""
    words = _words(*reply)
    if reply[0] not in good:
        raise Refused(reply[0], words)
    return words


def _words(code: int, said: bytes) -> str:
    """What the server said, as one printable line."""
    return _printable(f"{code} {said.decode('utf-8', 'replace')}")


def _words_of(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        said = error.smtp_error
        return _words(error.smtp_code, said if isinstance(said, bytes) else str(said).encode())
    return _printable(str(error) or type(error).__name__)


def _printable(words: str) -> str:
    line = " ".join(words.split())
    return "".join(sign for sign in line if sign.isprintable())[:MAX_WORDS]
