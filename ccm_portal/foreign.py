"""Strangers' files, read in a process that may cost little and reach nothing (`foreign_reader`). Nothing is kept."""

import json
import os
import subprocess
import sys
import threading
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ccm_portal import foreign_reader, foreign_tables, pdf

PDF, PAGE = "pdf", "page"
PAPER = "paper"
WORKBOOK, SEPARATED, CARDS = "workbook", "separated", "cards"
CPU_SECONDS, WALL_SECONDS = 10, 20
# A process of the web server reads so many at once; others wait their turn a moment.
AT_ONCE = 2
WAIT_SECONDS = 10

_turns = threading.BoundedSemaphore(AT_ONCE)


class CannotRead(Exception):
    """The file cannot be read; the sentence says why, and what to do."""


def text(data: bytes, kind: str) -> str:
    """The words of a PDF (one form feed between pages) or of an HTML page (blocks are lines). Raises CannotRead."""
    return _in_turn(data, kind).decode()


@dataclass(frozen=True)
class Paper:
    """What a PDF handed in as a paper says: the text of each page, and every other text in it, each once."""

    pages: list[str]
    beside: list[str]


def paper(data: bytes) -> Paper:
    """The words of a PDF that somebody hands in. Raises CannotRead, also where it would run something."""
    return Paper(**json.loads(_in_turn(data, PAPER)))


def tables(data: bytes, kind: str, *, encoding: str = "") -> dict[str, Any]:
    """What `foreign_tables.Tables` says of a workbook, of separated values or of contact cards. Raises CannotRead.

    encoding: of separated values and cards; "" to find it out.
    """
    found: dict[str, Any] = json.loads(_in_turn(data, kind, *([encoding] if encoding else [])))
    return found


def _in_turn(data: bytes, kind: str, *options: str) -> bytes:
    if not _turns.acquire(timeout=WAIT_SECONDS):
        raise CannotRead(_("Many files are being checked just now. Try again in a minute."))
    try:
        return _read(data, kind, *options)
    finally:
        _turns.release()


def _read(data: bytes, kind: str, *options: str) -> bytes:
    published = kind in (PDF, PAGE)
    try:
        done = subprocess.run(
            [sys.executable, "-m", "ccm_portal.foreign_reader", kind, str(CPU_SECONDS), *options],
            cwd=settings.BASE_DIR,
            # No secret, no database, no mail server.
            env={name: os.environ[name] for name in pdf.PASSED_ON if name in os.environ},
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=WALL_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as slow:
        raise CannotRead(_sentence(foreign_reader.DEAR, kind, published=published)) from slow
    if done.returncode == foreign_reader.REFUSED:
        raise CannotRead(_refused(**json.loads(done.stdout)))
    if done.returncode:
        raise CannotRead(_sentence(done.returncode, kind, published=published))
    return done.stdout


def _sentence(code: int, kind: str, *, published: bool) -> str:
    if kind == PAPER:
        said = PAPERS.get(code, PAPERS[foreign_reader.DEAR])
        return str(said) % {"pages": foreign_reader.MOST_PAGES}
    if code == foreign_reader.UNREADABLE and not published:
        return _(
            "This file is damaged: it cannot be read to its end. Save it anew, or paste the list instead."
        )
    if code == foreign_reader.UNREADABLE:
        return _("This file is damaged: it cannot be read to its end. Paste words from it instead.")
    if code == foreign_reader.LOCKED:
        return _("This PDF opens with a password only, so it is not a file that was published here.")
    if code == foreign_reader.LONG:
        return _(
            "This file is longer than anything published here: more than %(pages)s pages, or a million characters."
        ) % {"pages": foreign_reader.MOST_PAGES}
    if not published:
        return _("Reading this file took too much time or memory and was stopped. Paste the list instead.")
    return _(
        "Reading this file took too much time or memory and was stopped. No published file does that. Paste words "
        "from it instead."
    )


def _refused(refused: str, row: int, column: int, words: str) -> str:
    """The sentence for what `foreign_tables` refuses, with the place."""
    values = {
        "row": row, "column": column, "words": words, "rows": foreign_tables.MOST_ROWS,
        "columns": foreign_tables.MOST_COLUMNS, "signs": foreign_tables.LONGEST_CELL,
    }  # fmt: skip
    return REFUSALS[refused] % values


PAPERS = {
    foreign_reader.UNREADABLE: gettext_lazy(
        "This PDF is damaged: it cannot be read to its end. Save it anew, and choose that file."
    ),
    foreign_reader.LOCKED: gettext_lazy(
        "This PDF opens with a password only. Save it without one, and choose that file."
    ),
    foreign_reader.LONG: gettext_lazy(
        "This PDF has more than %(pages)s pages, or a million characters. Split it into several papers."
    ),
    foreign_reader.DEAR: gettext_lazy(
        "Reading this PDF took too much time or memory and was stopped. Print it to a new PDF, and choose that file."
    ),
}


REFUSALS = {
    "program": gettext_lazy(
        "This PDF would run something when it is opened or clicked (a script, a form that is sent). Print it to a new "
        "PDF, and choose that file."
    ),
    "attachment": gettext_lazy(
        "Other files are attached inside this PDF. Take them out, or print it to a new PDF, and choose that file."
    ),
    "rows": gettext_lazy(
        "The file has more than %(rows)s rows (row %(row)s is one too many). A list of people has not."
    ),
    "cards": gettext_lazy("The file has %(words)s cards; a list of people has not more than %(rows)s."),
    "columns": gettext_lazy(
        "Row %(row)s reaches to column %(column)s; a list has %(columns)s columns at the most."
    ),
    "cell": gettext_lazy(
        "Row %(row)s, column %(column)s holds more than %(signs)s signs; no cell of a list does."
    ),
    "line": gettext_lazy("Line %(row)s is too long for a line of a list. Is this another kind of file?"),
    "quote": gettext_lazy(
        "The quotation mark that begins in line %(row)s is never closed, so nothing after it can be read."
    ),
    "nul": gettext_lazy(
        "Line %(row)s holds a sign (NUL) that no text has. Save the list anew as Excel or CSV."
    ),
    "surrogate": gettext_lazy(
        "Line %(row)s holds half a sign (a lone surrogate). Save the list anew as UTF-8."
    ),
    "binary": gettext_lazy("This is no text: line %(row)s holds signs that no text has."),
    "empty": gettext_lazy("The file is empty."),
    "encoding": gettext_lazy("The file cannot be read as “%(words)s”. Choose another encoding."),
    "entities": gettext_lazy(
        "The file declares signs of its own (XML entities), which no list needs and attackers use. It was not read."
    ),
    "unpacked": gettext_lazy("The file unpacks to more than %(words)s MB. No list does; it was not read."),
    "password": gettext_lazy(
        "The file opens with a password only. Save it without one, and choose that file."
    ),
    "old": gettext_lazy(
        "This is an Excel file of the old kind (.xls). Save it as .xlsx, and choose that file."
    ),
    "kind": gettext_lazy(
        "This is a %(words)s file. Save the list as Excel (.xlsx), CSV or vCard, or copy it and paste it below."
    ),
    "damaged": gettext_lazy("The file is damaged or cut off: nothing in it can be read."),
}
