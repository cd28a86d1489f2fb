"""The letters: a list, each letter, the file, and what a person decides where the machine may not."""

import re
import uuid
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ccm_portal import enclosures, letters
from ccm_portal.models import Letter
from ccm_portal.models.letters import LetterQuerySet

PER_PAGE = 50
# As the verbs write them, whole or their beginning: `round:UUID:opening`.
REASON = re.compile(r"[a-zA-Z0-9:_-]{0,120}")
A_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")

CHIPS = {
    Letter.State.QUEUED: "due",
    Letter.State.SENDING: "due",
    Letter.State.SENT: "ok",
    Letter.State.SHOWN: "ok",
    Letter.State.COUNTED: "ok",
    Letter.State.FAILED: "no",
    Letter.State.UNCERTAIN: "no",
    Letter.State.WITHDRAWN: "",
}


def _visible(request: HttpRequest) -> LetterQuerySet:
    """Letters of the bodies that the signed-in staff serve in a role of the route, but what is sealed for them."""
    return Letter.objects.of_bodies(request.desk_bodies).not_sealed(request.sealed)  # type: ignore[attr-defined]


@require_safe
def letter_list(request: HttpRequest) -> HttpResponse:
    """All letters, newest first; `?reason=round:UUID`, `?state=failed` and `?to=UUID` choose among them."""
    reason, state = request.GET.get("reason", ""), request.GET.get("state", "")
    if not REASON.fullmatch(reason):
        reason = ""
    about = _visible(request).about(reason)
    to = request.GET.get("to", "")
    if A_UUID.fullmatch(to):
        about = about.filter(recipient=to)
    in_state = about.filter(state=state) if state in Letter.State.values else about
    # The page shows neither text nor HTML.
    groups = _groups(about, state)
    page = Paginator(in_state.defer("text", "html"), PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "ccm_portal/letters/list.html",
        {
            "page": page,
            "rows": [Row(letter) for letter in page],
            "groups": groups,
            "reason": reason,
            "state": state,
            "total": sum(group.count for group in groups),
            "zone": timezone.get_current_timezone(),
            "sealed": bool(request.sealed),  # type: ignore[attr-defined]
        },
    )


@dataclass(frozen=True)
class Row:
    """A letter in the list."""

    letter: Letter

    @property
    def chip(self) -> str:
        return CHIPS[Letter.State(self.letter.state)]

    @property
    def address_parts(self) -> list[str]:
        """Before and after the @, where a narrow column may break the address."""
        return self.letter.address.rsplit("@", 1)


@dataclass(frozen=True)
class Group:
    """How many letters are in one state."""

    state: Letter.State
    count: int
    chosen: bool

    @property
    def chip(self) -> str:
        return CHIPS[self.state]


def _groups(about: LetterQuerySet, chosen: str) -> list[Group]:
    """The states that occur, in the order of a letter's life."""
    counts = dict(about.order_by().values_list("state").annotate(Count("pk")))
    return [Group(state, counts[state], state == chosen) for state in Letter.State if state in counts]


@require_safe
def letter(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One letter as it was written, and what became of it. Its personal link is shown in demo mode only."""
    found = get_object_or_404(_visible(request), pk=pk)
    return render(
        request,
        "ccm_portal/letters/letter.html",
        {
            "letter": found,
            "chip": CHIPS[Letter.State(found.state)],
            "sender": letters.sender_address(),
            "text": letters.text_shown(found, with_link=settings.DEMO),
            "file_name": enclosures.name(found.enclosure_id),
            "can_send_again": bool(found.address) and found.state in letters.MAY_BE_SENT_AGAIN,
            "can_count": found.state == Letter.State.UNCERTAIN,
            "zone": timezone.get_current_timezone(),
        },
    )


@require_safe
def letter_eml(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The letter as a file for any mail program; outside demo mode without its personal link."""
    found = get_object_or_404(_visible(request).written_to_somebody(), pk=pk)
    return HttpResponse(
        letters.eml(found, with_link=settings.DEMO),
        content_type="message/rfc822",
        headers={"Content-Disposition": f'attachment; filename="letter-{found.pk.hex[:8]}.eml"'},
    )


@require_safe
def letter_enclosure(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The file that goes with the letter, as it goes."""
    found = get_object_or_404(_visible(request), pk=pk)
    if found.enclosure_id is None or not enclosures.is_kept(found.enclosure_id):
        raise Http404
    file = enclosures.file(found.enclosure_id)
    headers = {"Content-Disposition": f'inline; filename="{file.name}"'}
    return HttpResponse(file.data, content_type="application/pdf", headers=headers)


@require_POST
def send_again(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    return _decided(request, pk, letters.send_again, _("The letter is in the queue again."))


@require_POST
def count_as_sent(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    return _decided(request, pk, letters.count_as_sent, _("The letter counts as sent."))


def _decided(request: HttpRequest, pk: uuid.UUID, verb: Callable[..., None], done: str) -> HttpResponse:
    found = get_object_or_404(_visible(request), pk=pk)
    try:
        verb(found, by=request.staff.actor, now=timezone.now())  # type: ignore[attr-defined]
    except letters.NothingToDecide as error:
        messages.error(request, str(error))
    else:
        messages.success(request, done)
    return redirect(found)
