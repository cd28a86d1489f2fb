"""A throwaway PostgreSQL cluster: made in a moment, lost without regret.

    with cluster() as url:      # postgres://portal:…@127.0.0.1:PORT/postgres

PostgreSQL refuses to run as root, so root starts it as the user `postgres` of Debian's package. Nothing is synced to
disk. It listens on a free port of the loopback and on a Unix socket in its own directory; only its random password
opens it.
"""

import os
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

USER = "portal"
START_SECONDS = 30.0
STOP_SECONDS = 10.0
DEBIAN_BINARIES = Path("/usr/lib/postgresql")
SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "200",
    "listen_addresses": "127.0.0.1",
    # A database cannot be cloned while the autovacuum looks at it.
    "autovacuum": "off",
}


class NoPostgres(Exception):
    """PostgreSQL is not installed, or it did not start."""


@contextmanager
def cluster() -> Iterator[str]:
    """Yields the URL of an empty cluster's maintenance database; stops and removes the cluster in the end.

    Raises:
        NoPostgres: no server programs on this machine, or the server did not answer in time.
    """
    binaries = _binaries()
    # Not $TMPDIR: the path of a Unix socket is short, and the user `postgres` must be able to walk there.
    home = Path(tempfile.mkdtemp(prefix="ccm-postgres-", dir="/tmp"))
    try:
        password = secrets.token_urlsafe(24)
        _make(binaries, home, password)
        with _running(binaries, home) as port:
            url = f"postgres://{USER}:{password}@127.0.0.1:{port}/postgres"
            _await(url, home)
            yield url
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _binaries() -> Path:
    """The newest PostgreSQL of this machine."""
    debian = sorted(DEBIAN_BINARIES.glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    found = str(debian[-1]) if debian else shutil.which("initdb")
    if not found:
        raise NoPostgres(
            "PostgreSQL's server is not installed. `make test` installs it on Debian and Ubuntu."
        )
    return Path(found).parent


def _as_postgres() -> dict[str, Any]:
    """Arguments of `subprocess` that leave root behind."""
    return {"user": "postgres", "group": "postgres", "extra_groups": []} if os.geteuid() == 0 else {}


def _make(binaries: Path, home: Path, password: str) -> None:
    secret = home / "password"
    secret.write_text(password)
    if os.geteuid() == 0:
        shutil.chown(home, "postgres", "postgres")
        shutil.chown(secret, "postgres", "postgres")
    command: list[str | Path] = [
        binaries / "initdb",
        "-D",
        home / "data",
        "-U",
        USER,
        "--pwfile",
        secret,
        "--no-sync",
    ]
    choices = ["--auth=scram-sha-256", "--encoding=UTF8", "--locale=C.UTF-8"]
    made = subprocess.run(
        [*command, *choices], cwd=home, check=False, capture_output=True, text=True, **_as_postgres()
    )
    if made.returncode:
        raise NoPostgres(f"initdb failed:\n{made.stdout}{made.stderr}")


@contextmanager
def _running(binaries: Path, home: Path) -> Iterator[int]:
    """Starts the server and yields its port. In a session of its own, so that Ctrl-C reaches the tests first."""
    port = _free_port()
    options = [f"--{name}={value}" for name, value in SETTINGS.items()]
    where: list[str | Path] = ["-D", home / "data", "-p", str(port), "-k", home]
    with (home / "log").open("wb") as log:
        server: subprocess.Popen[bytes] = subprocess.Popen(
            [binaries / "postgres", *where, *options],
            cwd=home,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
            **_as_postgres(),
        )
    try:
        yield port
    finally:
        _stop(server)


def _stop(server: subprocess.Popen[bytes]) -> None:
    """First the fast way (connections are cut), then the immediate one."""
    for way in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
        if server.poll() is None:
            server.send_signal(way)
        try:
            server.wait(STOP_SECONDS)
            return
        except subprocess.TimeoutExpired:
            continue


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _await(url: str, home: Path) -> None:
    end = time.monotonic() + START_SECONDS
    while True:
        try:
            psycopg.connect(url, connect_timeout=2).close()
            return
        except psycopg.OperationalError:
            if time.monotonic() > end:
                log = (home / "log").read_text(errors="replace")
                raise NoPostgres(f"PostgreSQL did not start within {START_SECONDS:.0f} s:\n{log}") from None
            time.sleep(0.05)
