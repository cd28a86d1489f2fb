"""The history of one paragraph: what it said, who changed which words when and why; an earlier wording put back."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from meetings import documents, minutes, moments, paragraphs, revisions
from meetings.models import Paragraph
from meetings.paragraphs import Wording
from meetings.text import inline, redline
from meetings.views import desk

A_PAGE = 50
# For each two neighbours: a page of hostile ones is ready within a second.
MOST_SECONDS = 0.02


@dataclass(frozen=True)
class State:
    """One entry: the history row, the key of its moment, what changed in the paragraph, and how it stands.

    put_back: whether its wording may be put back. standing: "", or that it was written, taken out or put back then.
    """

    row: Any
    key: str
    change: redline.Change
    standing: str
    put_back: bool


@require_safe
def paragraph_history(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Everything one paragraph ever said, newest first."""
    row = _paragraph(request, pk)
    document = row.section.document
    page = Paginator(row.history.order_by("-history_date", "-history_id"), A_PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "paragraph": row,
        "section": row.section,
        "document": document,
        "meeting": document.meeting,
        "page": page,
        "states": list(_states(row, page, editable=document.status in documents.EDITABLE)),
    }
    return render(request, "meetings/desk/paragraph_history.html", context)


def _paragraph(request: HttpRequest, pk: uuid.UUID) -> Paragraph:
    rows = Paragraph.objects.filter(section__document__body__in=desk.bodies(request))
    return get_object_or_404(
        rows.select_related("section__document__body", "section__document__meeting"), pk=pk
    )


def _states(paragraph: Paragraph, page: Any, *, editable: bool) -> Iterator[State]:
    rows = list(page)
    older = page.paginator.object_list[page.end_index() : page.end_index() + 1]
    now = Wording.of(paragraph)
    for row, before in zip(rows, [*rows[1:], *(older or [None])], strict=False):
        yield State(
            row,
            moments.key(row.history_date),
            _change(before or row, row),
            _standing(before, row),
            editable and Wording.of(row) != now,
        )


def _change(before: Any, row: Any) -> redline.Change:
    """What changed between two neighbours, under an identity of its own on the page."""
    old, new = (_alone(state.instance) for state in (before, row))
    *_heading, change = redline.redline(old, new, read=inline.to_text, seconds=MOST_SECONDS)
    return change._replace(id=f"{change.id}-{row.history_id}")


def _alone(paragraph: Paragraph) -> dict[str, Any]:
    """The paragraph as a text of its own."""
    section = {"id": "", "number": "", "heading": "", "paragraphs": [revisions.value(paragraph)]}
    return {"sections": [section]}


def _standing(before: Any, row: Any) -> str:
    if before is None:
        return _("written")
    if before.removed_at != row.removed_at:
        return _("taken out") if row.removed_at else _("put back")
    return ""


@require_POST
def paragraph_restore(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Put a removed paragraph back, or give one the wording it had in an earlier state."""
    row = _paragraph(request, pk)
    try:
        wording = _earlier(row, request.POST.get("state", ""))
        minutes.put_back(row, wording, by=desk.staff(request).actor, now=timezone.now())
        messages.success(request, _("The paragraph is as it was."))
    except documents.NotNow as problem:
        messages.error(request, str(problem))
    except paragraphs.EditConflict:
        messages.error(request, _("Somebody else changed the paragraph meanwhile. Look at it again."))
    return redirect("section", document=row.section.document_id, pk=row.section_id)


def _earlier(row: Paragraph, state: str) -> Wording | None:
    """The wording the paragraph had in the state of its history with this number; None without one."""
    earlier = row.history.filter(history_id=state).first() if state.isdecimal() else None
    return Wording.of(earlier) if earlier is not None else None
