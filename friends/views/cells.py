"""The cells of the contact list: each changed for itself, from the list in place or, without JavaScript, on a page.

To the list's own module every address answers with JSON: the rows as they read now, or a sentence that says what is
wrong (400) or what somebody else made of the cell meanwhile (409). What was typed stays in the cell.
"""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from friends import assignments, cells, contacts, entries, roster
from friends.aliases import NameTaken, NoName
from friends.assignments import UnfitPost
from friends.cells import ChangedMeanwhile, Thing
from friends.changes import BadDay, Change, NoReason
from friends.forms.cells import FORMS, CellForm, PersonCell, SittingForm
from friends.models import Assignment, Body, Contact, Delegation
from friends.views import sittings

PROBLEMS = (
    contacts.AddressTaken,
    NoReason,
    BadDay,
    contacts.UnfitDetails,
    UnfitPost,
    NameTaken,
    NoName,
)


def _row(request: HttpRequest, pk: uuid.UUID) -> Assignment:
    return get_object_or_404(sittings.rows_served(request), pk=pk)


def _contact(request: HttpRequest, pk: uuid.UUID) -> tuple[Contact, Body]:
    """The contact, and the body served on whose list it stands first."""
    contact = get_object_or_404(sittings.contacts_served(request), pk=pk)
    listings = contact.listings.filter(assignment__body__in=sittings.bodies_served(request))
    return contact, listings.select_related("assignment__body")[0].assignment.body


def _in_place(request: HttpRequest) -> bool:
    """Whether the list's own module asks, which puts the answer into the list."""
    return request.headers.get("Accept") == "application/json"


def _first_problem(form: CellForm | SittingForm) -> str:
    return " ".join(str(sentence) for sentences in form.errors.values() for sentence in sentences)


def _change(request: HttpRequest, body: Body) -> Change | None:
    """The reason and day that came with the change, kept for the next one; None where they are no good."""
    given = SittingForm(request.POST)
    if not given.is_valid():
        return None
    change = Change(given.cleaned_data["holds_from"], given.cleaned_data["reason"].strip())
    sittings.keep(request, change, body.zone)
    return change


def _no_reason(request: HttpRequest) -> JsonResponse:
    """The module asks for reason and day above the list, and tries again."""
    return JsonResponse(
        {"needs": "sitting", "problem": _first_problem(SittingForm(request.POST))}, status=400
    )


def _rows_now(request: HttpRequest, body: Body, delegations: set[Any], row: Any) -> dict[str, str]:
    """The rows of these delegations, and the one named, as today's list shows them: HTML by the row's identifier."""
    today = timezone.localdate(timezone=body.zone)
    return {
        str(entry.assignment.pk): render_to_string(
            "friends/contacts/_entry.html", {"entry": entry, "editable": True, "body": body}, request=request
        )
        for entry in entries.on(body, today)
        if entry.assignment.pk == row or entry.assignment.delegation_id in delegations
    }


def _told(body: Body, change: Change) -> str:
    """What the status line says after a change: also where today's list does not show it yet."""
    today = timezone.localdate(timezone=body.zone)
    if change.holds_from <= today:
        return _("Kept.")
    return _("Kept. It holds from %(day)s, so today's list does not show it yet.") % {
        "day": change.holds_from.isoformat()
    }


@require_http_methods(["GET", "HEAD", "POST"])
def row_cell(request: HttpRequest, pk: uuid.UUID, cell: str) -> HttpResponse:
    """One cell of a row: its post, who holds it and where that sits, its status."""
    row = _row(request, pk)
    thing = row.delegation if cell in cells.OF_A_DELEGATION else row
    if thing is None or cell not in {**cells.OF_A_ROW, **cells.OF_A_DELEGATION}:
        raise Http404
    if _in_place(request) and request.method == "POST":
        return _saved_in_place(request, thing, row.body, cell)
    return _page(request, row, thing, cell)


@require_POST
def contact_cell(request: HttpRequest, pk: uuid.UUID, cell: str) -> HttpResponse:
    """One cell of a contact: its name, its address, what is said of it. Without JavaScript its own page does this."""
    contact, body = _contact(request, pk)
    if cell not in cells.OF_A_CONTACT:
        raise Http404
    return _saved_in_place(request, contact, body, cell)


def _holder(thing: Thing) -> Any:
    return thing.pk if isinstance(thing, Delegation) else thing.delegation_id


def _saved_in_place(request: HttpRequest, thing: Thing, body: Body, cell: str) -> HttpResponse:
    form = FORMS[cell](request.POST, body=body)
    if not form.is_valid():
        return JsonResponse({"problem": _first_problem(form)}, status=400)
    change = _change(request, body)
    if change is None:
        return _no_reason(request)
    holders = {_holder(thing)} - {None}
    seen = request.POST.get("seen", "")
    try:
        kept = cells.save(
            thing, cell, form.values(), change, seen=seen, by=sittings.actor(request), now=timezone.now()
        )
    except ChangedMeanwhile as meanwhile:
        found = meanwhile.thing
        answer = {
            "problem": str(meanwhile),
            "stands": cells.written(found, cell),
            "rows": _rows_now(request, body, {_holder(found)} - {None}, found.pk),
            "was": str(thing.pk),
            "is": str(found.pk),
        }
        return JsonResponse(answer, status=409)
    except PROBLEMS as problem:
        return JsonResponse({"problem": str(problem)}, status=400)
    holders |= {_holder(kept)} - {None}
    return JsonResponse(
        {
            "said": _told(body, change),
            "rows": _rows_now(request, body, holders, kept.pk),
            "was": str(thing.pk),
            "is": str(kept.pk),
        }
    )


def _page(request: HttpRequest, row: Assignment, thing: Thing, cell: str) -> HttpResponse:
    """The same cell on a page of its own."""
    data = request.POST or None
    initial = {name: getattr(thing, name) for name in cells.names_of(thing, cell)}
    form = FORMS[cell](data, body=row.body, initial=initial)
    sitting = SittingForm(data, initial=sittings.start(request, row.body.zone))
    status = 200
    if data is not None:
        status = 400
        if form.is_valid() and sitting.is_valid() and (change := _change(request, row.body)):
            try:
                seen = request.POST.get("seen", "")
                cells.save(
                    thing,
                    cell,
                    form.values(),
                    change,
                    seen=seen,
                    by=sittings.actor(request),
                    now=timezone.now(),
                )
                messages.success(request, _told(row.body, change))
                return redirect(f"{_list_of(row.body)}#row-{row.pk}")
            except ChangedMeanwhile as meanwhile:
                form.add_error(None, str(meanwhile))
                thing, status = meanwhile.thing, 409
            except PROBLEMS as problem:
                form.add_error(None, str(problem))
    context = {
        "row": row,
        "cell": cell,
        "form": form,
        "sitting": sitting,
        "seen": cells.written(thing, cell),
        "others": _others(row) if cell == "post" else [],
    }
    return render(request, "friends/contacts/cell.html", context, status=status)


def _others(row: Assignment) -> list[Assignment]:
    """The other rows of today's list, beside which this one may be put."""
    today = timezone.localdate(timezone=row.body.zone)
    found = [one.assignment for one in roster.rows_on(row.body, today)]
    return [one for one in found if one != row] if row in found else []


def _list_of(body: Body) -> str:
    return f"{reverse('contact-list')}?body={body.slug}"


@require_POST
def row_person(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Somebody more in a row of the list, typed in place."""
    row = _row(request, pk)
    if row.delegation is None:
        return JsonResponse(
            {"problem": _("Nobody holds this post; say first which delegation does.")}, status=400
        )
    form = PersonCell(request.POST, body=row.body)
    if not form.is_valid():
        return JsonResponse({"problem": _first_problem(form)}, status=400)
    change = _change(request, row.body)
    if change is None:
        return _no_reason(request)
    try:
        details = contacts.Details(**{name: value.strip() for name, value in form.values().items()})
        added = contacts.add(row, details, change, by=sittings.actor(request), now=timezone.now())
    except PROBLEMS as problem:
        return JsonResponse({"problem": str(problem)}, status=400)
    rows = _rows_now(request, row.body, {row.delegation_id}, row.pk)
    return JsonResponse({"said": _told(row.body, change), "rows": rows, "was": "", "is": str(added.pk)})


@require_POST
def row_move(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The row stands directly above or below another one (`above` or `below`: its identifier)."""
    row = _row(request, pk)
    side = "above" if "above" in request.POST else "below"
    try:
        beside = uuid.UUID(request.POST.get(side, ""))
    except ValueError as error:
        raise Http404 from error
    other = get_object_or_404(row.body.assignments, pk=beside)
    change = _change(request, row.body)
    if change is None:
        if _in_place(request):
            return _no_reason(request)
        messages.error(request, _first_problem(SittingForm(request.POST)))
        return redirect(_list_of(row.body))
    assignments.move(
        row,
        beside=other,
        above=side == "above",
        reason=change.reason,
        by=sittings.actor(request),
        now=timezone.now(),
    )
    if _in_place(request):
        return JsonResponse({"said": _("Moved."), "rows": {}, "was": str(row.pk), "is": str(row.pk)})
    return redirect(f"{_list_of(row.body)}#row-{row.pk}")


@require_POST
def sitting(request: HttpRequest) -> HttpResponse:
    """Reason and day of this sitting, kept for every change of it."""
    body = sittings.body_asked_for(request)
    change = _change(request, body)
    if change is None:
        messages.error(request, _first_problem(SittingForm(request.POST)))
    else:
        messages.success(request, _("Kept for the changes of this sitting."))
    return redirect(_list_of(body))
