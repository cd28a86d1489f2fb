"""The contact list's own page: as it holds on a day, as recorded at another, with what a reader looks for."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from friends import entries, exports
from friends.entries import Asked, Entry
from friends.forms.cells import FORMS, SittingForm
from friends.models import AreaLikeness, Assignment, Body, Capacity
from friends.views import sittings

ONLY = [
    (entries.DOUBTS, gettext_lazy("with something in doubt")),
    (entries.SETTLED, gettext_lazy("without any doubt")),
    (entries.REFUSED, gettext_lazy("with a refused address")),
]


def day_asked_for(request: HttpRequest, name: str) -> dt.date | None:
    """The day asked for under this name; None where none is, or where it cannot be read, which is said."""
    asked = request.GET.get(name, "")
    if not asked:
        return None
    try:
        return dt.date.fromisoformat(asked)
    except ValueError:
        messages.error(
            request, _("“%(day)s” is not a day; the list of today is shown.") % {"day": asked[:40]}
        )
        return None


def end_of(day: dt.date, zone: ZoneInfo) -> dt.datetime:
    """The last instant of the day there."""
    return dt.datetime.combine(day, dt.time.max, tzinfo=zone)


def asked_for(request: HttpRequest) -> Asked:
    """What is looked for; a choice the page does not offer asks for everything."""
    get = request.GET
    return Asked(
        find=get.get("find", "")[:200],
        status=_offered(get.get("status", ""), Assignment.Status.values),
        capacity=_offered(get.get("capacity", ""), Capacity.Kind.values),
        only=_offered(get.get("only", ""), [only for only, _label in ONLY]),
    )


def _offered(choice: str, choices: list[str]) -> str:
    return choice if choice in choices else ""


@require_safe
def contact_list(request: HttpRequest) -> HttpResponse:
    """The list of one body as it holds on a day; as recorded now, or by the end of another day."""
    body = sittings.body_asked_for(request)
    today = timezone.localdate(timezone=body.zone)
    day = day_asked_for(request, "on") or today
    recorded_on = day_asked_for(request, "recorded")
    if recorded_on is not None and recorded_on < today:
        shown = entries.recorded(body, day, end_of(recorded_on, body.zone))
        context = _context(request, body, day, shown) | {"recorded_on": recorded_on}
        return render(request, "friends/contacts/recorded.html", context)
    shown = entries.on(body, day)
    context = _context(request, body, day, shown) | _to_settle(body, day, shown)
    context["is_today"] = day == today
    if day == today:
        context |= {
            "editable": True,
            "sitting": SittingForm(initial=sittings.start(request, body.zone), auto_id="sitting_%s"),
            "editors": {cell: form(body=body) for cell, form in FORMS.items()},
        }
    return render(request, "friends/contacts/list.html", context)


@require_POST
def addresses(request: HttpRequest) -> HttpResponse:
    """The addresses of the entries that are looked for, of that day, in one line to be copied; the audit says so."""
    body = sittings.body_asked_for(request)
    today = timezone.localdate(timezone=body.zone)
    day = day_asked_for(request, "on") or today
    asked = asked_for(request)
    taken = [entry for entry in entries.on(body, day) if asked.takes(entry)]
    found = entries.addresses(taken)
    exports.taken_out(body, day, "addresses", len(found), by=sittings.actor(request), now=timezone.now())
    refused = {one.contact.email for entry in taken for one in entry.people if one.bounce}
    context = {
        "body": body,
        "day": day,
        "asked": asked,
        "entries": taken,
        "addresses": found,
        "refused": sorted(refused),
        "query": request.GET.urlencode(),
    }
    return render(request, "friends/contacts/addresses.html", context)


def _context(request: HttpRequest, body: Body, day: dt.date, shown: list[Entry]) -> dict[str, Any]:
    """What every form of the list shows."""
    asked = asked_for(request)
    taken = [entry for entry in shown if asked.takes(entry)]
    held = {entry.capacity for entry in shown}
    used = {entry.assignment.status for entry in shown}
    return {
        "body": body,
        "bodies": Body.objects.filter(pk__in=sittings.bodies_served(request)),
        "day": day,
        "entries": shown,
        "taken": {entry.assignment.pk for entry in taken},
        "asked": asked,
        "addresses": len(entries.addresses(shown)),
        "addresses_taken": len(entries.addresses(taken)),
        "statuses": [pair for pair in Assignment.Status.choices if pair[0] in used],
        "capacities": [pair for pair in Capacity.Kind.choices if pair[0] in held],
        "onlies": ONLY,
        "query": request.GET.urlencode(),
    }


def _to_settle(body: Body, day: dt.date, shown: list[Entry]) -> dict[str, Any]:
    """What a person should look at: doubtful pairs, records that contradict each other, areas named alike."""
    said = entries.said_of_others(body, day, shown)
    likenesses = AreaLikeness.objects.filter(area__body=body, verdict=AreaLikeness.Verdict.OPEN)
    everybody_said = [entry.said for entry in shown if entry.said] + said
    contradicting = {one.delegation.pk: one for one in everybody_said if one.contradicts_itself}
    return {
        "doubtful": [entry for entry in shown if any(not one.contact.pair_confirmed for one in entry.people)],
        # Each once, though they may stand in several entries.
        "refused": list(
            {one.contact.pk: one for entry in shown for one in entry.people if one.bounce}.values()
        ),
        "said_of_others": said,
        "contradictions": list(contradicting.values()),
        "likenesses": likenesses.select_related("area", "other"),
    }
