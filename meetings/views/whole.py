"""The whole text in one box: edited as lines, its changes shown, then put in place."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from meetings import documents, whole_texts
from meetings.models import Document
from meetings.views import desk

PROBLEMS = (whole_texts.CannotRead, documents.NotNow)


@require_http_methods(["GET", "HEAD", "POST"])
def whole_text(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """GET: the text as lines. POST shows what they would change; with `seen` of what was shown, it is done."""
    document = desk.document(request, pk)
    if request.method != "POST":
        return _box(request, document, whole_texts.lines(document))
    text = request.POST.get("text", "")
    try:
        if "seen" in request.POST:
            return _replace(request, document, text)
        if "back" in request.POST:
            return _box(request, document, text)
        documents.check_still_editable(document)
        return _changes(request, document, text)
    except PROBLEMS as problem:
        return _box(request, document, text, error=str(problem))


def _replace(request: HttpRequest, document: Document, text: str) -> HttpResponse:
    try:
        done = whole_texts.replace(
            document, text, seen=request.POST["seen"], by=desk.staff(request).actor, now=timezone.now()
        )
    except whole_texts.Moved:
        return _changes(request, document, text, moved=True)
    if done.comparison.summary:
        messages.success(
            request, _("The text is as you wrote it. Comments and history stay with their paragraphs.")
        )
    else:
        messages.info(request, _("Nothing had changed."))
    return redirect("document", pk=document.pk)


def _box(request: HttpRequest, document: Document, text: str, *, error: str = "") -> HttpResponse:
    context = {
        "document": document,
        "meeting": document.meeting,
        "text": text,
        "error": error,
        "editable": document.status in documents.EDITABLE,
    }
    return render(request, "meetings/desk/whole.html", context, status=400 if error else 200)


def _changes(request: HttpRequest, document: Document, text: str, *, moved: bool = False) -> HttpResponse:
    found = whole_texts.plan(document, text)
    context = {
        "document": document,
        "meeting": document.meeting,
        "text": text,
        "plan": found,
        "comparison": found.comparison,
        "moved": moved,
    }
    return render(request, "meetings/desk/whole_changes.html", context, status=409 if moved else 200)
