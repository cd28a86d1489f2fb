"""What a request of whoever keeps the list brings along: who acts, for which bodies, and the sitting.

Reason and day are asked for once per sitting: a form starts from those that were given before it.
"""

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _

from ccm_portal.actors import Actor
from friends.changes import Change
from friends.forms.contacts import ChangeForm
from friends.models import Assignment, Body, Contact

SESSION_REASON = "contact-list-reason"
SESSION_DAY = "contact-list-day"


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


def day_asked_for(request: HttpRequest, name: str) -> dt.date | None:
    """The day asked for under this name; None where none is, or where it cannot be read, which is said."""
    asked = request.GET.get(name, "")
    if not asked:
        return None
    try:
        return dt.date.fromisoformat(asked)
    except ValueError:
        messages.error(request, _("“%(day)s” is not a day; today is shown.") % {"day": asked[:40]})
        return None


def contacts_served(request: HttpRequest) -> QuerySet[Contact]:
    """The contacts on a list of the bodies served, with their delegations."""
    listed = Contact.objects.filter(assignments__body__in=bodies_served(request))
    return listed.select_related("delegation").distinct()


def rows_served(request: HttpRequest) -> QuerySet[Assignment]:
    """The rows of the lists of the bodies served."""
    rows = Assignment.objects.filter(body__in=bodies_served(request))
    return rows.select_related("body", "delegation", "area")


def start(request: HttpRequest, zone: ZoneInfo) -> dict[str, Any]:
    """The day and reason a change starts from: those given last in this sitting.

    The day is today in the body's zone, unless another one was set today above the list.
    """
    today = timezone.localdate(timezone=zone)
    kept = request.session.get(SESSION_DAY, {})
    day = dt.date.fromisoformat(kept["day"]) if kept.get("set_on") == today.isoformat() else today
    return {"holds_from": day, "reason": request.session.get(SESSION_REASON, "")}


def keep_reason(request: HttpRequest, reason: str) -> None:
    request.session[SESSION_REASON] = reason


def keep(request: HttpRequest, change: Change, zone: ZoneInfo) -> None:
    """The next change of this sitting starts from the same reason and day."""
    keep_reason(request, change.reason)
    today = timezone.localdate(timezone=zone)
    request.session[SESSION_DAY] = {"set_on": today.isoformat(), "day": change.holds_from.isoformat()}


def end(
    request: HttpRequest, verb: Callable[..., object], problems: tuple[type[Exception], ...], *, done: str
) -> None:
    """A last day and a reason came: `verb(change, by=, now=)` ends a row with that day. What came of it is said."""
    form = ChangeForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Give the last day and a reason. Nothing was changed."))
        return
    try:
        verb(form.change(), by=actor(request), now=timezone.now())
    except problems as problem:
        messages.error(request, str(problem))
        return
    keep_reason(request, form.cleaned_data["reason"])
    messages.success(request, done)
