"""Editions of the contact list on the desk: all of them, one, freezing the next, and their files."""

import datetime as dt
import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ccm_portal import pdf
from friends import circulation, edition_changes, edition_sheets, editions
from friends.forms.editions import FreezeForm
from friends.models import Body, ContactListEdition
from friends.views import sittings
from friends.writing import cards, excel, page, sheets, word

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FILES = (("pdf", "PDF"), ("docx", "Word"), ("xlsx", "Excel"), ("vcf", "vCard"))
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _edition(request: HttpRequest, pk: uuid.UUID) -> ContactListEdition:
    rows = ContactListEdition.objects.filter(body__in=sittings.bodies_served(request))
    return get_object_or_404(rows.select_related("body"), pk=pk)


@require_safe
def edition_list(request: HttpRequest) -> HttpResponse:
    """Every edition of one body, the newest first."""
    body = sittings.body_asked_for(request)
    context = {
        "body": body,
        "bodies": Body.objects.filter(pk__in=sittings.bodies_served(request)),
        "editions": body.editions.defer("content"),
    }
    return render(request, "friends/editions/list.html", context)


@require_safe
def edition(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One edition: what it says, what changed since the one before it, its files, whether it was circulated."""
    found = _edition(request, pk)
    before = found.body.editions.filter(number__lt=found.number).first()
    context = {
        "edition": found,
        "body": found.body,
        "before": before,
        "changes": edition_changes.told(before.content, found.content) if before else [],
        "sheet": edition_sheets.of_edition(found),
        "zone": found.body.zone,
        "file_kinds": FILES,
    }
    return render(request, "friends/editions/edition.html", context)


# --- freezing ---------------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def freeze(request: HttpRequest) -> HttpResponse:
    """GET shows what the next edition would say as of a day; POST freezes exactly that."""
    body = sittings.body_asked_for(request)
    as_of = _day(request, body)
    form = FreezeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            made = editions.freeze(
                body, as_of=as_of, note=given["note"], seen=given["seen"], by=sittings.actor(request),
                now=timezone.now(),
            )  # fmt: skip
            messages.success(request, _("%(edition)s, is frozen. Nobody was told yet.") % {"edition": made})
            return redirect(made)
        except editions.CannotFreeze as problem:
            form.add_error(None, str(problem))
    context = {"body": body, "as_of": as_of, "form": form} | _preview(body, as_of)
    return render(request, "friends/editions/freeze.html", context, status=400 if form.errors else 200)


def _day(request: HttpRequest, body: Body) -> dt.date:
    """The day asked for; today in the body's zone where none is, or where it cannot be read, which is said."""
    asked = request.GET.get("on", "")
    today = timezone.localdate(timezone=body.zone)
    if not asked:
        return today
    try:
        return dt.date.fromisoformat(asked)
    except ValueError:
        messages.error(request, _("“%(day)s” is not a day; today's list is shown.") % {"day": asked[:40]})
        return today


def _preview(body: Body, as_of: dt.date) -> dict[str, Any]:
    try:
        planned = editions.plan(body, as_of=as_of, now=timezone.now())
    except editions.CannotFreeze as problem:
        return {"plan": None, "problem": str(problem)}
    before = planned.before
    return {
        "plan": planned,
        "changes": edition_changes.told(before.content, planned.content) if before else [],
        "sheet": edition_sheets.of_content(planned.content, body, number=planned.number),
    }


# --- circulating ------------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def circulate(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """GET shows exactly who would get which copy; POST with what was seen sends the letters."""
    found = _edition(request, pk)
    problem = ""
    try:
        if request.method == "POST":
            seen = request.POST.get("seen", "")
            letters = circulation.circulate(found, seen=seen, by=sittings.actor(request), now=timezone.now())
            said = ngettext("%(n)s letter is on its way.", "%(n)s letters are on their way.", letters)
            messages.success(request, _("Circulated.") + " " + said % {"n": letters})
            return redirect(found)
    except circulation.CannotCirculate as refused:
        problem = str(refused)
    try:
        planned = circulation.plan(found, now=timezone.now())
    except circulation.CannotCirculate as refused:
        messages.error(request, str(refused))
        return redirect(found)
    context = {
        "edition": found,
        "body": found.body,
        "plan": planned,
        "before": circulation.circulated_before(found),
        "problem": problem,
    }
    return render(request, "friends/editions/circulate.html", context, status=409 if problem else 200)


# --- files ------------------------------------------------------------------------------------------------------------


@require_POST
def edition_file(request: HttpRequest, pk: uuid.UUID, kind: str) -> HttpResponse:
    """The edition as a file, with every address in it. Asked for by a button, because it is written down."""
    found = _edition(request, pk)
    try:
        data, content_type = _made(found, kind)
    except (pdf.RendererUnavailable, pdf.RenderRefused) as problem:
        messages.error(request, str(problem))
        return redirect(found)
    editions.handed_out(found, kind, by=sittings.actor(request), now=timezone.now())
    return as_file(found, data, kind, content_type)


def _made(found: ContactListEdition, kind: str) -> tuple[bytes, str]:
    sheet = edition_sheets.of_edition(found)
    if kind == "pdf":
        return pdf.render(page.print_html(sheet)), "application/pdf"
    if kind == "docx":
        return word.document(sheet), WORD
    if kind == "xlsx":
        return excel.workbook(sheets.four_columns(sheet)), EXCEL
    if kind == "vcf":
        return cards.cards(edition_sheets.cards_of(found.content)), "text/vcard; charset=utf-8"
    raise Http404


def as_file(found: ContactListEdition, data: bytes, kind: str, content_type: str) -> HttpResponse:
    """The file under a name that says which list of which day it is."""
    name = circulation.file_name(found, kind)
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(data, content_type=content_type, headers=headers)
