"""A round goes on while workers, beat, Redis, the mail server and PostgreSQL are each killed or stopped in the middle.

No letter is lost or comes twice, and no page fails, but for one "Not saved; your text is kept" while the database is
away.
"""

import re
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests import crew, databases
from tests.journeys import portal as portals
from tests.journeys.conftest import Meet
from tests.journeys.people import Person
from tests.journeys.portal import Portal
from tests.postgres import SAFE, Cluster
from tests.redis import Redis
from tests.smtp import Reply, SmtpServer

pytestmark = pytest.mark.services

IRELAND = "Lucas.Verzonnen@ie.example.org"
DENMARK = ("niamh.ofiction@dk.example.org", "Declan.McMadeup@dk.example.org")
REMARK = "They were full on every day; that should be said."
EDITED = "Zambia thanked all who had prepared the week."
# To the addresses on the list; before them, the Presidency was told that its word was recorded.
LETTERS, BEFORE = 29, 1
# Long enough that workers are killed in the middle of the letters.
UNHURRIED = Reply(delay_after_data=0.05)
SETTLED_SECONDS = 60.0
ADDRESS = re.compile(r"<(\S+@\S+)>")


@dataclass
class House:
    """What is killed or stopped."""

    postgres: Cluster
    redis: Redis
    portal: Portal


@pytest.fixture
def house(tmp_path: Path, smtp_server: SmtpServer) -> Iterator[House]:
    smtp_server.always = UNHURRIED
    with (
        Cluster(SAFE) as postgres,
        Redis() as redis,
        databases.migrated(postgres.url, tmp_path) as database,
        portals.running(
            database, tmp_path, smtp_server, redis=redis, DJANGO_SETTINGS_MODULE="tests.trust.fault_settings"
        ) as portal,
    ):
        yield House(postgres, redis, portal)


@pytest.fixture
def portal(house: House) -> Portal:
    return house.portal


def test_a_round_goes_on(house: House, meet: Meet) -> None:
    told = house.portal.scene("cleared")
    coordinator = meet("coordinator", session=told["session"])
    workers_are_killed_while_the_letters_go_out(house, coordinator, told["document"])
    beat_is_killed_and_redis_and_the_mail_server_are_away(house, meet)
    the_database_is_away(house, coordinator, told)
    everything_is_back(house, coordinator)


def workers_are_killed_while_the_letters_go_out(house: House, coordinator: Person, document: str) -> None:
    coordinator.goes_to(f"/desk/documents/{document}/circulate/")
    coordinator.presses("See who gets what")
    coordinator.presses(f"Open the round and send {LETTERS} letters")
    coordinator.is_told("Circulated")
    people, mail = house.portal.crew, house.portal.mail
    until(lambda: len(mail.received) > LETTERS // 4)
    for name in ("worker-1", "worker-2"):
        people.kill(name)
    stopped_at = len(mail.received)
    assert stopped_at < LETTERS
    for name in ("worker-1", "worker-2"):
        people.start(name, crew.WORKER)
    all_arrive(house, coordinator, BEFORE + LETTERS)


def beat_is_killed_and_redis_and_the_mail_server_are_away(house: House, meet: Meet) -> None:
    """A comment and a "no comments" are taken as ever; their receipts wait in the database."""
    friend, other = meet("friend of Denmark"), meet("friend of Ireland")
    friend.opens_letter(house.portal.letter(to=DENMARK[0], about="comments by"))
    other.opens_letter(house.portal.letter(to=IRELAND, about="comments by"))
    house.portal.crew.kill("beat")
    house.redis.freeze()
    house.portal.mail.go_away()
    friend.follows("Comment on para. 2")
    friend.fills("Remark", REMARK)
    friend.presses("Save")
    friend.presses("Send our comment")
    friend.is_told("1 comment is sent")
    house.redis.thaw()
    house.redis.stop()
    other.presses("We have no comments")
    other.sees("What has arrived from your delegation")


def the_database_is_away(house: House, coordinator: Person, told: dict[str, str]) -> None:
    coordinator.goes_to(f"/desk/documents/{told['document']}/sections/{told['section']}/")
    coordinator.fills("Text of para", EDITED)
    house.postgres.stop()
    coordinator.presses("Save")
    coordinator.is_at("Not saved; your text is kept")
    coordinator.sees("What you had typed")
    assert coordinator.page.get_by_label("Text").first.input_value() == EDITED
    coordinator.looks("70-not-saved")
    assert Axe().run(coordinator.page).response["violations"] == []
    house.postgres.start()
    coordinator.presses("Save again")
    coordinator.is_told("1 paragraph changed")
    assert [trouble[:3] for trouble in coordinator.troubles] == ["503"]
    coordinator.troubles.clear()


def everything_is_back(house: House, coordinator: Person) -> None:
    house.redis.start()
    house.portal.mail.come_back()
    house.portal.crew.start("beat", crew.BEAT)
    for address in (*DENMARK, IRELAND):
        house.portal.letter(to=address, about="receipt for", within=SETTLED_SECONDS)
    all_arrive(house, coordinator, BEFORE + LETTERS + 3)
    assert len(house.portal.answers("5")) == 1
    assert house.portal.crew.dead() == []


def until(done: Callable[[], bool], seconds: float = SETTLED_SECONDS) -> None:
    end = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.05)


def all_arrive(house: House, coordinator: Person, count: int) -> None:
    """So many letters, none twice, once what is in doubt is decided on."""
    until(lambda: settled(coordinator, count))
    decide_on_what_is_uncertain(coordinator, house)
    until(lambda: len(house.portal.mail.received) >= count)
    numbers = Counter(str(letter.message["Message-ID"]) for letter in house.portal.mail.received)
    assert [number for number, came in numbers.items() if came > 1] == []
    assert len(numbers) == count


def settled(coordinator: Person, letters: int) -> bool:
    """The page of letters shows so many, and none that waits or is being sent."""
    coordinator.goes_to("/desk/letters/")
    coordinator.sees(f"{letters} letters")
    shown = coordinator.page.locator("main").inner_text()
    return not re.search(r"\d+ (queued|being sent)", shown)


def decide_on_what_is_uncertain(coordinator: Person, house: House) -> None:
    """Of a letter in a killed worker's hands nobody knows. She asks its addressee, and decides."""
    while True:
        coordinator.goes_to("/desk/letters/?state=uncertain")
        doubtful = coordinator.page.locator("main table a")
        if not doubtful.count():
            return
        doubtful.first.click()
        subject = coordinator.page.get_by_role("heading", level=1).inner_text()
        _sender, addressed = ADDRESS.findall(coordinator.page.locator("dl.facts").first.inner_text())
        # A subject that just fills a line begins on the next one, after a blank.
        came = [letter.subject.strip() for letter in house.portal.mail.letters_to(addressed)]
        arrived = subject in came
        coordinator.presses("Count as sent" if arrived else "Send again")
        coordinator.is_told("counts as sent" if arrived else "in the queue again")
