"""The desk's Word files: a revision or the working text, and a comparison with tracked changes."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from meetings import revisions, stamps
from meetings.views import comparing, desk
from meetings.writing import tracked, word

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_safe
def document_word(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The working text, marked as not circulated."""
    text = desk.document(request, pk)
    file = word.document(revisions.content(text), stamps.working(text, timezone.now()))
    return as_word(text.slug, file, name="working-text")


@require_safe
def revision_word(request: HttpRequest, pk: uuid.UUID, number: int) -> HttpResponse:
    """A revision, marked as a draft."""
    text = desk.document(request, pk)
    revision = get_object_or_404(text.revisions.select_related("document__body"), number=number)
    return as_word(
        text.slug,
        word.document(revision.content, stamps.draft(revision)),
        name=f"revision-{number}",
    )


@require_safe
def compare_word(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """A comparison with tracked changes, dated now; not with the working text as the earlier one."""
    text = desk.document(request, pk)
    old, new = comparing.sides(request, text)
    if old.which is None:
        raise Http404
    now = timezone.now()
    stamp = stamps.compared(text, old=old.which, new=new.which, now=now)
    file = tracked.document(old.content, new.content, stamp=stamp, at=now)
    return as_word(text.slug, file, name=comparing.named(old, new))


def as_word(slug: str, file: bytes, *, name: str) -> HttpResponse:
    """A .docx to be kept."""
    headers = {"Content-Disposition": f'attachment; filename="{slug}-{name}.docx"'}
    return HttpResponse(file, content_type=WORD, headers=headers)
