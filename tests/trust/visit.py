"""The canary crawl of one state, from the building of its world to the planted leaks. Needs Django to be set up."""

import logging
from pathlib import Path

import time_machine
from django.conf import settings
from django.test.utils import setup_test_environment

from ccm_portal import clock
from ccm_portal.models import Letter
from tests.cast import APP_KEY
from tests.redis import Redis
from tests.smtp import SmtpServer, refuse_recipient
from tests.trust import cells, crawl, expectations, house, places, planted, world
from tests.trust.crawl import Crawl, Visitor
from tests.trust.order import until
from tests.trust.posted import UNSETTLED
from tests.trust.sides import LATER, World
from tests.trust.sightings import Book

MAIL_SECONDS = 90.0
LOG_SECONDS = 30.0
FAILURE = "builtins.ValueError"
# Whoever is asked for in a quick crawl, and how many links each follows.
QUICK = ("anonymous", "friend", "coordinator", "presidency", "admin of another process")
MOST, MOST_QUICK = 600, 10
PDF_QUICK = {"friend": frozenset({"review-pdf"})}


def everything(
    state: str, folder: Path, port: int, redis: Redis, mail: SmtpServer, *, quick: bool
) -> dict[str, object]:
    """What `canary.Result` adds up."""
    logging.getLogger("django.request").setLevel(logging.CRITICAL)
    setup_test_environment()
    with places.overheard(redis) as heard, house.renderer(folder):
        with time_machine.travel(LATER, tick=True):
            sides = world.build(state)
            everybody = {visitor.name: visitor for visitor in crawl.visitors(sides)}
            keys = {visitor.session for visitor in everybody.values() if visitor.session}
        settings.ALLOWED_HOSTS = ["*"]
        book = Book.of(dict.fromkeys(keys, "a session") | {APP_KEY: "an authenticator app"})
        # One letter is refused, by a server that quotes its address.
        refused = sides.ours.people.contacts["Canada"][0].email
        mail.for_address(refused, refuse_recipient(f"550 5.1.1 <{refused}> is unknown here"))
        visits = Crawl(port, book)
        with house.running(folder, port, LATER, beat=not quick):
            _letters(visits, mail, sides)
            # It puts an enclosure where there is none: only once the letters are out.
            starts = crawl.addresses(sides.ours, *([] if quick else [sides.theirs]))
            _pages(visits, everybody, starts, quick=quick)
            visits.go_wrong(everybody, sides)
            _failed(book, folder)
            _look(book, folder, redis, heard, sides, keys)
            told = {"requests": visits.requests, "leaks": list(book.leaks), "channels": sorted(book.read_in)}
            found = _planted(visits, everybody["anonymous"], folder, redis, heard, sides, keys)
    return told | {
        "canaries": book.count,
        "planted": len(planted.LEAKING),
        "planted_found": len(found),
        "missed": sorted(set(planted.LEAKING) - set(found)),
        "statuses": visits.statuses,
    }


def _letters(visits: Crawl, mail: SmtpServer, sides: World) -> None:
    """All that are due go out; whoever got one comes in by it."""
    waiting = Letter.objects.filter(state__in=UNSETTLED)
    if not until(lambda: not waiting.exists(), MAIL_SECONDS, each=clock.poke):
        visits.book.leaks.append(f"{waiting.count()} letters were not sent in time")
    places.read_letters(visits.book, mail, sides)
    for letter in list(mail.received):
        [address] = letter.recipients
        for token in places.tokens_in(letter, visits.book):
            visits.enter(token, address, places.may_read(address, sides))


def _pages(visits: Crawl, everybody: dict[str, Visitor], starts: list[str], *, quick: bool) -> None:
    for name, visitor in everybody.items():
        if quick and name not in QUICK:
            continue
        most = MOST_QUICK if quick else MOST
        rendered = PDF_QUICK.get(name, frozenset()) if quick else frozenset(cells.RENDERED)
        if name == expectations.STALE:
            # What the coordinator gets, too.
            rendered = frozenset()
        visits.follow(visitor, starts, most=most, rendered=rendered)


def _failed(book: Book, folder: Path) -> None:
    """The failures that are there on purpose reached the logs: what else these say of them can be read."""
    for name in ("web", "worker"):
        log = folder / f"{name}.log"
        if not until(lambda: FAILURE in log.read_text(), LOG_SECONDS, each=clock.poke):  # noqa: B023
            book.leaks.append(f"log of {name}: it says nothing of the failure on purpose")


def _look(book: Book, folder: Path, redis: Redis, heard: list[bytes], sides: World, keys: set[str]) -> None:
    """What the visits left behind."""
    places.read_logs(book, folder)
    places.read_redis(book, redis, heard)
    places.read_files(book, folder, sides)
    places.read_database(book, sides, keys)


def _planted(
    visits: Crawl,
    anyone: Visitor,
    folder: Path,
    redis: Redis,
    heard: list[bytes],
    sides: World,
    keys: set[str],
) -> list[str]:
    """The channels that leak on purpose in which a leak is found."""
    before = len(visits.book.leaks)
    (folder / planted.LEAKS).touch()
    visits.ask(anyone, "/")
    _look(visits.book, folder, redis, heard, sides, keys)
    found = {line.partition(":")[0] for line in visits.book.leaks[before:]}
    return sorted(found & set(planted.LEAKING))
