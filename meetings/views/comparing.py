"""The desk's redline between any two of: revisions, earlier states and the working text; as a page and as PDF."""

import datetime as dt
import uuid
from typing import Any, NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from meetings import moments, printing, revisions, stamps
from meetings.models import Document, Revision
from meetings.text import inline, redline
from meetings.views import desk, documents

WORKING = "working"


class Side(NamedTuple):
    """One of the two texts: what the address and the page call it, which it is, and its content.

    which: the revision's number, the moment of an earlier state, None for the working text.
    """

    key: str
    label: str
    which: stamps.Which
    content: dict[str, Any]

    @property
    def moment(self) -> dt.datetime | None:
        """The moment, where it is an earlier state."""
        return self.which if isinstance(self.which, dt.datetime) else None


@require_safe
def compare(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """`?from=1&to=2`, `to=working`, or a moment's key; without them the newest revision against the working text."""
    document = desk.document(request, pk)
    frozen = list(document.revisions.all())
    old, new = _chosen(request, document, frozen)
    context = {
        "document": document,
        "meeting": document.meeting,
        "old": old,
        "new": new,
        "choices": _choices(frozen, (old, new)),
        "comparison": redline.compare(old.content, new.content, read=inline.to_text),
        "pdf_url": _file_url("compare-pdf", document, old, new),
        "word_url": _file_url("compare-word", document, old, new),
    }
    return render(request, "meetings/desk/compare.html", context)


@require_safe
def compare_pdf(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The same as PDF, marked as a comparison; not with the working text as the earlier one."""
    document = desk.document(request, pk)
    old, new = sides(request, document)
    if old.which is None:
        raise Http404
    comparison = redline.compare(old.content, new.content, read=inline.to_text)
    stamp = stamps.compared(document, old=old.which, new=new.which, now=timezone.now())
    page = printing.print_comparison(comparison, new.content, stamp=stamp)
    name = f"{document.slug}-{named(old, new)}"
    return documents.as_pdf(request, page, name=name, back=reverse("document", args=[document.pk]))


def named(old: Side, new: Side) -> str:
    """What a file of the comparison is called: no colons, which not every system knows in names."""
    return f"changes-{old.key}-{new.key}".replace(":", "")


def sides(request: HttpRequest, document: Document) -> tuple[Side, Side]:
    """The earlier and the later text asked for."""
    return _chosen(request, document, list(document.revisions.all()))


def _chosen(request: HttpRequest, document: Document, frozen: list[Revision]) -> tuple[Side, Side]:
    newest = str(frozen[-1].number) if frozen else WORKING
    old = _side(document, frozen, request.GET.get("from") or newest)
    return old, _side(document, frozen, request.GET.get("to") or WORKING)


def _file_url(route: str, document: Document, old: Side, new: Side) -> str:
    """Where this comparison is a file; "" where the earlier text is the working text, of which there is only one."""
    if old.which is None:
        return ""
    return reverse(route, args=[document.pk]) + "?" + urlencode({"from": old.key, "to": new.key})


def _choices(frozen: list[Revision], chosen: tuple[Side, ...]) -> list[tuple[str, str]]:
    """What can be chosen from: the revisions, the working text, and the moments that are compared now."""
    moments_chosen = {side.key: side.label for side in chosen if side.moment}
    return [
        *((str(row.number), _label(row)) for row in frozen),
        *moments_chosen.items(),
        (WORKING, _("Working text")),
    ]


def _side(document: Document, frozen: list[Revision], key: str) -> Side:
    if key == WORKING:
        return Side(WORKING, _("Working text"), None, revisions.content(document))
    for row in frozen:
        if str(row.number) == key:
            return Side(key, _label(row), row.number, row.content)
    moment = asked_for(key)
    label = _("As it stood on %(when)s") % {"when": moments.named(document, moment)}
    return Side(key, label, moment, moments.content(document, moment))


def asked_for(key: str) -> dt.datetime:
    """The moment that an address names; there is no page for any other words."""
    try:
        return moments.from_key(key)
    except moments.NoSuchMoment:
        raise Http404 from None


def _label(revision: Revision) -> str:
    label = _("Revision %(number)s") % {"number": revision.number}
    return f"{label}: {revision.note}" if revision.note else label
