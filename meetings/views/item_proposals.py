"""Proposed items at the desk: inviting the Friends with a preview, what they propose, deciding on it, closing."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from meetings import agendas, item_decisions, item_proposals
from meetings.forms.item_proposals import AcceptForm, CallForm, CloseForm, DeclineForm
from meetings.models import CallForItems, ItemProposal, Meeting
from meetings.views import desk


@require_safe
def proposed(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The invitations for a meeting's agenda, and what was proposed."""
    meeting = desk.meeting(request, pk)
    calls = list(meeting.calls.select_related("meeting__body"))
    now = timezone.now()
    context = {
        "meeting": meeting,
        "calls": [(call, item_proposals.of_call(call)) for call in calls],
        "may_invite": all(call.closed_at for call in calls) and not _has_begun(meeting),
        "now": now,
    }
    return render(request, "meetings/desk/item_proposals.html", context)


def _has_begun(meeting: Meeting) -> bool:
    return meeting.starts_at is not None and meeting.starts_at <= timezone.now()


@require_http_methods(["GET", "HEAD", "POST"])
def call(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """GET asks until when and what is shared; POST shows who would get a letter; POST with `confirm` sends them."""
    meeting = desk.meeting(request, pk)
    nodes = agendas.flat(agendas.tree(meeting))
    now = timezone.now()
    form = CallForm(
        request.POST or None, meeting=meeting, nodes=nodes, initial=CallForm.usual(meeting, nodes, now)
    )
    context: dict[str, Any] = {"meeting": meeting, "form": form}
    if request.method == "POST" and form.is_valid():
        terms = {"words": form.cleaned_data["words"].strip(), "until": form.cleaned_data["deadline"]}
        try:
            if "confirm" in request.POST:
                seen = request.POST.get("seen", "")
                by = desk.staff(request).actor
                item_proposals.call(meeting, form.chosen(), **terms, seen=seen, by=by, now=now)
                messages.success(request, _("The Friends are invited. The letters are on their way."))
                return redirect("item-proposals", pk=meeting.pk)
            context["plan"] = item_proposals.plan(meeting, form.chosen(), **terms, now=now)
            context["change"] = "change" in request.POST
        except item_proposals.CannotCall as problem:
            form.add_error(None, str(problem))
    return render(request, "meetings/desk/item_call.html", context, status=400 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def proposal(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One proposed item: accept it onto the agenda, or decline it with a reason."""
    rows = ItemProposal.objects.filter(call__meeting__body__in=desk.bodies(request))
    rows = rows.select_related("call__meeting__body", "delegation", "contact", "area", "item", "instead_of")
    row = get_object_or_404(rows, pk=pk)
    declining = "decline" in request.POST
    accepting = AcceptForm(request.POST if request.POST and not declining else None, proposal=row)
    refusing = DeclineForm(request.POST if declining else None)
    form = refusing if declining else accepting
    if request.method == "POST" and form.is_valid():
        try:
            _decide(request, row, accepting, refusing, declining=declining)
            return redirect("item-proposals", pk=row.call.meeting_id)
        except (item_decisions.CannotDecide, agendas.CannotMove) as problem:
            form.add_error(None, str(problem))
    context = {
        "proposal": row,
        "meeting": row.call.meeting,
        "may_decide": item_decisions.may_decide(row),
        "accept_form": accepting,
        "decline_form": refusing,
        "history": row.history.all(),
    }
    return render(request, "meetings/desk/item_proposal.html", context, status=400 if form.errors else 200)


def _decide(
    request: HttpRequest, row: ItemProposal, accepting: AcceptForm, refusing: DeclineForm, *, declining: bool
) -> None:
    by, now = desk.staff(request).actor, timezone.now()
    if declining:
        item_decisions.decline(row, reason=refusing.cleaned_data["reason"], by=by, now=now)
        said = _("Declined.")
    else:
        item = item_decisions.accept(row, accepting.item(), parent=accepting.parent(), by=by, now=now)
        said = _("“%(title)s” is on the agenda.") % {"title": item.title}
    told = (
        _("%(delegation)s is told by letter.")
        if row.call.closed_at
        else _("%(delegation)s is told when the invitation closes.")
    )
    messages.success(request, f"{said} {told % {'delegation': row.delegation}}")


@require_http_methods(["GET", "HEAD", "POST"])
def close(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """GET shows what would be told to whom; POST shows it with the words; POST with `confirm` closes and sends."""
    rows = CallForItems.objects.filter(meeting__body__in=desk.bodies(request))
    made = get_object_or_404(rows.select_related("meeting__body"), pk=pk)
    form = CloseForm(request.POST or None)
    words = form.cleaned_data["words"].strip() if request.method == "POST" and form.is_valid() else ""
    now = timezone.now()
    if request.method == "POST" and form.is_valid() and "confirm" in request.POST:
        seen, by = request.POST.get("seen", ""), desk.staff(request).actor
        try:
            item_decisions.close(made, words=words, seen=seen, by=by, now=now)
            messages.success(request, _("The invitation is closed. The letters are on their way."))
            return redirect("item-proposals", pk=made.meeting_id)
        except item_decisions.CannotClose as problem:
            form.add_error(None, str(problem))
    context = {
        "call": made,
        "meeting": made.meeting,
        "form": form,
        "closing": item_decisions.closing(made, words=words, now=now),
        "sure": request.method == "POST" and form.is_valid() and "change" not in request.POST,
    }
    return render(request, "meetings/desk/item_call_close.html", context, status=400 if form.errors else 200)
