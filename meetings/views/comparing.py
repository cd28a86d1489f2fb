"""The desk's redline: any revision against another, or against the working text; as a page and as PDF."""

import uuid
from typing import Any, NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from meetings import printing, revisions, stamps
from meetings.models import Document, Revision
from meetings.text import inline, redline
from meetings.views import desk, documents

WORKING = "working"


class Side(NamedTuple):
    """One of the two texts: what the address calls it, what the page calls it, and its content."""

    key: str
    label: str
    content: dict[str, Any]

    @property
    def number(self) -> int | None:
        """The revision's number, None for the working text."""
        return None if self.key == WORKING else int(self.key)


@require_safe
def compare(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """`?from=1&to=2` or `to=working`; without them the newest revision against the working text."""
    document = desk.document(request, pk)
    frozen = list(document.revisions.all())
    old, new = _chosen(request, document, frozen)
    context = {
        "document": document,
        "meeting": document.meeting,
        "old": old,
        "new": new,
        "choices": [(str(row.number), _label(row)) for row in frozen] + [(WORKING, _("Working text"))],
        "comparison": redline.compare(old.content, new.content, read=inline.to_text),
        "pdf_url": _file_url("compare-pdf", document, old, new),
        "word_url": _file_url("compare-word", document, old, new),
    }
    return render(request, "meetings/desk/compare.html", context)


@require_safe
def compare_pdf(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The same as PDF, marked as a comparison; only with a revision as the earlier text."""
    document = desk.document(request, pk)
    old, new = sides(request, document)
    if old.number is None:
        raise Http404
    comparison = redline.compare(old.content, new.content, read=inline.to_text)
    stamp = stamps.compared(document, old=old.number, new=new.number, now=timezone.now())
    page = printing.print_comparison(comparison, new.content, stamp=stamp)
    name = f"{documents.slug_of(document)}-changes-{old.key}-{new.key}"
    return documents.as_pdf(request, page, name=name, back=reverse("document", args=[document.pk]))


def sides(request: HttpRequest, document: Document) -> tuple[Side, Side]:
    """The earlier and the later text asked for."""
    return _chosen(request, document, list(document.revisions.all()))


def _chosen(request: HttpRequest, document: Document, frozen: list[Revision]) -> tuple[Side, Side]:
    newest = str(frozen[-1].number) if frozen else WORKING
    old = _side(document, frozen, request.GET.get("from") or newest)
    return old, _side(document, frozen, request.GET.get("to") or WORKING)


def _file_url(route: str, document: Document, old: Side, new: Side) -> str:
    """Where this comparison is a file; "" where the earlier text is the working text, of which there is only one."""
    if old.number is None:
        return ""
    return reverse(route, args=[document.pk]) + "?" + urlencode({"from": old.key, "to": new.key})


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
