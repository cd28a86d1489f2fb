"""Areas of work: the list of a body's in its order, each with who carries it; added, renamed, moved, ended."""

import uuid
from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from friends import aliases, areas, roster, stories
from friends.changes import BadDay, NoReason
from friends.forms.areas import AreaForm
from friends.forms.contacts import ChangeForm
from friends.models import Assignment, Body, ThematicArea
from friends.views import sittings

PROBLEMS = (aliases.NameTaken, aliases.NoName, NoReason, BadDay, areas.StillCarried, areas.AtTheEdge)


@require_http_methods(["GET", "HEAD", "POST"])
def area_list(request: HttpRequest) -> HttpResponse:
    """The areas of the first body served, or of `?body=`, in order; POST adds one."""
    body = sittings.body_asked_for(request)
    start = sittings.start(request, body.zone)
    form = AreaForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            area = areas.add(
                body, form.cleaned_data["name"], form.change(), by=sittings.actor(request), now=timezone.now()
            )
            sittings.keep_reason(request, form.cleaned_data["reason"])
            messages.success(request, _("“%(area)s” is an area of work.") % {"area": area})
            return redirect("area", pk=area.pk)
        except PROBLEMS as problem:
            form.add_error(None, str(problem))
    today = start["holds_from"]
    context = {
        "body": body,
        "bodies": Body.objects.filter(pk__in=sittings.bodies_served(request)),
        "carried": roster.carried_on(body, today),
        "over": [row for row in areas.of_body(body) if not row.holds_on(today)],
        "moved": request.GET.get("moved", ""),
        "way": request.GET.get("way", ""),
        "start": start,
        "form": form,
    }
    return render(request, "friends/areas/list.html", context, status=400 if form.errors else 200)


def _area(request: HttpRequest, pk: str | uuid.UUID) -> ThematicArea:
    rows = ThematicArea.objects.filter(body__in=sittings.bodies_served(request), joined_to=None)
    return get_object_or_404(rows.select_related("body"), pk=pk)


@require_POST
def area_order(request: HttpRequest) -> HttpResponse:
    """One area goes up or down by a place; the button that was pressed has the focus again."""
    way, steps = ("up", -1) if "up" in request.POST else ("down", 1)
    try:
        area = _area(request, uuid.UUID(request.POST.get(way, "")))
    except ValueError:
        messages.error(request, _("Say which area of work is to be moved. Nothing was changed."))
        return redirect("areas")
    reason = request.POST.get("reason", "").strip()[:500]
    back = f"{reverse('areas')}?body={area.body.slug}"
    try:
        areas.move(area, steps, reason=reason, by=sittings.actor(request), now=timezone.now())
        sittings.keep_reason(request, reason)
    except PROBLEMS as problem:
        messages.error(request, str(problem))
        return redirect(back)
    return redirect(f"{back}&moved={area.pk}&way={way}")


@require_http_methods(["GET", "HEAD", "POST"])
def area(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One area: who carries it and carried it, its other names, its story; POST gives it another name."""
    row = _area(request, pk)
    start = sittings.start(request, row.body.zone)
    form = AreaForm(request.POST or None, initial=start | {"name": row.name})
    if request.method == "POST" and form.is_valid():
        try:
            areas.rename(
                row, form.cleaned_data["name"], form.change(), by=sittings.actor(request), now=timezone.now()
            )
            sittings.keep_reason(request, form.cleaned_data["reason"])
            messages.success(request, _("The area goes by that name; the old one is recognised as before."))
            return redirect("area", pk=row.pk)
        except PROBLEMS as problem:
            form.add_error(None, str(problem))
            row = _area(request, pk)
    rows = Assignment.objects.filter(area=row).select_related("delegation", "period", "proposed_by", "area")
    context = {
        "area": row,
        "today": start["holds_from"],
        "posts": rows.order_by("-valid_from", "position", "pk"),
        "names": row.aliases.order_by("name"),
        "form": form,
        "end_form": ChangeForm(initial=start),
        "story": stories.of(ThematicArea.history.filter(id=row.pk)),
        "zone": row.body.zone,
    }
    return render(request, "friends/areas/area.html", context, status=400 if form.errors else 200)


@require_POST
def area_end(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The area is none of the body's after a day."""
    row = _area(request, pk)
    sittings.end(request, partial(areas.end, row), PROBLEMS, done=_("The area ends with that day."))
    return redirect("area", pk=row.pk)
