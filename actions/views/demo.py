"""The doors of the demo: in as coordinator, as a Friend, as keeper of the contact list, or as the public. And out."""

from pathlib import Path

from django.contrib import messages
from django.contrib.auth import login, logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from actions.demo import roster
from ccm_portal import links
from ccm_portal.models import User
from meetings import rounds
from meetings.models import Round

STAFF = {"coordinator": roster.COORDINATOR[0], "admin": roster.ADMIN[0]}
RECORD = Path(roster.__file__).with_name("record.txt")


def _round() -> Round | None:
    """The round a Friend would be in: the newest open one, else the newest."""
    newest = Round.objects.select_related("document__meeting", "revision").order_by("-opened_at")
    return newest.filter(closed_at=None).first() or newest.first()


@require_safe
def doors(request: HttpRequest) -> HttpResponse:
    """The four ways in, and the record to try the import with."""
    round_ = _round()
    seats = rounds.standing(round_) if round_ else []
    context = {
        "loaded": User.objects.filter(email__in=STAFF.values()).exists(),
        "round": round_,
        "seats": seats,
        "chosen": next((seat for seat, reply in seats if reply is None), None),
    }
    return render(request, "actions/demo/doors.html", context)


@require_POST
def enter(request: HttpRequest, who: str) -> HttpResponse:
    """Sign in as one of the demo's staff, or open the letter of a delegation's contact."""
    if who == "friend":
        return _as_friend(request)
    user = User.objects.filter(email=STAFF.get(who, ""), is_active=True).first()
    if user is None:
        raise Http404
    login(request, user)
    return redirect("today")


def _as_friend(request: HttpRequest) -> HttpResponse:
    """To the page that the link in the contact's letter opens."""
    round_, now = _round(), timezone.now()
    invited = rounds.invited(round_, now) if round_ else []
    wanted = request.POST.get("seat", "")
    contact = next((contact for seat, contact in invited if str(seat.pk) == wanted and contact.speaks), None)
    if round_ is None or contact is None:
        messages.error(request, _("Choose one of the delegations in the round."))
        return redirect("demo")
    link = rounds.round_link(contact, round_, now=now)
    return redirect("enter", links.token(link.pk, link.epoch))


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Signed out; the links kept in this browser are forgotten too."""
    logout(request)
    return redirect("demo")


@require_safe
def record(request: HttpRequest) -> HttpResponse:
    """The invented record, as a file to hand in."""
    return HttpResponse(
        RECORD.read_bytes(),
        content_type="text/plain; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="record.txt"'},
    )
