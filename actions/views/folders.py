"""The chair's folder at the desk: what is in it, the annotations of the agenda to be written, and the file."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from actions import folders
from ccm_portal import pdf
from meetings import agenda_times, agendas, annotations, papers
from meetings.models import Meeting
from meetings.views import desk


@dataclass
class Row:
    """An agenda item with its annotation in the form; `theirs`: what somebody else made of it meanwhile."""

    node: agendas.Node
    words: str
    seen: str
    slot: agenda_times.Slot | None = None
    theirs: str | None = None
    problem: str = ""


@require_http_methods(["GET", "HEAD", "POST"])
def folder(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """What the folder holds, with an annotation to be written for each agenda item; POST keeps them."""
    meeting = desk.meeting(request, pk)
    nodes = agendas.tree(meeting)
    rows = [Row(node, node.item.annotation, node.item.annotation) for node in agendas.flat(nodes)]
    if request.method == "POST":
        if _annotate(request, rows):
            messages.success(request, _("The annotations are saved."))
            return redirect("folder", pk=meeting.pk)
        return _page(request, meeting, nodes, rows, status=400)
    return _page(request, meeting, nodes, rows)


def _annotate(request: HttpRequest, rows: list[Row]) -> bool:
    """Each annotation that was typed is kept, or its row says why not; whether all are."""
    by, now = desk.staff(request).actor, timezone.now()
    for row in rows:
        name = str(row.node.item.pk)
        if f"words-{name}" not in request.POST:
            continue
        row.words, row.seen = request.POST[f"words-{name}"], request.POST.get(f"seen-{name}", "")
        try:
            annotations.annotate(row.node.item, row.words, seen=row.seen, by=by, now=now)
        except annotations.TooLong as problem:
            row.problem = str(problem)
        except annotations.AnnotatedMeanwhile as problem:
            # Sent once more, it is meant to stand in the place of theirs.
            row.problem, row.theirs, row.seen = str(problem), problem.theirs, problem.theirs
    return not any(row.problem for row in rows)


def _page(
    request: HttpRequest, meeting: Meeting, nodes: list[agendas.Node], rows: list[Row], *, status: int = 200
) -> HttpResponse:
    slots = agenda_times.times(nodes, meeting.starts_at)
    for row in rows:
        row.slot = slots.get(row.node.item.pk)
    last = slots.get(nodes[-1].item.pk) if nodes else None
    ends = last.ends if last else None
    context: dict[str, Any] = {
        "meeting": meeting,
        "rows": rows,
        "untimed": agenda_times.untimed(nodes, slots) if meeting.starts_at else None,
        "too_long": ends is not None and meeting.ends_at is not None and ends > meeting.ends_at,
        "ends": ends,
        "expected": folders.expected(meeting),
        "promised": sum(len(said) for _of, said in folders.promised(meeting, [])),
        "papers": [papers.line(paper) for paper in papers.of_meeting(meeting)],
    }
    return render(request, "actions/folders/folder.html", context, status=status)


@require_safe
def folder_pdf(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The folder as one PDF, as everything stands now; or the page that says why there is none."""
    meeting = desk.meeting(request, pk)
    try:
        data = folders.render(folders.gather(meeting, timezone.now()))
    except (pdf.RendererUnavailable, pdf.RenderRefused) as problem:
        context = {"back": reverse("folder", args=[meeting.pk]), "sentence": str(problem)}
        return render(request, "meetings/desk/no_pdf.html", context, status=503)
    headers = {"Content-Disposition": f'inline; filename="{meeting.slug}-chairs-folder.pdf"'}
    return HttpResponse(data, content_type="application/pdf", headers=headers)
