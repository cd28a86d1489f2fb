"""Servers on the loopback and wrk against them: `wrk -t1 -c8 -d2s --latency`.

with listening() as door, started(gunicorn(door, "ccm_portal.wsgi"), door, folder=folder, environment=…) as url:
    loads = in_turn([f"{url}/", f"{other}/"])
"""

import re
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

from tests.bench.pairs import Pair
from tests.databases import ROOT

HOST = "127.0.0.1"
WORKERS = 2
CONNECTIONS = 8
SECONDS = 2
# Over all targets in turn: one round that does not count, then these.
ROUNDS = 5
START_SECONDS = 30.0
STOP_SECONDS = 10.0
MILLISECONDS = {"us": 0.001, "ms": 1.0, "s": 1000.0, "m": 60_000.0}


class DidNotStart(Exception):
    """A server ended or did not answer; the message holds what it printed."""


# --- servers ------------------------------------------------------------------------------------------------------


@contextmanager
def listening() -> Iterator[socket.socket]:
    """A bound socket of the loopback on a free port, to be handed to a server; nobody can take the port in between."""
    with socket.create_server((HOST, 0), backlog=256) as door:
        yield door


def free_port() -> int:
    """A port that was free just now, for a server that cannot take over a socket."""
    with listening() as door:
        return int(door.getsockname()[1])


def gunicorn(door: socket.socket, application: str, *options: str, workers: int = WORKERS) -> list[str]:
    """The command of gunicorn on that socket."""
    return [
        sys.executable, "-m", "gunicorn", application, "--workers", str(workers),
        "--bind", f"fd://{door.fileno()}", "--no-control-socket", "--log-level", "warning", *options,
    ]  # fmt: skip


@contextmanager
def started(
    command: Sequence[str | Path],
    where: socket.socket | int,
    *,
    environment: Mapping[str, str],
    folder: Path,
    path: str = "/",
    name: str = "server",
) -> Iterator[str]:
    """Runs a server until the end and yields its URL, once `path` is answered with anything at all.

    where: the bound socket it inherits, or the port it opens by itself. folder: where its output goes.
    """
    door = where if isinstance(where, socket.socket) else None
    url = f"http://{HOST}:{door.getsockname()[1] if door else where}"
    printed = folder / f"{name}.log"
    with printed.open("wb") as log:
        process = subprocess.Popen(
            list(command),
            cwd=ROOT,
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            pass_fds=[door.fileno()] if door else [],
        )
    try:
        _await(process, url + path, printed)
        yield url
    finally:
        _stop(process)


def _await(process: subprocess.Popen[bytes], url: str, printed: Path) -> None:
    end = time.monotonic() + START_SECONDS
    while not answers(url):
        if process.poll() is not None or time.monotonic() > end:
            raise DidNotStart(
                f"{process.args!r} does not answer at {url}:\n{printed.read_text(errors='replace')}"
            )
        time.sleep(0.05)


def answers(url: str) -> bool:
    """Whether somebody answers there, with whatever status."""
    try:
        with urlopen(url, timeout=START_SECONDS):
            return True
    except HTTPError:
        return True
    except (URLError, OSError):
        return False


def _stop(process: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError):
        process.terminate()
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


# --- load ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Load:
    """What wrk counted: requests per second, latencies in milliseconds, answers that were errors or none."""

    rate: float
    p50: float
    p99: float
    errors: int


def wrk(
    url: str, *, seconds: int = SECONDS, connections: int = CONNECTIONS, headers: Sequence[str] = ()
) -> Load:
    """One run of wrk with one thread, so that it leaves the servers their share of two cores."""
    more = [part for header in headers for part in ("-H", header)]
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--latency", *more, url]
    done = subprocess.run(
        command, check=True, capture_output=True, text=True, timeout=seconds + START_SECONDS
    )
    return read(done.stdout)


def read(printed: str) -> Load:
    """The figures in what wrk prints."""
    rate = re.search(r"Requests/sec:\s+([\d.]+)", printed)
    if rate is None:
        raise ValueError(f"wrk printed no rate:\n{printed}")
    bad = re.search(r"Non-2xx or 3xx responses: (\d+)", printed)
    broken = re.search(r"Socket errors: (.*)", printed)
    errors = int(bad.group(1)) if bad else 0
    errors += sum(map(int, re.findall(r"\d+", broken.group(1)))) if broken else 0
    return Load(float(rate.group(1)), _latency("50%", printed), _latency("99%", printed), errors)


def _latency(share: str, printed: str) -> float:
    found = re.search(rf"^\s+{share}\s+([\d.]+)(us|ms|s|m)$", printed, re.MULTILINE)
    return float(found.group(1)) * MILLISECONDS[found.group(2)] if found else 0.0


def in_turn(urls: Sequence[str], *, rounds: int = ROUNDS, seconds: int = SECONDS) -> list[list[Load]]:
    """The loads of each address, all addresses in turn in each round, after one round that does not count."""
    for url in urls:
        wrk(url, seconds=1)
    taken = [[wrk(url, seconds=seconds) for url in urls] for _round in range(rounds)]
    return [list(column) for column in zip(*taken, strict=True)]


def rates(a: Sequence[Load], b: Sequence[Load]) -> Pair:
    """The rates of two targets, round by round."""
    return Pair(tuple(load.rate for load in a), tuple(load.rate for load in b))


def figure(a: Sequence[Load], b: Sequence[Load]) -> str:
    """ "55,120 / 60,900 req/s": the medians."""
    one, other = (statistics.median(load.rate for load in loads) for loads in (a, b))
    return f"{one:,.0f} / {other:,.0f} req/s"


def failed(*loads: Sequence[Load]) -> int:
    """Answers that were errors, over everything: a fast server that answers 500 is no fast server."""
    return sum(load.errors for series in loads for load in series)
