"""The contact list as one page for the PDF renderer: tagged and archive-grade as every PDF of ours."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils import formats, translation
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from ccm_portal import pdf_limits, printed_page
from friends.writing.sheets import Entry, Sheet, headings, shown_address, shown_name

TEMPLATE = "friends/print/contact_list.html"


@dataclass(frozen=True)
class Block:
    """Neighbouring lines of one entry whose first two columns stand once: (name, whether a mailbox's, address)."""

    entry: Entry
    lines: tuple[tuple[str, bool, str], ...]
    continued: bool


def print_html(sheet: Sheet) -> str:
    """The page, labels in the sheet's language. Pure apart from reading the template and the style sheet."""
    with translation.override(sheet.language):
        page = render_to_string(TEMPLATE, _context(sheet))
    return printed_page.fit_to_print(page)


def _context(sheet: Sheet) -> dict[str, Any]:
    day = parse_date(sheet.day)
    edition = _("Edition %(number)s") % {"number": sheet.edition} if sheet.edition else ""
    return {
        "sheet": sheet,
        "blocks": [block for entry in sheet.entries for block in _blocks(entry, sheet)],
        "headings": headings(),
        "stylesheet": printed_page.stylesheet(),
        "direction": printed_page.direction(),
        "language_name": printed_page.language_name(sheet.language),
        "stamp_day": formats.date_format(day, "j F Y") if day else sheet.day,
        "edition": edition,
        "running": f"{sheet.title} · {sheet.confidence}",
        "cite": " · ".join(words for words in (edition, sheet.confidence) if words),
    }


def _blocks(entry: Entry, sheet: Sheet) -> Iterator[Block]:
    """An entry of more people than a cell may span rows stands in pieces."""
    lines = [
        (shown_name(person), not person.name, shown_address(person, sheet)) for person in entry.people
    ] or [(_("nobody"), True, "")]
    for start in range(0, len(lines), pdf_limits.MAX_SPAN):
        yield Block(entry, tuple(lines[start : start + pdf_limits.MAX_SPAN]), continued=start > 0)
