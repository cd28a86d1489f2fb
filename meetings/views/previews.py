"""The working text as PDF in the pane beside it: our own PDF in our own frame, and a sentence where there is none."""

import uuid

from csp.constants import SELF
from csp.decorators import csp_replace
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from ccm_portal import pdf, sign_in
from meetings import printing, revisions, stamps
from meetings.models import Document
from meetings.views import desk

# Whoever types on does not wait for a pane as long as for a file that was asked for.
WAIT_SECONDS = 6.0


@require_safe
@xframe_options_sameorigin
@csp_replace({"frame-ancestors": [SELF]})  # type: ignore[arg-type] # its author types views without arguments
def preview(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The PDF of the text as it stands. A file leaves the portal: whoever has not proved lately who they are is asked
    to, outside the frame, as for every other file (`permissions.EXPORT` would ask inside it, where no form is shown).
    """
    text = desk.document(request, pk)
    if not sign_in.is_fresh(request):
        return _instead(request, text, confirm=True)
    page = printing.print_html(revisions.content(text), stamp=stamps.working(text, timezone.now()))
    try:
        data = pdf.render(page, wait=WAIT_SECONDS)
    except pdf.RendererUnavailable as problem:
        return _instead(request, text, sentence=str(problem), again=True, status=503)
    except pdf.RenderRefused as problem:
        return _instead(request, text, sentence=str(problem), status=503)
    name = f"{text.slug}-working-text"
    headers = {"Content-Disposition": f'inline; filename="{name}.pdf"'}
    return HttpResponse(data, content_type="application/pdf", headers=headers)


def _instead(
    request: HttpRequest,
    text: Document,
    *,
    sentence: str = "",
    again: bool = False,
    confirm: bool = False,
    status: int = 200,
) -> HttpResponse:
    context = {"document": text, "sentence": sentence, "again": again, "confirm": confirm}
    return render(request, "meetings/desk/preview_instead.html", context, status=status)
