"""The Presidency's page: read the text, then clear or approve it, or send it back with a note."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from friends.models import AccessLink
from meetings import paper_reading, presidency, stamps
from meetings.forms.presidency import GiveForm
from meetings.models import Revision
from meetings.text import inline, redline


@require_http_methods(["GET", "HEAD", "POST"])
def word(request: HttpRequest, revision: uuid.UUID, purpose: str) -> HttpResponse:
    """GET shows the text and what is asked; POST gives the word."""
    link: AccessLink = request.link  # type: ignore[attr-defined]
    text = Revision.objects.select_related("document__body", "document__meeting").get(pk=link.subject)
    form = GiveForm(request.POST or None)
    if request.method != "POST":
        return _page(request, text, link, form)
    if not form.is_valid():
        return _page(request, text, link, form, status=400)
    given = "yes" in request.POST
    try:
        presidency.give(text, link, given=given, note=form.cleaned_data["note"], now=timezone.now())
    except presidency.WordNotGiven as problem:
        form.add_error("note" if presidency.is_asked(text, purpose) else None, str(problem))
        return _page(request, text, link, form, status=409)
    messages.success(
        request, _("Thank you. Your word is recorded.") if given else _("The text is sent back.")
    )
    return redirect("word", revision=revision, purpose=purpose)


def _page(
    request: HttpRequest, text: Revision, link: AccessLink, form: GiveForm, *, status: int = 200
) -> HttpResponse:
    document = text.document
    words = text.presidency_words.filter(purpose=link.purpose).select_related("contact__delegation")
    earlier = _compared_with(text)
    context: dict[str, Any] = {
        "revision": text,
        "document": document,
        "meeting": document.meeting,
        "body": document.body,
        "delegation": link.contact.delegation.name,
        "office": document.body.office,
        "link": link,
        "clearing": link.purpose == AccessLink.Purpose.CLEAR,
        "content": text.content,
        "file_url": paper_reading.file_url(text, "word-file", text.pk, link.purpose),
        "stamp": stamps.draft(text),
        "asked": presidency.is_asked(text, link.purpose),
        "words": words,
        "earlier": earlier,
        "changes": redline.redline(earlier.content, text.content, read=inline.to_text) if earlier else [],
        "form": form,
    }
    return render(request, "meetings/presidency/word.html", context, status=status)


def _compared_with(text: Revision) -> Revision | None:
    """The newest earlier revision that the Presidency gave its word on: what it knows already."""
    earlier = text.document.revisions.filter(number__lt=text.number, presidency_words__isnull=False)
    return earlier.order_by("-number").first()
