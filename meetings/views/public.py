"""The public pages: everything an anonymous reader can reach. They read `meetings.public` and nothing else."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from meetings import public, public_pages

MEETINGS_A_PAGE = 50
PUBLIC_LANGUAGE = "en"
A_YEAR = 365 * 24 * 60 * 60


@require_safe
def home(request: HttpRequest) -> HttpResponseBase:
    """The public list of meetings, each with where its minutes are."""
    rows = Paginator(public.meetings(), MEETINGS_A_PAGE).get_page(request.GET.get("page"))
    found = public.lines(rows.object_list, now=timezone.now())
    context = {"years": public.by_year(found), "page": rows, "bodies": {line.body for line in found}}
    return _answer(request, "meetings/public/home.html", context)


@require_safe
def meeting(request: HttpRequest, slug: str) -> HttpResponseBase:
    """One meeting: when, where, and where its minutes are."""
    found = public.meeting(slug, now=timezone.now())
    if found is None:
        raise Http404
    content = public.content(slug, found.minutes) if found.minutes else {}
    context = {
        "meeting": found,
        # Public as part of the minutes, not before.
        "chair": content.get("meeting", {}).get("chair", ""),
        "agenda": content.get("agenda", []),
    }
    return _answer(request, "meetings/public/meeting.html", context)


def _answer(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponseBase:
    page = public_pages.make(template, context, path=request.path, language=PUBLIC_LANGUAGE)
    return public_pages.answer(request, page)


@require_safe
def publication(request: HttpRequest, slug: str, edition: int) -> HttpResponseBase:
    """One edition of a meeting's minutes."""
    page = public_pages.of_edition(slug, edition)
    if page is None:
        raise Http404
    return public_pages.answer(request, page)


@require_safe
def publication_file(request: HttpRequest, slug: str, edition: int, name: str) -> HttpResponseBase:
    """One published file, byte for byte; it never changes."""
    file = public.file(slug, edition, name)
    if file is None:
        raise Http404
    etag = f'"{file.sha256}"'
    # A 304 repeats what a cache keeps with the file.
    headers = {
        "Cache-Control": f"public, max-age={A_YEAR}, immutable",
        "ETag": etag,
        "Content-Disposition": content_disposition_header(not file.is_pdf, download_name(slug, file)) or "",
    }
    known = get_conditional_response(request, etag=etag)
    response = known or HttpResponse(public.file_bytes(slug, edition, name))
    response["Content-Type"] = file.media_type
    for header, value in headers.items():
        response[header] = value
    return response


def download_name(slug: str, file: public.File) -> str:
    """A name that still says what it is in a folder of downloads."""
    return file.name if file.name.startswith(slug) else f"{slug}-{file.name}"
