"""The clock: its verbs one after the other, poking it, and the process that runs it."""

import datetime as dt
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command

from ccm_portal import clock
from tests import databases
from tests.ccm_portal.letterbox import NOW

HERE = "tests.ccm_portal.test_clock"
START_SECONDS = 30.0
ran: list[tuple[str, dt.datetime]] = []


def first(now: dt.datetime) -> None:
    ran.append(("first", now))


def breaks(now: dt.datetime) -> None:
    raise ValueError("this verb is broken")


def leaves_work(now: dt.datetime) -> bool:
    ran.append(("leaves work", now))
    return True


NO_FUNCTION = "a text"


@pytest.fixture(autouse=True)
def _nothing_ran() -> Iterator[None]:
    ran.clear()
    yield
    ran.clear()


def run_these(settings: Any, *names: str) -> None:
    settings.PERIODIC = [f"{HERE}.{name}" for name in names]


# --- verbs --------------------------------------------------------------------------------------------------


def test_every_verb_named_in_the_settings_is_there() -> None:
    assert list(clock.verbs()) == django_settings.PERIODIC


def test_a_tick_runs_every_verb_in_order(settings: Any) -> None:
    run_these(settings, "leaves_work", "first")
    assert clock.tick(NOW) is True
    assert ran == [("leaves work", NOW), ("first", NOW)]


def test_a_broken_verb_is_logged_and_stops_no_other(settings: Any, caplog: Any) -> None:
    run_these(settings, "breaks", "first")
    assert clock.tick(NOW) is False
    assert ran == [("first", NOW)]
    assert f"{HERE}.breaks failed" in caplog.text and "this verb is broken" in caplog.text


@pytest.mark.parametrize(
    "name", ["meetings.nowhere.verb", f"{HERE}.missing", f"{HERE}.NO_FUNCTION", "nodots"]
)
def test_a_verb_that_is_not_there_is_a_clear_error(settings: Any, name: str) -> None:
    settings.PERIODIC = [name]
    with pytest.raises(ImproperlyConfigured, match=f"PERIODIC names {name}"):
        clock.verbs()
    with pytest.raises(CommandError, match=f"PERIODIC names {name}"):
        call_command("clock", once=True, without_renderer=True)


# --- poking -------------------------------------------------------------------------------------------------


def test_a_poke_wakes_the_clock(settings: Any, tmp_path: Path) -> None:
    settings.VAR_DIR = tmp_path
    before = clock.last_poke()
    threading.Timer(0.2, clock.poke).start()
    began = time.monotonic()
    clock.wait(30, since=before, stop=threading.Event())
    assert 0.1 < time.monotonic() - began < 5


def test_a_poke_during_the_tick_is_not_missed(settings: Any, tmp_path: Path) -> None:
    settings.VAR_DIR = tmp_path
    before = clock.last_poke()
    clock.poke()
    began = time.monotonic()
    clock.wait(30, since=before, stop=threading.Event())
    assert time.monotonic() - began < 1


def test_without_a_poke_the_clock_comes_back_by_itself(settings: Any, tmp_path: Path) -> None:
    settings.VAR_DIR = tmp_path
    began = time.monotonic()
    clock.wait(0.3, since=clock.last_poke(), stop=threading.Event())
    assert 0.3 <= time.monotonic() - began < 5


def test_stopping_ends_the_wait(settings: Any, tmp_path: Path) -> None:
    settings.VAR_DIR = tmp_path
    stop = threading.Event()
    threading.Timer(0.1, stop.set).start()
    began = time.monotonic()
    clock.wait(30, since=clock.last_poke(), stop=stop)
    assert time.monotonic() - began < 5


def test_poking_never_fails(settings: Any, tmp_path: Path) -> None:
    settings.VAR_DIR = tmp_path / "gone"
    clock.poke()
    assert clock.last_poke() == 0


# --- the process --------------------------------------------------------------------------------------------


@contextmanager
def running(database: str, folder: Path, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "manage.py", "clock", *arguments],
        cwd=django_settings.BASE_DIR,
        env=databases.environment(database, folder)
        | {
            "DJANGO_SETTINGS_MODULE": "tests.trust.fault_settings",
            "RENDERER_SOCKET": str(folder / "renderer.sock"),
        },
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def until(done: Callable[[], object]) -> None:
    end = time.monotonic() + START_SECONDS
    while not done():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.1)


def children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def test_once_does_what_is_due_and_ends(cloned_database: str, tmp_path: Path) -> None:
    with running(cloned_database, tmp_path, "--once", "--without-renderer") as process:
        assert process.wait(START_SECONDS) == 0


@pytest.mark.parametrize("signal_number", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_cleanly_when_told_to(
    cloned_database: str, tmp_path: Path, signal_number: signal.Signals
) -> None:
    with running(cloned_database, tmp_path) as process:
        # The renderer is started once the signals are heard.
        until(lambda: children(process.pid))
        (renderer,) = children(process.pid)
        process.send_signal(signal_number)
        assert process.wait(START_SECONDS) == 0
        assert process.stderr is not None and "Traceback" not in process.stderr.read()
        assert not Path(f"/proc/{renderer}").exists()


def test_it_starts_the_renderer_again_when_that_ended(cloned_database: str, tmp_path: Path) -> None:
    with running(cloned_database, tmp_path) as process:
        until(lambda: children(process.pid))
        (before,) = children(process.pid)
        os.kill(before, signal.SIGKILL)
        until(lambda: children(process.pid) not in ([], [before]))
        assert process.poll() is None
