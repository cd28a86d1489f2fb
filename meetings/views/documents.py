"""The desk's page of a document: its text, where it is in its life, what to do next; and its sections."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ccm_portal import pdf
from meetings import documents, finals, minutes, paragraphs, printing, revisions, stamps
from meetings.forms import sections as section_form
from meetings.models import Document, Paragraph, PresidencyWord, Section
from meetings.views import desk


@require_safe
def document(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The working text with the next step."""
    text = desk.document(request, pk)
    newest = revisions.latest(text)
    content = revisions.content(text)
    context = {
        "document": text,
        "meeting": text.meeting,
        "content": content,
        "revisions": text.revisions.all(),
        "rounds": text.rounds.all(),
        "words": PresidencyWord.objects.filter(revision__document=text).select_related("revision", "contact__delegation"),
        "publications": text.publications.all(),
        "changed": newest is not None and revisions.changed_since(text, newest),
        "newest": newest,
        "editable": text.status in documents.EDITABLE,
        "missing": finals.missing(text) if documents.can(text, "issue as final") else "",
        "life": documents.life(text),
    }
    return render(request, "meetings/desk/document.html", context)


@require_POST
def freeze(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Freeze the working text as the next revision."""
    text = desk.document(request, pk)
    before = revisions.latest(text)
    note = request.POST.get("note", "").strip()[:250]
    revision = revisions.freeze(text, note=note, by=desk.staff(request).actor, now=timezone.now())
    if before and before.pk == revision.pk:
        messages.info(request, _("Nothing has changed since revision %(number)s.") % {"number": revision.number})
    else:
        messages.success(request, _("Revision %(number)s is frozen.") % {"number": revision.number})
    return redirect("document", pk=text.pk)


@require_safe
def revision_pdf(request: HttpRequest, pk: uuid.UUID, number: int) -> HttpResponse:
    """A revision as PDF, marked as a draft."""
    text = desk.document(request, pk)
    revision = get_object_or_404(text.revisions.select_related("document__body"), number=number)
    stamp = stamps.draft(revision)
    return _pdf(request, text, revision.content, stamp, name=f"revision-{number}")


@require_safe
def document_pdf(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The working text as PDF, marked as not circulated."""
    text = desk.document(request, pk)
    return _pdf(request, text, revisions.content(text), stamps.working(text, timezone.now()), name="working-text")


def _pdf(request: HttpRequest, text: Document, content: dict[str, Any], stamp: printing.Stamp, *, name: str) -> HttpResponse:
    try:
        data = pdf.render(printing.print_html(content, stamp=stamp))
    except (pdf.RendererUnavailable, pdf.RenderRefused) as problem:
        return render(request, "meetings/desk/no_pdf.html", {"document": text, "sentence": str(problem)}, status=503)
    slug = text.meeting.slug if text.meeting else str(text.pk)
    headers = {"Content-Disposition": f'inline; filename="{slug}-{name}.pdf"'}
    return HttpResponse(data, content_type="application/pdf", headers=headers)


@require_POST
def section_add(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """A new section at the end."""
    text = desk.document(request, pk)
    heading = request.POST.get("heading", "").strip()[:500]
    if not heading:
        messages.error(request, _("A section needs a heading. Nothing was added."))
        return redirect("document", pk=text.pk)
    try:
        added = minutes.add_section(text, heading, by=desk.staff(request).actor, now=timezone.now())
    except documents.NotNow as problem:
        messages.error(request, str(problem))
        return redirect("document", pk=text.pk)
    return redirect("section", document=text.pk, pk=added.pk)


@require_POST
def section_remove(request: HttpRequest, document: uuid.UUID, pk: uuid.UUID) -> HttpResponse:
    """Take a section out of the text; nothing is deleted."""
    part = desk.section(request, pk, document)
    try:
        minutes.remove_section(part, by=desk.staff(request).actor, now=timezone.now())
        messages.success(request, _("“%(heading)s” is no longer part of the text.") % {"heading": part.heading})
    except documents.NotNow as problem:
        messages.error(request, str(problem))
    return redirect("document", pk=document)


@require_http_methods(["GET", "HEAD", "POST"])
def section(request: HttpRequest, document: uuid.UUID, pk: uuid.UUID) -> HttpResponse:
    """Edit one section: GET shows its paragraphs in text boxes, POST saves what can be saved."""
    part = desk.section(request, pk, document)
    if request.method == "POST":
        return _save_section(request, part)
    return _section_page(request, part)


def _save_section(request: HttpRequest, part: Section) -> HttpResponse:
    by, now = desk.staff(request).actor, timezone.now()
    edits = section_form.edits(request.POST)
    try:
        saved = minutes.save_section(part, edits, by=by, now=now)
        _rename(request, part)
    except documents.NotNow as problem:
        context = {"typed": [edit.wording for edit in edits], "error": str(problem)}
        return _section_page(request, part, status=409, **context)
    if saved.conflicts:
        return _section_page(request, part, status=409, conflicts=saved.conflicts, saved=saved)
    _say_saved(request, part, saved.changed)
    if moved := request.POST.get("move"):
        _move(request, part, moved)
    if "done" in request.POST:
        return redirect("document", pk=part.document_id)
    target = redirect("section", document=part.document_id, pk=part.pk)
    if insert := request.POST.get("insert"):
        target["Location"] += f"?insert={insert}#new"
    return target


def _say_saved(request: HttpRequest, part: Section, changed: int) -> None:
    clock = timezone.localtime(timezone.now(), part.document.body.zone).strftime("%H:%M")
    if changed:
        count = ngettext("%(n)s paragraph changed.", "%(n)s paragraphs changed.", changed) % {"n": changed}
        messages.success(request, _("Saved %(time)s.") % {"time": clock} + " " + count)
    elif not {"move", "insert"} & set(request.POST):
        messages.info(request, _("Nothing had changed."))


def _rename(request: HttpRequest, part: Section) -> None:
    heading = request.POST.get("heading", "").strip()[:500]
    version = request.POST.get("heading-version", "")
    if not heading or not version.isdecimal():
        return
    try:
        minutes.rename_section(
            part, heading, version=int(version), by=desk.staff(request).actor, now=timezone.now()
        )
    except minutes.HeadingConflict as conflict:
        messages.warning(
            request,
            _("Somebody else changed the heading to “%(theirs)s”. Yours, “%(mine)s”, was not saved.")
            % {"theirs": conflict.theirs, "mine": heading},
        )


def _move(request: HttpRequest, part: Section, asked: str) -> None:
    """`<uuid>:up` or `<uuid>:down`."""
    wanted, _colon, direction = asked.partition(":")
    row = next((row for row in part.paragraphs.filter(removed_at=None) if str(row.pk) == wanted), None)
    if row is None:
        return
    paragraphs.move(
        row.pk, up=direction == "up", version=row.version, by=desk.staff(request).actor, now=timezone.now()
    )


def _section_page(request: HttpRequest, part: Section, *, status: int = 200, **extra: Any) -> HttpResponse:
    rows = list(part.paragraphs.filter(removed_at=None))
    conflicts = {conflict.mine.id: conflict for conflict in extra.pop("conflicts", [])}
    siblings = list(part.document.sections.filter(removed_at=None))
    at = siblings.index(part)
    context = {
        "section": part,
        "document": part.document,
        "meeting": part.document.meeting,
        "rows": rows,
        "conflicts": conflicts,
        # A text whose paragraph is gone from the section must not be lost either.
        "orphans": [c for c in conflicts.values() if c.theirs.pk not in {row.pk for row in rows}],
        "removed": part.paragraphs.exclude(removed_at=None),
        "insert": request.GET.get("insert", ""),
        "kinds": Paragraph.Kind.choices,
        "editable": part.document.status in documents.EDITABLE,
        "siblings": siblings,
        "previous": siblings[at - 1] if at else None,
        "next": siblings[at + 1] if at + 1 < len(siblings) else None,
        **extra,
    }
    return render(request, "meetings/desk/section.html", context, status=status)


def _paragraph(request: HttpRequest, pk: uuid.UUID) -> Paragraph:
    rows = Paragraph.objects.filter(section__document__body__in=desk.bodies(request))
    return get_object_or_404(rows.select_related("section__document__body", "section__document__meeting"), pk=pk)


@require_safe
def paragraph_history(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Everything one paragraph ever said: when, who, why."""
    row = _paragraph(request, pk)
    states = row.history.order_by("-history_date", "-history_id")
    context = {"paragraph": row, "section": row.section, "document": row.section.document, "states": states}
    return render(request, "meetings/desk/paragraph_history.html", context)


@require_POST
def paragraph_restore(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Put a removed paragraph back, or give one the wording it had in an earlier state."""
    row = _paragraph(request, pk)
    try:
        wording = _earlier(row, request.POST.get("state", ""))
        minutes.put_back(row, wording, by=desk.staff(request).actor, now=timezone.now())
        messages.success(request, _("The paragraph is as it was."))
    except documents.NotNow as problem:
        messages.error(request, str(problem))
    except paragraphs.EditConflict:
        messages.error(request, _("Somebody else changed the paragraph meanwhile. Look at it again."))
    return redirect("section", document=row.section.document_id, pk=row.section_id)


def _earlier(row: Paragraph, state: str) -> paragraphs.Wording | None:
    """The wording the paragraph had in the state of its history with this number; None without one."""
    earlier = row.history.filter(history_id=state).first() if state.isdecimal() else None
    return paragraphs.Wording.of(earlier) if earlier is not None else None
