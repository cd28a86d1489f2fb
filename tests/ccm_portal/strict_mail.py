"""The mail server of the tests with what only the outbox needs: TLS, signing in, a slow or refused DATA."""

import asyncio
import functools
import ssl
from collections import deque
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from tests.smtp import SmtpServer, _cut, _Handler


class StrictServer(SmtpServer):
    """`tls` from the start, or offered as `starttls`; `login` (user, password) asked for where given."""

    def __init__(
        self,
        *,
        tls: ssl.SSLContext | None = None,
        starttls: ssl.SSLContext | None = None,
        login: tuple[str, str] | None = None,
    ) -> None:
        super().__init__()
        self.refused_commands: deque[str] = deque()
        # Seconds before every DATA command is answered: the letter is announced and nothing of it has passed.
        self.pause_at_data = 0.0
        self._starttls = starttls
        self._login = login
        self._loop.create_server = functools.partial(self._loop.create_server, ssl=tls)  # type: ignore[method-assign]

    def refuse_data_command(self, words: str) -> None:
        """The next DATA command is answered so, before any text; empty words cut the line instead."""
        self.refused_commands.append(words)

    def _new_session(self) -> SMTP:
        return _StrictSession(
            self,
            _Handler(self),
            hostname="mail.example.org",
            loop=self._loop,
            tls_context=self._starttls,
            auth_required=self._login is not None,
            auth_require_tls=False,
            authenticator=self._authenticate,
        )

    def _authenticate(
        self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any
    ) -> AuthResult:
        given = (data.login.decode(), data.password.decode()) if isinstance(data, LoginPassword) else None
        return AuthResult(success=given is not None and given == self._login)


class _StrictSession(SMTP):
    def __init__(self, strict: StrictServer, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._strict = strict

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802 (aiosmtpd's name)
        await asyncio.sleep(self._strict.pause_at_data)
        if not self._strict.refused_commands:
            await super().smtp_DATA(arg)
        elif words := self._strict.refused_commands.popleft():
            await self.push(words)
        else:
            _cut(self)
