"""A person is erased, and then looked for everywhere: `python -m tests.trust.erase`. Prints one line, ends with 1 where
a trace is left or a byte of what is published has changed.

Looked through are: a dump of the database (`pg_dump`, or SQLite's), its files on disk on SQLite, sessions opened, every
file that is kept in it unpacked, the folders of the portal, its log, each page of the desk that lists or searches,
and the mail server, which the letters that waited for the person must never reach.

Runs on a database of its own, of the kind DATABASE_URL names (SQLite without it), thrown away afterwards; a migrated,
empty one may be given with --database.
"""

import argparse
import hashlib
import importlib
import json
import logging
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests import databases
from tests.postgres import DEBIAN_BINARIES
from tests.smtp import SmtpServer
from tests.trust import alone

Place = tuple[str, str]


def dump(url: str) -> str:
    """The whole database as text, binary columns in hexadecimal."""
    if databases.is_sqlite(url):
        with sqlite3.connect(url.removeprefix("sqlite:///")) as file:
            return "\n".join(file.iterdump())
    newest = sorted(DEBIAN_BINARIES.glob("*/bin/pg_dump"))
    program = shutil.which("pg_dump") or str(newest[-1])
    done = subprocess.run([program, "--inserts", url], check=True, capture_output=True, text=True)
    return done.stdout


def spellings(words: str) -> set[str]:
    """How the words may stand in a dump: plain, as JSON escapes them, in HTML, in hexadecimal."""
    as_json = json.dumps(words)[1:-1]
    in_html = {words.replace("’", sign) for sign in ("&#x27;", "&#39;", "&rsquo;", "'")}
    return {
        spelt.casefold()
        for spelt in (words, as_json, as_json.replace("\\", "\\\\"), *in_html, words.encode().hex())
    }


def traces_in(text: str, traces: tuple[str, ...]) -> list[str]:
    """Which of the words stand in the text."""
    folded = text.casefold()
    return [words for words in traces if any(spelt in folded for spelt in spellings(words))]


class Search:
    """Everything there is to look through, place by place. Needs Django to be set up."""

    def __init__(self, folder: Path, url: str, somebody: Any) -> None:
        self.folder, self.url, self.somebody = folder, url, somebody

    def places(self) -> Iterator[Place]:
        yield "dump", dump(self.url)
        yield from self._files()
        yield from self._sessions()
        yield from self._binaries()
        yield from self._pages()

    def _files(self) -> Iterator[Place]:
        """Files on disk; on SQLite also the database, with what is free in it."""
        connection = importlib.import_module("django.db").connection
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        for path in sorted(self.folder.rglob("*")):
            if path.is_file() and not path.name.startswith("renderer"):
                data = path.read_bytes()
                yield (
                    f"file {path.relative_to(self.folder)}",
                    data.decode("utf-8", "replace") + self._unpacked(data),
                )

    def _sessions(self) -> Iterator[Place]:
        sessions = importlib.import_module("django.contrib.sessions.models").Session
        for session in sessions.objects.all():
            yield "session", json.dumps(session.get_decoded(), ensure_ascii=False)

    def _binaries(self) -> Iterator[Place]:
        """What stands in columns that are no text: PDF and Word files, unpacked."""
        holdings = importlib.import_module("ccm_portal.holdings")
        fields = importlib.import_module("django.db.models")
        for table in holdings.tables():
            for column in table._meta.concrete_fields:
                if isinstance(column, fields.BinaryField):
                    for pk, data in table._base_manager.values_list("pk", column.attname):
                        yield f"{column} {pk}", self._unpacked(bytes(data or b""))

    def _unpacked(self, data: bytes) -> str:
        reading = importlib.import_module("tests.trust.reading")
        return "\n".join(text for _kind, text in reading.texts(data, ""))

    def _pages(self) -> Iterator[Place]:
        """What lists, shows and finds people, to the keeper of the list and to the coordinator."""
        queries = importlib.import_module("tests.queries")
        people, word = self.somebody.people, "Quillfeather"
        for user in (people.admin, people.coordinator):
            browser = queries.at_the_desk(user)
            for path in (
                *(
                    "/desk/",
                    "/desk/contacts/",
                    "/desk/contacts/?on=2026-10-31",
                    "/desk/letters/",
                    "/desk/records/",
                ),
                *("/desk/contacts/?recorded=2026-11-01", f"/desk/contacts/{self.somebody.contact.pk}/"),
                *("/desk/contacts/editions/", f"/desk/contacts/editions/{self.somebody.edition.pk}/"),
            ):
                answer = browser.get(path)
                yield f"page {path}", answer.content.decode() + str(answer.headers)
            for path in ("/desk/contacts/", "/desk/letters/"):
                found = browser.get(path, dict.fromkeys(("q", "find", "search"), word)).content.decode()
                # What was asked for stands in the box again.
                yield f"search on {path}", re.sub(rf'value="{word}"|“{word}”|={word}', "", found)


def published_bytes(somebody: Any, folder: Path) -> dict[str, str]:
    """SHA-256 of everything public: rows, files, and the folder that is served."""
    publication = somebody.published
    publication.refresh_from_db()
    held = {"canonical": publication.canonical.encode(), "sha256": publication.sha256.encode()}
    held |= {file.name: bytes(file.content) for file in publication.files.all()}
    held |= {str(path): path.read_bytes() for path in folder.rglob("public*/**/*") if path.is_file()}
    return {name: hashlib.sha256(data).hexdigest() for name, data in held.items()}


def run(folder: Path, url: str, mail: SmtpServer) -> tuple[list[str], str]:
    """What was unexpected, a line each; and the line to print."""
    time_machine = importlib.import_module("time_machine")
    renderers = importlib.import_module("tests.renderers")
    somebodies = importlib.import_module("tests.trust.somebody")
    importlib.import_module("django.test.utils").setup_test_environment()
    log = logging.FileHandler(folder / "portal.log")
    logging.getLogger().addHandler(log)
    with renderers.running(), time_machine.travel(somebodies.LATER, tick=True):
        somebody = somebodies.build()
        search = Search(folder, url, somebody)
        before = {place for place, text in search.places() if traces_in(text, somebodies.TRACES)}
        stands = published_bytes(somebody, folder)
        _erase(somebodies, somebody)
        problems = _after(somebody, mail)
        count = 0
        for place, text in search.places():
            count += 1
            problems += [f"{place}: {words}" for words in traces_in(text, somebodies.TRACES)]
        changed = stands != published_bytes(somebody, folder)
    problems += ["what is published has changed"] if changed else []
    problems += [] if "dump" in before and len(before) > 5 else ["the person was not everywhere before"]
    return problems, (
        f"erase: in {len(before)} places and {somebody.planted} planted columns before, "
        f"in {len(problems)} of {count} places afterwards; "
        f"{len(stands)} published files {'changed' if changed else 'unchanged'}"
    )


def _erase(somebodies: Any, somebody: Any) -> None:
    erasing = importlib.import_module("friends.erasing")
    seen = erasing.look(somebody.contact, day=somebodies.LATER.date())
    erasing.erase(
        somebody.contact,
        reason="asked by letter",
        by=somebody.people.admin.actor,
        now=somebodies.LATER,
        chosen=somebodies.chosen(seen),
    )


def _after(somebody: Any, mail: SmtpServer) -> list[str]:
    """The claimed letter must not go, nothing must reach the address, and the browser is shut out."""
    outbox = importlib.import_module("ccm_portal.outbox")
    periodic = importlib.import_module("friends.periodic")
    somebodies = importlib.import_module("tests.trust.somebody")
    now = importlib.import_module("django.utils.timezone").now()
    while periodic.make_edition_files(now):
        pass
    problems = ["a claimed letter went"] if outbox.text_may_go(somebody.claimed, now) else []
    outbox.run(now)
    for address in (somebodies.ADDRESS, somebodies.EARLIER_ADDRESS):
        problems += [f"{len(got)} letters reached the person"] if (got := mail.letters_to(address)) else []
    problems += [] if mail.received else ["no letter left at all"]
    if somebody.browser.get("/your-data/").status_code != 404:
        problems.append("the person's browser still opens something")
    return problems


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.trust.erase")
    parser.add_argument("--database", help="DATABASE_URL of a migrated, empty database")
    options = parser.parse_args()
    with SmtpServer() as mail, alone.on_a_database(options.database, EMAIL_URL=mail.url, DEMO="0") as folder:
        problems, line = run(folder, os.environ["DATABASE_URL"], mail)
    for one in [*problems, line]:
        print(one)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
