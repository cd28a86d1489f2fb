"""Circulating a cleared revision: the terms, exactly who would get what, then one confirmation."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from meetings import documents, rounds
from meetings.forms.circulating import CirculateForm
from meetings.models import Document
from meetings.views import desk


@require_http_methods(["GET", "HEAD", "POST"])
def circulate(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """GET asks for the terms; POST shows what would happen; POST with `seen` does it."""
    text = desk.document(request, pk)
    if not documents.can(text, "circulate"):
        messages.error(request, _("The text is not cleared for circulation."))
        return redirect("document", pk=text.pk)
    if request.method != "POST":
        form = CirculateForm(body=text.body, initial=CirculateForm.usual(text.body, timezone.now()))
        return render(request, "meetings/desk/circulate.html", {"document": text, "form": form})
    form = CirculateForm(request.POST, body=text.body)
    if not form.is_valid():
        return render(request, "meetings/desk/circulate.html", {"document": text, "form": form}, status=400)
    return _plan_or_open(request, text, form)


def _plan_or_open(request: HttpRequest, text: Document, form: CirculateForm) -> HttpResponse:
    given = form.cleaned_data
    terms = {
        "deadline": given["deadline"],
        "cover_note": given["cover_note"].strip(),
        "enclose": given["enclose"],
    }
    seen = request.POST.get("seen", "") if "confirm" in request.POST else ""
    now = timezone.now()
    try:
        if seen:
            opened = rounds.open(text, **terms, seen=seen, by=desk.staff(request).actor, now=now)
            messages.success(request, _("Circulated. The letters are on their way."))
            return redirect("round", pk=opened.pk)
        plan = rounds.plan(text, **terms, now=now)
    except rounds.CannotOpen as problem:
        form.add_error(None, str(problem))
        return render(request, "meetings/desk/circulate.html", {"document": text, "form": form}, status=400)
    except documents.NotNow as problem:
        messages.error(request, str(problem))
        return redirect("document", pk=text.pk)
    context = {"document": text, "form": form, "plan": plan, "change": "change" in request.POST}
    return render(request, "meetings/desk/circulate.html", context)
