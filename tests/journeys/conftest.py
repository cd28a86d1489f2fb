"""The portal of a journey, and the people in it."""

from collections.abc import Callable, Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests import databases
from tests.journeys import portal as portals
from tests.journeys.people import HEIGHT, WIDE, Person, watch
from tests.journeys.portal import Portal
from tests.redis import Redis
from tests.smtp import SmtpServer

SECONDS = 15

Meet = Callable[..., Person]


@pytest.fixture
def portal(cloned_database: str, tmp_path: Path, smtp_server: SmtpServer) -> Iterator[Portal]:
    """The running portal of this test. It must not have logged an error or answered with a 5xx."""
    with portals.running(cloned_database, tmp_path, smtp_server) as running:
        yield running
        all_was_well(running)


@pytest.fixture
def portal_at_work(cloned_database: str, tmp_path: Path, smtp_server: SmtpServer) -> Iterator[Portal]:
    """As `portal`; on PostgreSQL as in real use, with Redis, two workers, beat and the renderer's keeper."""
    at_work = nullcontext(None) if databases.is_sqlite(cloned_database) else Redis()
    with at_work as redis, portals.running(cloned_database, tmp_path, smtp_server, redis=redis) as running:
        yield running
        all_was_well(running)


def all_was_well(portal: Portal) -> None:
    """No error logged, no page failed, no process ended by itself."""
    assert portal.answers("5") == []
    assert portal.errors() == []
    assert portal.crew.dead() == []


@pytest.fixture
def meet(browser: Browser, portal: Portal) -> Iterator[Meet]:
    """Another person with a browser of their own: `meet("The Friend")`, with options of a browser context."""
    met: list[Person] = []

    def introduce(name: str, *, session: str = "", **options: Any) -> Person:
        context = browser.new_context(viewport={"width": WIDE, "height": HEIGHT}, **options)
        context.set_default_timeout(SECONDS * 1000)
        if session:
            context.add_cookies([{"name": "sessionid", "value": session, "url": portal.url}])
        person = Person(name, portal, context, context.new_page())
        watch(person)
        met.append(person)
        return person

    yield introduce
    for person in met:
        person.context.close()
    assert {person.name: person.troubles for person in met if person.troubles} == {}
