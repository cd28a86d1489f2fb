"""Filters for showing a text: its inline marks, its runs of paragraphs, and where each is found on the page."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import template
from django.utils import formats
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from meetings.text import about, labels, redline, runs
from meetings.text.inline import to_html, to_text

register = template.Library()


@register.filter
def inline(text: str) -> SafeString:
    """A paragraph's words with their emphasis and links as HTML; everything else escaped."""
    return to_html(text)


@register.filter
def label(paragraph: runs.Row) -> str:
    """What stands before a paragraph's words: that it is a decision, for whom it speaks."""
    return labels.label(paragraph)


@register.filter
def grouped(paragraphs: Iterable[runs.Row]) -> list[runs.Run]:
    """A section's paragraphs as runs of one shape, so that lists are lists and action points one table."""
    return runs.runs(paragraphs)


@register.filter
def anchor(paragraph: runs.Row) -> str:
    """The id of a paragraph on its page: `<a href="#{{ paragraph|anchor }}">`."""
    return runs.anchor(paragraph)


@register.filter
def anchored(sections: list[runs.Row]) -> list[tuple[str, runs.Row]]:
    """Sections, each behind its id on the page: `{% for id, section in content.sections|anchored %}`."""
    return list(zip(runs.section_anchors(sections), sections, strict=True))


@register.filter
def own_letter(number: str) -> str:
    """What hangs before a list item whose paragraph's number stands above it: "(a)" of "7 (a)"."""
    return number.rpartition(" ")[2]


@register.filter
def of_paragraph(extras: dict[str, Any] | None, paragraph: runs.Row) -> Any:
    """What a page puts under this paragraph, None where it puts nothing."""
    return extras.get(paragraph["id"]) if extras else None


@register.filter
def iso_day(value: str) -> str:
    """A day of the frozen content in words: "2010-11-30" becomes "Tuesday 30 November 2010"; other words stay."""
    try:
        return str(formats.date_format(dt.date.fromisoformat(value), "l j F Y"))
    except ValueError:
        return value


@register.filter
def by_status(attendance: Iterable[dict[str, str]]) -> list[tuple[str, list[dict[str, str]]]]:
    """The attendance as (label, rows) in a fixed order; there is no "absent". A status nobody has is left out."""
    rows = list(attendance)
    labels = [("present", _("Present")), ("observer", _("Observers")), ("apologies", _("Apologies"))]
    groups = [(label, [row for row in rows if row["status"] == status]) for status, label in labels]
    return [(label, found) for label, found in groups if found]


@register.filter
def words_only(text: str) -> str:
    """A paragraph's words without emphasis and links."""
    return to_text(text)


@register.filter
def stretches(changes: Iterable[redline.Change]) -> list[redline.Stretch]:
    """A comparison in reading order, its unchanged stretches to be folded."""
    return redline.stretches(changes)


@register.filter
def named_in(slugs: dict[str, str] | None, words: str) -> str:
    """The address of the area that an agenda's words name ("Victim assistance (Austria)"): the longest such name's."""
    named = [name for name in slugs or {} if about.Names.of([name], ()).in_words(words)]
    return (slugs or {})[max(named, key=len)] if named else ""
