"""What a proxy, a container engine and an operator are told."""

import datetime as dt
import subprocess
import sys
import uuid
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from ccm_portal import clock, health, letters
from ccm_portal.models import Letter, Pulse
from tests import databases, renderers
from tests.redis import Redis

VERB = "ccm_portal.periodic.send_letters"


@pytest.fixture(autouse=True)
def _no_pulse_yet() -> None:
    health._written.clear()


def all_pulses(at: dt.datetime, verbs: list[str]) -> None:
    for verb in verbs:
        Pulse.objects.create(verb=verb, host=health.host(), at=at)


@pytest.mark.django_db
class TestPages:
    def test_it_works(self, client: Client, settings: Any) -> None:
        all_pulses(timezone.now(), settings.PERIODIC)
        for address in ("/healthz", "/healthz/all"):
            answer = client.get(address)
            assert (answer.status_code, answer["Content-Type"]) == (200, "text/plain; charset=utf-8")
            assert answer["Cache-Control"] == "no-store"
            assert "NOT WELL" not in answer.content.decode()

    def test_a_web_server_is_well_while_nobody_sends_letters(self, client: Client) -> None:
        assert client.get("/healthz").status_code == 200
        answer = client.get("/healthz/all")
        assert answer.status_code == 503
        assert f"NOT WELL {VERB}: has never come to its end" in answer.content.decode()


@pytest.mark.django_db
class TestFindings:
    def test_the_clock_leaves_a_pulse_and_not_one_each_time(self, settings: Any) -> None:
        now = timezone.now()
        clock.run(VERB, now)
        clock.run(VERB, now + dt.timedelta(seconds=5))
        [pulse] = Pulse.objects.all()
        assert (pulse.verb, pulse.host, pulse.at) == (VERB, health.host(), now)

    def test_a_verb_that_fails_leaves_none(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def fails(now: dt.datetime) -> None:
            raise RuntimeError("no")

        monkeypatch.setattr("ccm_portal.periodic.send_letters", fails)
        clock.run(VERB, timezone.now())
        assert not Pulse.objects.exists()

    @pytest.mark.parametrize(
        ("ago", "well"), [(health.LATE - dt.timedelta(seconds=5), True), (health.LATE, False)]
    )
    def test_a_verb_that_is_late(self, settings: Any, ago: dt.timedelta, well: bool) -> None:
        all_pulses(timezone.now() - ago, settings.PERIODIC)
        assert {finding.well for finding in health.of_worker()[1:]} == {well}

    def test_another_host_at_work_is_the_portal_at_work_and_not_this_worker(self, settings: Any) -> None:
        for verb in settings.PERIODIC:
            Pulse.objects.create(verb=verb, host="elsewhere", at=timezone.now())
        assert all(finding.well for finding in health.of_everything())
        assert not any(finding.well for finding in health.of_worker()[1:])

    def test_hosts_that_are_gone_are_forgotten(self) -> None:
        now = timezone.now()
        Pulse.objects.create(verb=VERB, host="gone", at=now - health.FORGOTTEN - dt.timedelta(minutes=1))
        health.pulse(VERB, now)
        assert [pulse.host for pulse in Pulse.objects.all()] == [health.host()]

    @pytest.mark.parametrize(
        ("ago", "well"), [(dt.timedelta(minutes=9), True), (dt.timedelta(minutes=11), False)]
    )
    def test_letters_that_nobody_sends(self, settings: Any, ago: dt.timedelta, well: bool) -> None:
        now = timezone.now()
        all_pulses(now, settings.PERIODIC)
        letters.write(
            reason="r", recipient=uuid.uuid4(), address="someone@example.org", name="", delegation="", subject="s",
            text="t\n", html="h", now=now - ago,
        )  # fmt: skip
        found = next(finding for finding in health.of_everything() if finding.part == "letters")
        assert found.well is well
        assert "someone" not in str(found)

    def test_letters_in_doubt_are_told_of_and_no_failure(self, settings: Any) -> None:
        letters.write(
            reason="r", recipient=uuid.uuid4(), address="someone@example.org", name="", delegation="", subject="s",
            text="t\n", html="h", now=timezone.now(),
        )  # fmt: skip
        Letter.objects.update(state=Letter.State.UNCERTAIN)
        found = next(finding for finding in health.of_everything() if finding.part == "letters")
        assert str(found) == "ok       letters: 0 overdue, 1 that may have been sent wait for a person"

    def test_redis_is_information(self, settings: Any) -> None:
        with Redis() as redis:
            settings.REDIS_URL = redis.url
            assert health._redis().words == "answers"
            redis.stop()
            found = health._redis()
        assert found.well
        assert found.words.startswith("away")

    def test_beat(self, settings: Any, tmp_path: Path) -> None:
        settings.VAR_DIR = tmp_path
        assert not health.of_beat()[0].well
        (tmp_path / "beat").touch()
        assert health.of_beat()[0].well

    def test_the_renderer(self, settings: Any, tmp_path: Path) -> None:
        settings.RENDERER_SOCKET = str(tmp_path / "nobody.sock")
        assert not health.of_renderer()[0].well
        with renderers.running():
            assert health.of_renderer()[0].well


@pytest.mark.django_db
def test_the_command_ends_with_one_where_a_part_is_not_well(
    settings: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.VAR_DIR = tmp_path
    with pytest.raises(SystemExit) as ended:
        call_command("health", "beat")
    assert ended.value.code == 1
    assert capsys.readouterr().out == "NOT WELL beat: no message has gone out yet\n"
    call_command("health", "web")
    assert capsys.readouterr().out == "ok       database: answers\n"


ASK_BOTH_PAGES = """
from django.test import Client
for address in ("/healthz", "/healthz/all"):
    answer = Client(SERVER_NAME="localhost").get(address)
    print(answer.status_code, answer.content.decode(), end="")
"""
AWAY = "NOT WELL database: does not answer (OperationalError)\n"


@pytest.mark.parametrize(
    ("arguments", "said", "code"),
    [
        (["health", "web"], AWAY, 1),
        (["shell", "--verbosity=0", "-c", ASK_BOTH_PAGES], f"503 {AWAY}503 {AWAY}", 0),
    ],
    ids=["command", "pages"],
)
def test_a_database_that_is_away(tmp_path: Path, arguments: list[str], said: str, code: int) -> None:
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=databases.ROOT,
        # Port 9 answers nobody.
        env=databases.environment("postgres://nobody:none@127.0.0.1:9/none", tmp_path),
        check=False,
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stdout) == (code, said)
    assert "Traceback" not in done.stderr
