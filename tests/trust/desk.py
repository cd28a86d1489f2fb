"""A coordinator at the desk over HTTP, timed: for faults that ask whether pages go on."""

import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlencode, urlsplit

from tests.journeys.portal import Portal, running
from tests.smtp import SmtpServer
from tests.trust.order import Order

KEY = "k" * 32
TIMEOUT_SECONDS = 60.0


@contextmanager
def portal_for(order: Order, mail: SmtpServer) -> Iterator[Portal]:
    """The portal with its web server, on this process's own database and settings; it says nothing of itself."""
    own = {"DJANGO_SETTINGS_MODULE": os.environ["DJANGO_SETTINGS_MODULE"]}
    database = os.environ["DATABASE_URL"]
    with running(database, order.folder, mail, redis=order.redis, quiet=True, **own) as started:
        yield started


@dataclass(frozen=True)
class Answer:
    """status: 0 where no answer came at all. seconds: from asking to the last byte."""

    status: int
    text: str
    seconds: float


@dataclass(frozen=True)
class Desk:
    """The address of the portal and the key of a signed-in session."""

    url: str
    session: str

    def get(self, path: str) -> Answer:
        return self._ask("GET", path, None)

    def post(self, path: str, fields: Mapping[str, str]) -> Answer:
        return self._ask("POST", path, urlencode({**fields, "csrfmiddlewaretoken": KEY}))

    def _ask(self, method: str, path: str, body: str | None) -> Answer:
        headers = {"Cookie": f"sessionid={self.session}; csrftoken={KEY}", "Connection": "close"}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        began = time.monotonic()
        connection = HTTPConnection(urlsplit(self.url).netloc, timeout=TIMEOUT_SECONDS)
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            status, text = answer.status, answer.read().decode()
        except (OSError, HTTPException) as error:
            status, text = 0, repr(error)
        finally:
            connection.close()
        return Answer(status, text, time.monotonic() - began)


def p95(seconds: list[float]) -> float:
    """The time within which 95 of 100 were answered."""
    return sorted(seconds)[max(0, -(-95 * len(seconds) // 100) - 1)]
