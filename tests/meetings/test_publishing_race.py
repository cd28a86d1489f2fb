"""Two coordinators press "Publish" at the same moment, in processes of their own: one publication, one refusal."""

import os
import subprocess
import sys
from pathlib import Path

from ccm_portal.pdf import RendererProcess
from tests import databases

RACES = 4
COORDINATORS = 2
START = "import sys, django; django.setup(); from tests.meetings import racing; racing.main(sys.argv[1:])"


def environment(database: str, folder: Path, renderer: RendererProcess) -> dict[str, str]:
    return databases.environment(database, folder) | {
        "RENDERER_SOCKET": str(renderer.socket_path),
        "DJANGO_SETTINGS_MODULE": os.environ.get("DJANGO_SETTINGS_MODULE", "ccm_portal.settings"),
    }


def test_of_two_at_once_one_publishes(
    cloned_database: str, tmp_path: Path, renderer: RendererProcess
) -> None:
    where = environment(cloned_database, tmp_path, renderer)
    made = subprocess.run(
        [sys.executable, "-c", START, "prepare", str(RACES)],
        env=where,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    preparations = made.stdout.split()
    assert len(preparations) == RACES
    command = [sys.executable, "-c", START, "confirm", *preparations]
    racers = [
        subprocess.Popen(
            command, env=where, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
        )
        for _coordinator in range(COORDINATORS)
    ]
    try:
        outcomes = [race(racers) for _preparation in preparations]
    finally:
        for racer in racers:
            racer.kill()
            racer.communicate()
    assert outcomes == [["AlreadyPublished", "published"]] * RACES


def race(racers: list[subprocess.Popen[str]]) -> list[str]:
    """Everybody is ready, everybody goes; what became of it, sorted."""
    for racer in racers:
        assert line(racer) == "ready"
    for racer in racers:
        racer.stdin.write("\n")  # type: ignore[union-attr]
        racer.stdin.flush()  # type: ignore[union-attr]
    return sorted(line(racer) for racer in racers)


def line(racer: subprocess.Popen[str]) -> str:
    return racer.stdout.readline().strip()  # type: ignore[union-attr]
