"""A delegation's page of items for an agenda, behind its link: what it proposed, a form for more, what became of it.

Nothing of any other delegation is ever loaded here.
"""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from friends.permissions import Visitor
from meetings import item_proposals, paper_reading
from meetings.forms.item_proposals import ProposalForm, says
from meetings.models import CallForItems, ItemProposal


def _call(request: HttpRequest) -> CallForItems:
    made: CallForItems = request.call  # type: ignore[attr-defined]
    return made


def _visitor(request: HttpRequest) -> Visitor:
    visitor: Visitor = request.visitor  # type: ignore[attr-defined]
    return visitor


def _form(request: HttpRequest, **given: Any) -> ProposalForm:
    visitor = _visitor(request)
    return ProposalForm(
        request.POST or None, body=_call(request).meeting.body, speakers=visitor.speakers, own=visitor.contact,
        **given,
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """What the delegation proposed; POST proposes one more, which is kept however late it is."""
    made, visitor, now = _call(request), _visitor(request), timezone.now()
    form = _form(request)
    if request.method == "POST" and form.is_valid():
        try:
            row = item_proposals.propose(made, form.said(), contact=form.contact(), now=now)
            messages.success(request, _kept(row))
            return redirect("propose-items", pk=made.pk)
        except item_proposals.CannotPropose as problem:
            form.add_error(None, str(problem))
    context = _context(request) | {
        "form": form,
        "own": item_proposals.own(made, visitor.contact.delegation_id),
        "papers_beside": paper_reading.by_link(
            paper_reading.before([made.meeting_id]), "propose-items-paper", made.pk
        ),
    }
    return render(request, "meetings/proposing/page.html", context, status=400 if form.errors else 200)


def _kept(row: ItemProposal) -> str:
    words = {"delegation": row.delegation, "office": row.call.meeting.body.office}
    if row.after_closing:
        return (
            _("The invitation was closed. What you wrote is kept for the %(office)s, marked as late.") % words
        )
    if row.is_late:
        return _("The deadline had passed. Your proposal is kept, marked as late.") % words
    return _("Proposed for %(delegation)s. Thank you.") % words


def _context(request: HttpRequest) -> dict[str, Any]:
    made, visitor = _call(request), _visitor(request)
    now = timezone.now()
    return {
        "call": made,
        "meeting": made.meeting,
        "body": made.meeting.body,
        "office": made.meeting.body.office,
        "delegation": visitor.contact.delegation.name,
        "visitor": visitor,
        "passed": now > made.until,
        "closed": made.closed_at is not None,
    }


@require_http_methods(["GET", "HEAD", "POST"])
def proposal(request: HttpRequest, pk: uuid.UUID, proposal: uuid.UUID) -> HttpResponse:
    """One of the delegation's proposals: changed, or with `withdraw` taken back."""
    made, visitor, now = _call(request), _visitor(request), timezone.now()
    own = ItemProposal.objects.filter(call=made, delegation=visitor.contact.delegation_id)
    row = get_object_or_404(own.select_related("call__meeting__body", "contact", "area"), pk=proposal)
    if "withdraw" in request.POST:
        return _withdraw(request, row)
    form = _form(request, initial=says(row))
    theirs = None
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"] or 0
        try:
            kept = item_proposals.change(row, form.said(), version=version, contact=form.contact(), now=now)
            messages.success(request, _changed(kept, row))
            return redirect("propose-items", pk=made.pk)
        except item_proposals.ChangedMeanwhile as problem:
            form.add_error(None, str(problem))
            theirs = problem.theirs
            # Sent once more, it is meant to stand in the place of theirs.
            form.data = request.POST.copy()
            form.data["version"] = str(theirs.version)
        except item_proposals.CannotPropose as problem:
            form.add_error(None, str(problem))
    context = _context(request) | {"proposal": row, "form": form, "theirs": theirs}
    # After the deadline a change is kept beside what was said in time, whatever became of that.
    context["may_change"] = context["passed"] or row.state == ItemProposal.State.WAITING
    return render(request, "meetings/proposing/proposal.html", context, status=400 if form.errors else 200)


def _changed(kept: ItemProposal, row: ItemProposal) -> str:
    if kept.pk == row.pk:
        return _("The change is saved.")
    return _("The deadline had passed. Your change is kept beside what was proposed in time, marked as late.")


def _withdraw(request: HttpRequest, row: ItemProposal) -> HttpResponse:
    try:
        item_proposals.withdraw(row, contact=_visitor(request).contact, now=timezone.now())
        messages.success(request, _("It is taken back."))
    except item_proposals.CannotPropose as problem:
        messages.error(request, str(problem))
    return redirect("propose-items", pk=row.call_id)
