"""The public pages as bytes, with the headers that let a reader's browser keep them.

The page of a publication is made once per process and set of editions, and kept: what is frozen need not be made again.
Its key is the set of editions itself, read from the database by one small query for each reader, so a page can
neither outlive a newer edition nor mix two: there is nothing to expire and nothing to tell the other processes. A
restart, which is the only way to new templates, begins with nothing kept.
Measured on two shared cores with minutes of one page, the whole stack in one process: 300 readers a second where the
page is made each time, 970 where it is kept.
"""

import datetime as dt
import hashlib
import threading
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.utils.http import http_date

from meetings import public

# A page is at most some 100 KB: this many fit into a few megabytes.
MOST_KEPT = 200


@dataclass(frozen=True)
class Page:
    """A finished page."""

    body: bytes
    etag: str
    changed_at: dt.datetime | None


@dataclass(frozen=True)
class Place:
    """Where a page stands: all that its template learns of a request."""

    path: str


def make(
    template: str, context: dict[str, Any], *, path: str, language: str, changed_at: dt.datetime | None = None
) -> Page:
    """The page for anybody: no cookie, name or message of whoever asks can be in it."""
    shared = {
        "request": Place(path),
        "treaty_name": settings.TREATY_NAME,
        "demo": settings.DEMO,
        "base_url": settings.BASE_URL,
    }
    with translation.override(language):
        body = render_to_string(template, shared | context).encode()
    return Page(body, f'"{hashlib.sha256(body).hexdigest()[:32]}"', changed_at)


def answer(request: HttpRequest, page: Page) -> HttpResponseBase:
    """The page, or 304 where the reader has it. It is asked for each time, so that a newer edition shows at once."""
    response = HttpResponse(page.body)
    response["Cache-Control"] = "no-cache"
    response["ETag"] = page.etag
    changed = int(page.changed_at.timestamp()) if page.changed_at else None
    if changed:
        response["Last-Modified"] = http_date(changed)
    return (
        get_conditional_response(request, etag=page.etag, last_modified=changed, response=response)
        or response
    )


def of_record(record: public.Record) -> Page:
    """The page of one edition; of a preparation it is what the page will be."""
    return make(
        "meetings/public/publication.html",
        {"record": record, "content": record.content},
        path=record.edition.url,
        language=record.content["language"],
        changed_at=record.editions[0].published_at,
    )


# --- kept pages ---------------------------------------------------------------------------------------------------

Key = tuple[str, int, tuple[str, ...]]

_kept: OrderedDict[Key, Page] = OrderedDict()
_lock = threading.Lock()


def of_edition(slug: str, number: int) -> Page | None:
    """The page of a published edition, None where there is none. One query where it is kept, three where it is not."""
    editions = public.editions(slug)
    edition = next((one for one in editions if one.number == number), None)
    if edition is None:
        return None
    key = (slug, number, tuple(f"{one.identifier} {one.sha256}" for one in editions))
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
            return _kept[key]
    page = of_record(public.record(slug, edition, editions))
    _keep(key, page)
    return page


def _keep(key: Key, page: Page) -> None:
    """Puts the page in the place of what was kept of an earlier set of editions."""
    with _lock:
        for old in [old for old in _kept if old[:2] == key[:2]]:
            del _kept[old]
        _kept[key] = page
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)


def replace(slug: str) -> None:
    """Make and keep the pages of a meeting's editions anew, before the person who published is answered."""
    for edition in public.editions(slug):
        of_edition(slug, edition.number)
