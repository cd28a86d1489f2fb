"""The coordinator's side of the Presidency's word: ask for it by letter, or record it."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from meetings import documents, presidency, revisions
from meetings.forms.presidency import RecordForm
from meetings.models import Document, PresidencyWord
from meetings.views import desk

ASK = {
    PresidencyWord.Purpose.CLEAR: presidency.ask_clearance,
    PresidencyWord.Purpose.APPROVE: presidency.ask_approval,
}


@require_http_methods(["GET", "HEAD", "POST"])
def clearance(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask the Presidency to clear the draft for circulation, or record that it did."""
    return _word(request, desk.document(request, pk), PresidencyWord.Purpose.CLEAR)


@require_http_methods(["GET", "HEAD", "POST"])
def approval(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask the Presidency to approve the final text for publication, or record that it did."""
    return _word(request, desk.document(request, pk), PresidencyWord.Purpose.APPROVE)


def _word(request: HttpRequest, text: Document, purpose: PresidencyWord.Purpose) -> HttpResponse:
    if not _wanted(text, purpose):
        messages.info(request, _("The Presidency's word is not wanted at this point."))
        return redirect("document", pk=text.pk)
    if request.method == "POST" and "ask" in request.POST:
        return _ask(request, text, purpose)
    now = timezone.localtime(timezone.now(), text.body.zone)
    initial = {"day": now.date(), "time": now.time().replace(second=0, microsecond=0)}
    form = RecordForm(request.POST or None, body=text.body, initial=initial)
    if request.method == "POST" and form.is_valid() and _recorded(request, text, purpose, form):
        return redirect("document", pk=text.pk)
    return _page(request, text, purpose, form)


def _wanted(text: Document, purpose: str) -> bool:
    if purpose == PresidencyWord.Purpose.APPROVE:
        return documents.can(text, "Presidency approves")
    return documents.can(text, "Presidency clears") or documents.can(text, "ask the Presidency to clear")


def _ask(request: HttpRequest, text: Document, purpose: PresidencyWord.Purpose) -> HttpResponse:
    try:
        ASK[purpose](text, by=desk.staff(request).actor, now=timezone.now())
        messages.success(request, _("The Presidency is asked by letter."))
    except (presidency.NoPresidency, documents.NotNow) as problem:
        messages.error(request, str(problem))
    return redirect("document", pk=text.pk)


def _recorded(request: HttpRequest, text: Document, purpose: str, form: RecordForm) -> bool:
    """Record the word; whether that worked. What stood in the way is on the form."""
    data = form.cleaned_data
    try:
        presidency.record(
            text, purpose, given=data["given"], note=data["note"], recorded=form.recorded(),
            user=desk.staff(request).user, now=timezone.now(),
        )  # fmt: skip
    except (presidency.WordNotGiven, documents.NotNow) as problem:
        form.add_error(None, str(problem))
        return False
    messages.success(request, _("The Presidency's word is recorded, and the Presidency is told."))
    return True


def _page(request: HttpRequest, text: Document, purpose: str, form: RecordForm) -> HttpResponse:
    try:
        contacts, problem = presidency.asked_of(text, timezone.now()), ""
    except presidency.NoPresidency as nobody:
        contacts, problem = [], str(nobody)
    newest = revisions.latest(text)
    context: dict[str, Any] = {
        "document": text,
        "purpose": purpose,
        "form": form,
        "contacts": contacts,
        "problem": problem,
        "asked": text.status == Document.Status.WITH_PRESIDENCY,
        "newest": newest,
        "changed": newest is not None and revisions.changed_since(text, newest),
    }
    return render(request, "meetings/desk/word.html", context, status=400 if form.errors else 200)


@require_POST
def clearance_waive(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """In a body whose drafts need no clearance: make the text ready to circulate."""
    text = desk.document(request, pk)
    try:
        presidency.waive_clearance(text, by=desk.staff(request).actor, now=timezone.now())
        return redirect("circulate", pk=text.pk)
    except documents.NotNow as problem:
        messages.error(request, str(problem))
        return redirect("document", pk=text.pk)
