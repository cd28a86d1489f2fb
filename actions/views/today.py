"""Today: the first page of the desk."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from actions import today
from friends.models import StaffRole
from meetings import item_proposals
from meetings.views import desk


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """What comes next. Whoever keeps the contact list alone sees what the list leaves open, and no text."""
    now = timezone.now()
    coordinated = desk.staff(request).bodies_as(StaffRole.Role.COORDINATOR)
    context = {
        "coordinates": bool(coordinated),
        "steps": today.steps(coordinated, now) if coordinated else [],
        "letters": today.letters(coordinated, desk.staff(request).sealed) if coordinated else None,
        "records": today.records_waiting(coordinated) if coordinated else [],
        "posts": today.posts_waiting(coordinated) if coordinated else None,
        "items": item_proposals.waiting(coordinated, now) if coordinated else [],
        "questions": today.list_questions(desk.bodies(request), now),
    }
    return render(request, "actions/today.html", context)
