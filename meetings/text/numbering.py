"""How paragraphs are numbered: "7", list items under it "7 (a)", action points "A1", headings nothing."""

import string
from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _

LIST_KINDS = ("bullet", "numbered")


def _letter(count: int) -> str:
    """1 → a, 26 → z, 27 → aa."""
    letters = ""
    while count:
        count, rest = divmod(count - 1, 26)
        letters = string.ascii_lowercase[rest] + letters
    return letters


def numbers(kinds: Iterable[str]) -> Iterator[str]:
    """One label per paragraph kind, running through the whole document.

    List items belong to the paragraph before them; a list before any paragraph is numbered "0 (a)".
    """
    paragraph = item = action = 0
    for kind in kinds:
        if kind == "heading":
            yield ""
        elif kind == "action":
            action += 1
            yield f"A{action}"
        elif kind in LIST_KINDS:
            item += 1
            yield f"{paragraph} ({_letter(item)})"
        else:
            paragraph += 1
            item = 0
            yield str(paragraph)


def place(paragraph: dict[str, Any]) -> str:
    """What people call a paragraph of the content: "para. 7", "action point A1", "the heading “…”"."""
    if paragraph["kind"] == "heading":
        return _("the heading “%(words)s”") % {"words": paragraph["text"]}
    if paragraph["kind"] == "action":
        return _("action point %(number)s") % {"number": paragraph["number"]}
    return _("para. %(number)s") % {"number": paragraph["number"]}
