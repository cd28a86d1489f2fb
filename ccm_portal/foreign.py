"""Strangers' files, read in a process that may cost little and reach nothing (`foreign_reader`). Nothing is kept."""

import os
import subprocess
import sys
import threading

from django.conf import settings
from django.utils.translation import gettext as _

from ccm_portal import foreign_reader, pdf

PDF, PAGE = "pdf", "page"
CPU_SECONDS, WALL_SECONDS = 10, 20
# A process of the web server reads so many at once; others wait their turn a moment.
AT_ONCE = 2
WAIT_SECONDS = 10

_turns = threading.BoundedSemaphore(AT_ONCE)


class CannotRead(Exception):
    """The file cannot be read; the sentence says why, and what to do."""


def text(data: bytes, kind: str) -> str:
    """The words of a PDF (one form feed between pages) or of an HTML page (blocks are lines). Raises CannotRead."""
    if not _turns.acquire(timeout=WAIT_SECONDS):
        raise CannotRead(_("Many files are being checked just now. Try again in a minute."))
    try:
        return _text(data, kind)
    finally:
        _turns.release()


def _text(data: bytes, kind: str) -> str:
    try:
        done = subprocess.run(
            [sys.executable, "-m", "ccm_portal.foreign_reader", kind, str(CPU_SECONDS)],
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
        raise CannotRead(_sentence(foreign_reader.DEAR)) from slow
    if done.returncode:
        raise CannotRead(_sentence(done.returncode))
    return done.stdout.decode()


def _sentence(code: int) -> str:
    if code == foreign_reader.UNREADABLE:
        return _("This file is damaged: it cannot be read to its end. Paste words from it instead.")
    if code == foreign_reader.LOCKED:
        return _("This PDF opens with a password only, so it is not a file that was published here.")
    if code == foreign_reader.LONG:
        return _(
            "This file is longer than anything published here: more than %(pages)s pages, or a million characters."
        ) % {"pages": foreign_reader.MOST_PAGES}
    return _(
        "Reading this file took too much time or memory and was stopped. No published file does that. Paste words "
        "from it instead."
    )
