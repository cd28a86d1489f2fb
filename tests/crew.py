"""The processes beside the web server, as tests start them: Celery's workers and beat, the renderer, the clock.

    crew = Crew(environment, folder)
    crew.start("worker-1", WORKER); crew.start("beat", BEAT)
    crew.kill("worker-1")               # kill -9
    crew.stop()                         # SIGTERM to all; what does not end is killed

Each is ended by its own number. What it prints is in `folder/NAME.log`.
"""

import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from tests import databases

CELERY = ("-m", "celery", "-A", "ccm_portal")
WORKER = (*CELERY, "worker", "--loglevel", "WARNING")
BEAT = (*CELERY, "beat", "--loglevel", "WARNING")
RENDERER = ("manage.py", "renderer")
CLOCK = ("manage.py", "clock")
CLOCK_ALONE = ("manage.py", "clock", "--without-renderer")

# With Redis: two workers, and whoever wakes them. Without: the clock does what they would do.
WITH_REDIS = {"worker-1": WORKER, "worker-2": WORKER, "beat": BEAT, "renderer": RENDERER}
WITHOUT_REDIS = {"clock": CLOCK}

STOP_SECONDS = 30.0


@dataclass
class Crew:
    """Processes by name, all with one environment; only those we started."""

    environment: Mapping[str, str]
    folder: Path
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def start(self, name: str, arguments: Sequence[str], *, keep: Sequence[int] = ()) -> None:
        """Python with these arguments; `keep` are the open files it gets. Its log goes on where that name's ended."""
        # In our session: whoever ends the tests as a whole finds it there.
        with self.log(name).open("ab") as log:
            self.processes[name] = subprocess.Popen(
                [sys.executable, *arguments],
                cwd=databases.ROOT,
                env=dict(self.environment),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                pass_fds=keep,
            )

    def kill(self, name: str) -> None:
        """`kill -9`."""
        process = self.processes.pop(name)
        process.kill()
        process.wait()

    def stop(self) -> dict[str, int]:
        """SIGTERM to all, then force for those that do not end; how each ended, by name."""
        for process in self.processes.values():
            with suppress(ProcessLookupError):
                process.send_signal(signal.SIGTERM)
        ends = {name: _end_of(process) for name, process in self.processes.items()}
        self.processes.clear()
        return ends

    def kill_all(self) -> None:
        for name in list(self.processes):
            self.kill(name)

    def dead(self) -> list[str]:
        """The names of those that ended by themselves."""
        return [name for name, process in self.processes.items() if process.poll() is not None]

    def log(self, name: str) -> Path:
        return self.folder / f"{name}.log"

    def printed(self) -> str:
        """What they have printed so far, by process, also those that ended."""
        return "".join(f"--- {log.stem} ---\n{log.read_text()}" for log in sorted(self.folder.glob("*.log")))


def _end_of(process: subprocess.Popen[bytes]) -> int:
    try:
        return process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        return process.wait()


def environment(database: str, folder: Path, **changes: str) -> dict[str, str]:
    """The tests' environment for processes on that database, with these changes."""
    return os.environ | databases.environment(database, folder) | changes
