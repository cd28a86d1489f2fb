"""One row of the contact list: what is said of a post, by whom and on what it rests; its story; changed and ended."""

import uuid
from dataclasses import replace
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from friends import assignments, reviews, roster, stories
from friends.assignments import Post, UnfitPost
from friends.changes import BadDay, NoReason
from friends.forms.assignments import AssignmentForm, NewAssignmentForm
from friends.forms.contacts import ChangeForm
from friends.models import Assignment, ThematicArea
from friends.views import sittings

PROBLEMS = (UnfitPost, NoReason, BadDay)
NEW = Post(role=Assignment.Role.COORDINATOR, status=Assignment.Status.CONFIRMED)


def _row(request: HttpRequest, pk: uuid.UUID) -> Assignment:
    rows = Assignment.objects.filter(body__in=sittings.bodies_served(request))
    return get_object_or_404(
        rows.select_related("body", "area", "delegation", "period", "proposed_by", "continues"), pk=pk
    )


@require_http_methods(["GET", "HEAD", "POST"])
def assignment(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One row: all that is said of it, its story; POST says something new from a day on."""
    row = _row(request, pk)
    before = Post.of(row)
    form = _form(request, row, before)
    if request.method == "POST" and form.is_valid():
        try:
            kept = assignments.restate(
                row, form.post(before), form.change(), by=sittings.actor(request), now=timezone.now()
            )
            sittings.keep_reason(request, form.cleaned_data["reason"])
            messages.success(request, _("The list says so from that day on."))
            return redirect("assignment", pk=kept.pk)
        except PROBLEMS as problem:
            form.add_error(None, str(problem))
            # The verb's transaction is undone; the page shows the row as it stands.
            row = _row(request, pk)
    status = 400 if form.errors else 200
    return render(request, "friends/assignments/assignment.html", _context(request, row, form), status=status)


def _form(request: HttpRequest, row: Assignment, before: Post) -> AssignmentForm:
    start = sittings.start(request, row.body.zone)
    today = start["holds_from"]
    if row.valid_until is not None and row.valid_until < today:
        # Of a row that is over only what it said itself can be put right.
        start["holds_from"] = row.valid_from or row.valid_until
    elif row.valid_from is not None and row.valid_from > today:
        start["holds_from"] = row.valid_from
    initial = AssignmentForm.said_by(before) | start
    return AssignmentForm(request.POST or None, body=row.body, today=today, initial=initial)


def _context(request: HttpRequest, row: Assignment, form: AssignmentForm) -> dict[str, Any]:
    today = timezone.localdate(timezone=row.body.zone)
    over = row.valid_until is not None and row.valid_until < today
    chain = assignments.story(row)
    return {
        "row": row,
        "chain": chain,
        "following": [other for other in chain if other.continues_id == row.pk],
        "is_over": over,
        "begins_later": row.valid_from is not None and row.valid_from > today,
        "said": roster.said_of(row, day=row.valid_until if over and row.valid_until else today),
        "form": form,
        "end_form": ChangeForm(initial=sittings.start(request, row.body.zone)),
        "story": stories.of_assignment(chain),
        "zone": row.body.zone,
        "checked": reviews.checked([row.delegation_id]).get(row.delegation_id) if row.delegation_id else None,
    }


@require_POST
def assignment_end(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The row leaves the list after a day."""
    row = _row(request, pk)
    sittings.end(
        request, partial(assignments.end, row), PROBLEMS, done=_("The entry leaves the list after that day.")
    )
    return redirect("assignment", pk=row.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def assignment_new(request: HttpRequest) -> HttpResponse:
    """A row more of the first body served, or of `?body=`; `?area=` names the area it starts with."""
    body = sittings.body_asked_for(request)
    start = sittings.start(request, body.zone)
    initial = AssignmentForm.said_by(NEW) | start
    initial["area"] = _area_asked_for(request, body.pk)
    form = NewAssignmentForm(request.POST or None, body=body, today=start["holds_from"], initial=initial)
    if request.method == "POST" and form.is_valid():
        post = form.post(replace(NEW, position=assignments.next_position(body)))
        try:
            row = assignments.begin(
                body,
                post,
                form.change(),
                until=form.last_day(),
                by=sittings.actor(request),
                now=timezone.now(),
            )
            sittings.keep_reason(request, form.cleaned_data["reason"])
            messages.success(request, _("The entry stands on the list from that day on."))
            return redirect("assignment", pk=row.pk)
        except PROBLEMS as problem:
            form.add_error(None, str(problem))
    context = {"body": body, "form": form}
    return render(request, "friends/assignments/new.html", context, status=400 if form.errors else 200)


def _area_asked_for(request: HttpRequest, body: uuid.UUID) -> str:
    asked = request.GET.get("area", "")
    known = {
        str(pk) for pk in ThematicArea.objects.filter(body=body, joined_to=None).values_list("pk", flat=True)
    }
    return asked if asked in known else ""
