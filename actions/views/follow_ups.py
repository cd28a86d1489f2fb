"""Sentences that promise something: looked through meeting by meeting, and followed one by one."""

import uuid

from django.contrib import messages
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from actions import follow_ups
from actions.forms.action_points import FollowUpStatusForm
from actions.models import FollowUp
from actions.views.action_points import CHIPS
from meetings.models import Paragraph
from meetings.views import desk


@require_http_methods(["GET", "HEAD", "POST"])
def proposals(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The sentences of a meeting's minutes that seem to promise something; POST decides on one."""
    meeting = desk.meeting(request, pk)
    if request.method == "POST":
        verdict = request.POST.get("verdict", "")
        if verdict not in FollowUp.Verdict.values:
            raise SuspiciousOperation("no such verdict")
        key, by = request.POST.get("sentence", ""), desk.staff(request).actor
        try:
            row = follow_ups.decide(meeting, key, verdict, by=by, now=timezone.now())
        except follow_ups.NotThere as problem:
            messages.error(request, str(problem))
        else:
            messages.success(request, _("Saved: %(verdict)s.") % {"verdict": row.get_verdict_display()})
        return redirect("follow-ups", pk=meeting.pk)
    decided = meeting.follow_ups.all()
    context = {
        "meeting": meeting,
        "proposals": follow_ups.proposed(meeting),
        "decided": decided,
        "chips": CHIPS,
    }
    return render(request, "actions/follow_ups/proposals.html", context)


@require_POST
def mark(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Words of a paragraph, selected on the desk, are followed up; to the desk's page as JSON."""
    rows = Paragraph.objects.select_related("section__document__meeting")
    paragraph = get_object_or_404(rows.filter(section__document__body__in=desk.bodies(request)), pk=pk)
    in_place = request.headers.get("Accept") == "application/json"
    words, by = request.POST.get("sentence", ""), desk.staff(request).actor
    try:
        row = follow_ups.mark(paragraph, words, by=by, now=timezone.now())
    except follow_ups.NotThere as problem:
        if in_place:
            return JsonResponse({"problem": str(problem)}, status=409)
        messages.error(request, str(problem))
    else:
        if in_place:
            address = reverse("follow-up", args=[row.pk])
            return JsonResponse({"sentence": row.sentence, "mark": row.mark, "address": address})
        messages.success(request, _("Saved: %(verdict)s.") % {"verdict": row.get_verdict_display()})
    return redirect("document", pk=paragraph.section.document_id)


@require_http_methods(["GET", "HEAD", "POST"])
def follow_up(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One follow-up with its history; POST says where it stands."""
    rows = FollowUp.objects.in_bodies(desk.bodies(request)).accepted().select_related("meeting__body")
    row = get_object_or_404(rows.prefetch_related("owners"), pk=pk)
    form = FollowUpStatusForm(
        request.POST or None, initial={"status": row.status, "confirmed": row.confirmed}
    )
    if request.method == "POST" and form.is_valid():
        data, by = form.cleaned_data, desk.staff(request).actor
        follow_ups.set_status(
            row, data["status"], note=data["note"], confirmed=data["confirmed"], by=by, now=timezone.now()
        )
        messages.success(request, _("Where the follow-up stands is saved."))
        return redirect("actions")
    context = {"row": row, "form": form, "chips": CHIPS, "history": row.history.all()}
    return render(request, "actions/follow_ups/follow_up.html", context, status=400 if form.errors else 200)
