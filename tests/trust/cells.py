"""The cells of the permission matrix: tries each and says what was unexpected. Needs Django to be set up.

A cell is unexpected when its status differs from the table, when a refusal wrote to the database, when a canary is
shown to somebody who must not see it, when an allowed page does not show the canary it should, or when a header that
protects the answer is missing.
"""

import copy
import functools
import itertools
import logging
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import time_machine
from django.db import connection, transaction
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests import renderers
from tests.trust import expectations, headers, routes, world
from tests.trust.answers import Page
from tests.trust.expectations import PAGES
from tests.trust.sides import CANARIES, LATER, World

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
# What pages answer to. The rest is refused before the state matters.
ANSWERED = ("GET", "POST")
REST = tuple(method for method in METHODS if method not in ANSWERED)
WRITES = ("INSERT", "UPDATE", "DELETE")
# A session is no row of the process, and neither is how often somebody tried to sign in.
HARMLESS = re.compile(r"django_session|\"cache\"|SAVEPOINT")
# Rendering takes its time; the matrix asks for each PDF once, from those who may have it.
RENDERED = {
    "agenda-pdf",
    "folder-pdf",
    "document-pdf",
    "preview",
    "revision-pdf",
    "review-pdf",
    "compare-pdf",
    "list-edition-pdf",
}
# A form that was sent, though nothing was filled in.
SOMETHING = {"sent": "1"}


@dataclass
class Report:
    """How many cells were tried, and which were unexpected."""

    cells: int = 0
    unexpected: list[str] = field(default_factory=list)


def walk(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every route of the site, with its whole pattern."""
    for entry in (resolver or get_resolver()).url_patterns:
        whole = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from walk(entry, whole)
        else:
            yield whole, entry


def gate() -> list[str]:
    """Routes without a policy, or without a row in the table; rows without a route."""
    found, names = [], set()
    for pattern, entry in walk():
        names.add(entry.name)
        if getattr(entry.callback, "policy", None) is None:
            found.append(f"/{pattern} has no policy")
        elif entry.name not in PAGES:
            found.append(f"/{pattern} ({entry.name}) has no row in tests/trust/expectations.py")
    return found + [f"{name} stands in the table but is no route" for name in PAGES.keys() - names]


@functools.cache
def open_to_all() -> frozenset[str]:
    """The names of the routes that anyone may read, by their policies."""
    policies = {str(entry.name): getattr(entry.callback, "policy", None) for _pattern, entry in walk()}
    return frozenset(name for name, policy in policies.items() if policy is not None and policy.public)


class Writes:
    """Counts the statements that write, as they reach the database."""

    def __init__(self) -> None:
        self.seen: list[str] = []

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.lstrip().upper().startswith(WRITES) and not HARMLESS.search(sql):
            self.seen.append(sql[:80])
        return execute(sql, params, many, context)


@contextmanager
def _undone() -> Iterator[None]:
    """Whatever the request does is rolled back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@dataclass(frozen=True)
class Answer:
    """What came back: the status, the headers, everything readable in it (body and headers), what was written."""

    status: int
    headers: Mapping[str, str]
    whole: bytes
    writes: list[str]


def _ask(client: Any, method: str, address: str, data: dict[str, str]) -> Answer:
    writes = Writes()
    cookies = copy.deepcopy(client.cookies)
    with _undone(), connection.execute_wrapper(writes):
        response = getattr(client, method.lower())(address, data if method == "POST" else None)
        # A file is streamed: read it while the database is as it was.
        body = b"".join(response.streaming_content) if response.streaming else response.content
    # Also what the browser was told: a new session key is undone with the session.
    client.cookies = cookies
    whole = body + str(response.headers).encode()
    return Answer(response.status_code, response.headers, whole, writes.seen)


def _status(page: Page, method: str, state: str) -> int:
    if method not in page.methods:
        return 405
    wanted = page.post if method == "POST" else page.get
    return wanted if isinstance(wanted, int) else wanted[state]


def expected(route: str, principal: str, method: str, state: str) -> int:
    """The status the table asks for."""
    page = PAGES[route]
    if expectations.must_confirm(route, principal):
        return 403
    if (by_person := expectations.BY_PERSON.get((route, principal))) and method in page.methods:
        return by_person[method == "POST"]
    if expectations.let_in(route, principal, state):
        return _status(page, method, state)
    if expectations.knocks(route, principal, state) and method not in page.methods:
        return 405
    if principal == "removed" and route in expectations.REVIEW and state != expectations.DRAFT:
        return 410
    if principal == "removed" and route in expectations.READER | expectations.BY_LINK | expectations.YOURS:
        return 410
    return 404


def _problems(route: str, principal: str, method: str, answer: Answer, sides: World) -> Iterator[str]:
    state = sides.state
    wanted = expected(route, principal, method, state)
    if answer.status != wanted:
        yield f"{answer.status} instead of {wanted}"
    if answer.status in (403, 404, 405) and answer.writes:
        yield f"refused, yet wrote: {answer.writes[0]}"
    if method in ("GET", "HEAD", "OPTIONS") and answer.writes:
        yield f"{method} wrote: {answer.writes[0]}"
    # Whoever holds a link's token sees whose link it is.
    by_token = {"contact"} if route in expectations.TOKEN else set()
    yield from _leaks(principal, answer, sides, by_token)
    yield from headers.problems(answer.headers, public=route in open_to_all())
    shows = PAGES[route].shows
    if method == "GET" and answer.status == 200 and shows and expectations.shown(route, principal):
        elsewhere = "another process" in principal and PAGES[route].lists
        side = sides.theirs if elsewhere else sides.ours
        if side.canary(shows).encode() not in answer.whole:
            yield f"does not show {shows}"


def _leaks(principal: str, answer: Answer, sides: World, besides: set[str]) -> Iterator[str]:
    state = sides.state
    for side, allowed in (
        (sides.ours, expectations.may_see(principal, state) | besides),
        (sides.theirs, expectations.may_see_theirs(principal, state)),
    ):
        for kind in CANARIES:
            if kind not in allowed and side.canary(kind).encode() in answer.whole:
                yield f"shows {side.canary(kind)}"


@contextmanager
def _refusals_unsaid() -> Iterator[None]:
    """Refusals by the hundred are what is asked for here."""
    log = logging.getLogger("django.request")
    level = log.level
    log.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        log.setLevel(level)


def every(_place: int) -> Sequence[str]:
    """All methods in each cell."""
    return METHODS


def answered(_place: int) -> Sequence[str]:
    """What pages answer to."""
    return ANSWERED


def in_turn(place: int) -> Sequence[str]:
    """What pages answer to and one of the rest: each of them in its turn, as the places are counted."""
    return (*ANSWERED, REST[place % len(REST)])


def try_state(
    state: str, methods: Callable[[int], Sequence[str]] = every, *, without: Collection[str] = ()
) -> Report:
    """The cells of one state: each principal on each route, with the methods for that place, counted from 0.

    `without`: routes left out. The database is left as it was.
    """
    report, places = Report(), itertools.count()
    with (
        transaction.atomic(),
        renderers.running(),
        time_machine.travel(LATER, tick=True),
        _refusals_unsaid(),
    ):
        sides = world.build(state)
        arguments = routes.arguments(sides.ours)
        for route, page in PAGES.items():
            if route in without:
                continue
            address = reverse(route, kwargs=arguments.get(route))
            for principal, client in sides.clients.items():
                _try_cells(report, sides, route, page, address, principal, client, methods(next(places)))
        transaction.set_rollback(True)
    return report


def _try_cells(
    report: Report,
    sides: World,
    route: str,
    page: Page,
    address: str,
    principal: str,
    client: Any,
    methods: Sequence[str],
) -> None:
    for method in methods:
        if route in RENDERED and method == "HEAD" and expectations.let_in(route, principal, sides.state):
            continue
        answer = _ask(client, method, address, SOMETHING | page.data)
        report.cells += 1
        for problem in _problems(route, principal, method, answer, sides):
            report.unexpected.append(f"{sides.state}: {method} {route} as {principal}: {problem}")
