"""`python -m tests.trust.pdf`: every PDF bomb is refused or stopped, its neighbours are unharmed, nothing is fetched.

    python -m tests.trust.pdf            all of them, with the limits of real use
    python -m tests.trust.pdf --short    those that are refused at once

Prints one line of figures, and one for each failure; ends with 1 where anything got through. What becomes of each
bomb, as it is thrown, goes to standard error: the longest ones run for a minute.
"""

import argparse
import html
import logging
import os
import socket
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests import environment

os.environ.update(environment.VARIABLES)
os.environ["DJANGO_SETTINGS_MODULE"] = "ccm_portal.settings"

import django

django.setup()

from ccm_portal import pdf, pdf_limits  # noqa: E402 - settings come first
from meetings import printing  # noqa: E402
from tests import renderers  # noqa: E402
from tests.bench import twins  # noqa: E402
from tests.meetings import printed  # noqa: E402
from tests.trust import bombs  # noqa: E402

QUEUED = 50
HONEST_SECONDS, ORDINARY_SECONDS = 10.0, 2.0
QUEUE_CPU_SECONDS = 2
MEBI = 1024**2
MOST_BYTES = pdf_limits.MEMORY_BYTES + 512 * MEBI
SECRET = "heliotrope"
STOPPED = ("cpu", "wall", "memory", "large", "failed")
PLACED = ("text", "depth", "lists", "tables", "span", "cells", "breaks", "elements")


@dataclass
class Figures:
    """What became of the bombs, and what they cost."""

    became: Counter[str] = field(default_factory=Counter)
    cpu: float = 0.0
    peak: int = 0
    wall: float = 0.0
    failures: list[str] = field(default_factory=list)

    def expect(self, met: bool, sentence: str) -> None:
        """Keeps the sentence where something is not as it must be."""
        if not met:
            self.failures.append(sentence)


def page(body: str) -> str:
    """A whole page around the markup."""
    return f'<!doctype html><html lang="en"><head><title>A bomb</title></head><body><h1>A bomb</h1>{body}</body></html>'


HONEST = page("<p>The Chair opened the meeting.</p>")


def throw(name: str, markup: str, figures: Figures) -> None:
    """Sets one bomb and keeps what became of it."""
    begun = time.monotonic()
    header = _outcome(markup)
    wall = time.monotonic() - begun
    over = header.get("over", {})
    kind = "set" if header["status"] == "ok" else "stopped" if over["code"] in STOPPED else "refused"
    print(f"{wall:6.1f} s  {kind:7} {over.get('code', ''):8}  {name}", file=sys.stderr, flush=True)
    figures.became[kind] += 1
    figures.cpu = max(figures.cpu, header.get("cpu_seconds", 0.0))
    figures.peak = max(figures.peak, header.get("peak_bytes", 0))
    figures.wall = max(figures.wall, wall)
    figures.expect(wall <= pdf_limits.WALL_SECONDS + 2, f"{name}: took {wall:.0f} s")
    figures.expect(
        header.get("peak_bytes", 0) <= MOST_BYTES, f"{name}: {header.get('peak_bytes', 0) // MEBI} MiB"
    )
    if over.get("code") in PLACED:
        figures.expect(bool(over["words"]), f"{name}: the sentence names no place")


def _outcome(markup: str) -> dict[str, Any]:
    """The renderer's own report, cost included; what is too large never reaches it."""
    data = markup.encode("utf-8", "replace")
    try:
        pdf_limits.check_size(data)
    except pdf_limits.OverLimit as over:
        return {"status": "refused", "over": {"code": over.code, "words": over.words}}
    path = pdf.short_path(pdf.settings.RENDERER_SOCKET)
    header, _made = pdf._ask({"ask": "render"}, data, wait=pdf_limits.WALL_SECONDS + 10, path=path)
    return header


@contextmanager
def door() -> Iterator[tuple[str, list[socket.socket]]]:
    """A door on loopback that counts who knocks: its address, and the visits."""
    visits: list[socket.socket] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def count() -> None:
            while True:
                try:
                    visits.append(listener.accept()[0])
                except OSError:
                    return

        threading.Thread(target=count, daemon=True).start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/x.png", visits
        listener.shutdown(socket.SHUT_RDWR)


def fetches(figures: Figures) -> int:
    """Pages that ask for things on the web, in files, in themselves: what came of it."""
    with door() as (url, visits), tempfile.TemporaryDirectory() as folder:
        secret = Path(folder) / "secret.txt"
        secret.write_text(SECRET)
        read = 0
        for address in (url, secret.as_uri(), f"data:text/plain,{SECRET}"):
            for name, body in bombs.references(address).items():
                try:
                    made = pdf.rendering(page(bombs.BEFORE + body), wait=60)
                except pdf.RenderRefused as refused:
                    figures.expect(False, f"{name}: not set without what it asks for: {refused}")
                    continue
                figures.became["set"] += 1
                read += SECRET in pdf.extract_text(made.pdf)
                # A `data:` address may stand in the file as what it is, an address; what it holds may not.
                read += not address.startswith("data:") and SECRET in pdf.metadata(made.pdf)
                figures.expect(not visits, f"{name}: something was fetched")
        figures.expect(not read, "a file's words came into a PDF")
        # The door does count.
        before = len(visits)
        host, port = url.removeprefix("http://").partition("/")[0].split(":")
        socket.create_connection((host, int(port))).close()
        time.sleep(0.2)
        figures.expect(len(visits) == before + 1, "the door does not count")
        return before + read


def typed(figures: Figures) -> None:
    """The same through what people type: a paragraph, the title, a remark shown as text."""
    for name, words in bombs.words().items():
        content = printed.content()
        content["sections"][0]["paragraphs"][0]["text"] = words
        throw(f"{name} in a paragraph", printing.print_html(content, stamp=printed.PUBLISHED), figures)
        content = printed.content()
        content["title"] = words
        throw(f"{name} as title", printing.print_html(content, stamp=printed.PUBLISHED), figures)
        throw(f"{name} as remark", page(f"{bombs.BEFORE}<p>{html.escape(words)}</p>"), figures)


def behind_a_queue(figures: Figures, thrown: list[str], alone: bytes) -> float:
    """Seconds from the last of 50 queued bombs' end to the honest PDF behind them, on the renderer that runs."""
    ended: list[float] = []

    def ask(markup: str) -> None:
        _outcome(markup)
        ended.append(time.monotonic())

    threads = [threading.Thread(target=ask, args=(thrown[n % len(thrown)],)) for n in range(QUEUED)]
    for thread in threads:
        thread.start()
    time.sleep(0.5)
    figures.expect(
        pdf.render(HONEST, wait=QUEUED * QUEUE_CPU_SECONDS * 3) == alone,
        "the honest PDF differs behind a queue",
    )
    done = time.monotonic()
    for thread in threads:
        thread.join()
    # Those that came in after the honest one do not count.
    return done - max((moment for moment in ended if moment <= done), default=done)


def ordinary() -> float:
    """Seconds of ordinary minutes of some six pages."""
    markup = printing.print_html(twins.minutes(5), stamp=printed.PUBLISHED)
    begun = time.monotonic()
    pdf.render(markup, wait=60)
    return time.monotonic() - begun


def run(*, short: bool) -> Figures:
    """All of it; prints the line of figures."""
    figures = Figures()
    thrown = {name: page(bombs.BEFORE + body) for name, body in bombs.markup().items()}
    if short:
        thrown = {name: markup for name, markup in thrown.items() if name in bombs.AT_ONCE}
    with renderers.running() as process:
        alone = pdf.render(HONEST, wait=60)
        pid = process.pid
        for name, markup in thrown.items():
            throw(name, markup, figures)
            figures.expect(pdf.render(HONEST, wait=60) == alone, f"after {name} the honest PDF differs")
        if not short:
            typed(figures)
        fetched = fetches(figures)
        seconds = ordinary()
        # What is refused at once needs no renderer of its own, that loses patience early.
        behind = behind_a_queue(figures, list(thrown.values()), alone) if short else None
        figures.expect(process.is_alive() and process.pid == pid, "the renderer died")
    if behind is None:
        with renderers.running(cpu_seconds=QUEUE_CPU_SECONDS) as process:
            behind = behind_a_queue(figures, list(thrown.values()), alone)
            figures.expect(process.is_alive(), "the renderer died in the queue")
    figures.expect(behind <= HONEST_SECONDS, f"the honest PDF came {behind:.1f} s after its turn")
    figures.expect(seconds <= ORDINARY_SECONDS, f"ordinary minutes took {seconds:.1f} s")
    became = ", ".join(f"{count} {kind}" for kind, count in sorted(figures.became.items()))
    print(
        f"pdf: {figures.became.total()} bombs: {became}; dearest {figures.cpu:.1f} s CPU, {figures.wall:.1f} s by the "
        f"clock, {figures.peak / MEBI:.0f} MiB; {fetched} fetches; behind {QUEUED} queued {behind:.2f} s; "
        f"ordinary minutes {seconds:.2f} s"
    )  # fmt: skip
    for failure in figures.failures:
        print(f"FAILED {failure}")
    return figures


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.trust.pdf")
    parser.add_argument("--short", action="store_true", help="only what is refused at once")
    # Every reference is refused; to be told so a hundred times helps nobody.
    logging.getLogger(pdf.__name__).setLevel(logging.ERROR)
    return 1 if run(short=parser.parse_args(arguments).short).failures else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
