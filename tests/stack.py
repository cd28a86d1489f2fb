"""The portal in real use without a container engine: `python -m tests.stack`, which is `make stack`.

The processes, their commands and their variables are those of docker-compose.yml, which is read here; PostgreSQL, Redis
and nginx are this machine's own. Each listens on the loopback alone.

    with Stack(folder, email_url=mail.url) as stack:
        stack.url                       # http://localhost:PORT, through nginx
        stack.end("web", signal.SIGKILL); stack.start("web")
"""

import os
import re
import secrets
import shlex
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from contextlib import ExitStack, suppress
from http import HTTPStatus
from pathlib import Path
from typing import Any, Self

import yaml
from aiosmtpd.smtp import Envelope

from tests import postgres
from tests.redis import Redis
from tests.smtp import SmtpServer

ROOT = Path(__file__).resolve().parents[1]
SERVICES: dict[str, dict[str, Any]] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
# `migrate` ends before the others begin.
PORTAL = [name for name, about in SERVICES.items() if about["image"] == "ccm-portal" and name != "migrate"]
VARIABLE = re.compile(r"\$\{(?P<name>\w+)[^}]*\}")
SECRETS = ("DATABASE_PASSWORD", "OWNER_PASSWORD", "SECRET_KEY", "LINK_KEY")
KEPT = ROOT / "var" / "stack"
DEFAULT_PORT = 8080
READY_SECONDS = 60.0
STOP_SECONDS = 30.0


class DidNotStart(Exception):
    """A part did not start; the words hold what it printed."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Stack:
    """All of it, from entering to leaving. With `kept` the data stay in `folder`."""

    def __init__(self, folder: Path, *, email_url: str, port: int = 0, kept: bool = False) -> None:
        self.folder = folder
        self.port = port or free_port()
        self.url = f"http://localhost:{self.port}"
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        self.redis = Redis()
        self._email_url = email_url
        # The web servers without the proxy before them.
        self.web_port = free_port()
        self._open = ExitStack()
        folder.mkdir(parents=True, exist_ok=True)
        self.secrets = _settled(folder / "secrets")
        home = folder / "database" if kept else None
        if home:
            home.mkdir(exist_ok=True)
        owner, password = SERVICES["database"]["environment"]["POSTGRES_USER"], self.secrets["OWNER_PASSWORD"]
        self.database = postgres.Cluster(postgres.SAFE, home=home, user=owner, password=password)

    # --- start and end --------------------------------------------------------------------------------------------

    def __enter__(self) -> Self:
        try:
            self._start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *exc: object) -> None:
        for process in self.processes.values():
            with suppress(ProcessLookupError):
                process.send_signal(signal.SIGTERM)
        for name in list(self.processes):
            self.end(name)
        self._open.close()

    def _start(self) -> None:
        self._open.enter_context(self.database)
        self._open.enter_context(self.redis)
        self._make_roles()
        self.run("migrate")
        for name in PORTAL:
            self.start(name)
        self.start_proxy()
        self._await()

    def _make_roles(self) -> None:
        """The database and the role that owns nothing, by the script that the container runs."""
        environment = os.environ | self.secrets | self._owner()
        known = self._sql("SELECT 1 FROM pg_database WHERE datname = 'portal'", database="postgres")
        if not known:
            subprocess.run(["createdb", "portal"], env=environment, check=True)
            subprocess.run(
                [ROOT / "deploy/postgres/roles.sh"], env=environment, check=True, stdout=subprocess.DEVNULL
            )

    def _owner(self) -> dict[str, str]:
        """What psql, and the script of the container, need to know of the owner."""
        given = SERVICES["database"]["environment"]
        return {
            "PGHOST": "127.0.0.1",
            "PGPORT": str(self.database.port),
            "PGUSER": given["POSTGRES_USER"],
            "PGPASSWORD": self.secrets["OWNER_PASSWORD"],
            "POSTGRES_USER": given["POSTGRES_USER"],
            "POSTGRES_DB": given["POSTGRES_DB"],
        }

    def _sql(self, query: str, *, database: str) -> str:
        done = subprocess.run(
            ["psql", "-d", database, "-Atc", query],
            env=os.environ | self._owner(),
            check=True,
            capture_output=True,
            text=True,
        )
        return done.stdout.strip()

    # --- processes ------------------------------------------------------------------------------------------------

    def environment(self, service: str) -> dict[str, str]:
        """The variables of a service as docker-compose.yml has them; its hosts and folders become ours."""
        ours = {
            "database:5432": f"127.0.0.1:{self.database.port}",
            "redis:6379": f"127.0.0.1:{self.redis.port}",
            "/tmp/ccm-portal": str(self.folder / service),
            "/tmp/run": str(self.folder / "proxy" / "run"),
            "/srv/public": str(self.folder / "public"),
            "/srv/static": str(ROOT / "static"),
            "/run/ccm-portal": str(self.folder / "run"),
            "0.0.0.0:8000": f"127.0.0.1:{self.web_port}",
            "web:8000": f"127.0.0.1:{self.web_port}",
        }
        variables = {}
        for name, value in SERVICES[service]["environment"].items():
            filled = self._filled(str(value))
            for theirs, mine in ours.items():
                filled = filled.replace(theirs, mine)
            variables[name] = filled
        if "LISTEN" in variables:
            variables["LISTEN"] = f"127.0.0.1:{self.port}"
        return self._settings() | variables

    def _settings(self) -> dict[str, str]:
        """What `.env` holds in real use."""
        own = {
            "DEMO": "0",
            "BASE_URL": self.url,
            "ALLOWED_HOSTS": "localhost,127.0.0.1",
            "EMAIL_URL": self._email_url,
            "TRUSTED_PROXIES": "1",
        }
        passed = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
        keys = {name: self.secrets[name] for name in ("SECRET_KEY", "LINK_KEY")}
        path = {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{passed.get('PATH', '')}"}
        return passed | path | own | keys

    def _filled(self, value: str) -> str:
        """`${NAME:?…}` as the container engine fills it from `.env`."""
        known = self.secrets | self._settings()
        return VARIABLE.sub(lambda found: known[found["name"]], value)

    def run(self, service: str) -> None:
        """A service that ends. Raises DidNotStart where it does not end well."""
        done = subprocess.run(
            SERVICES[service]["command"], cwd=ROOT, env=self.environment(service), check=False,
            capture_output=True, text=True,
        )  # fmt: skip
        if done.returncode:
            raise DidNotStart(f"{service}:\n{done.stdout}{done.stderr}")

    def start(self, service: str) -> None:
        """A service of the portal, its words in `folder/SERVICE.log`."""
        self._begin(service, SERVICES[service]["command"], self.environment(service))

    def start_proxy(self) -> None:
        """nginx, with the configuration that the container writes itself."""
        environment = os.environ | self.environment("proxy")
        home = self.folder / "proxy"
        subprocess.run([ROOT / "deploy/nginx/fill", home], env=environment, check=True)
        self._begin("proxy", ["nginx", "-p", str(home), "-c", str(home / "nginx.conf")], environment)

    def _begin(self, name: str, command: list[str], environment: dict[str, str]) -> None:
        with self.log(name).open("ab") as log:
            # In a session of its own: Ctrl-C in the terminal is for us, who end the others in order.
            self.processes[name] = subprocess.Popen(
                command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                start_new_session=True,
            )  # fmt: skip

    def end(self, name: str, number: signal.Signals = signal.SIGTERM) -> None:
        """As an engine ends a container: asked, it ends by itself; killed, all of it is gone at once."""
        process = self.processes.pop(name)
        if number != signal.SIGKILL:
            process.send_signal(number)
            with suppress(subprocess.TimeoutExpired):
                process.wait(STOP_SECONDS)
        # Its session is its own: whatever it started and left ends with it.
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def dead(self) -> list[str]:
        """The names of those that ended by themselves."""
        return [name for name, process in self.processes.items() if process.poll() is not None]

    def log(self, name: str) -> Path:
        return self.folder / f"{name}.log"

    def printed(self) -> str:
        """What they have printed so far, by process."""
        return "".join(f"--- {log.stem} ---\n{log.read_text()}" for log in sorted(self.folder.glob("*.log")))

    def _await(self) -> None:
        """Until the proxy and a web server behind it answer, and somebody does what is due."""
        end = time.monotonic() + READY_SECONDS
        while not self.is_well():
            if (dead := self.dead()) or time.monotonic() > end:
                raise DidNotStart(f"{', '.join(dead) or 'The portal'} did not start.\n{self.printed()}")
            time.sleep(0.1)

    def is_well(self) -> bool:
        """What an operator asks."""
        with (
            suppress(urllib.error.URLError, OSError),
            urllib.request.urlopen(f"{self.url}/healthz/all", timeout=5) as answer,
        ):
            return bool(answer.status == HTTPStatus.OK)
        return False


def _settled(path: Path) -> dict[str, str]:
    """The secrets kept there, else new ones."""
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text("".join(f"{name}={secrets.token_hex(24)}\n" for name in SECRETS))
    return dict(line.split("=", 1) for line in path.read_text().splitlines())


# --- make stack ---------------------------------------------------------------------------------------------------

WAYS = """
The portal runs as in real use, for this machine alone: {url}/

Its first member of staff, in another terminal:
  set -a; . {folder}/environment; set +a
  .venv/bin/python manage.py createcoordinator you@example.org --name "Your Name" --body "Friends of the President"

Letters: {letters}
What its parts say: {folder}/*.log; whether they are well: {url}/healthz/all
Ctrl-C ends it. Its data stay in {folder}."""


class Letterbox(SmtpServer):
    """Keeps each letter as a file."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def keep(self, envelope: Envelope) -> None:
        super().keep(envelope)
        name = f"{time.strftime('%Y%m%d-%H%M%S')}-{secrets.token_hex(4)}.eml"
        (self._folder / name).write_bytes(envelope.original_content or b"")


def main() -> int:
    """Runs it until Ctrl-C, or until a part ends by itself."""
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: stop.set())
    port = int(os.environ.get("PORT") or DEFAULT_PORT)
    with ExitStack() as opened:
        given = os.environ.get("EMAIL_URL", "")
        letters = f"to {given.rpartition('@')[2]}" if given else f"kept as files in {KEPT / 'letters'}"
        email_url = given or opened.enter_context(Letterbox(KEPT / "letters")).url
        stack = opened.enter_context(Stack(KEPT, email_url=email_url, port=port, kept=True))
        lines = (f"{name}={shlex.quote(value)}\n" for name, value in stack.environment("web").items())
        (KEPT / "environment").touch(mode=0o600)
        (KEPT / "environment").write_text("".join(line for line in lines if not line.startswith("PATH=")))
        print(WAYS.format(url=stack.url, folder=KEPT, letters=letters), flush=True)
        while not stop.wait(0.5):
            if dead := stack.dead():
                print(f"{', '.join(dead)} ended by itself; see {KEPT}/*.log.", flush=True)
                return 1
    print("Everything is stopped.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
