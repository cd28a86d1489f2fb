"""Private notes beside a text: saved by a form, or as one types; deleted after asking once."""

import datetime as dt
import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ccm_portal.templatetags.portal import clock
from meetings import notes
from meetings.models import Document
from meetings.views import desk

JSON = "application/json"
CONFLICT = 409


def since(request: HttpRequest, document: Document) -> dt.datetime | None:
    """Before which instant notes are sealed for the person, None where nothing is."""
    return desk.staff(request).sealed.get(document.body_id)


@require_http_methods(["GET", "HEAD", "POST"])
def private_notes(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """GET: the notes on a page of their own. POST saves them; JSON is answered to whoever asks for it."""
    document = desk.document(request, pk)
    if request.method != "POST":
        return _page(request, document)
    text, now = request.POST.get("notes", ""), timezone.now()
    try:
        version = int(request.POST.get("version", ""))
    except ValueError:
        version = 0
    try:
        saved = notes.save(document, text, version=version, since=since(request, document), now=now)
    except notes.SavedMeanwhile as conflict:
        return _refused(request, document, text, str(conflict), theirs=conflict.theirs, status=CONFLICT)
    except notes.TooLong as problem:
        return _refused(request, document, text, str(problem), status=400, version=version)
    if request.accepts(JSON) and not request.accepts("text/html"):
        at = clock(now, document.body.time_zone).rpartition(":")[0]
        return JsonResponse({"version": saved.version if saved else 0, "saved": at})
    messages.success(request, _("The notes are saved."))
    return redirect("private-notes", pk=document.pk)


def _refused(
    request: HttpRequest, document: Document, text: str, sentence: str, *, status: int, **said: Any
) -> HttpResponse:
    theirs = said.get("theirs")
    version = said.get("version", theirs.version if theirs else 0)
    if request.accepts(JSON) and not request.accepts("text/html"):
        told = {"sentence": sentence, "version": version, "theirs": theirs.text if theirs else ""}
        return JsonResponse(told, status=status)
    context = {
        "text": text,
        "version": version,
        "error": sentence,
        "theirs": theirs,
        "conflict": status == CONFLICT,
    }
    return _page(request, document, status=status, **context)


def _page(request: HttpRequest, document: Document, *, status: int = 200, **context: Any) -> HttpResponse:
    rows = notes.seen(document, since=since(request, document))
    standing = rows[0] if rows else None
    shown = {
        "document": document,
        "meeting": document.meeting,
        "standing": standing,
        "earlier": rows[1:],
        "text": standing.text if standing else "",
        "version": standing.version if standing else 0,
        "public": document.publications.exists(),
    }
    return render(request, "meetings/desk/notes.html", shown | context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def private_notes_delete(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """GET asks once; POST deletes the notes for good."""
    document = desk.document(request, pk)
    if request.method == "POST":
        by, now = desk.staff(request).actor, timezone.now()
        if notes.delete(document, since=since(request, document), by=by, now=now):
            messages.success(request, _("The notes are deleted."))
        else:
            messages.info(request, _("There were no notes."))
        return redirect("document", pk=document.pk)
    rows = notes.seen(document, since=since(request, document))
    context = {"document": document, "meeting": document.meeting, "rows": rows}
    return render(request, "meetings/desk/notes_delete.html", context)
