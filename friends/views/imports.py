"""Imports of the contact list: handing a list in, looking at what it would change, bringing it in, undoing it."""

import datetime as dt
import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from friends import exports, imports
from friends.changes import NoReason
from friends.forms.imports import DecideForm, HandInForm, UndoForm
from friends.intake import files
from friends.intake.proposal import Kind, doubtful
from friends.models import Body, ContactImport, Delegation
from friends.reading.tables import remarks_in_words
from friends.views import sittings

MOST_SHOWN = 50


@require_http_methods(["GET", "HEAD", "POST"])
def import_list(request: HttpRequest) -> HttpResponse:
    """The imports of the bodies served; POST hands a list in and goes on to its proposal."""
    served = sittings.bodies_served(request)
    body = sittings.body_asked_for(request)
    bodies = Body.objects.filter(pk__in=served)
    form = HandInForm(request.POST or None, request.FILES or None, bodies=bodies, initial={"body": body})
    if request.method == "POST" and form.is_valid():
        kept = _hand_in(request, form)
        if kept is not None:
            return redirect(kept)
    rows = ContactImport.objects.filter(body__in=served).select_related("body").defer("content", "steps")
    context = {"form": form, "imports": rows[:MOST_SHOWN], "body": body, "bodies": bodies}
    return render(request, "friends/imports/list.html", context, status=400 if form.errors else 200)


def _hand_in(request: HttpRequest, form: HandInForm) -> ContactImport | None:
    """The proposal; None where the list cannot be read, and the form says why and keeps what was pasted."""
    name, data = form.handed_in()
    now = timezone.now()
    try:
        content = files.read(data, encoding=form.cleaned_data["encoding"])
        return imports.propose(
            form.cleaned_data["body"], name, content, by=sittings.actor(request), now=now,
            reason=str(sittings.start(request, form.cleaned_data["body"].zone)["reason"]),
        )  # fmt: skip
    except files.UnreadableList as problem:
        form.add_error("file" if form.cleaned_data["file"] else "text", str(problem))
        return None


def _import(request: HttpRequest, pk: uuid.UUID) -> ContactImport:
    rows = ContactImport.objects.filter(body__in=sittings.bodies_served(request)).select_related("body")
    return get_object_or_404(rows, pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def contact_import(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """GET: what the list would change, or what became of it. POST: keep what was decided, and bring it in."""
    row = _import(request, pk)
    if row.state != ContactImport.State.PROPOSED:
        if request.method == "POST":
            messages.error(request, _("This list was brought in, undone or given up already."))
            return redirect(row)
        return render(request, "friends/imports/done.html", {"import": row, "undo_form": UndoForm()})
    reading = imports.read(row.content)
    proposal = imports.proposal(row, reading)
    initial = {"holds_from": row.day, "reason": row.reason}
    form = DecideForm(request.POST if request.method == "POST" else None, proposal=proposal, initial=initial)
    if request.method == "POST" and form.is_valid():
        return _decided(request, row, reading, form)
    return _page(request, row, reading, form, status=400 if form.errors else 200)


def _decided(
    request: HttpRequest, row: ContactImport, reading: imports.Reading, form: DecideForm
) -> HttpResponse:
    """The choices are kept; with the button to bring it in, that too, unless the choices changed what is proposed."""
    before, choices, change = form.proposal.choices, form.choices(), form.change()
    read_otherwise = (
        (choices.delegations, choices.areas, choices.pairs, change.holds_from)
        != (before.delegations, before.areas, before.pairs, row.day)
    )  # fmt: skip
    by, now = sittings.actor(request), timezone.now()
    try:
        row = imports.decide(row, choices, change, by=by, now=now)
        sittings.keep_reason(request, change.reason)
        if "bring_in" not in request.POST:
            return redirect(row)
        if read_otherwise:
            messages.info(
                request, _("What you corrected changes the proposal. Look through it once more below.")
            )
            return redirect(row)
        imports.bring_in(row, seen=request.POST.get("seen", ""), since=_since(request), by=by, now=now)
    except imports.NotOpen as problem:
        messages.error(request, str(problem))
        return redirect(row)
    except imports.Moved as moved:
        return _again(request, row, reading, str(moved), status=409, moved=moved.what)
    except (NoReason, imports.CannotBringIn) as problem:
        return _again(request, row, reading, str(problem), status=400)
    messages.success(request, _("The list is brought in. It can be undone below as one step."))
    return redirect(row)


def _again(
    request: HttpRequest,
    row: ContactImport,
    reading: imports.Reading,
    problem: str,
    *,
    status: int,
    moved: Any = (),
) -> HttpResponse:
    """The proposal as it is now, with what was decided, and what stood in the way."""
    form = DecideForm(
        request.POST,
        proposal=imports.proposal(row, reading),
        initial={"holds_from": row.day, "reason": row.reason},
    )
    form.add_error(None, problem)
    return _page(request, row, reading, form, status=status, moved=moved)


def _since(request: HttpRequest) -> dt.datetime:
    """When the page was made that is sent back; now where it does not say, so that nothing is told of before."""
    try:
        since = dt.datetime.fromisoformat(request.POST.get("since", ""))
    except ValueError:
        return timezone.now()
    return since if since.tzinfo else since.replace(tzinfo=dt.UTC)


def _page(
    request: HttpRequest,
    row: ContactImport,
    reading: imports.Reading,
    form: DecideForm,
    *,
    status: int,
    moved: Any = (),
) -> HttpResponse:
    proposal = form.proposal
    read_columns = [at for at, column in enumerate(reading.list.columns) if column.kind]
    remarks = remarks_in_words(reading.grid, read_columns)
    context = {
        "import": row,
        "form": form,
        "proposal": proposal,
        "reading": reading,
        "figures": proposal.figures,
        "columns": [column for column in reading.list.columns if column.kind],
        "new": proposal.of_kind(Kind.NEW),
        "changed": proposal.of_kind(Kind.CHANGED),
        "same": proposal.of_kind(Kind.SAME),
        "wrong": proposal.of_kind(Kind.WRONG),
        "doubts": len(doubtful(proposal.people)),
        "remarks": [sentence for _line, sentence in remarks],
        "places": {read.row.line: reading.grid.place(read.row.line) for read in proposal.understood},
        "delegations": Delegation.objects.values_list("name", flat=True),
        "since": timezone.now().isoformat(),
        "moved": moved,
        "settled": proposal.choices.pairs,
        "pairs_by_line": _by_line(form),
        "changes_something": not proposal.changes_nothing,
    }
    return render(request, "friends/imports/import.html", context, status=status)


def _by_line(form: DecideForm) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for pair in form.pairs:
        found.setdefault(pair.entry.line, []).append(pair)
    return found


@require_POST
def import_give_up(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The proposal is dropped, with what was read."""
    row = _import(request, pk)
    try:
        imports.give_up(row, by=sittings.actor(request), now=timezone.now())
        messages.success(request, _("The list was given up. Nothing was changed, and what was read is gone."))
    except imports.NotOpen as problem:
        messages.error(request, str(problem))
    return redirect("contact-imports")


@require_POST
def import_undo(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The list says again what it said before the import."""
    row = _import(request, pk)
    form = UndoForm(request.POST)
    hanging: list[str] = []
    if form.is_valid():
        try:
            imports.undo(
                row, reason=form.cleaned_data["reason"], by=sittings.actor(request), now=timezone.now()
            )
            messages.success(request, _("The import is undone. The list is what it was before."))
            return redirect(row)
        except imports.HangsOn as problem:
            form.add_error(None, str(problem))
            hanging = problem.what
        except imports.NotOpen as problem:
            messages.error(request, str(problem))
            return redirect(row)
        except NoReason as problem:
            form.add_error(None, str(problem))
    if row.state != ContactImport.State.APPLIED:
        return redirect(row)
    context = {"import": row, "undo_form": form, "hanging": hanging}
    return render(request, "friends/imports/done.html", context, status=409 if hanging else 400)


@require_POST
def export(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """The list of a body as it holds on a day, else today, as a file. Asked for by a button: it is written down."""
    body = get_object_or_404(Body, pk__in=sittings.bodies_served(request), slug=slug)
    if kind not in exports.TYPES:
        raise Http404
    day = _day(request, body)
    name, data = exports.export(body, day, kind, by=sittings.actor(request), now=timezone.now())
    disposition = content_disposition_header(as_attachment=True, filename=name)
    return HttpResponse(
        data, content_type=exports.TYPES[kind], headers={"Content-Disposition": disposition or "attachment"}
    )


def _day(request: HttpRequest, body: Body) -> dt.date:
    try:
        return dt.date.fromisoformat(request.POST.get("on", ""))
    except ValueError:
        return timezone.localdate(timezone=body.zone)
