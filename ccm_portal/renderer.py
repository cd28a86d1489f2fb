"""The PDF renderer: one single-threaded process per host that forks per job and outlives every job.

    python -m ccm_portal.renderer SOCKET_PATH [--stylesheet FILE]

It serves one job after another from a Unix socket; the others wait in its backlog. It ends when its standard
input closes (the lifeline held by whoever started it) or on SIGTERM. It needs no Django, no database and no
secret.
"""

import argparse
import contextlib
import fcntl
import importlib
import os
import resource
import select
import signal
import socket
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any, NoReturn

from ccm_portal import frames, pdf_limits

BACKLOG = 128
LIFELINE = 0
# How long a client may take to hand over its page, or to take its PDF.
CLIENT_SECONDS = 10.0
# How long a renderer waits for its predecessor on the same socket to end.
TAKEOVER_SECONDS = 5.0
ALREADY_SERVED = 3
# What a job out of memory gets to report that.
RESERVE_BYTES = 16 * 1024**2


class ClientGone(Exception):
    """Whoever asked no longer waits for the answer."""


class LifelineCut(Exception):
    """Whoever started the renderer is gone."""


@dataclass(frozen=True)
class Limits:
    """What one job may cost: seconds of computing, seconds by the clock, bytes above the renderer's own."""

    cpu: int = pdf_limits.CPU_SECONDS
    wall: float = pdf_limits.WALL_SECONDS
    memory: int = pdf_limits.MEMORY_BYTES


# --- the fork -------------------------------------------------------------------------------------------


def _job(html: str, output: int, limits: Limits, typesetting: ModuleType) -> NoReturn:
    """Runs in the fork: sets the page within the limits, writes one message to `output`, and ends."""
    try:
        _confine(limits, keep=output)
        message = _outcome(html, limits, typesetting)
        view = memoryview(message)
        while view:
            view = view[os.write(output, view) :]
    finally:
        # Never back into the renderer's own code, whatever happened.
        os._exit(0)


def _confine(limits: Limits, *, keep: int) -> None:
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_DFL)
    for descriptor in _open_descriptors():
        if descriptor not in (2, keep):
            with contextlib.suppress(OSError):
                os.close(descriptor)
    # Should the renderer be killed, nothing would watch the clock for its job.
    signal.setitimer(signal.ITIMER_REAL, limits.wall + 5)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.cpu, limits.cpu + 1))
    mapped = _mapped_bytes()
    if mapped is not None:
        most = mapped + limits.memory
        resource.setrlimit(resource.RLIMIT_AS, (most, most + RESERVE_BYTES))
    sys.addaudithook(_stay_inside)


def _open_descriptors() -> list[int]:
    """The process's open file descriptors, where the system tells; else the low ones."""
    try:
        return [int(name) for name in os.listdir("/dev/fd")]
    except OSError:
        return list(range(256))


def _mapped_bytes() -> int | None:
    """Address space in use, in bytes; None where the system does not tell."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[0])
    except OSError:
        return None
    return pages * resource.getpagesize()


def _stay_inside(event: str, args: tuple[Any, ...]) -> None:
    """A second wall behind the fetcher: the fork opens no connection and starts no program."""
    if event.startswith(
        ("socket.connect", "socket.getaddrinfo", "subprocess.", "os.system", "os.exec", "os.posix_spawn")
    ):
        raise PermissionError("Nothing is fetched or started while a PDF is made.")


def _outcome(html: str, limits: Limits, typesetting: ModuleType) -> bytes:
    """One message: the PDF, or why there is none."""
    try:
        done = typesetting.typeset(html)
    except pdf_limits.OverLimit as over:
        return frames.pack(_refused(over))
    except MemoryError:
        _draw_on_reserve()
        return frames.pack(_refused(pdf_limits.OverLimit("memory", limits.memory // 1024**2)))
    except Exception as error:
        return frames.pack(
            _refused(pdf_limits.OverLimit("failed", 0, found=type(error).__name__), status="failed")
        )
    return frames.pack({"status": "ok", "refused": done.refused, "warnings": done.warnings}, done.pdf)


def _draw_on_reserve() -> None:
    """Room to say that there is no more room."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (hard, hard))


def _refused(over: pdf_limits.OverLimit, *, status: str = "refused") -> dict[str, Any]:
    place = {"code": over.code, "limit": over.limit, "found": over.found, "words": over.words}
    return {"status": status, "sentence": str(over), "over": place}


# --- the renderer ---------------------------------------------------------------------------------------


class Renderer:
    """Takes one connection after another, forks for each job, and says what became of it."""

    def __init__(self, listener: socket.socket, limits: Limits, typesetting: ModuleType) -> None:
        self.listener = listener
        self.limits = limits
        self.typesetting = typesetting

    def serve(self) -> None:
        """Until the lifeline is cut."""
        watched: list[socket.socket | int] = [self.listener, LIFELINE]
        while True:
            ready, _, _ = select.select(watched, [], [])
            if LIFELINE in ready:
                _feel_lifeline()
            if self.listener in ready:
                with (
                    self.listener.accept()[0] as connection,
                    contextlib.suppress(OSError, frames.BrokenFrame, ClientGone),
                ):
                    self._answer(connection)

    def _answer(self, connection: socket.socket) -> None:
        connection.settimeout(CLIENT_SECONDS)
        header, body = frames.receive(connection, limit=pdf_limits.MAX_HTML_BYTES)
        if header.get("ask") == "ready":
            connection.sendall(frames.pack({"status": "ok"}))
            return
        # A client that gave up while it waited in the backlog costs nothing.
        _still_there(connection)
        connection.sendall(self._run(body.decode("utf-8", "replace"), connection))

    def _run(self, html: str, connection: socket.socket) -> bytes:
        """Forks for one page and returns the message to send back."""
        reading, writing = os.pipe()
        pid = os.fork()
        if pid == 0:
            _job(html, writing, self.limits, self.typesetting)
        try:
            os.close(writing)
            message, trouble = self._collect(reading, connection)
        finally:
            # Changes nothing where it has ended by itself; it is not waited for yet, so the number is still
            # its own.
            os.kill(pid, signal.SIGKILL)
            _, status, usage = os.wait4(pid, 0)
            os.close(reading)
        return _report(message, trouble or self._trouble(status), usage)

    def _collect(self, reading: int, connection: socket.socket) -> tuple[bytes, pdf_limits.OverLimit | None]:
        """What the fork wrote, and what stopped it from here, if anything did."""
        watched: list[socket.socket | int] = [reading, connection, LIFELINE]
        parts: list[bytes] = []
        size = 0
        end = time.monotonic() + self.limits.wall
        while (left := end - time.monotonic()) > 0:
            ready, _, _ = select.select(watched, [], [], left)
            if LIFELINE in ready:
                _feel_lifeline()
            if connection in ready:
                _still_there(connection)
            if reading in ready:
                part = os.read(reading, 1 << 16)
                size += len(part)
                if size > pdf_limits.MAX_PDF_BYTES:
                    return b"", pdf_limits.OverLimit("large", pdf_limits.MAX_PDF_BYTES // 1024**2)
                if not part:
                    return b"".join(parts), None
                parts.append(part)
        return b"", pdf_limits.OverLimit("wall", round(self.limits.wall))

    def _trouble(self, status: int) -> pdf_limits.OverLimit | None:
        """What ended a fork that did not end by itself."""
        if not os.WIFSIGNALED(status):
            return None
        number = os.WTERMSIG(status)
        if number == signal.SIGXCPU:
            return pdf_limits.OverLimit("cpu", self.limits.cpu)
        # GLib, which lays out the lines, aborts or traps where it gets no memory.
        if number in (signal.SIGABRT, signal.SIGTRAP):
            return pdf_limits.OverLimit("memory", self.limits.memory // 1024**2)
        return pdf_limits.OverLimit("failed", 0, found=signal.Signals(number).name)


def _report(message: bytes, trouble: pdf_limits.OverLimit | None, usage: resource.struct_rusage) -> bytes:
    """The client's message: the fork's own where it is whole, else what stopped it; with its cost."""
    try:
        header, pdf = frames.unpack(message)
    except frames.BrokenFrame:
        trouble = trouble or pdf_limits.OverLimit("failed", 0, found="no answer")
        timed_out = trouble.code in ("cpu", "wall")
        header, pdf = _refused(trouble, status="timeout" if timed_out else "failed"), b""
    cost = {"cpu_seconds": usage.ru_utime + usage.ru_stime, "peak_bytes": usage.ru_maxrss * 1024}
    return frames.pack({**header, **cost}, pdf)


def _still_there(connection: socket.socket) -> None:
    """Raises ClientGone where the client has closed its end, or talks while it should wait."""
    if select.select([connection], [], [], 0)[0]:
        raise ClientGone


def _feel_lifeline() -> None:
    """Raises LifelineCut at the end of standard input; anything written there is ignored."""
    if not os.read(LIFELINE, 1024):
        raise LifelineCut


# --- the start ------------------------------------------------------------------------------------------


@contextlib.contextmanager
def _only_one(path: Path) -> Iterator[None]:
    """Holds the lock beside the socket; ends with ALREADY_SERVED where another renderer keeps it."""
    with open(f"{path}.lock", "a") as lock:
        end = time.monotonic() + TAKEOVER_SECONDS
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > end:
                    sys.stderr.write(f"Another renderer already serves {path}.\n")
                    sys.exit(ALREADY_SERVED)
                time.sleep(0.1)
        yield


@contextlib.contextmanager
def _listening(path: Path) -> Iterator[socket.socket]:
    """A Unix socket at `path` for this user alone; gone when the renderer ends."""
    path.unlink(missing_ok=True)
    with socket.socket(socket.AF_UNIX) as listener:
        before = os.umask(0o177)
        try:
            listener.bind(str(path))
        finally:
            os.umask(before)
        listener.listen(BACKLOG)
        try:
            yield listener
        finally:
            path.unlink(missing_ok=True)


def _arguments(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m ccm_portal.renderer", description="Sets HTML as PDF/UA-1 and PDF/A-2a."
    )
    parser.add_argument("socket", type=Path, help="where to listen: a Unix socket")
    parser.add_argument("--stylesheet", type=Path, help="style sheet of the page set once to warm up")
    parser.add_argument(
        "--cpu", type=int, default=pdf_limits.CPU_SECONDS, help="seconds of computing per job"
    )
    parser.add_argument(
        "--wall", type=float, default=pdf_limits.WALL_SECONDS, help="seconds by the clock per job"
    )
    parser.add_argument("--memory", type=int, default=pdf_limits.MEMORY_BYTES, help="bytes per job")
    return parser.parse_args(argv)


def main(argv: list[str]) -> None:
    """Serves until the lifeline is cut or the process is told to end."""
    arguments = _arguments(argv)
    signal.signal(signal.SIGTERM, lambda _number, _frame: sys.exit(0))
    signal.signal(signal.SIGINT, lambda _number, _frame: sys.exit(0))
    limits = Limits(arguments.cpu, arguments.wall, arguments.memory)
    with _only_one(arguments.socket), _listening(arguments.socket) as listener:
        # Only now, when clients can already queue: WeasyPrint takes seconds to import, and the client, which
        # shares this package, must never import it.
        typesetting = importlib.import_module("ccm_portal.typesetting")
        typesetting.warm_up(arguments.stylesheet.read_text() if arguments.stylesheet else "")
        with contextlib.suppress(LifelineCut):
            Renderer(listener, limits, typesetting).serve()


if __name__ == "__main__":
    main(sys.argv[1:])
