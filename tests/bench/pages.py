"""S1, S2, S4, S5: how fast what is published is read, and how soon a correction is.

S1 holds nginx as we set it up against a plain nginx on the same bytes, S2 the portal without a proxy against a Django
view of two bytes on the same server, S4 connections that are kept against those that are not. wrk, all targets in turn.
"""

import datetime as dt
import functools
import os
import subprocess
import tempfile
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connections, transaction

from meetings import public_folder
from meetings.models import Publication
from meetings.public_texts import Series
from tests import cast, renderers
from tests.bench import servers
from tests.bench.table import Row, at_least, must
from tests.meetings import publications

GUNICORN = ("--config", "deploy/gunicorn.conf.py")
DAYS = (dt.date(2026, 10, 28), dt.date(2026, 10, 29), dt.date(2026, 10, 30))
PLAIN = """
worker_processes 2; daemon off; pid {folder}/nginx.pid; error_log stderr crit; {user}
events {{ worker_connections 4096; }}
http {{
  include /etc/nginx/mime.types;
  access_log {folder}/access.log;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  sendfile on; tcp_nopush on;
  server {{ listen 127.0.0.1:{port}; root {root}; }}
}}
"""


def rows() -> list[Row]:
    with tempfile.TemporaryDirectory(prefix="ccm-pages-") as name, ExitStack() as opened:
        folder = Path(name)
        opened.enter_context(renderers.running())
        people = cast.cast()
        published = [publications.published(people, day=day) for day in DAYS]
        connections.close_all()
        web = opened.enter_context(_gunicorn(folder, "ccm_portal.wsgi", "web"))
        proxy = opened.enter_context(_our_nginx(folder / "ours", web))
        plain = opened.enter_context(_plain_nginx(folder / "plain"))
        return [
            *_as_files(published[0], proxy, plain),
            _through_django(folder, published[0], web),
            _kept_connections(folder, published[0], web),
            _next_request(published, proxy),
        ]


# --- servers --------------------------------------------------------------------------------------------------------


@contextmanager
def _gunicorn(folder: Path, application: str, name: str, **variables: str) -> Iterator[str]:
    with servers.listening() as door:
        command = servers.gunicorn(door, application, *GUNICORN)
        environment = os.environ | variables
        with servers.started(command, door, environment=environment, folder=folder, name=name) as url:
            yield url


@contextmanager
def _our_nginx(home: Path, web: str) -> Iterator[str]:
    home.mkdir()
    port = servers.free_port()
    words = {
        "LISTEN": f"127.0.0.1:{port}", "WEB": web.removeprefix("http://"), "HOSTS": "127.0.0.1",
        "BASE_URL": settings.BASE_URL, "PUBLIC_DIR": str(settings.PUBLIC_DIR),
        "STATIC_DIR": str(settings.BASE_DIR / "static"), "RUN_DIR": str(home / "run"),
    }  # fmt: skip
    subprocess.run(["deploy/nginx/fill", home], cwd=settings.BASE_DIR, env=os.environ | words, check=True)
    with _nginx(home, port) as url:
        yield url


@contextmanager
def _plain_nginx(home: Path) -> Iterator[str]:
    """The same folder, served with hardly a word of configuration."""
    home.mkdir()
    port = servers.free_port()
    user = "user root;" if os.getuid() == 0 else ""
    conf = PLAIN.format(folder=home, port=port, root=settings.PUBLIC_DIR, user=user)
    (home / "nginx.conf").write_text(conf)
    with _nginx(home, port) as url:
        yield url


@contextmanager
def _nginx(home: Path, port: int) -> Iterator[str]:
    command = ["nginx", "-p", home, "-c", home / "nginx.conf"]
    with servers.started(command, port, environment=os.environ, folder=home, name="nginx") as url:
        yield url


# --- the goals ------------------------------------------------------------------------------------------------------


def _as_files(publication: Publication, proxy: str, plain: str) -> Iterator[Row]:
    page = publication.get_absolute_url()
    pdf = publication.files.get(name__endswith=".pdf").name
    for kind, address, file in (("page", page, f"{page}index.html"), ("PDF", page + pdf, page + pdf)):
        ours, theirs = servers.in_turn([proxy + address, plain + file])
        yield _row("S1", f"published {kind} as a file / nginx, same bytes", 0.9, ours, theirs)


def _through_django(folder: Path, publication: Publication, web: str) -> Row:
    with _gunicorn(folder, "tests.bench.two_bytes", "two-bytes") as floor:
        ours, theirs = servers.in_turn([web + publication.get_absolute_url(), f"{floor}/"])
    return _row("S2", "published page by Django / its 2-byte view", 0.8, ours, theirs)


def _kept_connections(folder: Path, publication: Publication, web: str) -> Row:
    """On the page of a meeting, which is made anew for each reader."""
    meeting = publication.document.meeting.get_absolute_url()
    with _gunicorn(folder, "ccm_portal.wsgi", "not-kept", CONN_MAX_AGE="0") as other:
        ours, theirs = servers.in_turn([web + meeting, other + meeting])
    return _row("S4", "PostgreSQL kept, as by default / CONN_MAX_AGE=0", 3.0, ours, theirs)


def _next_request(published: list[Publication], proxy: str) -> Row:
    """Each first edition is read, corrected, and read again at once."""
    fresh = 0
    for first in published:
        address = proxy + first.get_absolute_url()
        before = _read(address)
        slug = first.document.meeting.slug
        with transaction.atomic():
            publications.corrected(first, now=publications.PUBLISHED_AT + dt.timedelta(days=3))
            # As `publishing.confirm` does.
            public_folder.take_away(Series("minutes", slug))
            transaction.on_commit(functools.partial(public_folder.replace, Series("minutes", slug)))
        fresh += "superseded" not in before and "superseded" in _read(address)
    figure = f"{fresh} of {len(published)} at the next request"
    return must(
        "S5", "a corrected page through nginx", "next request", fresh == len(published), figure=figure
    )


def _read(address: str) -> str:
    with urllib.request.urlopen(address, timeout=10) as answer:
        return str(answer.read().decode())


def _row(id_: str, measured: str, limit: float, ours: list[servers.Load], theirs: list[servers.Load]) -> Row:
    wrong = servers.failed(ours, theirs)
    note = f"{wrong} answers were errors." if wrong else ""
    figure = servers.figure(ours, theirs)
    ratio = 0.0 if wrong else servers.rates(ours, theirs).ratio
    return at_least(id_, measured, limit, ratio, figure=figure, note=note)
