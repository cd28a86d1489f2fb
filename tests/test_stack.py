"""The portal as docker-compose.yml sets it up, behind nginx: what readers get, and what holds when parts end."""

import gzip
import http.client
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import psycopg
import pytest

from tests.smtp import SmtpServer
from tests.stack import PORTAL, ROOT, SERVICES, Stack

pytestmark = pytest.mark.services

T = TypeVar("T")
WAIT_SECONDS = 30.0

SLUG = "2026-10-30-friends"
PAGE = f"/meetings/{SLUG}/minutes/1/"
PDF = f"{PAGE}{SLUG}-minutes.pdf"
PAPER = "/papers/draft-architecture/1/"
WORD = f"{PAPER}draft-architecture.docx"
# Each has its own: what a server says of itself and of the line.
OF_THE_LINE = {"server", "date", "connection", "accept-ranges", "keep-alive", "transfer-encoding"}


class Answer:
    """One answer, its headers by lower-case name; the directives of the security policy in order."""

    def __init__(self, port: int, address: str, *, method: str = "GET", **headers: str) -> None:
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        given = {"Host": f"localhost:{port}"} | {
            name.replace("_", "-"): value for name, value in headers.items()
        }
        line.request(method, address, headers=given)
        reply = line.getresponse()
        self.body = reply.read()
        self.status = reply.status
        self.headers = {
            name.lower(): ", ".join(sorted(value.split("; "))) if name == "Content-Security-Policy" else value
            for name, value in reply.getheaders()
            if name.lower() not in OF_THE_LINE
        }
        line.close()


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """One for the whole module, with one publication; tests stand in the order of a day."""
    with (
        SmtpServer() as mail,
        Stack(tmp_path_factory.mktemp("stack"), email_url=mail.url) as running,
    ):
        try:
            assert publish(running, "first") == PAGE
            yield running
        finally:
            print(running.printed())


def publish(stack: Stack, what: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "tests.publishing_now", what],
        cwd=ROOT, env=stack.environment("worker"), check=False, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout.strip()


def ask(stack: Stack, address: str, **headers: str) -> Answer:
    """Through the proxy."""
    return Answer(stack.port, address, **headers)


def until(look: Callable[[], T], good: Callable[[T], bool]) -> T:
    """What was seen when it was good, or when waiting came to its end."""
    end = time.monotonic() + WAIT_SECONDS
    while not good(seen := look()) and time.monotonic() < end:
        time.sleep(0.1)
    return seen


# --- what readers get -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address", [PAGE, PDF, f"{PAGE}record.json", f"{PAGE}record.html", PAPER, WORD, f"{PAPER}record.json"]
)
def test_the_proxy_answers_as_a_web_server_does(stack: Stack, address: str) -> None:
    served, made = ask(stack, address), Answer(stack.web_port, address)
    assert served.status == made.status == 200
    assert served.body == made.body
    assert served.headers == made.headers
    again = ask(stack, address, If_None_Match=served.headers["etag"])
    assert (again.status, again.body) == (304, b"")
    assert Answer(stack.web_port, address, If_None_Match=served.headers["etag"]).status == 304


def test_it_is_a_file_that_is_served(stack: Stack) -> None:
    """It says something else when the file does."""
    page = stack.folder / "public" / PAGE.strip("/") / "index.html"
    before = page.read_bytes()
    page.write_bytes(b"changed")
    try:
        assert ask(stack, PAGE).body == b"changed"
    finally:
        page.write_bytes(before)
        packed = page.with_name("index.html.gz")
        assert gzip.decompress(packed.read_bytes()) == before


def test_so_is_that_of_a_paper(stack: Stack) -> None:
    page = stack.folder / "public" / PAPER.strip("/") / "index.html"
    assert ask(stack, PAPER).body == page.read_bytes()
    assert ask(stack, f"{PAPER}index.html").status == 404


def test_a_packed_page_is_the_page(stack: Stack) -> None:
    packed = ask(stack, PAGE, Accept_Encoding="gzip")
    assert packed.headers["content-encoding"] == "gzip"
    assert gzip.decompress(packed.body) == ask(stack, PAGE).body


def test_a_part_of_a_pdf(stack: Stack) -> None:
    whole = ask(stack, PDF).body
    part = ask(stack, PDF, Range="bytes=0-99")
    assert (part.status, part.body) == (206, whole[:100])


@pytest.mark.parametrize("name", ["index.html", "record.json.gz", ".stamp", "../.stamp"])
def test_nothing_else_of_the_folder_is_served(stack: Stack, name: str) -> None:
    assert ask(stack, f"{PAGE}{name}").status == 404


def test_every_page_that_is_no_file_carries_the_same_protection(stack: Stack) -> None:
    of_files = ask(stack, "/static/site.css").headers
    of_pages = ask(stack, "/").headers
    names = {
        "x-content-type-options", "referrer-policy", "cross-origin-opener-policy", "x-frame-options",
        "content-security-policy",
    }  # fmt: skip
    assert {name: of_files[name] for name in names} == {name: of_pages[name] for name in names}


def test_a_host_that_is_not_ours_gets_nothing(stack: Stack) -> None:
    for address in (PAGE, "/", "/static/site.css"):
        assert ask(stack, address, Host="evil.example.org").status == 400


def test_no_token_of_a_link_is_written_down(stack: Stack) -> None:
    token = "canary-token-that-opens-something-0123456789"
    assert ask(stack, f"/l/{token}").status == 404
    assert ask(stack, "/nothing-of-the-kind").status == 404
    # What was asked last is written last.
    written = until(stack.log("proxy").read_text, lambda text: "/nothing-of-the-kind" in text)
    assert "/nothing-of-the-kind" in written
    assert token not in stack.printed()


@pytest.mark.parametrize("name", PORTAL)
def test_each_part_says_that_it_is_well(stack: Stack, name: str) -> None:
    """By the very commands of docker-compose.yml."""
    kind, *command = SERVICES[name]["healthcheck"]["test"]
    assert kind == "CMD"

    def asked() -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command, cwd=ROOT, env=stack.environment(name), check=False, capture_output=True, text=True
        )

    # Each may take its time to start.
    done = until(asked, lambda ended: ended.returncode == 0)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_portals_role_takes_no_protection_away(stack: Stack) -> None:
    url = stack.environment("web")["DATABASE_URL"]
    with psycopg.connect(url, autocommit=True) as connection:
        for statement in (
            "DROP TRIGGER frozen_meetings_publication_update ON meetings_publication",
            "ALTER TABLE meetings_publication DISABLE TRIGGER ALL",
            "SET session_replication_role = replica",
            "TRUNCATE meetings_publicationfile",
            "CREATE TABLE mine (id int)",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(statement)
        with pytest.raises(psycopg.errors.IntegrityConstraintViolation, match="never change"):
            connection.execute("UPDATE meetings_publication SET identifier = 'other'")


# --- a correction, and the end of parts -----------------------------------------------------------------------------


def test_a_correction_shows_on_the_very_next_request_and_nobody_reads_a_mixture(stack: Stack) -> None:
    before, seen, stop = ask(stack, PAGE).body, set(), threading.Event()
    assert b"superseded" not in before

    def read() -> None:
        while not stop.is_set():
            answer = ask(stack, PAGE)
            seen.add((answer.status, answer.body))

    readers = [threading.Thread(target=read) for _four in range(4)]
    for reader in readers:
        reader.start()
    try:
        publish(stack, "corrected")
        after = ask(stack, PAGE).body
    finally:
        stop.set()
        for reader in readers:
            reader.join()
    assert b"superseded on 5 November 2026" in after
    assert seen <= {(200, before), (200, after)}
    assert ask(stack, f"/meetings/{SLUG}/minutes/2/").status == 200


def test_the_record_is_read_while_no_web_server_answers(stack: Stack) -> None:
    stack.end("web", signal.SIGKILL)
    try:
        assert ask(stack, PAGE).status == 200
        assert ask(stack, PDF).status == 200
        away = ask(stack, "/")
        assert (away.status, away.headers["cache-control"], away.headers["retry-after"]) == (
            503,
            "no-store",
            "30",
        )
        assert b"The portal is away for a moment" in away.body
        assert away.headers["content-security-policy"]
    finally:
        stack.start("web")
    assert until(lambda: ask(stack, "/"), lambda answer: answer.status == 200).status == 200


def test_a_lost_volume_is_written_anew(stack: Stack) -> None:
    folder = stack.folder / "public" / "meetings" / SLUG
    before = ask(stack, PAGE).body
    folder.rename(stack.folder / "lost")
    assert ask(stack, PAGE).body == before
    index = folder / "minutes" / "1" / "index.html"
    until(index.exists, bool)
    assert index.read_bytes() == before


def test_a_configuration_without_a_word_says_which(tmp_path: Path) -> None:
    done = subprocess.run(
        [ROOT / "deploy/nginx/fill", tmp_path], env={"PATH": "/usr/bin:/bin", "LISTEN": "1", "WEB": "w:1"},
        check=False, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode != 0
    assert "HOSTS: names to answer to" in done.stderr
