"""A throwaway PostgreSQL cluster: made in a moment, lost without regret.

    with cluster() as url:      # postgres://portal:…@127.0.0.1:PORT/postgres

    with Cluster(SAFE) as server:       # one that keeps what it said it kept, and can be restarted
        server.restart_immediately()

PostgreSQL refuses to run as root, so root starts it as the user `postgres` of Debian's package. Nothing is synced to
disk unless asked for. It listens on a free port of the loopback and on a Unix socket in its own directory; only its
random password opens it.
"""

import os
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

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
# As in real use: what was committed outlives a crash.
SAFE = SETTINGS | {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}


class NoPostgres(Exception):
    """PostgreSQL is not installed, or it did not start."""


class Cluster:
    """One server and its data, from entering to leaving."""

    def __init__(
        self,
        settings: Mapping[str, str] = SETTINGS,
        *,
        home: Path | None = None,
        user: str = USER,
        password: str = "",
    ) -> None:
        """Where `home` is named its data stay there, and `password` is the same at every start."""
        self._settings = settings
        self._binaries = _binaries()
        self._kept = home is not None
        self._user = user
        # Not $TMPDIR: the path of a Unix socket is short, and the user `postgres` must be able to walk there.
        self._home = home or Path(tempfile.mkdtemp(prefix="ccm-postgres-", dir="/tmp"))
        self._password = password or secrets.token_urlsafe(24)
        self._port = _free_port()
        self._server: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Of its maintenance database."""
        return f"postgres://{self._user}:{self._password}@127.0.0.1:{self._port}/postgres"

    def __enter__(self) -> Self:
        try:
            if not (self._home / "data" / "PG_VERSION").exists():
                _make(self._binaries, self._home, self._user, self._password)
            self.start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *exc: object) -> None:
        self.stop(signal.SIGINT)
        if not self._kept:
            shutil.rmtree(self._home, ignore_errors=True)

    @property
    def port(self) -> int:
        return self._port

    def start(self) -> None:
        """Raises NoPostgres where the server does not answer in time."""
        self._server = _started(self._binaries, self._home, self._port, self._settings)
        _await(self.url, self._home)

    def stop(self, way: signal.Signals = signal.SIGQUIT) -> None:
        """SIGQUIT is "immediate": nothing is finished or written down. SIGINT cuts connections and closes properly."""
        if self._server is not None:
            _stop(self._server, way)
            self._server = None

    def restart_immediately(self) -> None:
        """`pg_ctl restart -m immediate`: what was open breaks, and the server recovers from its log."""
        self.stop()
        self.start()


@contextmanager
def cluster() -> Iterator[str]:
    """Yields the URL of an empty cluster's maintenance database; stops and removes the cluster in the end.

    Raises:
        NoPostgres: no server programs on this machine, or the server did not answer in time.
    """
    with Cluster() as server:
        yield server.url


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


def _make(binaries: Path, home: Path, user: str, password: str) -> None:
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
        user,
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


def _started(binaries: Path, home: Path, port: int, settings: Mapping[str, str]) -> subprocess.Popen[bytes]:
    """In a session of its own, so that Ctrl-C reaches the tests first."""
    options = [f"--{name}={value}" for name, value in settings.items()]
    where: list[str | Path] = ["-D", home / "data", "-p", str(port), "-k", home]
    with (home / "log").open("ab") as log:
        return subprocess.Popen(
            [binaries / "postgres", *where, *options],
            cwd=home,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
            **_as_postgres(),
        )


def _stop(server: subprocess.Popen[bytes], way: signal.Signals) -> None:
    """The way asked for, then the immediate one, then force."""
    for number in (way, signal.SIGQUIT, signal.SIGKILL):
        if server.poll() is None:
            server.send_signal(number)
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
