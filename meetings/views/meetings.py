"""The coordinator's pages of a meeting: the list, one planned, one meeting, who was there, its minutes begun."""

import uuid

from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from friends.models import Body
from meetings import agenda_steps, agendas, approvals, attendance, minutes, papers, timetable_standing
from meetings import meetings as planning
from meetings.forms.attendance import AttendanceForm
from meetings.forms.meetings import MeetingForm
from meetings.models import Document, Meeting
from meetings.views import desk


@require_safe
def meeting_list(request: HttpRequest) -> HttpResponse:
    """Every meeting of the bodies served, newest first, with its texts."""
    texts = Prefetch(
        "documents", Document.objects.exclude(kind=Document.Kind.AGENDA).select_related("body", "meeting")
    )
    rows = Meeting.objects.in_bodies(desk.bodies(request)).select_related("body").prefetch_related(texts)
    listed = [document for row in rows for document in row.documents.all()]
    standings = timetable_standing.of_documents(listed, timezone.now())
    return render(request, "meetings/desk/meetings.html", {"meetings": rows, "standings": standings})


@require_http_methods(["GET", "HEAD", "POST"])
def meeting_new(request: HttpRequest) -> HttpResponse:
    """Plan a meeting of a body served (`?body=`, the first without), beginning from its last one."""
    served = Body.objects.filter(pk__in=desk.bodies(request))
    slug = request.GET.get("body")
    body = get_object_or_404(served, slug=slug) if slug else served[0]
    before = planning.last(body)
    form = MeetingForm(request.POST or None, instance=_next(body, before))
    if request.method == "POST" and form.is_valid():
        planned = planning.plan(form.meeting(), by=desk.staff(request).actor, now=timezone.now())
        messages.success(request, _("The meeting is planned. Next is its agenda."))
        return redirect("agenda", pk=planned.pk)
    context = {"body": body, "bodies": served, "before": before, "form": form}
    return render(request, "meetings/desk/meeting_new.html", context, status=400 if form.errors else 200)


def _next(body: Body, before: Meeting | None) -> Meeting:
    """A meeting like the last one of the body, without its days."""
    planned = Meeting(
        body=body, time_zone=body.time_zone, public=False, title=_("Meeting of the %s") % body.name
    )
    if before is not None:
        for name in ("title", "time_zone", "venue", "note", "chair_words", "chair", "period"):
            setattr(planned, name, getattr(before, name))
    return planned


@require_safe
def meeting(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One meeting: when and where, who was there, the agenda, the texts."""
    held = desk.meeting(request, pk)
    nodes = agendas.tree(held)
    context = {
        "meeting": held,
        "agenda": nodes,
        "asked": approvals.asked(nodes, held),
        "attendance": attendance.noted(held),
        "documents": held.documents.exclude(kind=Document.Kind.AGENDA),
        "standing": agenda_steps.standing(held),
        "ahead": agenda_steps.is_ahead(held, timezone.now()),
        "papers": papers.of_meeting(held),
        "has_minutes": held.documents.filter(kind=Document.Kind.MINUTES).exists(),
    }
    return render(request, "meetings/desk/meeting.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def meeting_edit(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Correct when and where the meeting was, and who chaired it."""
    held = desk.meeting(request, pk)
    form = MeetingForm(request.POST or None, instance=held)
    if request.method == "POST" and form.is_valid():
        planning.correct(form.meeting(), by=desk.staff(request).actor, now=timezone.now())
        messages.success(request, _("The meeting's details are saved."))
        return redirect("desk-meeting", pk=held.pk)
    context = {"meeting": held, "form": form}
    return render(request, "meetings/desk/meeting_edit.html", context, status=400 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def attendance_edit(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Tick who was there, from the contact list and what was noted already."""
    held = desk.meeting(request, pk)
    form = AttendanceForm(
        request.POST or None, choices=attendance.candidates(held), names_people=held.names_people
    )
    if request.method == "POST" and form.is_valid():
        attendance.record(
            held,
            form.present(),
            names_people=form.cleaned_data["names_people"],
            by=desk.staff(request).actor,
            now=timezone.now(),
        )
        messages.success(request, _("The attendance is saved."))
        return redirect("desk-meeting", pk=held.pk)
    context = {"meeting": held, "form": form}
    return render(request, "meetings/desk/attendance.html", context, status=400 if form.errors else 200)


@require_POST
def minutes_begin(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Lay out minutes from the agenda."""
    held = desk.meeting(request, pk)
    try:
        document = minutes.from_agenda(
            held, title=_("Minutes and action points"), by=desk.staff(request).actor, now=timezone.now()
        )
    except minutes.MinutesExist as problem:
        messages.error(request, str(problem))
        return redirect("desk-meeting", pk=held.pk)
    return redirect("document", pk=document.pk)
