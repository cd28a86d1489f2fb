"""The periods of a body, with who presides; added and corrected."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from friends import periods, stories
from friends.changes import NoReason
from friends.forms.periods import PeriodForm
from friends.models import Body, Period
from friends.views import sittings

PROBLEMS = (NoReason, periods.UnfitPeriod)


@require_http_methods(["GET", "HEAD", "POST"])
def period_list(request: HttpRequest) -> HttpResponse:
    """The periods of the first body served, or of `?body=`; POST adds one."""
    body = sittings.body_asked_for(request)
    start = sittings.start(request, body.zone)
    form = PeriodForm(request.POST or None, initial={"reason": start["reason"]})
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            row = periods.add(
                body, form.terms(), reason=reason, by=sittings.actor(request), now=timezone.now()
            )
            sittings.keep_reason(request, reason)
            messages.success(request, _("“%(period)s” is a period of the body.") % {"period": row})
            return redirect(f"{reverse('periods')}?body={body.slug}")
        except PROBLEMS as problem:
            form.add_error(None, str(problem))
    context = {
        "body": body,
        "bodies": Body.objects.filter(pk__in=sittings.bodies_served(request)),
        "presided": periods.of_body(body),
        "today": start["holds_from"],
        "form": form,
    }
    return render(request, "friends/periods/list.html", context, status=400 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def period(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One period: its name and days put right, its story."""
    rows = Period.objects.filter(body__in=sittings.bodies_served(request)).select_related("body")
    row = get_object_or_404(rows, pk=pk)
    initial = {"name": row.name, "starts": row.starts, "ends": row.ends}
    initial["reason"] = sittings.start(request, row.body.zone)["reason"]
    form = PeriodForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            periods.correct(row, form.terms(), reason=reason, by=sittings.actor(request), now=timezone.now())
            sittings.keep_reason(request, reason)
            messages.success(request, _("The period is put right."))
            return redirect(f"{reverse('periods')}?body={row.body.slug}")
        except PROBLEMS as problem:
            form.add_error(None, str(problem))
    context = {
        "period": row,
        "form": form,
        "story": stories.of(Period.history.filter(id=row.pk)),
        "zone": row.body.zone,
    }
    return render(request, "friends/periods/period.html", context, status=400 if form.errors else 200)
