"""The portal as it really runs, at the moment of the trust tests' world: nginx, gunicorn, a worker, beat, the renderer.

with house.renderer(folder): …            # what the world is built with
with house.running(folder, port, redis) as running: …
"""

import datetime as dt
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from ccm_portal import pdf
from tests import crew
from tests.bench import servers
from tests.crew import Crew
from tests.databases import ROOT
from tests.trust.order import until

START_SECONDS = 30.0
LOGS = ("web", "worker", "beat", "renderer", "proxy")


def environment(folder: Path) -> dict[str, str]:
    """This process's own, with a folder for whatever is left behind."""
    left = folder / "tmp"
    left.mkdir(exist_ok=True)
    return os.environ | {"TMPDIR": str(left), "PYTHONUNBUFFERED": "1", "WEB_CONCURRENCY": "1"}


@contextmanager
def renderer(folder: Path) -> Iterator[None]:
    """Sets PDF files, in real time."""
    team = Crew(environment(folder), folder)
    try:
        team.start("renderer", crew.RENDERER)
        if not until(lambda: pdf.is_listening(wait=1.0), START_SECONDS):
            raise servers.DidNotStart(team.printed())
        yield
    finally:
        team.stop()


@contextmanager
def running(folder: Path, port: int, moment: dt.datetime, *, beat: bool) -> Iterator[None]:
    """The web server behind the proxy at `port`, and who works and wakes, all as if it were `moment`."""
    began = time.monotonic()

    def shifted(*command: str) -> list[str]:
        now = moment + dt.timedelta(seconds=time.monotonic() - began)
        return ["-m", "tests.trust.shifted", now.isoformat(), *command]

    team = Crew(environment(folder), folder)
    with ExitStack() as opened:
        opened.callback(team.stop)
        team.start("worker", shifted(*crew.WORKER[1:]))
        if beat:
            team.start("beat", shifted(*crew.BEAT[1:]))
        door = opened.enter_context(servers.listening())
        command = [sys.executable, *shifted("gunicorn", "ccm_portal.wsgi", *_on(door.fileno()))]
        opened.enter_context(
            servers.started(
                command, door, environment=environment(folder), folder=folder, path="/healthz", name="web"
            )
        )
        opened.enter_context(_proxy(folder, port, door.getsockname()[1]))
        yield
        if dead := team.dead():
            raise servers.DidNotStart(f"{dead} ended by themselves.\n{team.printed()}")


def _on(descriptor: int) -> tuple[str, ...]:
    return ("--config", "deploy/gunicorn.conf.py", "--bind", f"fd://{descriptor}")


@contextmanager
def _proxy(folder: Path, port: int, web: int) -> Iterator[None]:
    """nginx with the configuration of real use; what it prints is in `folder/proxy.log`."""
    home = folder / "proxy"
    home.mkdir()
    words = {
        "LISTEN": f"127.0.0.1:{port}", "WEB": f"127.0.0.1:{web}", "HOSTS": "localhost",
        "BASE_URL": os.environ["BASE_URL"], "PUBLIC_DIR": os.environ["PUBLIC_DIR"],
        "STATIC_DIR": str(ROOT / "static"), "RUN_DIR": str(home / "run"),
    }  # fmt: skip
    Path(os.environ["PUBLIC_DIR"]).mkdir(exist_ok=True)
    subprocess.run([ROOT / "deploy/nginx/fill", home], env=os.environ | words, check=True)
    nginx = ["nginx", "-p", home, "-c", home / "nginx.conf"]
    with servers.started(nginx, port, environment=environment(folder), folder=folder, name="proxy"):
        yield
