"""The desk's redline: any revision against another, or against the working text."""

import uuid
from typing import Any, NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from meetings import revisions
from meetings.models import Document, Revision
from meetings.text import inline, redline
from meetings.views import desk

WORKING = "working"


class Side(NamedTuple):
    """One of the two texts: what the address calls it, what the page calls it, and its content."""

    key: str
    label: str
    content: dict[str, Any]


@require_safe
def compare(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """`?from=1&to=2` or `to=working`; without them the newest revision against the working text."""
    document = desk.document(request, pk)
    frozen = list(document.revisions.all())
    newest = str(frozen[-1].number) if frozen else WORKING
    old = _side(document, frozen, request.GET.get("from") or newest)
    new = _side(document, frozen, request.GET.get("to") or WORKING)
    changes = redline.redline(old.content, new.content, read=inline.to_text)
    context = {
        "document": document,
        "meeting": document.meeting,
        "old": old,
        "new": new,
        "choices": [(str(row.number), _label(row)) for row in frozen] + [(WORKING, _("Working text"))],
        "changes": changes,
        "facts": redline.facts(old.content, new.content),
        "summary": redline.summary(changes),
    }
    return render(request, "meetings/desk/compare.html", context)


def _side(document: Document, frozen: list[Revision], key: str) -> Side:
    if key == WORKING:
        return Side(WORKING, _("Working text"), revisions.content(document))
    for row in frozen:
        if str(row.number) == key:
            return Side(key, _label(row), row.content)
    raise Http404


def _label(revision: Revision) -> str:
    label = _("Revision %(number)s") % {"number": revision.number}
    return f"{label}: {revision.note}" if revision.note else label
