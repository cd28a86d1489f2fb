"""Correcting a published text on the desk: say why, take it up again; say it otherwise; give the correction up."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from meetings import corrections, documents, editions
from meetings.forms.correcting import ReasonForm
from meetings.models import Document
from meetings.views import desk


@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Say what a correction does and why it is made, then begin it; while it is in work, say the reason otherwise."""
    text = desk.document(request, pk)
    in_work = corrections.is_in_work(text)
    if problem := corrections.hindrance(text):
        messages.error(request, problem)
        return redirect("document", pk=text.pk)
    form = ReasonForm(request.POST or None, initial={"reason": text.correction})
    if request.method == "POST" and form.is_valid():
        verb = corrections.reword if in_work else corrections.begin
        try:
            verb(text, reason=form.cleaned_data["reason"], by=desk.staff(request).actor, now=timezone.now())
        except (corrections.NoReason, documents.NotNow) as problem:
            form.add_error("reason", str(problem))
        else:
            messages.success(
                request,
                _("The reason is changed.")
                if in_work
                else _(
                    "The text is taken up again. The public reads what is published until you publish the correction."
                ),
            )
            return redirect("document", pk=text.pk)
    return _page(request, text, form)


def _page(request: HttpRequest, text: Document, form: ReasonForm) -> HttpResponse:
    context: dict[str, Any] = {
        "document": text,
        "form": form,
        "published": corrections.newest(text),
        "identifier": editions.identifier(text, editions.number_of_next(text)),
        "in_work": corrections.is_in_work(text),
    }
    status = 400 if form.errors else 200
    return render(request, "meetings/desk/correct.html", context, status=status)


@require_POST
def give_up(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The published text stands as it is; nothing was changed."""
    text = desk.document(request, pk)
    try:
        corrections.give_up(text, by=desk.staff(request).actor, now=timezone.now())
        messages.success(request, _("The correction is given up. What is published stands."))
    except (corrections.TextChanged, documents.NotNow) as problem:
        messages.error(request, str(problem))
    return redirect("document", pk=text.pk)
