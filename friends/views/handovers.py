"""Handing a period over: one page with everything to say, the preview of exactly what would change, one button."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from friends import handover_plan, handovers
from friends.assignments import UnfitPost
from friends.changes import BadDay, NoReason
from friends.forms.handovers import HandOverForm, UndoForm, day_in
from friends.handover_plan import CannotHandOver
from friends.models import Delegation, HandOver, Period
from friends.views import sittings

PROBLEMS = (CannotHandOver, UnfitPost, NoReason, BadDay)
PAGE = "friends/handovers/hand_over.html"


def _period(request: HttpRequest, pk: uuid.UUID) -> Period:
    rows = Period.objects.filter(body__in=sittings.bodies_served(request)).select_related("body")
    return get_object_or_404(rows, pk=pk)


def _done(period: Period) -> HandOver | None:
    return HandOver.objects.filter(from_period=period).select_related("to_period", "body").first()


@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """GET asks for everything, POST shows what would change; POST with `confirm` does it. Afterwards: what was done."""
    period = _period(request, pk)
    done = _done(period)
    if request.method != "POST":
        if done is not None:
            return _what_was_done(request, done, UndoForm())
        return render(request, PAGE, {"period": period, "body": period.body, "form": _form(request, period)})
    form = _form(request, period)
    if "more" in request.POST:
        # Room for another post: nothing is checked, and nothing lost.
        form.errors.clear()
        return render(request, PAGE, {"period": period, "body": period.body, "form": form})
    if not form.is_valid():
        return _ask_again(request, period, form)
    return _plan_or_do(request, period, form)


def _form(request: HttpRequest, period: Period) -> HandOverForm:
    day = day_in(request.POST, period, timezone.localdate(timezone=period.body.zone))
    posts = handover_plan.rows(period.body, day)
    initial = HandOverForm.proposed(period, posts, day) | {
        "reason": request.session.get(sittings.SESSION_REASON, "")
    }
    return HandOverForm(
        request.POST or None,
        period=period,
        posts=posts,
        delegations=list(Delegation.objects.all()),
        initial=initial,
    )


def _ask_again(request: HttpRequest, period: Period, form: HandOverForm) -> HttpResponse:
    return render(request, PAGE, {"period": period, "body": period.body, "form": form}, status=400)


def _plan_or_do(request: HttpRequest, period: Period, form: HandOverForm) -> HttpResponse:
    terms, now = form.terms(), timezone.now()
    try:
        if "confirm" in request.POST:
            seen = request.POST.get("seen", "")
            done = handovers.hand_over(period, terms, seen=seen, by=sittings.actor(request), now=now)
            sittings.keep_reason(request, terms.reason)
            words = _("%(period)s is handed over. From %(day)s on the list is the new one.")
            day = formats.date_format(terms.day, "j F Y")
            messages.success(request, words % {"period": period, "day": day})
            return redirect(done)
        plan = handover_plan.plan(period, terms, now=now)
    except PROBLEMS as problem:
        form.add_error(None, str(problem))
        return _ask_again(request, period, form)
    context = {
        "period": period, "body": period.body, "form": form, "plan": plan, "change": "change" in request.POST,
    }  # fmt: skip
    return render(request, PAGE, context)


def _what_was_done(
    request: HttpRequest, done: HandOver, form: UndoForm, *, status: int = 200
) -> HttpResponse:
    try:
        handovers.check_can_undo(done)
        refusal = ""
    except handovers.CannotUndo as problem:
        refusal = str(problem)
    steps = done.steps.select_related(
        "before__delegation", "before__area", "after__delegation", "after__area", "after__body"
    )
    context = {
        "done": done,
        "body": done.body,
        "steps": [
            step for step in steps if step.after or (step.before and handover_plan.is_post(step.before))
        ],
        "asked": done.reconfirmations.count(),
        "by": done.history.earliest("history_id"),
        "refusal": refusal,
        "form": form,
    }
    return render(request, "friends/handovers/done.html", context, status=status)


@require_POST
def undo(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The hand-over is undone in one step, with a reason."""
    period = _period(request, pk)
    done = _done(period)
    if done is None:
        messages.error(request, _("This period is not handed over, so there is nothing to undo."))
        return redirect("hand-over", pk=period.pk)
    form = UndoForm(request.POST)
    if not form.is_valid():
        return _what_was_done(request, done, form, status=400)
    try:
        reason = form.cleaned_data["reason"]
        handovers.undo(done, reason=reason, by=sittings.actor(request), now=timezone.now())
    except (handovers.CannotUndo, NoReason) as problem:
        form.add_error(None, str(problem))
        return _what_was_done(request, done, form, status=400)
    messages.success(request, _("The hand-over is undone. On each day the list is again what it was."))
    return redirect("hand-over", pk=period.pk)
