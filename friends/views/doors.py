"""The door of the desk, and the door of a set-up link."""

from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ccm_portal import sign_in
from friends import staff
from friends.access import Staff
from friends.models import SetUpLink, StaffRole


@require_safe
def door(request: HttpRequest) -> HttpResponse:
    """On to where the person's work begins: Today, the staff they manage, or their own sign-in."""
    person: Staff | None = request.staff  # type: ignore[attr-defined]
    if person is None:
        return redirect("your-sign-in")
    if person.bodies_as(StaffRole.Role.COORDINATOR, StaffRole.Role.ADMIN):
        return redirect("today")
    if person.has(StaffRole.Role.OPERATOR):
        return redirect("staff")
    messages.warning(request, _("You have no role today, so there is no page of the desk to show."))
    return redirect("your-sign-in")


def set_up(request: HttpRequest, link: SetUpLink) -> HttpResponse:
    """Behind a set-up link: GET shows whose it is and changes nothing; the button uses it up and signs in."""
    now = timezone.now()
    try:
        staff.check_good(link, now=now)
        if request.method != "POST":
            context = {"person": link.user, "until": link.until, "within": sign_in.SET_UP_WITHIN}
            return render(request, "friends/staff/set_up.html", context)
        user = staff.use_link(link.pk, now=now)
    except staff.LinkIsVoid as problem:
        return render(request, "friends/staff/link_void.html", {"sentence": str(problem)}, status=410)
    login(request, user)
    return HttpResponse(status=303, headers={"Location": resolve_url("your-sign-in")})
