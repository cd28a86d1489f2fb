"""What a request of whoever keeps the list brings along: who acts, for which bodies, and the reason given last.

A reason is asked for once per sitting: the form starts from the one that was given before it.
"""

import uuid
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone

from ccm_portal.actors import Actor
from friends.models import Body

SESSION_REASON = "contact-list-reason"


def bodies_served(request: HttpRequest) -> set[uuid.UUID]:
    served: set[uuid.UUID] = request.desk_bodies  # type: ignore[attr-defined]
    return served


def actor(request: HttpRequest) -> Actor:
    by: Actor = request.staff.actor  # type: ignore[attr-defined]
    return by


def body_asked_for(request: HttpRequest) -> Body:
    """The body asked for (`?body=`) among those served; the first by name where none is asked for."""
    served = Body.objects.filter(pk__in=bodies_served(request))
    slug = request.GET.get("body")
    return get_object_or_404(served, slug=slug) if slug else served[0]


def start(request: HttpRequest, zone: ZoneInfo) -> dict[str, Any]:
    """The day and reason a change starts from: today in the body's zone, and the reason given last in this sitting."""
    return {
        "holds_from": timezone.localdate(timezone=zone),
        "reason": request.session.get(SESSION_REASON, ""),
    }


def keep_reason(request: HttpRequest, reason: str) -> None:
    request.session[SESSION_REASON] = reason
