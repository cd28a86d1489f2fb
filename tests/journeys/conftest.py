"""The portal of a journey, and the people in it."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.journeys import portal as portals
from tests.journeys.people import HEIGHT, WIDE, Person, watch
from tests.journeys.portal import Portal
from tests.smtp import SmtpServer

SECONDS = 15

Meet = Callable[..., Person]


@pytest.fixture
def portal(cloned_database: str, tmp_path: Path, smtp_server: SmtpServer) -> Iterator[Portal]:
    """The running portal of this test. It must not have logged an error or answered with a 5xx."""
    with portals.running(cloned_database, tmp_path, smtp_server) as running:
        yield running
        assert running.answers("5") == []
        assert running.errors() == []


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
