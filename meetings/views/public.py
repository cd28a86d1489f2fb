"""The public pages: everything an anonymous reader can reach. They read `meetings.public` and its
neighbours, and nothing else.
"""

import re
import tempfile
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from ccm_portal import pdf, throttle
from meetings import (
    archive,
    checking,
    public,
    public_areas,
    public_chain,
    public_changes,
    public_pages,
    public_papers,
    public_texts,
)
from meetings.forms.checking import CheckForm
from meetings.public_texts import MINUTES, PAPER, Series

MEETINGS_A_PAGE = PAPERS_A_PAGE = 50
CHECKS_A_MINUTE = 20
# A form adds a little to the file in it.
MOST_SENT = checking.MOST_BYTES + 100_000
PUBLIC_LANGUAGE = "en"


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The public list of meetings, each with where its minutes are."""
    rows = Paginator(public.meetings(), MEETINGS_A_PAGE).get_page(request.GET.get("page"))
    found = public.lines(rows.object_list, now=timezone.now())
    context = {"years": public.by_year(found), "page": rows, "bodies": {line.body for line in found}}
    return _answer(request, "meetings/public/home.html", context)


@require_safe
def meeting(request: HttpRequest, slug: str) -> HttpResponse:
    """One meeting: when, where, and where its minutes are."""
    found = public.meeting(slug, now=timezone.now())
    if found is None:
        raise Http404
    content = public_texts.content(Series(MINUTES, slug), found.minutes) if found.minutes else {}
    agenda = content.get("agenda", [])
    context = {
        "meeting": found,
        # Public as part of the minutes, not before.
        "chair": content.get("meeting", {}).get("chair", ""),
        "agenda": agenda,
        "area_slugs": public_areas.links(found.body, agenda),
        "papers": public_papers.of_meeting(found.id),
    }
    return _answer(request, "meetings/public/meeting.html", context)


@require_safe
def areas(request: HttpRequest) -> HttpResponse:
    """The areas of work of every body, and who carries each."""
    groups = public_areas.index(language=PUBLIC_LANGUAGE, now=timezone.now())
    return _answer(request, "meetings/public/areas.html", {"groups": groups})


@require_safe
def area(request: HttpRequest, slug: str) -> HttpResponse:
    """One area: who carried it in which period, and what published minutes say of it."""
    page = public_areas.of(slug, language=PUBLIC_LANGUAGE, now=timezone.now())
    if page is None:
        raise Http404
    return _answer(request, "meetings/public/area.html", {"page": page, "area": page.area})


def _answer(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    page = public_pages.make(template, context, path=request.path, language=PUBLIC_LANGUAGE)
    return public_pages.answer(request, public_pages.page_headers(page.etag), lambda: page.body)


@require_safe
def papers(request: HttpRequest) -> HttpResponse:
    """The papers that are public, each with what it was for."""
    page = Paginator(public_papers.listed(), PAPERS_A_PAGE).get_page(request.GET.get("page"))
    context = {"papers": public_papers.lines(page.object_list), "page": page}
    return _answer(request, "meetings/public/papers.html", context)


@require_safe
def paper(request: HttpRequest, slug: str) -> HttpResponse:
    """The newest edition of a paper."""
    editions = public_texts.editions(Series(PAPER, slug))
    if not editions:
        raise Http404
    return redirect(editions[0].url)


# --- one edition of minutes, and of a paper -----------------------------------------------------------------------


@require_safe
def publication(request: HttpRequest, slug: str, edition: int) -> HttpResponse:
    """One edition of a meeting's minutes, where the public folder does not hold it."""
    return _publication(request, Series(MINUTES, slug), edition)


@require_safe
def paper_publication(request: HttpRequest, slug: str, edition: int) -> HttpResponse:
    """The same of a paper."""
    return _publication(request, Series(PAPER, slug), edition)


def _publication(request: HttpRequest, series: Series, edition: int) -> HttpResponse:
    page = public_pages.of_edition(series, edition)
    if page is None:
        raise Http404
    return public_pages.answer(request, public_pages.page_headers(page.etag), lambda: page.body)


@require_safe
def publication_changes(request: HttpRequest, slug: str, edition: int) -> HttpResponse:
    """What an edition changed against the one before it, or against the earlier one that is asked for."""
    return _changes_page(request, _changes(request, Series(MINUTES, slug), edition))


@require_safe
def paper_changes(request: HttpRequest, slug: str, edition: int) -> HttpResponse:
    """The same of a paper."""
    return _changes_page(request, _changes(request, Series(PAPER, slug), edition))


def _changes_page(request: HttpRequest, changes: public_changes.Changes) -> HttpResponse:
    page = public_changes.page(changes, path=request.path)
    return public_pages.answer(request, public_pages.page_headers(page.etag), lambda: page.body)


@require_safe
def publication_changes_pdf(request: HttpRequest, slug: str, edition: int) -> HttpResponse:
    """The same as PDF; where it cannot be made now, the sentence that says so."""
    return _changes_pdf(_changes(request, Series(MINUTES, slug), edition))


@require_safe
def paper_changes_pdf(request: HttpRequest, slug: str, edition: int) -> HttpResponse:
    """The same of a paper."""
    return _changes_pdf(_changes(request, Series(PAPER, slug), edition))


def _changes_pdf(changes: public_changes.Changes) -> HttpResponse:
    try:
        body = public_changes.as_pdf(changes)
    except (pdf.RendererUnavailable, pdf.RenderRefused) as problem:
        return HttpResponse(f"{problem}\n", content_type="text/plain; charset=utf-8", status=503)
    headers = {"Content-Disposition": f'inline; filename="{changes.name}"', "Cache-Control": "no-cache"}
    return HttpResponse(body, content_type="application/pdf", headers=headers)


def _changes(request: HttpRequest, series: Series, edition: int) -> public_changes.Changes:
    asked = request.GET.get("since", str(edition - 1))
    # Django's own converter takes figures of any length and script; ours are few.
    since = int(asked) if re.fullmatch("[0-9]{1,4}", asked) else None
    changes = public_changes.of(series, edition, since=since) if since is not None else None
    if changes is None:
        raise Http404
    return changes


@require_safe
def publication_file(request: HttpRequest, slug: str, edition: int, name: str) -> HttpResponse:
    """One published file, byte for byte, where the public folder does not hold it; it never changes."""
    return _file(request, Series(MINUTES, slug), edition, name)


@require_safe
def paper_file(request: HttpRequest, slug: str, edition: int, name: str) -> HttpResponse:
    """The same of a paper."""
    return _file(request, Series(PAPER, slug), edition, name)


def _file(request: HttpRequest, series: Series, edition: int, name: str) -> HttpResponse:
    file = public_texts.file(series, edition, name)
    if file is None:
        raise Http404
    etag = public_pages.etag(public_pages.mark(file.sha256), file.size)
    headers = public_pages.file_headers(series.slug, name, etag) | {"Content-Type": file.media_type}
    return public_pages.answer(request, headers, lambda: public_texts.file_bytes(series, edition, name))


# --- the chain ----------------------------------------------------------------------------------------------------


@require_safe
def chain(request: HttpRequest) -> HttpResponse:
    """What the chain of published texts is, its newest head, and how to check a copy."""
    newest = public_chain.newest()
    context = {"newest": newest, "count": public_chain.count_words(newest.number if newest else 0)}
    return _answer(request, "meetings/public/chain.html", context)


@require_safe
def heads(request: HttpRequest) -> HttpResponse:
    """The heads of the chain as plain text, made from the database each time: never older than the newest text."""
    body = public_chain.heads_text().encode()
    return public_pages.answer(
        request, public_pages.plain_headers(body, public_chain.TEXT_TYPE), lambda: body
    )


@require_safe
def verifier(request: HttpRequest) -> HttpResponse:
    """The program that checks an archive, to be read and kept."""
    body = archive.verifier()
    headers = public_pages.plain_headers(body, public_chain.TEXT_TYPE)
    headers["Content-Disposition"] = f'attachment; filename="{archive.VERIFIER}"'
    return public_pages.answer(request, headers, lambda: body)


@require_safe
def archive_file(request: HttpRequest) -> HttpResponseBase:
    """Everything published in one ZIP file, made anew from the database."""
    headers = {"Cache-Control": "no-cache", "ETag": archive.etag()}
    if public_pages.is_known(request, headers["ETag"]):
        return HttpResponse(status=304, headers=headers)
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    archive.write(file)
    file.seek(0)
    return FileResponse(
        file, as_attachment=True, filename=archive.NAME, content_type="application/zip", headers=headers
    )


# --- is this the record? ------------------------------------------------------------------------------------------


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """Hold a copy against everything published. Changes nothing, keeps nothing, reads no session or cookie.

    That is why it needs no token against forged requests: whoever makes another's browser send something here learns
    nothing and moves nothing.
    """
    if request.method != "POST":
        return _check_page(request, CheckForm())
    if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_SENT:
        return _check_page(request, CheckForm(), problem=_too_large(), status=413)
    if not throttle.may(request, "check", a_minute=CHECKS_A_MINUTE):
        problem = _(
            "Many copies were checked from your address in the last minute. Wait a minute, and try again."
        )
        return _check_page(request, CheckForm(), problem=problem, status=429)
    try:
        form = CheckForm(request.POST, request.FILES)
    except RequestDataTooBig:
        return _check_page(request, CheckForm(), problem=_too_large(), status=413)
    if not form.is_valid():
        return _check_page(request, form, status=422)
    try:
        return _check_page(request, form, verdict=_verdict(form))
    except checking.CannotCheck as why:
        return _check_page(request, form, problem=str(why), status=422)


def _verdict(form: CheckForm) -> checking.Verdict:
    file = form.cleaned_data["file"]
    return checking.check_file(file.read()) if file else checking.check_words(form.cleaned_data["text"])


def _too_large() -> str:
    return _("This is larger than %(most)s MB; nothing published is. Nothing was read.") % {
        "most": checking.MOST_BYTES // 1_000_000
    }


def _check_page(
    request: HttpRequest,
    form: CheckForm,
    *,
    verdict: checking.Verdict | None = None,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {"form": form, "verdict": verdict, "problem": problem}
    page = public_pages.make(
        "meetings/public/check.html", context, path=request.path, language=PUBLIC_LANGUAGE
    )
    headers = {"Content-Type": public_texts.HTML_TYPE, "Cache-Control": "no-store"}
    return HttpResponse(page.body, status=status, headers=headers)
