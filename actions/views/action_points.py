"""Actions: what was undertaken, by meeting, and where each stands."""

import uuid
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from actions import action_points, tasks
from actions.forms.action_points import StatusForm
from actions.models import ActionPoint, FollowUp, Task
from ccm_portal.canonical import sha256
from meetings.models import Meeting
from meetings.views import desk

CHIPS = {ActionPoint.Status.OPEN: "due", ActionPoint.Status.DONE: "ok", ActionPoint.Status.DROPPED: ""}


def _tasks() -> "Prefetch[Any]":
    """The tasks of each point, as `standing_tasks`, in one query for all of them."""
    return Prefetch("tasks", Task.objects.standing(), to_attr="standing_tasks")


@dataclass(frozen=True, slots=True)
class OfMeeting:
    """What was undertaken at one meeting."""

    meeting: Meeting
    points: list[ActionPoint] = field(default_factory=list)
    follow_ups: list[FollowUp] = field(default_factory=list)


@require_safe
def action_list(request: HttpRequest) -> HttpResponse:
    """Everything undertaken in the bodies served, the newest meeting first; `?status=open` what is in one status."""
    status = request.GET.get("status", "")
    points = list(_points(request).prefetch_related("owners", _tasks()))
    promised = list(
        FollowUp.objects.in_bodies(desk.bodies(request)).accepted().select_related("meeting__body")
    )
    stands = [row.status for row in points] + [row.status for row in promised]
    counts = [(value, label, stands.count(value)) for value, label in ActionPoint.Status.choices]
    context = {
        "meetings": _by_meeting(
            [row for row in points if status in ("", row.status)],
            [row for row in promised if status in ("", row.status)],
        ),
        "status": status,
        "counts": counts,
        "total": len(points),
        "promised": len(promised),
        "chips": CHIPS,
    }
    return render(request, "actions/action_points/list.html", context)


def _points(request: HttpRequest) -> "QuerySet[ActionPoint]":
    """The action points of the bodies served, the newest meeting first."""
    rows = ActionPoint.objects.in_bodies(desk.bodies(request)).standing().select_related("meeting__body")
    return rows.order_by("-meeting__earliest", "meeting__title", "meeting", "position")


def _by_meeting(points: list[ActionPoint], promised: list[FollowUp]) -> list[OfMeeting]:
    """Meetings in the order of `points`, those with follow-ups alone behind them."""
    found: dict[uuid.UUID, OfMeeting] = {}
    for point in points:
        found.setdefault(point.meeting_id, OfMeeting(point.meeting)).points.append(point)
    for row in promised:
        found.setdefault(row.meeting_id, OfMeeting(row.meeting)).follow_ups.append(row)
    return list(found.values())


@require_http_methods(["GET", "HEAD", "POST"])
def action_point(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One action point with its history; POST says where it stands."""
    rows = ActionPoint.objects.in_bodies(desk.bodies(request)).select_related("meeting__body")
    point = get_object_or_404(rows.prefetch_related("owners", _tasks()), pk=pk)
    form = StatusForm(request.POST or None, initial={"status": point.status})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        by = desk.staff(request).actor
        action_points.set_status(point, data["status"], note=data["note"], by=by, now=timezone.now())
        messages.success(request, _("Where the action point stands is saved."))
        return redirect("actions")
    wording = sha256(point.wording)
    context = {
        "point": point,
        "form": form,
        "chips": CHIPS,
        "history": point.history.all(),
        "proposed": [] if point.standing_tasks else tasks.proposed(point),  # type: ignore[attr-defined]
        "wording": wording,
        "wording_changed": any(
            task.wording_sha256 != wording
            for task in point.standing_tasks  # type: ignore[attr-defined]
        ),
    }
    return render(
        request, "actions/action_points/action_point.html", context, status=400 if form.errors else 200
    )
