"""Reconfirmation at the desk: who was asked, what was answered, a reminder, a post opened, one more asked."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from friends import reconfirmation_standing, reconfirmations
from friends.assignments import UnfitPost
from friends.changes import BadDay, Change, NoReason
from friends.forms.reconfirmations import AskForm
from friends.models import Assignment, Body, PostToReconfirm
from friends.speaking import speakers_of
from friends.views import sittings

PROBLEMS = (reconfirmations.CannotAsk, UnfitPost, NoReason, BadDay)


@require_safe
def asked(request: HttpRequest) -> HttpResponse:
    """Everybody who was asked, with what they answered; who has not is seen here alone."""
    body = sittings.body_asked_for(request)
    found = reconfirmation_standing.askings([body.pk])
    context = {
        "body": body,
        "bodies": Body.objects.filter(pk__in=sittings.bodies_served(request)),
        "askings": sorted(found, key=lambda one: not one.waits),
        "waiting": sum(one.waits for one in found),
        "to_remind": len(reconfirmation_standing.to_remind(body, found, timezone.now())),
    }
    return render(request, "friends/reconfirmations/list.html", context)


@require_POST
def remind(request: HttpRequest) -> HttpResponse:
    """Every delegation of the body that has not answered is reminded, once."""
    body = sittings.body_asked_for(request)
    try:
        written = reconfirmations.remind(body, by=sittings.actor(request), now=timezone.now())
        said = ngettext("%(n)s letter is on its way.", "%(n)s letters are on their way.", written)
        messages.success(request, said % {"n": written})
    except reconfirmations.CannotRemind as problem:
        messages.error(request, str(problem))
    return redirect(_back(body))


def _back(body: Body) -> str:
    return f"/desk/reconfirmations/?body={body.slug}"


@require_POST
def open_post(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The post of a delegation that said it cannot carry on is vacant from today on."""
    rows = PostToReconfirm.objects.filter(asking__body__in=sittings.bodies_served(request))
    post = get_object_or_404(rows.select_related("asking__body", "asking__delegation"), pk=pk)
    body = post.asking.body
    today = timezone.localdate(timezone=body.zone)
    try:
        reason = reconfirmations.rests_on(post.asking.delegation, today)
        reconfirmations.open_post(post, Change(today, reason), by=sittings.actor(request), now=timezone.now())
        messages.success(request, _("The post is open from today on."))
    except (reconfirmations.NotOpenedNow, *PROBLEMS) as problem:
        messages.error(request, str(problem))
    return redirect(_back(body))


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One post: who would be asked, by when; POST asks."""
    rows = Assignment.objects.filter(body__in=sittings.bodies_served(request))
    row = get_object_or_404(rows.select_related("body", "area", "delegation", "period", "proposed_by"), pk=pk)
    now, today = timezone.now(), timezone.localdate(timezone=row.body.zone)
    start = sittings.start(request, row.body.zone)
    start["holds_from"] = max(start["holds_from"], row.valid_from or start["holds_from"])
    form = AskForm(request.POST or None, initial=start | AskForm.usual(today))
    if request.method == "POST" and form.is_valid():
        try:
            asking = reconfirmations.ask(
                row,
                until=form.cleaned_data["until"],
                words=form.cleaned_data["words"].strip(),
                change=form.change(),
                by=sittings.actor(request),
                now=now,
            )
            sittings.keep_reason(request, form.cleaned_data["reason"])
            messages.success(
                request, _("%(delegation)s is asked. The letters are on their way.") % {"delegation": asking}
            )
            return redirect(_back(row.body))
        except PROBLEMS as problem:
            form.add_error(None, str(problem))
            row.refresh_from_db()
    context = {
        "row": row,
        "body": row.body,
        "form": form,
        "contacts": speakers_of(row.body, row.delegation_id, today) if row.delegation_id else [],
        "refusal": _refusal(row),
    }
    return render(request, "friends/reconfirmations/ask.html", context, status=400 if form.errors else 200)


def _refusal(row: Assignment) -> str:
    """Why this post cannot be asked about, or ""."""
    try:
        reconfirmations.check_can_ask(row, until=None, now=timezone.now())
    except reconfirmations.CannotAsk as problem:
        return str(problem)
    return ""
