"""S3: a page of minutes made anew for each reader, held against Wagtail's and Indico's page of the same text.

Each peer is installed by pip into an environment of its own below a temporary folder, set up on a PostgreSQL database
of its own, and served as we are: gunicorn, two workers of four threads. Nothing is kept between requests but
connections: our public folder is empty. What cannot be installed or set up is a row that says what was tried.
"""

import os
import re
import socket
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from django.db import connection, connections
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext, setup_test_environment

from tests import cast, renderers
from tests.bench import servers
from tests.bench.table import Row, at_least, must
from tests.meetings import publications
from tests.redis import Redis

INSTALL_SECONDS = 900.0
SETUP_SECONDS = 300.0
MOST_QUERIES = 3
SERVED = ("--threads", "4", "--workers", "2")
MAIN = re.compile(r"<main.*?>(.*)</main>", re.DOTALL)
OURS = "published page made anew"
WHY_SHORT = "Three queries and a long template cost 5 ms of Python; readers get the page as a file (S1)."
# Of the text: a page without it is another page.
SENTENCE = cast.SECTIONS[0][1][0].text


class NotThere(Exception):
    """A peer could not be installed or set up; the words say what was tried."""


@dataclass(frozen=True)
class Peer:
    """package: what pip installs, with its version. limit: how many times faster we are to be."""

    name: str
    package: str
    limit: float
    serve: Callable[[Path, Path, str, str], Iterator[str]]


def rows() -> list[Row]:
    setup_test_environment()
    with tempfile.TemporaryDirectory(prefix="ccm-peers-") as name, ExitStack() as opened:
        folder = Path(name)
        with renderers.running():
            publication = publications.published(cast.cast())
        address = publication.get_absolute_url()
        with override_settings(PUBLIC_DIR=str(folder / "empty")):
            queries, page = _asked(address)
        text = MAIN.findall(page)[0]
        connections.close_all()
        ours = opened.enter_context(_ourselves(folder)) + address
        return [*(_against(peer, ours, text, folder) for peer in PEERS), _queries(queries)]


def _asked(address: str) -> tuple[int, str]:
    """How many queries the page takes, and the page."""
    client = Client()
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(address)
    return len(asked), answer.content.decode()


def _queries(count: int) -> Row:
    return must(
        "S3", f"queries of a {OURS}", f"≤ {MOST_QUERIES}", count <= MOST_QUERIES, figure=f"{count} queries"
    )


@contextmanager
def _ourselves(folder: Path) -> Iterator[str]:
    environment = os.environ | {"PUBLIC_DIR": str(folder / "empty")}
    with servers.listening() as door:
        command = servers.gunicorn(door, "ccm_portal.wsgi", *SERVED)
        with servers.started(command, door, environment=environment, folder=folder, name="ours") as url:
            yield url


def _against(peer: Peer, ours: str, text: str, folder: Path) -> Row:
    measured = f"{OURS} / {peer.package.replace('==', ' ')}, same text"
    home = folder / peer.name
    home.mkdir()
    try:
        with contextmanager(peer.serve)(home, _installed(peer, home), peer.name, text) as theirs:
            a, b = servers.in_turn([ours, theirs])
    except (NotThere, servers.DidNotStart, psycopg.Error, urllib.error.URLError) as error:
        print(error, file=sys.stderr)
        return must(
            "S3",
            measured,
            f"≥ {peer.limit:g} ×",
            False,
            figure="not measured",
            note=str(error).splitlines()[0],
        )
    wrong = servers.failed(a, b)
    ratio = 0.0 if wrong else servers.rates(a, b).ratio
    note = f"{wrong} answers were errors." if wrong else WHY_SHORT if ratio < peer.limit else ""
    return at_least("S3", measured, peer.limit, ratio, figure=servers.figure(a, b), note=note)


# --- installing -----------------------------------------------------------------------------------------------------


def _installed(peer: Peer, home: Path) -> Path:
    """The programs of an environment that holds the peer and what serves it."""
    python = f"Python {sys.version_info.major}.{sys.version_info.minor}"
    tried = f"Tried `pip install {peer.package}` in an environment of its own with {python}"
    _do([sys.executable, "-m", "venv", str(home / "env")], home, os.environ, tried, INSTALL_SECONDS)
    programs = home / "env" / "bin"
    install = [str(programs / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    wanted = [peer.package, "gunicorn", "psycopg[binary]", "setuptools<81"]
    _do([*install, *wanted], home, os.environ, tried, INSTALL_SECONDS)
    return programs


def _do(
    command: Sequence[str],
    home: Path,
    environment: Mapping[str, str],
    tried: str,
    seconds: float = SETUP_SECONDS,
) -> str:
    """What a command prints. Raises NotThere, which begins with what was tried."""
    try:
        done = subprocess.run(
            command,
            cwd=home,
            env=dict(environment),
            check=False,
            capture_output=True,
            text=True,
            timeout=seconds,
        )
    except subprocess.TimeoutExpired:
        raise NotThere(f"{tried}: not done after {seconds:.0f} s.") from None
    if done.returncode:
        raise NotThere(
            f"{tried}: it ended with {done.returncode}.\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}"
        )
    return done.stdout


@contextmanager
def _database(name: str, *extensions: str) -> Iterator[str]:
    """The URL of an empty database beside our own."""
    server = os.environ["DATABASE_URL"]
    url = urlsplit(server)._replace(path=f"/{name}").geturl()
    _tell(server, f"CREATE DATABASE {name} TEMPLATE template0")
    try:
        for extension in extensions:
            _tell(url, f"CREATE EXTENSION {extension}")
        yield url
    finally:
        _tell(server, f"DROP DATABASE {name} WITH (FORCE)")


def _tell(url: str, command: str) -> None:
    with psycopg.connect(url, autocommit=True) as line:
        line.execute(command.encode())


@contextmanager
def _gunicorn(
    programs: Path,
    application: str,
    door: socket.socket,
    environment: Mapping[str, str],
    *,
    home: Path,
    path: str = "/",
) -> Iterator[str]:
    """The peer on that socket. Raises NotThere where the page is not that of the text."""
    command = [
        str(programs / "python"),
        *servers.gunicorn(door, application, *SERVED)[1:],
        "--chdir",
        str(home),
    ]
    with servers.started(command, door, environment=environment, folder=home, path=path) as url:
        with urllib.request.urlopen(url + path, timeout=SETUP_SECONDS) as answer:
            if SENTENCE not in answer.read().decode():
                raise NotThere(f"Set {home.name} up, but its page {path} does not show the text.")
        yield url + path


# --- Wagtail --------------------------------------------------------------------------------------------------------

WAGTAIL_SETTINGS = """
import os
from urllib.parse import urlsplit

from .base import *

url = urlsplit(os.environ["PEER_DATABASE"])
DEBUG, ALLOWED_HOSTS, SECRET_KEY = False, ["*"], "only-for-this-measurement"
STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
DATABASES = {"default": {
    "ENGINE": "django.db.backends.postgresql", "NAME": url.path[1:], "USER": url.username, "PASSWORD": url.password,
    "HOST": url.hostname, "PORT": url.port, "CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True,
}}
"""
WAGTAIL_MODEL = """
from django.db import models
from wagtail.fields import RichTextField
from wagtail.models import Page


class HomePage(Page):
    body = RichTextField(blank=True)
"""
WAGTAIL_TEMPLATE = """{% extends "base.html" %}
{% load wagtailcore_tags %}
{% block content %}<h1>{{ page.title }}</h1>{{ page.body|richtext }}{% endblock %}
"""
WAGTAIL_TEXT = """
from pathlib import Path
from home.models import HomePage
page = HomePage.objects.get()
page.title, page.body = "Minutes", Path("text.html").read_text()
page.save_revision().publish()
"""


def _wagtail(home: Path, programs: Path, name: str, text: str) -> Iterator[str]:
    """The site that `wagtail start` makes, with a rich text on its first page."""
    tried = "Installed Wagtail, and tried to set its site up"
    _do([str(programs / "wagtail"), "start", "peer", "."], home, os.environ, tried)
    (home / "peer/settings/bench.py").write_text(WAGTAIL_SETTINGS)
    (home / "home/models.py").write_text(WAGTAIL_MODEL)
    (home / "home/templates/home/home_page.html").write_text(WAGTAIL_TEMPLATE)
    (home / "text.html").write_text(text)
    with _database(name) as url:
        environment = os.environ | {"PEER_DATABASE": url, "DJANGO_SETTINGS_MODULE": "peer.settings.bench"}
        for command in (("makemigrations", "home"), ("migrate",), ("shell", "-c", WAGTAIL_TEXT)):
            _do([str(programs / "python"), "manage.py", *command], home, environment, tried)
        with (
            servers.listening() as door,
            _gunicorn(programs, "peer.wsgi", door, environment, home=home) as address,
        ):
            yield address


# --- Indico ---------------------------------------------------------------------------------------------------------

INDICO_FOLDERS = ("archive", "cache", "log", "tmp")
INDICO_CONFIG = """
SQLALCHEMY_DATABASE_URI = {database!r}
SECRET_KEY = "only-for-this-measurement-on-this-machine"
BASE_URL = "http://127.0.0.1:{port}"
CELERY_BROKER = REDIS_CACHE_URL = {redis!r}
DEFAULT_TIMEZONE = "UTC"
CACHE_DIR, TEMP_DIR, LOG_DIR = "{home}/cache", "{home}/tmp", "{home}/log"
STORAGE_BACKENDS = {{"default": "fs:{home}/archive"}}
ATTACHMENT_STORAGE = "default"
"""
INDICO_LOGGING = """
version: 1
root: {level: WARNING, handlers: [console]}
loggers: {}
formatters: {plain: {format: "%(message)s"}}
handlers: {console: {class: logging.StreamHandler, formatter: plain}}
"""
INDICO_NOTE = """
import datetime as dt
from pathlib import Path
from indico.core.db import db
from indico.modules.categories.models.categories import Category
from indico.modules.events.models.events import Event, EventType
from indico.modules.events.notes.models.notes import EventNote, RenderMode
from indico.modules.users.models.users import User
from indico.web.flask.app import make_app

with make_app().app_context():
    user, begins = User.get_system_user(), dt.datetime(2026, 10, 30, 12, tzinfo=dt.timezone.utc)
    event = Event(
        category=Category.get_root(), type_=EventType.meeting, title="Minutes", creator=user, timezone="UTC",
        start_dt=begins, end_dt=begins + dt.timedelta(hours=2),
    )
    db.session.add(event)
    db.session.flush()
    EventNote.get_or_create(event).create_revision(RenderMode.html, Path("text.html").read_text(), user)
    db.session.commit()
    print(f"/event/{event.id}/note/")
"""


def _indico(home: Path, programs: Path, name: str, text: str) -> Iterator[str]:
    """The note of an event that anyone may read."""
    tried = "Installed Indico, and tried to set it up"
    for folder in INDICO_FOLDERS:
        (home / folder).mkdir()
    (home / "text.html").write_text(text)
    (home / "logging.yaml").write_text(INDICO_LOGGING)
    with Redis() as redis, _database(name, "pg_trgm", "unaccent") as url, servers.listening() as door:
        database = urlsplit(url)._replace(scheme="postgresql").geturl()
        config = home / "indico.conf"
        config.write_text(
            INDICO_CONFIG.format(database=database, redis=redis.url, home=home, port=door.getsockname()[1])
        )
        environment = os.environ | {"INDICO_CONFIG": str(config)}
        del environment["DJANGO_SETTINGS_MODULE"]
        _do([str(programs / "indico"), "db", "prepare"], home, environment, tried)
        said = _do([str(programs / "python"), "-c", INDICO_NOTE], home, environment, tried)
        application, path = "indico.web.flask.app:make_app()", said.split()[-1]
        with _gunicorn(programs, application, door, environment, home=home, path=path) as address:
            yield address


PEERS = (
    Peer("wagtail", "wagtail==8.0.1", 2.5, _wagtail),
    Peer("indico", "indico==3.2.9", 5.0, _indico),
)
