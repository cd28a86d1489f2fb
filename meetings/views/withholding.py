"""Whether minutes are for publication: the coordinator's decision, with a reason, and taking it back."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from meetings import documents, withholding
from meetings.views import desk


@require_http_methods(["GET", "HEAD", "POST"])
def withhold(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """GET says what it means; POST decides it for the reason given, or takes it back (`take_back`)."""
    text = desk.document(request, pk)
    by, now = desk.staff(request).actor, timezone.now()
    error, reason = "", ""
    if request.method == "POST" and "take_back" in request.POST:
        withholding.take_back(text, by=by, now=now)
        messages.success(request, _("The minutes are for publication again."))
        return redirect("document", pk=text.pk)
    if request.method == "POST":
        reason = request.POST.get("reason", "")
        try:
            withholding.withhold(text, reason=reason, by=by, now=now)
            messages.success(request, _("The minutes are marked “Not for publication”."))
            return redirect("document", pk=text.pk)
        except (withholding.NoReason, documents.NotNow) as problem:
            error = str(problem)
    context = {
        "document": text,
        "meeting": text.meeting,
        "hindrance": withholding.hindrance(text),
        "readable": desk.staff(request).may_see(text.body_id, text.withheld_at),
        "reason": reason,
        "error": error,
        "longest": withholding.LONGEST_REASON,
    }
    return render(request, "meetings/desk/withhold.html", context, status=400 if error else 200)
