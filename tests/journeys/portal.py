"""The portal as it really runs, for one test: web server, clock, PDF renderer, and a mail server that counts.

With a Redis, two of Celery's workers, its beat and the renderer's keeper stand in the place of the clock.

    with running(cloned_database, tmp_path, smtp_server) as portal:
        coordinator = portal.scene("staff")
        …
        letter = portal.letter(to="norway@example.org", about="comments by")

Every process works on a database of this test's own and is ended by its number, whatever happens.
"""

import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

from tests import crew, databases
from tests.crew import Crew
from tests.redis import Redis
from tests.smtp import Received, SmtpServer

THREADS = 4
START_SECONDS = 30.0
# A letter is written by a request, fetched by the clock (at once when poked), and sent.
LETTER_SECONDS = 20.0
LOOK_SECONDS = 0.05


class DidNotStart(Exception):
    """A process of the portal ended, or did not answer in time; the message holds what it printed."""


@dataclass
class Portal:
    """Where the portal of a test is, what it works on, and what it has printed."""

    url: str
    folder: Path
    mail: SmtpServer
    environment: dict[str, str]
    crew: Crew

    def scene(self, name: str) -> dict[str, Any]:
        """Sets up what a journey begins with (a function of `tests.journeys.scenes`) and returns what it tells.

        In a process of its own: the portal's models in this process belong to another database.
        """
        done = subprocess.run(
            [sys.executable, "-m", "tests.journeys.scenes", name],
            cwd=databases.ROOT,
            env=self.environment,
            check=False,
            capture_output=True,
            text=True,
        )
        if done.returncode:
            raise RuntimeError(f"the scene “{name}” could not be set up:\n{done.stdout}{done.stderr}")
        told: dict[str, Any] = json.loads(done.stdout)
        return told

    def letter(self, *, to: str, about: str, within: float = LETTER_SECONDS) -> Received:
        """The one letter to this address whose subject holds these words, as soon as the mail server has it."""
        end = time.monotonic() + within
        while True:
            found = [letter for letter in self.mail.letters_to(to) if about in letter.subject]
            if found or time.monotonic() > end:
                break
            time.sleep(LOOK_SECONDS)
        if len(found) != 1:
            raise AssertionError(f"{len(found)} letters about “{about}” to {to}, not one. {self._subjects()}")
        return found[0]

    def letters(self, *, about: str, count: int) -> list[Received]:
        """All letters whose subject holds these words, once there are so many."""
        end = time.monotonic() + LETTER_SECONDS
        while len(found := self.received(about)) < count:
            if time.monotonic() > end:
                raise AssertionError(f"{len(found)} letters about “{about}”, not {count}. {self._subjects()}")
            time.sleep(LOOK_SECONDS)
        return found

    def received(self, about: str) -> list[Received]:
        """The letters that came so far whose subject holds these words."""
        return [letter for letter in list(self.mail.received) if about in letter.subject]

    def _subjects(self) -> str:
        return f"Received: {sorted({letter.subject for letter in self.mail.received})}"

    def printed(self) -> str:
        """What its processes have printed so far, by process."""
        return self.crew.printed()

    def answers(self, status: str) -> list[str]:
        """The lines of the web server's log about requests answered with a status that begins so, such as "5"."""
        return [
            line
            for line in self.crew.log("web").read_text().splitlines()
            if line.startswith(f"answered {status}")
        ]

    def errors(self) -> list[str]:
        """What its processes logged as errors."""
        return [
            line for line in self.printed().splitlines() if " ERROR " in line or line.startswith("Traceback")
        ]


@contextmanager
def running(
    database: str,
    folder: Path,
    mail: SmtpServer,
    *,
    redis: Redis | None = None,
    quiet: bool = False,
    **changes: str,
) -> Iterator[Portal]:
    """The portal on `database`, its files in `folder`, its letters to `mail`; ended, and only it, in the end.

    `changes` are variables of its environment. What it printed is printed in the end unless `quiet`; pytest shows it
    with a test that fails.
    """
    with socket.create_server(("127.0.0.1", 0)) as door:
        url = f"http://localhost:{door.getsockname()[1]}"
        environment = crew.environment(
            database,
            folder,
            **{
                "DEMO": "0",
                "BASE_URL": url,
                "EMAIL_URL": mail.url,
                "REDIS_URL": redis.url if redis else "",
                "RENDERER_SOCKET": str(folder / "renderer.sock"),
                "DJANGO_SETTINGS_MODULE": "ccm_portal.settings",
                "PYTHONUNBUFFERED": "1",
            }
            | changes,
        )
        portal = Portal(url, folder, mail, environment, Crew(environment, folder))
        try:
            portal.crew.start("web", _web_server(door), keep=[door.fileno()])
            for name, arguments in (crew.WITH_REDIS if redis else crew.WITHOUT_REDIS).items():
                portal.crew.start(name, arguments)
            _await(portal)
            yield portal
        finally:
            portal.crew.stop()
            if not quiet:
                print(portal.printed())


def _web_server(door: socket.socket) -> list[str]:
    """gunicorn on a socket that is bound already: no other process can take the port in between."""
    return [
        "-m", "gunicorn", "ccm_portal.wsgi", "--threads", str(THREADS), "--bind", f"fd://{door.fileno()}",
        "--no-control-socket",
        "--access-logfile", "-", "--access-logformat", "answered %(s)s %(m)s %(U)s",
    ]  # fmt: skip


def _await(portal: Portal) -> None:
    """Until the web server answers and the clock has its renderer; raises DidNotStart."""
    end = time.monotonic() + START_SECONDS
    while not _is_well(portal):
        dead = portal.crew.dead()
        if dead or time.monotonic() > end:
            raise DidNotStart(f"{', '.join(dead) or 'The portal'} did not start.\n{portal.printed()}")
        time.sleep(LOOK_SECONDS)


def _is_well(portal: Portal) -> bool:
    with suppress(URLError, OSError), urlopen(f"{portal.url}/healthz", timeout=START_SECONDS) as answer:
        return bool(answer.status == 200)
    return False
