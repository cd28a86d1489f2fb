"""Opening what went before a hand-over to the next coordinator: by whoever was there before, with a reason."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from friends import seals
from friends.access import Staff
from friends.changes import NoReason
from friends.models import HandOver


@require_http_methods(["GET", "HEAD", "POST"])
def release(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """GET says what is sealed; POST opens it. For whom it is sealed, the page says so."""
    person: Staff = request.staff  # type: ignore[attr-defined]
    rows = HandOver.objects.filter(body__in=request.desk_bodies)  # type: ignore[attr-defined]
    hand_over = get_object_or_404(rows.select_related("body", "from_period", "to_period"), pk=pk)
    context = {"hand_over": hand_over, "for_others": hand_over.body_id in person.sealed, "problem": ""}
    if request.method == "POST" and not context["for_others"]:
        try:
            seals.release(hand_over, request.POST.get("reason", ""), by=person.actor, now=timezone.now())
        except (NoReason, seals.IsReleased) as problem:
            context["problem"] = str(problem)
        else:
            messages.success(request, _("Released. The next coordinator sees what went before as well."))
            return redirect("hand-over", pk=hand_over.from_period_id)
    refused = bool(context["problem"]) or (request.method == "POST" and context["for_others"])
    return render(request, "friends/handovers/release.html", context, status=400 if refused else 200)
