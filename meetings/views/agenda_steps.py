"""Circulating an agenda with a preview, and recording that the meeting adopted it."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from meetings import agenda_steps
from meetings.forms.agenda_steps import AdoptForm, CirculateAgendaForm
from meetings.views import desk


@require_http_methods(["GET", "HEAD", "POST"])
def circulate(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """GET asks for words; POST shows who would get what; POST with `confirm` sends it."""
    meeting, now = desk.meeting(request, pk), timezone.now()
    form = CirculateAgendaForm(request.POST or None)
    context: dict[str, Any] = {"meeting": meeting, "form": form, "change": "change" in request.POST}
    words = form.cleaned_data["words"].strip() if request.method == "POST" and form.is_valid() else ""
    try:
        if request.method == "POST" and "confirm" in request.POST and form.is_valid():
            seen, by = request.POST.get("seen", ""), desk.staff(request).actor
            agenda_steps.circulate(meeting, words=words, seen=seen, by=by, now=now)
            messages.success(request, _("The agenda is circulated. The letters are on their way."))
            return redirect("agenda", pk=meeting.pk)
        context["plan"] = agenda_steps.plan(meeting, words=words, now=now)
    except agenda_steps.CannotCirculate as problem:
        context["hindrance"] = str(problem)
    context["sure"] = request.method == "POST" and not form.errors and not context["change"]
    wrong = form.errors or (request.method == "POST" and "hindrance" in context)
    return render(request, "meetings/desk/agenda_circulate.html", context, status=400 if wrong else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def adopt(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Record that the meeting adopted the agenda as it stands."""
    meeting, now = desk.meeting(request, pk), timezone.now()
    where = agenda_steps.standing(meeting)
    how = "amended" if where.newest is not None and where.changed else "adopted"
    form = AdoptForm(request.POST or None, initial={"day": meeting.earliest, "how": how})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            by = desk.staff(request).actor
            agenda_steps.adopt(meeting, day=data["day"], amended=data["how"] == "amended", by=by, now=now)
        except agenda_steps.CannotAdopt as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _("It is recorded that the meeting adopted its agenda."))
            return redirect("agenda", pk=meeting.pk)
    context = {"meeting": meeting, "form": form, "standing": where}
    return render(request, "meetings/desk/agenda_adopt.html", context, status=400 if form.errors else 200)


@require_POST
def adoption_take_back(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The adoption had been recorded by mistake."""
    meeting = desk.meeting(request, pk)
    try:
        agenda_steps.take_back(meeting, by=desk.staff(request).actor, now=timezone.now())
        messages.success(request, _("It is no longer recorded that the meeting adopted its agenda."))
    except agenda_steps.CannotAdopt as problem:
        messages.error(request, str(problem))
    return redirect("agenda", pk=meeting.pk)
