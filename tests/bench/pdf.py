"""P1, P3, P4, P5: how fast, how large and how hungry the PDF renderer is, beside Chromium that prints the same page.

The pages are the invented minutes of `twins`, set as the portal sets them (PDF/A-2a and PDF/UA-1), through the
renderer's socket. Time is by the clock where another program is held against it, computing (of the fork that sets the
page) where a long text is held against a short one. Chromium's memory is that of its largest process.
"""

import os
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from ccm_portal import pdf
from ccm_portal.pdf import Rendering
from meetings import printing
from tests import browsers, renderers
from tests.bench import pairs, twins
from tests.bench.pairs import ACROSS_PROCESSES, Pair
from tests.bench.table import Row, at_most
from tests.meetings import printed

SHORT, MIDDLE, LONG = 5, 30, 200
COLD_ROUNDS, WARM_ROUNDS, START_ROUNDS, LONG_ROUNDS = 7, 9, 5, 3
MOST_SECONDS = 90.0
COLD, WARM = 0.30, 3.5
# By the stages of one page: layout 58 %, drawing 24 %, styles 5 %, parsing 4 %, writing 4 %; the fork adds a tenth.
WHY_SHORT = (
    "What is left is WeasyPrint's own layout and drawing, line by line in Python; styles and fonts are ready."
)
MIB, KB = 1024**2, 1000
# Linux counts the peak in KiB.
KIB = 1024


def rows() -> list[Row]:
    """The rows of P1, P3, P4 and P5."""
    pages = {count: _page(count) for count in (SHORT, MIDDLE, LONG)}
    with tempfile.TemporaryDirectory(prefix="ccm-bench-pdf-") as name:
        chromium = Chromium(Path(name))
        with renderers.running():
            speed = [_against_cold(chromium, pages[SHORT]), _against_warm(pages[SHORT])]
            size = [row for count, page in pages.items() for row in _size(chromium, count, page)]
            growth = _growth(pages)
    return [*speed, _second_job(pages[SHORT]), growth, *size]


def _page(count: int) -> str:
    return printing.print_html(twins.minutes(count), stamp=printed.PUBLISHED)


def _set(page: str) -> Rendering:
    return pdf.rendering(page, wait=MOST_SECONDS)


# --- Chromium -------------------------------------------------------------------------------------------


class Chromium:
    """A new Chromium for each page, with a profile of its own, as `--print-to-pdf` is used."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.program = browsers.chromium()
        self.runs = 0

    def prints(self, page: str) -> tuple[bytes, int]:
        """The PDF, and the peak of the largest process in bytes."""
        self.runs += 1
        here = self.folder / str(self.runs)
        here.mkdir()
        (here / "page.html").write_text(page)
        made = here / "made.pdf"
        process = subprocess.Popen(
            [
                *(self.program, "--headless", *browsers.ARGUMENTS, "--disable-gpu"),
                *("--no-pdf-header-footer", f"--user-data-dir={here / 'profile'}"),
                *(f"--print-to-pdf={made}", (here / "page.html").as_uri()),
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        _pid, status, usage = os.wait4(process.pid, 0)
        # Waited for here, because only so does the system tell what it needed.
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode or not made.exists():
            raise RuntimeError(f"Chromium printed nothing and ended with {process.returncode}.")
        return made.read_bytes(), usage.ru_maxrss * KIB


@contextmanager
def _warm_chromium() -> Iterator[Callable[[str], bytes]]:
    """A Chromium that stays, and prints one page after another, tagged."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=browsers.chromium(), args=browsers.ARGUMENTS, timeout=60_000
        )
        tab = browser.new_page()
        yield lambda page: _printed(tab, page)
        browser.close()


def _printed(tab: Page, page: str) -> bytes:
    tab.set_content(page)
    return tab.pdf(prefer_css_page_size=True, tagged=True)


# --- the rows -------------------------------------------------------------------------------------------


def _against_cold(chromium: Chromium, page: str) -> Row:
    pair = pairs.paired(
        lambda: _set(page), lambda: chromium.prints(page), rounds=COLD_ROUNDS, clock=ACROSS_PROCESSES
    )
    return at_most(
        "P1", "renderer / a new Chromium, 5 pages", COLD, pair.ratio, figure=pair.figure,
        note=WHY_SHORT if pair.ratio > COLD else "",
    )  # fmt: skip


def _against_warm(page: str) -> Row:
    with _warm_chromium() as prints:
        pair = pairs.paired(
            lambda: _set(page), lambda: prints(page), rounds=WARM_ROUNDS, clock=ACROSS_PROCESSES
        )
    return at_most(
        "P1", "renderer / a warm Chromium, 5 pages", WARM, pair.ratio, figure=pair.figure,
        note=WHY_SHORT if pair.ratio > WARM else "",
    )  # fmt: skip


def _second_job(page: str) -> Row:
    """Against a renderer that is started for the page, imports and all."""
    first, second = [], []
    for _round in range(START_ROUNDS):
        began = time.perf_counter()
        with renderers.running():
            _set(page)
            first.append(time.perf_counter() - began)
            second.append(pairs.timed(lambda: _set(page), ACROSS_PROCESSES))
    pair = Pair(tuple(second), tuple(first))
    return at_most("P3", "second job / start and first job, 5 pages", 0.3, pair.ratio, figure=pair.figure)


def _growth(pages: dict[int, str]) -> Row:
    """Computing of the fork; 6.67 would be the same for each page."""
    taken = [
        (_set(pages[LONG]).cpu_seconds, _set(pages[MIDDLE]).cpu_seconds) for _round in range(LONG_ROUNDS)
    ]
    pair = Pair(*zip(*taken, strict=True))
    return at_most("P4", f"{LONG} pages / {MIDDLE} pages", 8.0, pair.ratio, figure=pair.figure)


def _size(chromium: Chromium, count: int, page: str) -> Iterator[Row]:
    made = _set(page)
    theirs, peak = chromium.prints(page)
    yield at_most(
        "P5", f"size / Chromium's file, {count} pages", 0.5, len(made.pdf) / len(theirs),
        figure=f"{len(made.pdf) / KB:.0f} / {len(theirs) / KB:.0f} KB",
    )  # fmt: skip
    if count < LONG:
        yield at_most(
            "P5", f"peak memory / Chromium's largest process, {count} pages", 0.5, made.peak_bytes / peak,
            figure=f"{made.peak_bytes / MIB:.0f} / {peak / MIB:.0f} MiB",
        )  # fmt: skip
