"""What anybody may know of the chain of publications: its links, and where each stands. No bytes of files."""

import json
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from meetings.models import ChainLink

TEXT_TYPE = "text/plain; charset=utf-8"


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
    rows = ChainLink.objects.order_by("number").values_list("canonical", "head")
    return [_head(canonical, head) for canonical, head in rows.iterator()]


def newest() -> Head | None:
    """The last link, None where nothing is published; one query."""
    row = ChainLink.objects.order_by("-number").values_list("canonical", "head").first()
    return _head(*row) if row else None


def _head(canonical: str, head: str) -> Head:
    link = json.loads(canonical)
    return Head(link["number"], link["date"], link["identifier"], link["sha256"], head)


def heads_text() -> str:
    """The list of heads as it is served and put into the archive. It is in English, for programs and people alike."""
    lines = [
        f"# The chain of published texts: {settings.TREATY_NAME}",
        "# One line for each publication, the first one first; the fields are separated by one tab:",
        "# number, day of publication, identifier, SHA-256 of the text, head",
        "# A head is the SHA-256 of the canonical JSON (RFC 8785) of number, previous head, identifier, SHA-256 of",
        "# the text, day, and names, sizes and SHA-256 of the files. The last head vouches for all lines before it.",
    ]
    lines += ["\t".join((str(one.number), one.date, one.identifier, one.sha256, one.head)) for one in heads()]
    return "\n".join(lines) + "\n"


def count_words(number: int) -> str:
    """How many texts the chain holds, in words of the page."""
    if not number:
        return _("No text is published yet.")
    return ngettext("It holds %(n)s text.", "It holds %(n)s texts.", number) % {"n": number}
