"""Celery's workers: which verb they run, how often at once, without Redis, and how they end."""

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from ccm_portal import outbox, tasks, worker
from tests import crew, databases
from tests.crew import BEAT, RENDERER, WORKER, Crew
from tests.redis import Redis
from tests.smtp import Reply, SmtpServer

HERE = "tests.ccm_portal.test_workers"
VERB = f"{HERE}.counts"
SECONDS = 40.0
WRITE_ONE = "from django.utils import timezone; from tests.ccm_portal.letterbox import write; write(now=timezone.now())"
STATES = "from ccm_portal.models import Letter; print(*Letter.objects.values_list('state', flat=True))"

at_once = threading.Semaphore(1)
ran: list[bool] = []


def counts(now: Any) -> bool:
    """A verb that tells whether it was alone."""
    alone = at_once.acquire(blocking=False)
    time.sleep(0.01)
    if alone:
        at_once.release()
    ran.append(alone)
    return len(ran) == 1


@pytest.fixture(autouse=True)
def _a_verb_that_counts(settings: Any) -> None:
    ran.clear()
    settings.PERIODIC = [VERB]


def until(done: Callable[[], object], seconds: float = SECONDS) -> None:
    end = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.05)


# --- looking ------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_message_runs_the_verb_until_nothing_is_left_over() -> None:
    tasks.look(VERB)
    assert ran == [True, True]


@pytest.mark.django_db
def test_ten_messages_at_once_run_the_verb_never_beside_itself() -> None:
    looks = [threading.Thread(target=worker.look, args=[VERB]) for _ten in range(10)]
    for look in looks:
        look.start()
    for look in looks:
        look.join()
    assert all(ran)
    assert 2 <= len(ran) <= 11


def test_a_message_about_something_else_does_nothing(caplog: Any) -> None:
    tasks.look("os.abort")
    assert ran == []
    assert "names os.abort, which is no verb of the clock here" in caplog.text


# --- the processes ------------------------------------------------------------------------------------------


@pytest.fixture
def people(cloned_database: str, tmp_path: Path, smtp_server: SmtpServer) -> Iterator[Crew]:
    """No process yet; REDIS_URL names a server that is not there."""
    changes = {
        "EMAIL_URL": smtp_server.url,
        "REDIS_URL": "redis://127.0.0.1:9/0",
        "RENDERER_SOCKET": str(tmp_path / "renderer.sock"),
        "DJANGO_SETTINGS_MODULE": "ccm_portal.settings",
    }
    them = Crew(crew.environment(cloned_database, tmp_path, **changes), tmp_path)
    yield them
    them.kill_all()
    print(them.printed())


def test_without_redis_nothing_starts_and_a_sentence_says_why(people: Crew) -> None:
    people.environment = {**people.environment, "REDIS_URL": ""}
    for name, process in (("worker", WORKER), ("beat", BEAT)):
        people.start(name, process)
    until(lambda: len(people.dead()) == 2)
    for name in ("worker", "beat"):
        assert people.processes[name].returncode == 1
        assert "REDIS_URL is not set. Name the Redis server" in people.log(name).read_text()


def test_a_worker_sends_letters_while_redis_is_away_and_finishes_the_one_in_hand(
    people: Crew, cloned_database: str, tmp_path: Path, smtp_server: SmtpServer
) -> None:
    smtp_server.always = Reply(delay_after_data=outbox.RUN_SECONDS + 0.5)
    for _two in range(2):
        databases.manage("shell", "-c", WRITE_ONE, database=cloned_database, folder=tmp_path)
    people.start("worker", WORKER)
    until(lambda: smtp_server.received)
    # The first is handed over, and the server has not answered yet.
    assert people.stop() == {"worker": 0}
    assert len(smtp_server.received) == 1
    states = databases.manage("shell", "-c", STATES, database=cloned_database, folder=tmp_path)
    assert sorted(states.split()[-2:]) == ["queued", "sent"]


def test_two_beats_wake_one_worker_and_each_letter_goes_once(
    people: Crew, cloned_database: str, tmp_path: Path, smtp_server: SmtpServer
) -> None:
    with Redis() as redis:
        people.environment = {**people.environment, "REDIS_URL": redis.url}
        for name, process in {"worker": WORKER, "beat-1": BEAT, "beat-2": BEAT}.items():
            people.start(name, process)
        until(lambda: redis.client().exists("_kombu.binding.celery"))
        databases.manage("shell", "-c", WRITE_ONE, database=cloned_database, folder=tmp_path)
        until(lambda: smtp_server.received)
        assert b"norway" not in redis.everything()
        assert people.stop() == {"worker": 0, "beat-1": 0, "beat-2": 0}
    assert len(smtp_server.received) == 1


def test_the_renderer_is_started_again_when_it_ended(people: Crew) -> None:
    people.start("renderer", RENDERER)
    (keeper,) = people.processes.values()
    until(lambda: _children(keeper.pid))
    (before,) = _children(keeper.pid)
    os.kill(before, signal.SIGKILL)
    until(lambda: _children(keeper.pid) not in ([], [before]))
    assert people.stop() == {"renderer": 0}


def _children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
