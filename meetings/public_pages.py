"""The public pages as bytes, with the headers that let a reader's browser keep them.

The page of a publication is made from what is frozen, and written into the public folder, from where a proxy or Django
serves it (`meetings/public_folder.py`); here it is made for those who ask before it is written. Either way it carries
the same headers.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.http import content_disposition_header, parse_etags

from meetings import public_approvals, public_texts
from meetings.public_texts import HTML_TYPE, JSON_TYPE, PDF_TYPE, WORD_TYPE, Edition, Series

MEDIA_TYPES = {".html": HTML_TYPE, ".json": JSON_TYPE, ".pdf": PDF_TYPE, ".docx": WORD_TYPE}
# What is packed already: a proxy does not pack it once more.
PACKED_TYPES = (PDF_TYPE, WORD_TYPE)
A_YEAR = 365 * 24 * 60 * 60
# Dates of files reach from 1970 to 2038 on every file system.
LATEST_DATE = 0x7FFFFFFF


@dataclass(frozen=True)
class Page:
    """A finished page."""

    body: bytes

    @property
    def etag(self) -> str:
        return etag(mark(hashlib.sha256(self.body).hexdigest()), len(self.body))


@dataclass(frozen=True)
class Place:
    """Where a page stands: all that its template learns of a request."""

    path: str


def make(template: str, context: dict[str, Any], *, path: str, language: str) -> Page:
    """The page for anybody: no cookie, name or message of whoever asks can be in it."""
    shared = {
        "request": Place(path),
        "treaty_name": settings.TREATY_NAME,
        "demo": settings.DEMO,
        "base_url": settings.BASE_URL,
    }
    with translation.override(language):
        return Page(render_to_string(template, shared | context).encode())


def of_record(record: public_texts.Record) -> Page:
    """The page of one edition; of a preparation it is what the page will be."""
    language = record.content["language"]
    with translation.override(language):
        approved = public_approvals.words(*record.approval) if record.approval else ""
    context = {"record": record, "content": record.content, "approved_at_meeting": approved}
    return make("meetings/public/publication.html", context, path=record.edition.url, language=language)


def of_edition(series: Series, number: int) -> Page | None:
    """The page of a published edition, None where there is none; four queries."""
    editions = public_texts.editions(series)
    edition = next((one for one in editions if one.number == number), None)
    return of_record(record(series, edition, editions)) if edition else None


def record(series: Series, edition: Edition, editions: tuple[Edition, ...]) -> public_texts.Record:
    """One edition with all that its page shows; three queries."""
    approval = public_approvals.of_series(series)
    return replace(public_texts.record(series, edition, editions), approval=approval)


# --- headers ------------------------------------------------------------------------------------------------------


def mark(sha256: str) -> int:
    """A number of 31 bits for some bytes: the date of the file that holds them, and half of their ETag."""
    return int(sha256[:8], 16) & LATEST_DATE


def etag(mark: int, size: int) -> str:
    """As nginx makes it of a file's date and size."""
    return f'"{mark:x}-{size:x}"'


def media_type(name: str) -> str:
    """What a file of that name holds, by its ending; "" where we publish no such files."""
    return MEDIA_TYPES.get(PurePosixPath(name).suffix, "")


def page_headers(etag: str) -> dict[str, str]:
    """It is asked for each time, so that a newer edition shows at once."""
    return {
        "Content-Type": HTML_TYPE,
        "Cache-Control": "no-cache",
        "ETag": etag,
        "Vary": "Accept-Encoding",
    }


def plain_headers(body: bytes, media_type: str) -> dict[str, str]:
    """Of what is made from the database each time it is asked for; the ETag is the hash of all its bytes."""
    return {
        "Content-Type": media_type,
        "Cache-Control": "no-cache",
        "ETag": f'"{hashlib.sha256(body).hexdigest()}"',
        "X-Content-Type-Options": "nosniff",
    }


def file_headers(slug: str, name: str, etag: str) -> dict[str, str]:
    """It never changes, and keeps a name that still says what it is in a folder of downloads."""
    kind = media_type(name)
    download = name if name.startswith(slug) else f"{slug}-{name}"
    headers = {
        "Content-Type": kind,
        "Cache-Control": f"public, max-age={A_YEAR}, immutable",
        "ETag": etag,
        "Content-Disposition": content_disposition_header(kind != PDF_TYPE, download) or "",
    }
    return headers if kind in PACKED_TYPES else headers | {"Vary": "Accept-Encoding"}


def answer(request: HttpRequest, headers: dict[str, str], read: Callable[[], bytes]) -> HttpResponse:
    """What `read` gives, under these headers; or 304, unread, where the reader has it already."""
    if is_known(request, headers["ETag"]):
        # What a cache keeps beside the body.
        kept = {name: value for name, value in headers.items() if name != "Content-Type"}
        return HttpResponseNotModified(headers=kept)
    body = read()
    return HttpResponse(body, headers=headers | {"Content-Length": str(len(body))})


def is_known(request: HttpRequest, etag: str) -> bool:
    """Whether the reader has it already. A proxy that packs a page on its way marks its ETag as weak."""
    tags = parse_etags(request.META.get("HTTP_IF_NONE_MATCH", ""))
    return tags == ["*"] or etag in (tag.removeprefix("W/") for tag in tags)
