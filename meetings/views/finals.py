"""Issuing a text as final, and taking it up again."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from meetings import documents, finals
from meetings.views import desk


@require_http_methods(["GET", "HEAD", "POST"])
def issue(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Say what issuing does and what is missing, then issue."""
    text = desk.document(request, pk)
    if not documents.can(text, "issue as final"):
        messages.error(request, _("The text cannot be issued as final now."))
        return redirect("document", pk=text.pk)
    waiver = request.POST.get("waiver", "").strip()
    error = ""
    if request.method == "POST":
        try:
            revision = finals.issue(text, waiver=waiver, by=desk.staff(request).actor, now=timezone.now())
            messages.success(request, _("Revision %(number)s is final.") % {"number": revision.number})
            return redirect("document", pk=text.pk)
        except (finals.NotReady, documents.NotNow) as problem:
            error = str(problem)
    context = {"document": text, "missing": finals.missing(text), "waiver": waiver, "error": error}
    return render(request, "meetings/desk/issue.html", context, status=400 if error else 200)


@require_POST
def take_up_again(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """A final text is under revision again, with a reason."""
    text = desk.document(request, pk)
    reason = request.POST.get("reason", "").strip()[:500]
    if not reason:
        messages.error(request, _("Say in a few words why the text is taken up again. Nothing was changed."))
        return redirect("document", pk=text.pk)
    try:
        finals.take_up_again(text, reason=reason, by=desk.staff(request).actor, now=timezone.now())
        messages.success(request, _("The text is under revision again."))
    except documents.NotNow as problem:
        messages.error(request, str(problem))
    return redirect("document", pk=text.pk)
