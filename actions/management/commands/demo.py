"""`manage.py demo`: the whole portal on this machine, with the demo's data. Ctrl-C ends everything it started."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from actions.demo import loading
from ccm_portal.pdf import RendererProcess, RendererUnavailable

HOST = "127.0.0.1"
DEFAULT_PORT = 8000
HIGHEST_PORT = 65535
READY_SECONDS = 30.0
STOP_SECONDS = 10.0
LOOK_SECONDS = 0.1

WAYS = """
The portal is ready. Four ways in, all from {url}/demo/

  coordinator   {url}/demo/#coordinator
  a Friend      {url}/demo/#friend
  list keeper   {url}/demo/#admin
  the public    {url}/

Ctrl-C ends it. Nothing leaves this machine."""


class Command(BaseCommand):
    help = (
        "Serves the demo at http://localhost:8000 (PORT= to change) with the clock beside it; loads the demo's data on "
        "the first start. Needs DEMO=1, which `make demo` sets."
    )
    # The database may not have its tables yet.
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("The demo runs in demo mode only: start it with `make demo`, or set DEMO=1.")
        port = _port(os.environ.get("PORT", ""))
        _check_free(port)
        _settle_environment(port)
        self._set_up()
        with _Children() as children:
            children.start("the web server", _gunicorn(port))
            children.start("the clock", [sys.executable, "manage.py", "clock"])
            if not children.answer(f"http://{HOST}:{port}/healthz"):
                raise CommandError(f"{children.ended or 'The web server'} did not start; see above.")
            self.stdout.write(WAYS.format(url=settings.BASE_URL))
            self.stdout.flush()
            children.wait()
        if children.ended:
            raise CommandError(f"{children.ended} ended by itself; see above.")
        self.stdout.write("Everything is stopped.")

    def _set_up(self) -> None:
        """Tables and data, where they are missing."""
        # Whitenoise complains in the terminal about a directory that is not there.
        Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.stdout.write("Preparing the database …")
            call_command("migrate", verbosity=0, interactive=False)
        if not loading.is_loaded():
            self.stdout.write("Loading the demo's data (first start only) …")
            self._load()
        connection.close()

    def _load(self) -> None:
        renderer = RendererProcess()
        try:
            renderer.start()
            loading.load(timezone.now())
        except RendererUnavailable as problem:
            raise CommandError(f"The PDF renderer does not start: {problem}") from problem
        finally:
            renderer.stop()


def _port(words: str) -> int:
    if not words:
        return DEFAULT_PORT
    if not words.isdecimal() or not 0 < int(words) <= HIGHEST_PORT:
        raise CommandError(
            f"PORT={words} is no port; write a number from 1 to {HIGHEST_PORT}, for instance 8080."
        )
    return int(words)


def _check_free(port: int) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as problem:
            raise CommandError(
                f"Port {port} is taken (or not allowed): {problem.strerror}. Stop what uses it, or choose another one: "
                f"make demo PORT={port + 1 if port < HIGHEST_PORT else DEFAULT_PORT}"
            ) from problem


def _settle_environment(port: int) -> None:
    """Settings come from the environment: where they do not fit the demo, begin again with those that do."""
    fitting = {"BASE_URL": f"http://localhost:{port}", "EMAIL_URL": ""}
    if fitting["BASE_URL"] != settings.BASE_URL or settings.EMAIL_URL:
        os.execve(sys.executable, [sys.executable, *sys.argv], os.environ | fitting)  # noqa: S606
    os.environ.update(fitting)


def _gunicorn(port: int) -> list[str]:
    bound = f"{HOST}:{port}"
    return [
        sys.executable, "-m", "gunicorn", "ccm_portal.wsgi", "--workers", "1", "--threads", "4", "--bind", bound,
        "--no-control-socket", "--log-level", "warning", "--graceful-timeout", "3",
    ]  # fmt: skip


class _Children:
    """The processes of the demo: started together, ended together, whatever ends first."""

    def __init__(self) -> None:
        self._processes: dict[str, subprocess.Popen[bytes]] = {}
        self._stop = threading.Event()
        # The name of the process that ended although nobody asked it to.
        self.ended = ""

    def __enter__(self) -> "_Children":
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, lambda *_: self._stop.set())
        return self

    def __exit__(self, *_: object) -> None:
        for process in self._processes.values():
            process.terminate()
        end = time.monotonic() + STOP_SECONDS
        for process in self._processes.values():
            try:
                process.wait(max(0.1, end - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def start(self, name: str, command: list[str]) -> None:
        # In a session of its own: Ctrl-C in the terminal is for us, who end the others in order.
        self._processes[name] = subprocess.Popen(command, cwd=settings.BASE_DIR, start_new_session=True)

    def answer(self, url: str) -> bool:
        """Wait until the web server answers; False where it does not, or we are asked to stop."""
        end = time.monotonic() + READY_SECONDS
        while time.monotonic() < end and not self._over():
            try:
                with urllib.request.urlopen(url, timeout=1):  # noqa: S310
                    return True
            except (urllib.error.URLError, OSError):
                self._stop.wait(LOOK_SECONDS)
        return self._stop.is_set()

    def wait(self) -> None:
        """Until we are asked to stop, or one of them ends by itself."""
        while not self._over():
            self._stop.wait(LOOK_SECONDS * 5)

    def _over(self) -> bool:
        if not self._stop.is_set():
            self.ended = next(
                (name for name, process in self._processes.items() if process.poll() is not None), ""
            )
        return self._stop.is_set() or bool(self.ended)
