"""Papers by link: the file a round is about, the papers beside it, and the file that lies with the Presidency."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from ccm_portal import pdf
from friends.models import AccessLink
from meetings import paper_reading, printing, stamps
from meetings.models import CallForItems, PaperVersion, Revision
from meetings.views.papers import as_file
from meetings.views.review import reviewer_of


@require_safe
def review_file(request: HttpRequest, round: uuid.UUID) -> HttpResponse:
    """The file that was circulated, to be saved."""
    return _file(paper_reading.circulated_file(reviewer_of(request).round))


@require_safe
def review_paper(request: HttpRequest, round: uuid.UUID, paper: uuid.UUID) -> HttpResponse:
    """Another paper of the same meeting: its newest file, or its text as it was circulated last, as PDF."""
    person = reviewer_of(request)
    found = paper_reading.beside(person.round)
    return _read(request, found, paper, back=reverse("review", args=[person.round.pk]))


@require_safe
def propose_items_paper(request: HttpRequest, pk: uuid.UUID, paper: uuid.UUID) -> HttpResponse:
    """A paper of the meeting to whose agenda one may propose items, in the same way."""
    call: CallForItems = request.call  # type: ignore[attr-defined]
    found = paper_reading.before([call.meeting_id])
    return _read(request, found, paper, back=reverse("propose-items", args=[call.pk]))


def _read(
    request: HttpRequest, found: list[paper_reading.Readable], paper: uuid.UUID, *, back: str
) -> HttpResponse:
    one = next((one for one in found if one.paper.pk == paper), None)
    if one is None:
        raise Http404
    if one.version is not None:
        return _file(PaperVersion.objects.get(pk=one.version.pk))
    revisions = Revision.objects.select_related("document__body")
    revision = get_object_or_404(revisions, pk=one.revision and one.revision.pk)
    try:
        data = pdf.render(printing.print_html(revision.content, stamp=stamps.draft(revision)))
    except (pdf.RendererUnavailable, pdf.RenderRefused) as problem:
        context = {"sentence": str(problem), "again": request.path, "back": back, "title": str(one.paper)}
        return render(request, "meetings/review/paper_no_pdf.html", context, status=503)
    name = f"{one.paper.slug}-revision-{revision.number}.pdf"
    return HttpResponse(
        data, content_type="application/pdf", headers={"Content-Disposition": f'inline; filename="{name}"'}
    )


@require_safe
def word_file(request: HttpRequest, revision: uuid.UUID, purpose: str) -> HttpResponse:
    """The file on which the Presidency's word is asked."""
    link: AccessLink = request.link  # type: ignore[attr-defined]
    return _file(paper_reading.file_of(get_object_or_404(Revision, pk=link.subject)))


def _file(version: PaperVersion | None) -> HttpResponse:
    if version is None:
        raise Http404
    return as_file(version)
