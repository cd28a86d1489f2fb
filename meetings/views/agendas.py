"""The desk's page of an agenda: items added, changed, moved, taken out, taken over from another meeting; as files."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from meetings import agenda_steps, agendas, approvals, papers, printing, revisions
from meetings.forms import agendas as forms
from meetings.forms.agendas import ItemForm
from meetings.models import AgendaItem, Meeting
from meetings.views import desk, documents
from meetings.views.word import as_word
from meetings.writing import word

DIRECTIONS = ("up", "down", "in", "out")


def _to(item: AgendaItem | None, meeting: Meeting) -> HttpResponse:
    """Back to the agenda, at the item."""
    address = reverse("agenda", args=[meeting.pk])
    return redirect(f"{address}#item-{item.pk}" if item else address)


@require_http_methods(["GET", "HEAD", "POST"])
def agenda(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The agenda with what can be done to each item; POST adds one, under `parent` where that is said."""
    meeting = desk.meeting(request, pk)
    form = ItemForm(request.POST or None, body=meeting.body, meeting=meeting)
    if request.method == "POST" and form.is_valid():
        under = _uuid(request.POST.get("parent", ""))
        parent = meeting.agenda_items.filter(pk=under).first() if under else None
        try:
            added = agendas.add(
                meeting, form.item(), parent=parent, by=desk.staff(request).actor, now=timezone.now()
            )
            messages.success(request, _("“%(title)s” is on the agenda.") % {"title": added.title})
            return _to(added, meeting)
        except agendas.CannotMove as problem:
            form.add_error(None, str(problem))
    return render(
        request, "meetings/desk/agenda.html", _context(meeting, form), status=400 if form.errors else 200
    )


def _uuid(value: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(value)
    except ValueError:
        return None


def _context(meeting: Meeting, form: ItemForm) -> dict[str, Any]:
    nodes = agendas.tree(meeting)
    length = meeting.ends_at - meeting.starts_at if meeting.starts_at and meeting.ends_at else None
    others = Meeting.objects.filter(body=meeting.body_id, agenda_items__isnull=False).exclude(pk=meeting.pk)
    return {
        "meeting": meeting,
        "nodes": nodes,
        "form": form,
        "items": agendas.flat(nodes),
        "allotted": agendas.allotted(nodes),
        "length": int(length.total_seconds() // 60) if length else None,
        "other": others.distinct().first(),
        "asked": approvals.asked(nodes, meeting),
        "papers": papers.of_items(meeting),
        "standing": agenda_steps.standing(meeting),
        "ahead": agenda_steps.is_ahead(meeting, timezone.now()),
    }


@require_http_methods(["GET", "HEAD", "POST"])
def item(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One item to change."""
    found = desk.agenda_item(request, pk)
    said = agendas.Item.of(found)
    form = ItemForm(
        request.POST or None,
        body=found.meeting.body,
        meeting=found.meeting,
        item=found,
        initial=forms.initial(said),
    )
    if request.method == "POST" and form.is_valid():
        seen, by = request.POST.get("seen"), desk.staff(request).actor
        try:
            agendas.change(found, form.item(), seen=seen, by=by, now=timezone.now())
        except agendas.ChangedMeanwhile as conflict:
            said = conflict.theirs
            form.add_error(None, _changed_meanwhile(said))
        else:
            messages.success(request, _("The item is changed."))
            return _to(found, found.meeting)
    context = {"item": found, "meeting": found.meeting, "form": form, "seen": said.fingerprint}
    return render(request, "meetings/desk/agenda_item.html", context, status=400 if form.errors else 200)


def _changed_meanwhile(theirs: agendas.Item) -> str:
    """What stands now, for the person to hold against what they wrote."""
    minutes = _("%(n)s minutes") % {"n": theirs.minutes} if theirs.minutes else ""
    areas = ", ".join(area.name for area in theirs.areas)
    parts = (theirs.title, theirs.presenter_words, minutes, areas, theirs.note)
    return _(
        "Somebody else changed this item while you wrote; it now says: %(theirs)s. Your words stand below. "
        "Saving again puts them in its place."
    ) % {"theirs": " · ".join(part for part in parts if part)}


@require_POST
def item_move(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """`to`: up, down, in, out."""
    found = desk.agenda_item(request, pk)
    direction = request.POST.get("to", "")
    if direction in DIRECTIONS:
        try:
            agendas.move(found, direction, by=desk.staff(request).actor, now=timezone.now())
        except agendas.CannotMove as problem:
            messages.error(request, str(problem))
    return _to(found, found.meeting)


@require_POST
def item_remove(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The item leaves the agenda with the points under it."""
    found = desk.agenda_item(request, pk)
    try:
        agendas.remove(found, by=desk.staff(request).actor, now=timezone.now())
        messages.success(request, _("“%(title)s” is off the agenda.") % {"title": found.title})
    except agendas.IsAnswered as problem:
        messages.error(request, str(problem))
        return _to(found, found.meeting)
    return _to(None, found.meeting)


@require_POST
def take_over(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The ticked items of another meeting of the body stand at the end of this agenda."""
    meeting = desk.meeting(request, pk)
    others = Meeting.objects.filter(body=meeting.body_id).exclude(pk=meeting.pk)
    other = get_object_or_404(others, pk=_uuid(request.POST.get("other", "")))
    chosen = {found for value in request.POST.getlist("item") if (found := _uuid(value))}
    copied = agendas.take_over(meeting, other, chosen, by=desk.staff(request).actor, now=timezone.now())
    if copied:
        said = ngettext("%(n)s item is taken over.", "%(n)s items are taken over.", copied)
        messages.success(request, said % {"n": copied})
    else:
        messages.info(request, _("No item was ticked; nothing was taken over."))
    return _to(None, meeting)


@require_safe
def agenda_from(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The agenda of the last meeting, each item to be ticked."""
    meeting = desk.meeting(request, pk)
    other = _context(meeting, ItemForm(body=meeting.body))["other"]
    items = agendas.flat(agendas.tree(other)) if other else []
    context = {"meeting": meeting, "other": other, "items": items}
    return render(request, "meetings/desk/agenda_from.html", context)


@require_safe
def agenda_pdf(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The agenda as PDF, as it stands now."""
    meeting = desk.meeting(request, pk)
    page = printing.print_html(revisions.agenda(meeting), stamp=agenda_steps.stamp(meeting, timezone.now()))
    back = reverse("agenda", args=[meeting.pk])
    return documents.as_pdf(request, page, name=f"{meeting.slug}-agenda", back=back)


@require_safe
def agenda_word(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The same as a Word file."""
    meeting = desk.meeting(request, pk)
    file = word.document(revisions.agenda(meeting), agenda_steps.stamp(meeting, timezone.now()))
    return as_word(meeting.slug, file, name="agenda")
