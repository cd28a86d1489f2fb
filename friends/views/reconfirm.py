"""A delegation's page of reconfirmation, behind its link: what it is asked about, and its answer."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from friends import reconfirmation_standing, reconfirmations
from friends.forms.reconfirmations import AnswerForm
from friends.models import Reconfirmation
from friends.permissions import Visitor


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """GET shows the posts, and what was answered; POST answers, or changes the answer."""
    asking: Reconfirmation = request.asking  # type: ignore[attr-defined]
    visitor: Visitor = request.visitor  # type: ignore[attr-defined]
    [standing] = reconfirmation_standing.askings([asking.body_id], only=asking.pk)
    form = AnswerForm(
        request.POST or None, posts=standing.posts, speakers=visitor.speakers, own=visitor.contact
    )
    status = 200
    if request.method == "POST":
        if not visitor.speakers:
            messages.error(
                request, _("You get copies only; your colleagues who speak for the delegation can answer.")
            )
            return redirect("reconfirm", pk=pk)
        if form.is_valid():
            try:
                reconfirmations.answer(asking, form.said(), contact=form.contact(), now=timezone.now())
                messages.success(
                    request,
                    _("Recorded for %(delegation)s. Thank you.") % {"delegation": asking.delegation},
                )
                return redirect("reconfirm", pk=pk)
            except reconfirmations.CannotAnswer as problem:
                form.add_error(None, str(problem))
        status = 400
    return render(
        request, "friends/reconfirmations/page.html", _context(asking, visitor, standing, form), status=status
    )


def _context(
    asking: Reconfirmation,
    visitor: Visitor,
    standing: reconfirmation_standing.AskingNow,
    form: AnswerForm,
) -> dict[str, Any]:
    return {
        "asking": asking,
        "body": asking.body,
        "office": asking.body.office,
        "delegation": asking.delegation.name,
        "visitor": visitor,
        "standing": standing,
        "answered": [one for one in standing.posts if one.answers],
        "passed": timezone.now() > asking.until,
        "form": form,
    }
