"""The letter with which an agenda is circulated; the agenda stands in it, and goes with it as a PDF."""

import datetime as dt
from typing import Any

from django.utils.translation import override

from ccm_portal import letters as floor
from ccm_portal.models import Letter
from friends import letters
from friends.models import Contact
from meetings.models import AgendaStep

ABOUT = "agenda:"
TEMPLATE = "agenda_circulated"


def circulated(contact: Contact, step: AgendaStep, *, enclosed: bool, now: dt.datetime) -> Letter:
    """To everybody who speaks for a delegation: this is the agenda."""
    return letters.write(
        TEMPLATE, contact, reason=f"{ABOUT}{step.pk}:circulated", body=step.meeting.body, link=None, now=now,
        enclosure=step.enclosure_id if enclosed else None, **_said(step),
    )  # fmt: skip


def without_file(letter: Letter, contact: Contact, step: AgendaStep) -> None:
    """The letter that waits for its file goes out without it."""
    context = {
        "contact": contact, "delegation": contact.delegation, "body": step.meeting.body, "enclosed": False,
        **_said(step),
    }  # fmt: skip
    with override(contact.language):
        _subject, text, html = floor.compose(TEMPLATE, context)
    floor.do_without_enclosure(letter, text=text, html=html)


def _said(step: AgendaStep) -> dict[str, Any]:
    return {"step": step, "meeting": step.meeting, "lines": _lines(step.revision.content["agenda"])}


def _lines(items: list[dict[str, Any]]) -> list[str]:
    """ "3.1 Draft architecture (Canada)", point after point."""
    found = []
    for item in items:
        presenter = f" ({item['presenter']})" if item["presenter"] else ""
        found += [f"{item['number']} {item['title']}{presenter}", *_lines(item["children"])]
    return found
