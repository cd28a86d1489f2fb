"""What may not stand in a log: the tokens of personal links, addresses, and what people wrote.

The words of an exception may quote any of it ("Key (email)=(…) already exists"): of most exceptions the log has their
kind and where they came from, and no words.
"""

import logging
import re
import traceback
from collections.abc import Iterator
from smtplib import SMTPException

from django.db import IntegrityError, OperationalError

# The path of a link: /l/ and whatever follows it up to a blank.
LINK = re.compile(r"/l/\S+")
ADDRESS = re.compile(r"[^\s<>()\"'=,;]+@[\w-]+(?:\.[\w-]+)*")
# Of files, lines and servers, and of constraints by name; what quotes a row comes in their further lines.
TELLING = (OSError, OperationalError, IntegrityError)
# It quotes the letter's address, and the mail server's own words.
QUOTING = SMTPException


def blanked(text: str) -> str:
    """The text without tokens of links and without addresses."""
    return ADDRESS.sub("…@…", LINK.sub("/l/…", text))


class WithoutTokens(logging.Filter):
    """Blanks the token in every line, also where it came as an argument; no line is dropped."""

    def filter(self, record: logging.LogRecord) -> bool:
        line = record.getMessage()
        if LINK.search(line):
            record.msg, record.args = LINK.sub("/l/…", line), ()
        return True


class Line(logging.Formatter):
    """A line as it is kept, with its traceback."""

    def format(self, record: logging.LogRecord) -> str:
        # Another handler may have kept the traceback with all its words.
        record.exc_text = None
        line = super().format(record)
        record.exc_text = None
        return blanked(line)

    def formatException(self, ei: object) -> str:  # noqa: N802 (logging's name)
        error = ei[1] if isinstance(ei, tuple) else None
        return "".join(_told(error, set())).rstrip("\n") if error else ""


def _told(error: BaseException, seen: set[int]) -> Iterator[str]:
    """As Python prints it, what it came from first."""
    seen.add(id(error))
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None and id(before) not in seen:
        yield from _told(before, seen)
        yield "\nand then:\n\n"
    yield "Traceback (most recent call last):\n"
    yield from traceback.format_list(traceback.extract_tb(error.__traceback__))
    yield f"{type(error).__module__}.{type(error).__qualname__}{_words(error)}\n"


def _words(error: BaseException) -> str:
    if not isinstance(error, TELLING) or isinstance(error, QUOTING):
        return ""
    return ": " + (str(error).splitlines() or [""])[0]
