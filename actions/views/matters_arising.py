"""Open action points and matters arising: what the agenda of a meeting could take up, each to be ticked."""

import uuid
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from actions import matters_arising, open_matters
from actions.models import MatterArising
from actions.open_matters import Matter
from actions.views.action_points import CHIPS
from meetings import agendas
from meetings.models import AgendaItem, Meeting
from meetings.views import desk

# Where a form says that what is ticked stands: each as an item of its own, under "Matters arising", or under an item.
EACH, TOGETHER = "each", ""


@dataclass(frozen=True)
class Group:
    """Matters of one kind under their heading."""

    heading: str
    matters: list[Matter]


@require_http_methods(["GET", "HEAD", "POST"])
def matters(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """What earlier meetings left open; POST puts what is ticked onto the agenda."""
    meeting = desk.meeting(request, pk)
    if request.method == "POST":
        return _pull(request, meeting)
    found = open_matters.for_agenda(meeting)
    last = open_matters.before(meeting)
    context = {
        "meeting": meeting,
        "groups": _groups(found),
        "offered": sum(one.offered for one in found),
        "last": last,
        "items": agendas.flat(agendas.tree(meeting)),
        "chips": CHIPS,
    }
    return render(request, "actions/matters/matters.html", context)


def _groups(found: list[Matter]) -> list[Group]:
    kinds = MatterArising.Kind
    headings = [
        (kinds.POINT, _("Open action points")),
        (kinds.FOLLOW_UP, _("Follow-ups outside the list")),
        (kinds.OUTCOME, _("Left open or deferred")),
        (kinds.ITEM, _("Items of the last agenda under which nothing was minuted")),
    ]
    groups = [Group(heading, [one for one in found if one.kind == kind]) for kind, heading in headings]
    return [group for group in groups if group.matters]


def _pull(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    where = request.POST.get("where", TOGETHER)
    under = _item(meeting, where) if where not in (EACH, TOGETHER) else None
    try:
        pulled = matters_arising.pull(
            meeting,
            request.POST.getlist("matter"),
            under=under,
            each=where == EACH,
            by=desk.staff(request).actor,
            now=timezone.now(),
        )
    except agendas.CannotMove as problem:
        messages.error(request, str(problem))
        return redirect("matters-arising", pk=meeting.pk)
    if not pulled:
        messages.info(request, _("Nothing was ticked that is not on the agenda; nothing changed."))
        return redirect("matters-arising", pk=meeting.pk)
    said = ngettext("%(n)s matter is taken up.", "%(n)s matters are taken up.", pulled)
    messages.success(request, said % {"n": pulled})
    return redirect(reverse("agenda", args=[meeting.pk]))


def _item(meeting: Meeting, where: str) -> AgendaItem:
    items = {str(item.pk): item for item in meeting.agenda_items.select_related("meeting", "parent")}
    return items.get(where) or get_object_or_404(meeting.agenda_items.none())
