"""What anybody may know of the chain of publications: its links, and where each stands. No bytes of files."""

import json
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from meetings.models import ChainLink

TEXT_TYPE = "text/plain; charset=utf-8"
# `verify_record.py` expects these very lines.
HEADER = """\
# The chain of published texts.
# One line for each publication, the first one first; the fields are separated by one tab:
# number, day of publication, identifier, SHA-256 of the text, head
# A head is the SHA-256 of the canonical JSON (RFC 8785) of number, previous head, identifier, SHA-256 of
# the text, day, and names, sizes and SHA-256 of the files. The last head vouches for all lines before it.
"""
COLUMNS = ("number", "canonical", "head", "publication__identifier", "publication__sha256")


@dataclass(frozen=True)
class Head:
    """One line of the chain: number, day (ISO 8601), how the text is cited, SHA-256 of its content, the head."""

    number: int
    date: str
    identifier: str
    sha256: str
    head: str


def heads() -> list[Head]:
    """Every link, the first one first; one query."""
    return [head_of(row) for row in ChainLink.objects.order_by("number").values(*COLUMNS).iterator()]


def newest() -> Head | None:
    """The last link, None where nothing is published; one query."""
    row = ChainLink.objects.order_by("-number").values(*COLUMNS).first()
    return head_of(row) if row else None


def head_of(row: Any) -> Head:
    """The line of a row of `COLUMNS`."""
    return Head(
        number=row["number"],
        date=day_of(row["canonical"]),
        identifier=row["publication__identifier"],
        sha256=row["publication__sha256"],
        head=row["head"],
    )


def day_of(canonical: str) -> str:
    """The day a link says; "" where the row was spoilt, so that all others can still be read and checked."""
    try:
        return str(json.loads(canonical)["date"])
    except (ValueError, KeyError, TypeError):
        return ""


def heads_text() -> str:
    """The list of heads as it is served and put into the archive. In English, for programs and people alike."""
    return HEADER + "".join(f"{line(one)}\n" for one in heads())


def line(one: Head) -> str:
    """A line of the list of heads."""
    return "\t".join((str(one.number), one.date, one.identifier, one.sha256, one.head))


def count_words(number: int) -> str:
    """How many texts the chain holds, in words of the page."""
    if not number:
        return _("No text is published yet.")
    return ngettext("The chain holds %(n)s text.", "The chain holds %(n)s texts.", number) % {"n": number}
