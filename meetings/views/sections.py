"""The sections of a text on the desk: added, edited paragraph by paragraph, taken out, put back."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from meetings import documents, minutes, paragraphs, revisions
from meetings.forms import sections as section_form
from meetings.models import Paragraph, Section
from meetings.paragraphs import Wording
from meetings.views import desk


@dataclass(frozen=True)
class Box:
    """One paragraph as the page shows it.

    number and place: what it is called in the whole text. shown: what the box holds. seen: what stands, as a
    fingerprint. conflict: set where somebody else was first.
    """

    row: Paragraph
    number: str
    place: str
    shown: Wording
    seen: str
    conflict: minutes.Conflict | None

    @property
    def key(self) -> str:
        """What the names of its fields begin with."""
        return f"p-{self.row.pk}"


@require_POST
def section_add(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """A new section at the end."""
    text = desk.document(request, pk)
    heading = request.POST.get("heading", "").strip()
    if wrong := section_form.heading_problem(heading):
        messages.error(request, wrong + " " + _("Nothing was added."))
        return redirect("document", pk=text.pk)
    try:
        added = minutes.add_section(text, heading, by=desk.staff(request).actor, now=timezone.now())
    except documents.NotNow as problem:
        messages.error(request, str(problem))
        return redirect("document", pk=text.pk)
    return _at(added)


def _at(part: Section) -> HttpResponse:
    """The text, at this section."""
    target = redirect("document", pk=part.document_id)
    target["Location"] += f"#s-{part.pk}"
    return target


@require_POST
def section_move(request: HttpRequest, document: uuid.UUID, pk: uuid.UUID) -> HttpResponse:
    """One place up or down (`to`)."""
    part = desk.section(request, pk, document)
    up = request.POST.get("to") == "up"
    try:
        minutes.move_section(part, up=up, by=desk.staff(request).actor, now=timezone.now())
    except documents.NotNow as problem:
        messages.error(request, str(problem))
    return _at(part)


@require_POST
def section_set(request: HttpRequest, document: uuid.UUID, pk: uuid.UUID) -> HttpResponse:
    """Its heading, and which agenda items it answers."""
    part = desk.section(request, pk, document)
    meeting = part.document.meeting
    items = [item for item in map(section_form.to_uuid, request.POST.getlist("item")) if item]
    answered = meeting.agenda_items.filter(pk__in=items) if meeting else []
    try:
        renamed = _rename(request, part)
        changed = minutes.answer_items(part, answered, by=desk.staff(request).actor, now=timezone.now())
        if renamed or changed:
            messages.success(request, _("The section is as you said."))
    except documents.NotNow as problem:
        messages.error(request, str(problem))
    return _at(part)


@require_POST
def section_remove(request: HttpRequest, document: uuid.UUID, pk: uuid.UUID) -> HttpResponse:
    """Take a section out of the text; nothing is deleted."""
    part = desk.section(request, pk, document)
    try:
        minutes.remove_section(part, by=desk.staff(request).actor, now=timezone.now())
        messages.success(
            request,
            _("“%(heading)s” is no longer part of the text. It can be put back at the end of the page.")
            % {"heading": part.heading},
        )
    except documents.NotNow as problem:
        messages.error(request, str(problem))
    return redirect("document", pk=document)


@require_POST
def section_restore(request: HttpRequest, document: uuid.UUID, pk: uuid.UUID) -> HttpResponse:
    """Put a section that was taken out back where it stood."""
    part = desk.section(request, pk, document, standing=False)
    try:
        minutes.put_section_back(part, by=desk.staff(request).actor, now=timezone.now())
        messages.success(request, _("“%(heading)s” is part of the text again.") % {"heading": part.heading})
    except documents.NotNow as problem:
        messages.error(request, str(problem))
    return _at(part)


@require_http_methods(["GET", "HEAD", "POST"])
def section(request: HttpRequest, document: uuid.UUID, pk: uuid.UUID) -> HttpResponse:
    """Edit one section: GET shows its paragraphs in text boxes, POST saves what can be saved."""
    part = desk.section(request, pk, document)
    if request.method == "POST":
        return _save_section(request, part)
    return _section_page(request, part)


def _save_section(request: HttpRequest, part: Section) -> HttpResponse:
    edits = section_form.edits(request.POST)
    try:
        saved = minutes.save_section(part, edits, by=desk.staff(request).actor, now=timezone.now())
        renamed = _rename(request, part)
    except documents.NotNow as problem:
        typed = [edit.wording for edit in edits if edit.wording.text.strip()]
        return _section_page(request, part, status=409, typed=typed, error=str(problem))
    if saved.conflicts:
        return _section_page(request, part, status=409, conflicts=saved.conflicts)
    _say_saved(request, part, saved.changed, renamed=renamed)
    if moved := request.POST.get("move"):
        _move(request, part, moved)
    if "done" in request.POST:
        return redirect("document", pk=part.document_id)
    return _back_to_the_place(request, part)


def _back_to_the_place(request: HttpRequest, part: Section) -> HttpResponse:
    """The page again, at the paragraph whose button was pressed."""
    target = redirect("section", document=part.document_id, pk=part.pk)
    if after := section_form.to_uuid(request.POST.get("insert", "")):
        target["Location"] += f"?insert={after}#new"
    elif at := section_form.to_uuid((request.POST.get("move") or request.POST.get("save", ""))[:36]):
        target["Location"] += f"#box-{at}"
    return target


def _say_saved(request: HttpRequest, part: Section, changed: int, *, renamed: bool) -> None:
    clock = timezone.localtime(timezone.now(), part.document.body.zone).strftime("%H:%M")
    if changed or renamed:
        said = [_("Saved %(time)s.") % {"time": clock}]
        if changed:
            count = ngettext("%(n)s paragraph changed.", "%(n)s paragraphs changed.", changed)
            said.append(count % {"n": changed})
        if renamed:
            said.append(_("The heading changed."))
        messages.success(request, " ".join(said))
    elif not {"move", "insert"} & set(request.POST):
        messages.info(request, _("Nothing had changed."))


def _rename(request: HttpRequest, part: Section) -> bool:
    """Change the heading where it was changed on the page; whether that worked. Raises documents.NotNow."""
    heading = " ".join(request.POST.get("heading", "").split())
    version = request.POST.get("heading-version", "")
    if not version.isdecimal() or heading == request.POST.get("heading-seen"):
        return False
    if wrong := section_form.heading_problem(heading):
        messages.warning(request, wrong + " " + _("It stays “%(heading)s”.") % {"heading": part.heading})
        return False
    before = part.heading
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
        return False
    return heading != before


def _move(request: HttpRequest, part: Section, asked: str) -> None:
    """`<uuid>:up` or `<uuid>:down`."""
    wanted, _colon, direction = asked.partition(":")
    rows = part.paragraphs.filter(removed_at=None).select_related("section__document")
    row = next((row for row in rows if str(row.pk) == wanted), None)
    if row is None:
        return
    try:
        minutes.move_paragraph(row, up=direction == "up", by=desk.staff(request).actor, now=timezone.now())
    except documents.NotNow as problem:
        messages.error(request, str(problem))
    except paragraphs.EditConflict:
        messages.error(request, _("Somebody else changed the paragraph meanwhile. Look at it again."))


def _section_page(
    request: HttpRequest,
    part: Section,
    *,
    status: int = 200,
    conflicts: list[minutes.Conflict] | None = None,
    **extra: Any,
) -> HttpResponse:
    found = {conflict.mine.id: conflict for conflict in conflicts or []}
    sections = revisions.numbered_sections(part.document)
    standing = next((rows for other, rows in sections if other.pk == part.pk), [])
    boxes = [_box(row, number, found.pop(row.pk, None)) for row, number in standing]
    context = {
        "section": part,
        "document": part.document,
        "meeting": part.document.meeting,
        "boxes": boxes,
        "conflicts": len(conflicts or []),
        # A text whose paragraph is gone from the section must not be lost either.
        "orphans": list(found.values()),
        "removed": part.paragraphs.exclude(removed_at=None),
        "insert": request.GET.get("insert", ""),
        "kinds": Paragraph.Kind.choices,
        "degrees": Paragraph.Degree.choices,
        "speaks": Paragraph.Speaks.choices,
        "editable": part.document.status in documents.EDITABLE,
        "siblings": [(other, len(rows)) for other, rows in sections],
        **extra,
    }
    return render(request, "meetings/desk/section.html", context, status=status)


def _box(row: Paragraph, number: str, conflict: minutes.Conflict | None) -> Box:
    standing = Wording.of(row)
    return Box(
        row=row,
        number=number,
        place=revisions.place(row, number),
        shown=conflict.mine.wording if conflict else standing,
        seen=section_form.fingerprint(standing),
        conflict=conflict,
    )
