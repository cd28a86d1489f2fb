"""A coordinator's process in a race to publish, on a database of its own; see `tests/meetings/test_publishing_race.py`.

prepare COUNT: as many approved minutes, prepared; prints the preparations, one a line.
confirm ID …: loads each, says "ready", confirms it when a line comes in on standard input, prints what became of it.
"""

import datetime as dt
import sys
import uuid

from ccm_portal.models import User
from meetings import publishing
from meetings.models import Preparation
from tests.cast import cast, document_at
from tests.meetings.publications import PUBLISHED_AT, prepared

BETWEEN_MEETINGS = dt.timedelta(days=40)


def prepare(count: int) -> None:
    people = cast()
    for number in range(count):
        document = document_at("approved", people, day=dt.date(2026, 10, 30) - number * BETWEEN_MEETINGS)
        print(prepared(document, people).pk)


def confirm(preparations: list[str]) -> None:
    coordinator = User.objects.get(email="coordinator@example.org")
    for identity in preparations:
        preparation = Preparation.objects.select_related("document").get(pk=uuid.UUID(identity))
        print("ready", flush=True)
        sys.stdin.readline()
        try:
            publishing.confirm(preparation, by=coordinator.actor, now=PUBLISHED_AT)
            print("published", flush=True)
        except publishing.CannotPublish as problem:
            print(type(problem).__name__, flush=True)


def main(arguments: list[str]) -> None:
    if arguments[0] == "prepare":
        prepare(int(arguments[1]))
    else:
        confirm(arguments[1:])
