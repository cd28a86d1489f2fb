"""Databases to be thrown away: for journeys and fault tests, which run the portal's own processes.

A template is migrated once; each clone is a copy of it (a file, or CREATE DATABASE … TEMPLATE), of the kind the tests
run on. Nothing is ever flushed: frozen rows would refuse it.
"""

import os
import shutil
import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

ROOT = Path(__file__).resolve().parent.parent


def is_sqlite(url: str) -> bool:
    """Whether DATABASE_URL names an SQLite file."""
    return urlsplit(url).scheme == "sqlite"


@contextmanager
def migrated(server: str, folder: Path) -> Iterator[str]:
    """Yields the URL of a new database with all tables and no rows; drops it in the end.

    Args:
        server: a DATABASE_URL of the wanted kind; on PostgreSQL its user must be allowed to create databases.
        folder: where SQLite files are put.
    """
    with _new(server, folder, template=None) as url:
        manage("migrate", "--verbosity=0", database=url, folder=folder)
        yield url


@contextmanager
def clone(template: str, folder: Path) -> Iterator[str]:
    """Yields the URL of a copy of `template`, which nobody may be connected to; drops the copy in the end."""
    with _new(template, folder, template=template) as url:
        yield url


def manage(*arguments: str, database: str, folder: Path) -> str:
    """Runs `manage.py` on that database, as its own process, and returns what it printed."""
    done = subprocess.run(
        [sys.executable, ROOT / "manage.py", *arguments],
        env=environment(database, folder),
        check=False,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise RuntimeError(f"manage.py {' '.join(arguments)} failed:\n{done.stdout}{done.stderr}")
    return done.stdout


def environment(database: str, folder: Path) -> dict[str, str]:
    """The environment of a process of the portal that works on that database and keeps its files in `folder`."""
    return os.environ | {
        "DATABASE_URL": database,
        "VAR_DIR": str(folder),
        "PUBLIC_DIR": str(folder / "public"),
    }


def copy_file(template: str, path: str | Path) -> None:
    """Copies the SQLite file that nobody is connected to."""
    shutil.copyfile(template.removeprefix("sqlite:///"), path)


def name_of(url: str) -> str:
    """What PostgreSQL calls the database of that URL."""
    return urlsplit(url).path.strip("/")


@contextmanager
def _new(server: str, folder: Path, template: str | None) -> Iterator[str]:
    name = f"ccm_{uuid.uuid4().hex}"
    if is_sqlite(server):
        path = folder / f"{name}.sqlite3"
        if template:
            copy_file(template, path)
        yield f"sqlite:///{path}"
        for left in folder.glob(f"{name}.sqlite3*"):
            left.unlink()
        return
    source = name_of(template) if template else "template0"
    create = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
    _tell(server, create.format(sql.Identifier(name), sql.Identifier(source)))
    try:
        yield urlsplit(server)._replace(path=f"/{name}").geturl()
    finally:
        _tell(server, sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def _tell(server: str, command: sql.Composed) -> None:
    """Runs one command on the server's maintenance database, outside any transaction."""
    maintenance = urlsplit(server)._replace(path="/postgres").geturl()
    with closing(psycopg.connect(maintenance, autocommit=True)) as connection:
        connection.execute(command)
