"""What every answer carries: `python -m tests.trust.headers`. Prints one line, ends with 1 where a header is short.

Every route is asked for (GET) as every principal of the permission matrix, in every state: what is not public is kept
by nobody; no page lets a script or style of its own text run, or is shown in a frame; no address leaves in a Referer.
"""

import importlib
import logging
import sys
from collections.abc import Iterator, Mapping
from typing import Any

from tests.trust import alone

STATES = ("draft", "round open", "round closed", "published", "corrected")
# Of these at most the origin leaves.
SAFE_REFERRERS = {"strict-origin", "no-referrer", "same-origin"}
OWN_FRAME, NO_FRAME = "frame-ancestors 'self'", "frame-ancestors 'none'"
POLICY = {"default-src 'self'", "base-uri 'none'", "form-action 'self'", NO_FRAME, "object-src 'none'"}


def problems(headers: Mapping[str, str], *, public: bool) -> Iterator[str]:
    """What is wrong with the headers of one answer."""
    policy = headers.get("Content-Security-Policy", "")
    # A page that the portal shows in a frame of its own says so in both headers.
    framed = headers.get("X-Frame-Options") == "SAMEORIGIN"
    parts = {part.strip() for part in policy.replace(OWN_FRAME, NO_FRAME if framed else OWN_FRAME).split(";")}
    if "unsafe" in policy or not parts >= POLICY:
        yield f"Content-Security-Policy is {policy!r}"
    if headers.get("Referrer-Policy") not in SAFE_REFERRERS:
        yield f"Referrer-Policy is {headers.get('Referrer-Policy')!r}"
    for name, wanted in (
        ("X-Content-Type-Options", {"nosniff"}),
        ("X-Frame-Options", {"DENY", "SAMEORIGIN"} if OWN_FRAME in policy else {"DENY"}),
    ):
        if headers.get(name) not in wanted:
            yield f"{name} is {headers.get(name)!r}"
    kept = headers.get("Cache-Control", "")
    if not public and kept != "no-store":
        yield f"not public, yet Cache-Control is {kept!r}"


def short(state: str) -> tuple[int, list[str]]:
    """How many answers were read in that state, and what was wrong with them. Needs Django to be set up."""
    # What uses the tables can be imported only when Django knows which database.
    world, cells, routes, expectations = (
        importlib.import_module(f"tests.trust.{name}")
        for name in ("world", "cells", "routes", "expectations")
    )
    sides = world.build(state)
    arguments = routes.arguments(sides.ours)
    reverse = importlib.import_module("django.urls").reverse
    open_to_all = {entry.name for _pattern, entry in cells.walk() if entry.callback.policy.public}
    read, wrong = 0, []
    for route in expectations.PAGES:
        address = reverse(route, kwargs=arguments.get(route))
        for principal, client in sides.clients.items():
            # Setting a PDF takes its time; who is refused one is answered at once.
            if route in cells.RENDERED and expectations.let_in(route, principal, state):
                continue
            found = problems(_headers(client, address), public=route in open_to_all)
            wrong += [f"{state}: {route} as {principal}: {one}" for one in found]
            read += 1
    return read, wrong


def _headers(client: Any, address: str) -> Mapping[str, str]:
    """Of an answer whose deeds are undone."""
    transaction = importlib.import_module("django.db").transaction
    with transaction.atomic():
        answer = client.get(address)
        transaction.set_rollback(True)
    headers: Mapping[str, str] = answer.headers
    return headers


def main() -> int:
    read, wrong = 0, []
    # Refusals by the hundred are what is asked for here.
    logging.getLogger("django.request").setLevel(logging.CRITICAL)
    with alone.on_a_database():
        importlib.import_module("django.test.utils").setup_test_environment()
        travel = importlib.import_module("time_machine").travel
        later = importlib.import_module("tests.trust.world").LATER
        renderers = importlib.import_module("tests.renderers")
        transaction = importlib.import_module("django.db").transaction
        for state in STATES:
            with transaction.atomic(), renderers.running(), travel(later, tick=True):
                answers, found = short(state)
                transaction.set_rollback(True)
            read += answers
            wrong += found
    for line in wrong:
        print(line)
    print(f"headers: {read} answers, {len(wrong)} short")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
