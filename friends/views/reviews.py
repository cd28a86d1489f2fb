"""Reviews of the list at the desk: opening one with a preview, who answered, each proposal decided, closing."""

import datetime as dt
import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from friends import proposals, reviews
from friends.access import Staff
from friends.forms.reviews import AcceptForm, DeclineForm, OpenForm
from friends.models import Body, ListReview, Proposal
from friends.views import sittings

DECIDING = (*proposals.PROBLEMS, proposals.AlreadyDecided, proposals.ChangedSince, proposals.NoReasonGiven)


@require_safe
def review_list(request: HttpRequest) -> HttpResponse:
    """Every review of one body's list, and what waits for a decision."""
    body = sittings.body_asked_for(request)
    context = {
        "body": body,
        "bodies": Body.objects.filter(pk__in=sittings.bodies_served(request)),
        "reviews": list(body.list_reviews.select_related("body")),
        "waiting": proposals.waiting([body.pk]),
    }
    return render(request, "friends/reviews/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def review_open(request: HttpRequest) -> HttpResponse:
    """GET asks until when; POST shows exactly who would be asked; POST with `confirm` asks them."""
    body = sittings.body_asked_for(request)
    today = timezone.localdate(timezone=body.zone)
    usual = {"until": today + dt.timedelta(days=reviews.USUAL_DAYS)}
    form = OpenForm(request.POST or None, initial=usual)
    planned = None
    if request.method == "POST" and form.is_valid():
        try:
            if "confirm" in request.POST:
                return _open(request, body, form)
            planned = reviews.plan(body, **form.cleaned_data, now=timezone.now())
        except reviews.CannotAsk as problem:
            form.add_error(None, str(problem))
    context = {"body": body, "form": form, "plan": planned, "change": "change" in request.POST}
    return render(request, "friends/reviews/open.html", context, status=400 if form.errors else 200)


def _open(request: HttpRequest, body: Body, form: OpenForm) -> HttpResponse:
    seen = request.POST.get("seen", "")
    opened = reviews.open(
        body, **form.cleaned_data, seen=seen, by=sittings.actor(request), now=timezone.now()
    )
    messages.success(request, _("The Friends are asked. The letters are on their way."))
    return redirect(opened)


def _review(request: HttpRequest, pk: uuid.UUID) -> ListReview:
    rows = ListReview.objects.filter(body__in=sittings.bodies_served(request)).select_related("body")
    return get_object_or_404(rows, pk=pk)


@require_safe
def review(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One review: who has answered, who has not, what is proposed."""
    found = _review(request, pk)
    stands = reviews.standing(found)
    person: Staff = request.staff  # type: ignore[attr-defined]
    sealed = not person.may_see(found.body_id, found.closed_at)
    if sealed:
        # What was proposed is part of the list's story; who answered and who did not is sealed (friends.seals).
        stands = [one for one in stands if one.proposals]
    context = {
        "sealed": sealed,
        "review": found,
        "body": found.body,
        "zone": found.body.zone,
        "answered": [one for one in stands if one.has_answered],
        "silent": [one for one in stands if not one.has_answered],
        "told": sum(bool(one.proposals) for one in stands),
        "undecided": sum(one.open for one in stands),
        "takes_answers": found.takes_answers_at(timezone.now()),
    }
    return render(request, "friends/reviews/review.html", context)


@require_POST
def review_remind(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Those who have not answered are reminded, once."""
    found = _review(request, pk)
    try:
        sent = reviews.remind(found, by=sittings.actor(request), now=timezone.now())
        said = ngettext("%(n)s reminder is on its way.", "%(n)s reminders are on their way.", sent)
        messages.success(request, said % {"n": sent})
    except reviews.CannotRemind as problem:
        messages.error(request, str(problem))
    return redirect(found)


@require_POST
def review_close(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The review is over; the delegations are told what became of their proposals."""
    found = _review(request, pk)
    try:
        told = reviews.close(found, by=sittings.actor(request), now=timezone.now())
        said = ngettext("%(n)s letter is on its way.", "%(n)s letters are on their way.", told)
        messages.success(request, _("The review is closed.") + " " + said % {"n": told})
    except reviews.CannotClose as problem:
        messages.error(request, str(problem))
    return redirect(found)


# --- proposals --------------------------------------------------------------------------------------------------------


def _proposal(request: HttpRequest, pk: uuid.UUID) -> Proposal:
    rows = Proposal.objects.filter(body__in=sittings.bodies_served(request))
    wanted = ("body", "delegation", "contact", "entry__review__body", "proposed_by")
    return get_object_or_404(rows.select_related(*wanted), pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def proposal(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One proposal: was, shall be and, where the list changed since, is; accepted or declined with a button."""
    found = _proposal(request, pk)
    today = timezone.localdate(timezone=found.body.zone)
    accept = AcceptForm(initial=AcceptForm.start(found, today))
    decline = DeclineForm()
    if request.method == "POST":
        accept, decline = _bound(request, accept, decline)
        bound = decline if "decline" in request.POST else accept
        if bound.is_valid() and _decided(request, found, bound):
            return redirect(_next(found))
    return _proposal_page(request, found, accept, decline, today)


def _bound(request: HttpRequest, accept: AcceptForm, decline: DeclineForm) -> tuple[AcceptForm, DeclineForm]:
    if "decline" in request.POST:
        return accept, DeclineForm(request.POST)
    return AcceptForm(request.POST), decline


def _decided(request: HttpRequest, found: Proposal, form: AcceptForm | DeclineForm) -> bool:
    """Whether it is decided now; otherwise the form says why it is not."""
    by, now = sittings.actor(request), timezone.now()
    try:
        if isinstance(form, DeclineForm):
            proposals.decline(found, reason=form.cleaned_data["reason"], by=by, now=now)
            messages.success(request, _("Declined: nothing was changed."))
        else:
            proposals.accept(found, **form.cleaned_data, by=by, now=now)
            messages.success(request, _("Accepted: the list says so now."))
    except DECIDING as problem:
        form.add_error(None, str(problem))
        return False
    return True


def _next(found: Proposal) -> str:
    """Where the person goes on: the review it belongs to, or the page of all that waits."""
    return found.entry.review.get_absolute_url() if found.entry else "list-reviews"


def _proposal_page(
    request: HttpRequest, found: Proposal, accept: AcceptForm, decline: DeclineForm, today: dt.date
) -> HttpResponse:
    current = proposals.stands_now(found.contact, today) if found.contact else None
    is_open = found.state == Proposal.State.OPEN
    context: dict[str, Any] = {
        "proposal": found,
        "body": found.body,
        "zone": found.body.zone,
        "current": current,
        "clash": proposals.clash_of(found, current, today) if is_open else None,
        "lines": proposals.lines(found, current if is_open else None),
        "accept": accept,
        "decline": decline,
        "form": accept if accept.errors else decline,
        "is_open": is_open,
    }
    failed = bool(accept.errors or decline.errors)
    return render(request, "friends/reviews/proposal.html", context, status=400 if failed else 200)
