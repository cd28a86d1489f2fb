"""The whole text in one box: edited as lines or handed in as a file, its changes shown, then put in place."""

import json
import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from meetings import documents, handed_in, whole_texts
from meetings.models import Document
from meetings.reading import UnreadableRecord
from meetings.reading.word import LABELS
from meetings.text.rematching import Known
from meetings.views import desk
from meetings.whole_texts import UNKNOWN, Identities

PROBLEMS = (whole_texts.CannotRead, documents.NotNow, UnreadableRecord)
LONGEST_NAME = 100


@require_http_methods(["GET", "HEAD", "POST"])
def whole_text(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """GET: the text as lines. POST shows what they, or a file, would change; with `seen` of what was shown, does it."""
    document = desk.document(request, pk)
    if request.method != "POST":
        return _box(request, document, whole_texts.lines(document))
    text, known = request.POST.get("text", ""), _known(request.POST.get("known", ""))
    try:
        if "seen" in request.POST:
            return _replace(request, document, text, known)
        if "back" in request.POST:
            return _box(request, document, text, known=known)
        documents.check_still_editable(document)
        if "read_file" in request.POST:
            return _read_file(request, document, text)
        return _changes(request, document, text, known)
    except PROBLEMS as problem:
        return _box(request, document, text, known=known, error=str(problem))


# --- a file ---------------------------------------------------------------------------------------------------------


def _read_file(request: HttpRequest, document: Document, typed: str) -> HttpResponse:
    """What the file would change; where it holds tracked changes, first how they are to be read."""
    file = request.FILES.get("file")
    if file is None:
        return _box(request, document, typed, error=_("Choose a file first."))
    name = str(file.name)[-LONGEST_NAME:]
    if (file.size or 0) > handed_in.MOST_BYTES:
        return _box(request, document, typed, error=handed_in.too_large(name))
    read = handed_in.read(document, file.read(), name, now=timezone.now())
    if not read.changes:
        beside = {"name": name, "left_out": read.left_out, "comments": read.comments, "labels": LABELS}
        try:
            return _changes(request, document, read.accepted.text, read.accepted.known, file=beside)
        except whole_texts.CannotRead as problem:
            # The lines of the file stand in the box, to be mended there.
            lines = read.accepted
            return _box(request, document, lines.text, known=lines.known, error=str(problem))
    context = {
        "document": document,
        "meeting": document.meeting,
        "name": name,
        "read": read,
        "labels": LABELS,
        "ways": [
            (_("Read as if all were accepted"), read.accepted.text, _as_json(read.accepted.known)),
            (_("Read as if all were rejected"), read.rejected.text, _as_json(read.rejected.known)),
        ],
    }
    return render(request, "meetings/desk/whole_tracked.html", context)


def _as_json(known: Identities) -> str:
    if not (known.paragraphs or known.sections):
        return ""
    return json.dumps({"paragraphs": known.paragraphs, "sections": known.sections})


def _known(said: str) -> Identities:
    """What a page of ours sent along; nothing of it is trusted: rows of another text are not found by it."""
    if not said:
        return UNKNOWN
    try:
        value = json.loads(said)
        return Identities(_pairs(value["paragraphs"]), _pairs(value["sections"]))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return UNKNOWN


def _pairs(said: Any) -> Known:
    return tuple((str(uuid.UUID(identity)), str(words)) for identity, words in said)


# --- shown, and done ------------------------------------------------------------------------------------------------


def _replace(request: HttpRequest, document: Document, text: str, known: Identities) -> HttpResponse:
    by, now = desk.staff(request).actor, timezone.now()
    try:
        done = whole_texts.replace(document, text, seen=request.POST["seen"], by=by, now=now, known=known)
    except whole_texts.Moved:
        return _changes(request, document, text, known, moved=True)
    if done.comparison.summary:
        messages.success(
            request, _("The text is as you wrote it. Comments and history stay with their paragraphs.")
        )
    else:
        messages.info(request, _("Nothing had changed."))
    return redirect("document", pk=document.pk)


def _box(
    request: HttpRequest, document: Document, text: str, *, known: Identities = UNKNOWN, error: str = ""
) -> HttpResponse:
    context = {
        "document": document,
        "meeting": document.meeting,
        "text": text,
        "known": _as_json(known),
        "error": error,
        "editable": document.status in documents.EDITABLE,
    }
    return render(request, "meetings/desk/whole.html", context, status=400 if error else 200)


def _changes(
    request: HttpRequest,
    document: Document,
    text: str,
    known: Identities,
    *,
    moved: bool = False,
    file: dict[str, Any] | None = None,
) -> HttpResponse:
    found = whole_texts.plan(document, text, known)
    context = {
        "document": document,
        "meeting": document.meeting,
        "text": text,
        "known": _as_json(known),
        "plan": found,
        "comparison": found.comparison,
        "moved": moved,
        "file": file,
    }
    return render(request, "meetings/desk/whole_changes.html", context, status=409 if moved else 200)
