"""What the crawl leaves behind it, read for canaries: letters, logs, Redis, files, the database."""

import mimetypes
import re
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from django.contrib.sessions.backends.db import SessionStore
from django.db import connection

from ccm_portal.models import AuditRow
from tests.redis import Redis
from tests.smtp import Received, SmtpServer
from tests.trust import expectations, house
from tests.trust.reading import texts, with_base64
from tests.trust.sides import Side, World
from tests.trust.sightings import Book, everything, words

SOMEBODY = re.compile(r"\S+@example\.org")
# Not read as files: the database, which is read by its tables, and the logs, which are channels of their own.
ELSEWHERE = re.compile(r"\.sqlite3(-\w+)?$|\.log$")


# --- letters --------------------------------------------------------------------------------------------------------


def may_read(address: str, sides: World) -> set[str]:
    """The canaries that may stand in a letter to this address."""
    found: set[str] = set()
    for side in (sides.ours, sides.theirs):
        people = side.people
        if address in (people.coordinator.email, people.admin.email):
            found |= words(side.name, expectations.may_see("coordinator", sides.state))
        # The contact whose address nobody else may see is Canada's.
        sealed = {"Canada": {f"{side.canary('sealed')}@example.org"}}
        for name, contacts in people.contacts.items():
            if address in {person.email for person in contacts} | sealed.get(name, set()):
                found |= words(side.name, _of_delegation(name, side, sides.state))
                # Their own.
                found |= words(side.name, ["address", "contact"]) if address == people.friend.email else set()
    return found


# What a delegation has alone: what it wrote, the addresses of its own people; the Presidency sees all of these.
OF_ITS_OWN = {
    "Norway": {"comment", "item", "proposal", "phone"},
    "Canada": {"sealed", "interest"},
    "Lao PDR": {"sealed"},
}
# Circulated to every delegation: texts, editions of the list, and who stands on it.
OF_ALL = {"text", "cover", "edition", "contact", "address"}


def _of_delegation(name: str, side: Side, state: str) -> set[str]:
    everybody = {kind for kind, states in expectations.EVERYBODY_SEES.items() if state in states}
    return OF_ALL | everybody | OF_ITS_OWN.get(name, set())


def read_letters(book: Book, mail: SmtpServer, sides: World) -> None:
    """Each holds only what is its recipient's."""
    for letter in list(mail.received):
        [address] = letter.recipients
        allowed = may_read(address, sides) | book.of_address(address)
        for _kind, text in texts(letter.data, "message/rfc822"):
            book.read("letters sent", text, allowed=allowed, where=f"“{letter.subject}” to {address}")


def tokens_in(letter: Received, book: Book) -> list[str]:
    """Of the links in a letter."""
    return [token for token in book.tokens if token in letter.text]


# --- Redis ----------------------------------------------------------------------------------------------------------


@contextmanager
def overheard(redis: Redis) -> Iterator[list[bytes]]:
    """Everything that is said to Redis meanwhile, in pieces."""
    heard: list[bytes] = []
    with socket.create_connection(("127.0.0.1", redis.port)) as line:
        line.sendall(b"MONITOR\r\n")

        def listen() -> None:
            with suppress(OSError):
                while piece := line.recv(65536):
                    heard.append(piece)

        listener = threading.Thread(target=listen, daemon=True)
        listener.start()
        yield heard
        line.shutdown(socket.SHUT_RDWR)
        listener.join()


def read_redis(book: Book, redis: Redis, heard: list[bytes]) -> None:
    """What was said to it, and what it holds."""
    for name, data in (("what was said to it", b"".join(heard)), ("what it holds", redis.everything())):
        text = with_base64(data)
        book.read("Redis", text, allowed=set(), where=name)
        _nobody(book, "Redis", text, name)


def _nobody(book: Book, channel: str, text: str, where: str) -> None:
    for address in sorted(set(SOMEBODY.findall(text))):
        book.leaks.append(f"{channel}: {where}: {address}")


# --- files ----------------------------------------------------------------------------------------------------------


def read_logs(book: Book, folder: Path) -> None:
    for name in house.LOGS:
        log = folder / f"{name}.log"
        if not log.exists():
            log = folder / "proxy" / log.name
        if log.exists():
            text = log.read_text(errors="replace")
            book.read(f"log of {name}", text, allowed=set(), where=log.name)
            _nobody(book, f"log of {name}", text, log.name)


def read_files(book: Book, folder: Path, sides: World) -> None:
    """What is published, and everything else that was left in the folders of the portal."""
    public = folder / "public"
    seen = {kind for kind, states in expectations.EVERYBODY_SEES.items() if sides.state in states}
    for_anyone = words("ours", seen) | words("theirs", seen)
    for path in sorted(folder.rglob("*")):
        if not path.is_file() or ELSEWHERE.search(path.name):
            continue
        published = path.is_relative_to(public)
        channel = "public folder" if published else "files left behind"
        for _kind, text in texts(path.read_bytes(), mimetypes.guess_type(path.name)[0] or ""):
            book.read(
                channel, text, allowed=for_anyone if published else set(), where=str(path.relative_to(folder))
            )


# --- the database ---------------------------------------------------------------------------------------------------


def read_database(book: Book, sides: World, keys: set[str]) -> None:
    """No token in any table; nothing of persons in the audit log, in sessions, among counted attempts.

    keys: of sessions, which stand in their own table.
    """
    strict = {AuditRow._meta.db_table: "audit", "django_session": "sessions", "cache": "counted attempts"}
    for table in connection.introspection.table_names():
        channel = strict.get(table, "database")
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            rows = cursor.fetchall()
        text = "\n".join(_laid_open(table, row) for row in rows)
        allowed = everything(sides) if channel == "database" else set()
        book.read(channel, text, allowed=allowed | (keys if channel == "sessions" else set()), where=table)
        if channel != "database":
            _nobody(book, channel, text, table)


def _laid_open(table: str, row: tuple[object, ...]) -> str:
    text = " ".join(
        bytes(cell).decode("utf-8", "replace") if isinstance(cell, bytes | memoryview) else str(cell)
        for cell in row
    )
    if table == "django_session":
        text += str(SessionStore().decode(str(row[1])))
    return text
