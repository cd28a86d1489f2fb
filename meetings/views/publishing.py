"""Publishing on the desk: say what will become public, prepare it, look at the exact page and PDF, confirm."""

import uuid
from typing import Any

from csp.constants import SELF
from csp.decorators import csp_replace
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ccm_portal import pdf
from meetings import corrections, editions, papers, preparations, publishing, revisions
from meetings.models import Document, Preparation
from meetings.public_texts import Series
from meetings.views import desk


@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """What will become public, where, and who said yes; POST prepares it and waits for the PDF a few seconds."""
    text = desk.document(request, pk)
    if request.method != "POST":
        return _page(request, text)
    now = timezone.now()
    try:
        preparation = publishing.prepare(text, by=desk.staff(request).actor, now=now)
    except publishing.CannotPublish as problem:
        return _page(request, text, error=str(problem), status=409)
    publishing.finish(preparation, wait=pdf.REQUEST_SECONDS, now=now)
    return redirect("preparation", pk=preparation.pk)


def _page(request: HttpRequest, text: Document, *, error: str = "", status: int = 200) -> HttpResponse:
    newest = revisions.latest(text)
    context: dict[str, Any] = {
        "document": text,
        "paper": papers.of_document(text),
        "missing": error or publishing.missing(text),
        "revision": newest,
        "published": corrections.newest(text) if corrections.is_in_work(text) else None,
        "word": publishing.approved_by(newest) if newest else None,
        "rounds": text.rounds.filter(closed_at__isnull=False),
        "address": _address(text),
        "identifier": editions.identifier(text, editions.number_of_next(text)),
    }
    return render(request, "meetings/desk/publish.html", context, status=status)


def _address(text: Document) -> str:
    """Where the page will stand."""
    return settings.BASE_URL + Series.of(text).url(editions.number_of_next(text))


def _load(request: HttpRequest, pk: uuid.UUID) -> Preparation:
    texts = Document.objects.in_bodies(desk.bodies(request))
    rows = Preparation.objects.filter(document__in=texts)
    return get_object_or_404(rows.select_related("document__body", "document__meeting", "revision"), pk=pk)


@require_safe
def preparation(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Look at what was prepared: the page, the PDF, or why it was refused."""
    prepared = _load(request, pk)
    context = {
        "preparation": prepared,
        "version": preparations.version(prepared),
        "paper": papers.of_document(prepared.document),
        "document": prepared.document,
        "address": _address(prepared.document),
        "missing": publishing.missing(prepared.document),
        "moved": not preparations.is_next(prepared),
        "published": prepared.document.publications.filter(edition=prepared.edition).first(),
    }
    return render(request, "meetings/desk/preparation.html", context)


@require_safe
@xframe_options_sameorigin
@csp_replace({"frame-ancestors": [SELF]})  # type: ignore[arg-type] # its author types views without arguments
def preparation_page(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The public page exactly as it will be, for the frame on the desk's page."""
    prepared = _load(request, pk)
    if prepared.state == Preparation.State.RENDERING or not (prepared.pdf or preparations.version(prepared)):
        raise Http404
    return HttpResponse(preparations.page(prepared).body)


@require_safe
def preparation_pdf(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The prepared PDF."""
    prepared = _load(request, pk)
    if not prepared.pdf:
        raise Http404
    headers = {"Content-Disposition": f'inline; filename="{prepared.identifier}.pdf"'}
    return HttpResponse(bytes(prepared.pdf), content_type="application/pdf", headers=headers)


@require_POST
def preparation_confirm(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Make public what was looked at."""
    prepared = _load(request, pk)
    try:
        publication = publishing.confirm(prepared, by=desk.staff(request).actor, now=timezone.now())
    except publishing.CannotPublish as problem:
        messages.error(request, str(problem))
        return redirect("preparation", pk=prepared.pk)
    messages.success(
        request, _("The text is public as %(identifier)s.") % {"identifier": publication.identifier}
    )
    return redirect("document", pk=prepared.document_id)
