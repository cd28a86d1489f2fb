"""The desk's page of a document: its text, where it is in its life, what to do next; its revisions and files."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ccm_portal import pdf
from meetings import corrections, documents, finals, papers, printing, revisions, stamps
from meetings.models import Document, PresidencyWord
from meetings.views import desk, drafting, presence


@require_safe
def document(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The working text with the next step."""
    text = desk.document(request, pk)
    if text.kind == Document.Kind.AGENDA:
        return redirect("agenda", pk=text.meeting_id)
    paper = papers.of_document(text)
    if paper is not None and paper.is_file:
        return redirect(paper)
    others = presence.shown(text, me=desk.staff(request).actor, now=timezone.now())
    shown = {"content": revisions.content(text), "paper": paper}
    context = standing(text) | others | shown | drafting.page(text)
    return render(request, "meetings/desk/document.html", context)


def standing(text: Document) -> dict[str, Any]:
    """Where the text is in its life, and what its next step needs."""
    newest = revisions.latest(text)
    return {
        "document": text,
        "meeting": text.meeting,
        "revisions": text.revisions.all(),
        "rounds": text.rounds.all(),
        "words": PresidencyWord.objects.filter(revision__document=text).select_related(
            "revision", "contact__delegation"
        ),
        "publications": text.publications.all(),
        "changed": newest is not None and revisions.changed_since(text, newest),
        "newest": newest,
        "editable": text.status in documents.EDITABLE,
        "missing": finals.missing(text) if documents.can(text, "issue as final") else "",
        "life": documents.life(text),
        "stays": papers.stays(text),
        **_correction(text),
    }


def _correction(text: Document) -> dict[str, Any]:
    """The edition that is being corrected, whether the text still says the same, and whether it can be left at that."""
    correcting = corrections.newest(text) if corrections.is_in_work(text) else None
    return {
        "correcting": correcting,
        "untouched": correcting is not None and not revisions.changed_since(text, correcting.revision),
        "may_give_up": documents.can(text, "give up the correction"),
    }


@require_POST
def freeze(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Freeze the working text as the next revision."""
    text = desk.document(request, pk)
    before = revisions.latest(text)
    note = request.POST.get("note", "").strip()[:250]
    revision = revisions.freeze(text, note=note, by=desk.staff(request).actor, now=timezone.now())
    if before and before.pk == revision.pk:
        messages.info(
            request, _("Nothing has changed since revision %(number)s.") % {"number": revision.number}
        )
    else:
        messages.success(request, _("Revision %(number)s is frozen.") % {"number": revision.number})
    return redirect("document", pk=text.pk)


@require_safe
def revision_pdf(request: HttpRequest, pk: uuid.UUID, number: int) -> HttpResponse:
    """A revision as PDF, marked as a draft."""
    text = desk.document(request, pk)
    revision = get_object_or_404(text.revisions.select_related("document__body"), number=number)
    stamp = stamps.draft(revision)
    page = printing.print_html(revision.content, stamp=stamp)
    return as_pdf(
        request, page, name=f"{text.slug}-revision-{number}", back=reverse("document", args=[text.pk])
    )


@require_safe
def document_pdf(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The working text as PDF, marked as not circulated."""
    text = desk.document(request, pk)
    page = printing.print_html(revisions.content(text), stamp=stamps.working(text, timezone.now()))
    return as_pdf(request, page, name=f"{text.slug}-working-text", back=reverse("document", args=[text.pk]))


def as_pdf(request: HttpRequest, page: str, *, name: str, back: str) -> HttpResponse:
    """A printed page as a PDF of this name, or the page that says why there is none and leads `back`."""
    try:
        data = pdf.render(page)
    except (pdf.RendererUnavailable, pdf.RenderRefused) as problem:
        context = {"back": back, "sentence": str(problem)}
        return render(request, "meetings/desk/no_pdf.html", context, status=503)
    headers = {"Content-Disposition": f'inline; filename="{name}.pdf"'}
    return HttpResponse(data, content_type="application/pdf", headers=headers)
