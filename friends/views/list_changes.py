"""What changed on the contact list between two days: shown in the list, and change by change."""

import datetime as dt
import re

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from friends import list_changes as changes
from friends.models import Body
from friends.views import sittings
from friends.views.contact_list import day_asked_for, end_of

LATELY = dt.timedelta(days=30)
VALIDITY, RECORD = "validity", "record"
A_PAGE = re.compile(r"[1-9][0-9]{0,5}")


@require_safe
def list_changes(request: HttpRequest) -> HttpResponse:
    """Two days side by side; the last thirty where none is asked for."""
    body = sittings.body_asked_for(request)
    today = timezone.localdate(timezone=body.zone)
    second = day_asked_for(request, "to") or today
    first = day_asked_for(request, "from") or second - LATELY
    first, second = sorted((first, second))
    by = RECORD if request.GET.get("by") == RECORD else VALIDITY
    page = int(asked) if A_PAGE.fullmatch(asked := request.GET.get("page", "")) else 1
    if by == RECORD:
        ends = end_of(first, body.zone), end_of(second, body.zone)
        compared = changes.by_record(body, (first, ends[0]), (second, ends[1]))
        steps = changes.steps_of_record(body, *ends, page)
    else:
        compared = changes.by_validity(body, first, second)
        steps = changes.steps_of_validity(compared, page)
    context = {
        "body": body,
        "bodies": Body.objects.filter(pk__in=sittings.bodies_served(request)),
        "first": first,
        "second": second,
        "by": by,
        "compared": compared,
        "changed": sum(row.changed for row in compared),
        "steps": steps,
        "before": steps.number - 1,
        "after": steps.number + 1,
        "zone": body.zone,
    }
    return render(request, "friends/contacts/changes.html", context)
