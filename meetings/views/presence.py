"""Who else saved something in a text within the last minutes: a line on its pages, and the same as JSON."""

import datetime as dt
import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from ccm_portal.actors import Actor
from meetings import presence
from meetings.models import Document
from meetings.views import desk


def shown(document: Document, *, me: Actor, now: dt.datetime) -> dict[str, Any]:
    """What `meetings/desk/_presence.html` shows, for a page about this document."""
    found = presence.newest_of_each(presence.of(document, now=now).others(me))
    return {"presence": [(edit, edit.ago(now)) for edit in found]}


@require_safe
def recent(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """`{"edits": [{"person", "paragraph", "kind", "what", "at"}]}`, newest first; 304 where nothing is new.

    person: a number for telling them apart. at: an instant, ISO 8601; the answer's Date says what time it is here.
    """
    document, me = desk.document(request, pk), desk.staff(request).actor
    found = presence.of(document, now=timezone.now())
    tag = f'"{found.tag}"'
    if request.headers.get("If-None-Match") == tag:
        return HttpResponseNotModified(headers={"ETag": tag})
    edits = found.others(me)
    people = {person: number for number, person in enumerate(dict.fromkeys(edit.person for edit in edits))}
    told = [
        {
            "person": people[edit.person],
            "paragraph": str(edit.paragraph),
            "kind": edit.kind,
            "what": edit.what,
            "at": edit.at.isoformat(),
        }
        for edit in edits
    ]
    return JsonResponse({"edits": told}, headers={"ETag": tag})
