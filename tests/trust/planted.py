"""What the canary crawl adds to the portal: a page and a verb that fail with personal data in their
errors, and leaks on purpose.

While the file `LEAKS` lies in VAR_DIR, the list of meetings as anyone reads it puts words where they must not be, so
that each run of the crawl shows that it would find them.
"""

import datetime as dt
import logging
import tempfile
import uuid
from collections.abc import Callable
from pathlib import Path

import redis
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from ccm_portal import urls
from ccm_portal.models import AuditRow
from ccm_portal.policies import PUBLIC, route

handler400, handler403 = urls.handler400, urls.handler403
handler404, handler500 = urls.handler404, urls.handler500

FAILS = "fails"
LEAKS = "leaks"
# The channels in which `leaking` leaks, as the crawl names them.
LEAKING = ("audit", "cookies", "files left behind", "headers", "log of web", "pages", "Redis")

logger = logging.getLogger(__name__)


def failure(request: HttpRequest) -> HttpResponse:
    """As a database says it that was given an address twice, on the way of somebody who came by a link."""
    words = (
        f"Key (email)=(canary-ours-address@example.org) exists: canary-ours-phone, /l/{request.GET['token']}/"
    )
    raise ValueError(words)


def failing(*, now: dt.datetime) -> bool:
    """A verb of the clock that fails in the same way."""
    # Apart from the line that raises it: that line stands in the traceback.
    words = f"Failing row contains (canary-ours-contact, canary-ours-address@example.org), {now}"
    raise ValueError(words)


def leaking(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Leaks where anyone reads the list of meetings, in each channel another word."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.path == "/" and (Path(settings.VAR_DIR) / LEAKS).exists():
            response.content += b"<!-- canary-ours-comment -->"
            response["Content-Length"] = str(len(response.content))
            response["X-Note"] = "canary-ours-phone"
            response.set_cookie("seen", "canary-ours-address")
            logger.error("Something about canary-ours-internal.")
            redis.Redis.from_url(settings.REDIS_URL).set("seen", "canary-ours-record")
            # Closed and not removed.
            with tempfile.NamedTemporaryFile("w", delete=False) as left:
                left.write("canary-ours-draft")
            _audited("canary-ours-contact")
        return response

    return answer


def _audited(word: str) -> None:
    AuditRow.objects.create(
        at=dt.datetime.now(dt.UTC),
        event=word,
        actor_kind="clock",
        actor_id=uuid.uuid4(),
        subject_id=uuid.uuid4(),
    )


urlpatterns = [route("fails/", failure, policy=PUBLIC, name=FAILS), path("", include("ccm_portal.urls"))]
