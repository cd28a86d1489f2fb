"""Policies of routes that open by a link: a round (and its reading room), the Presidency's word, items for an agenda.

Rights are asked of the contact list on each request; the session only remembers which links were confirmed, and as whom
somebody said to write in a round.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from ccm_portal.policies import Gone, Policy
from friends import access
from friends.models import AccessLink, Contact
from friends.permissions import Visitor
from friends.readers import check_on_the_list
from friends.speaking import speakers_of
from meetings import comments
from meetings.models import CallForItems, Invitation, Round, RoundDelegation

SESSION_SPEAKERS = "speakers"


@dataclass(frozen=True)
class Reviewer:
    """Somebody in a round, by whose link, for which delegation.

    speakers: who may write for it today: its invited contacts who are still on the list and speak for it; nobody where
    the link belongs to a contact who gets a copy only. contact: which of them the person said to be; None before that.
    """

    round: Round
    seat: RoundDelegation
    link: AccessLink
    speakers: list[Contact]
    contact: Contact | None


def speakers(seat: RoundDelegation, day: dt.date) -> list[Contact]:
    """The contacts who may write for the delegation on `day`, the main one first."""
    rows = Invitation.objects.filter(
        seat=seat,
        contact__in=Contact.objects.valid_on(day),
        contact__delegation=seat.delegation_id,
        contact__speaks=True,
    )
    rows = rows.select_related("contact__delegation").order_by(
        "-contact__main", "contact__name", "contact__email"
    )
    return [row.contact for row in rows]


def speak_as(request: HttpRequest, reviewer: Reviewer, chosen: str) -> Contact | None:
    """Keep in the session that the person writes as the contact with this UUID; None where it is nobody who may."""
    contact = next((contact for contact in reviewer.speakers if str(contact.pk) == chosen), None)
    if contact is not None:
        said = request.session.get(SESSION_SPEAKERS, {})
        request.session[SESSION_SPEAKERS] = said | {str(reviewer.round.pk): chosen}
    return contact


def _reviewer(request: HttpRequest, kwargs: dict[str, Any]) -> None:
    link = access.session_link(request, purpose=AccessLink.Purpose.ROUND, subject=kwargs["round"])
    round_ = Round.objects.select_related("document__body", "document__meeting", "revision").get(
        pk=link.subject
    )
    round_.revision.document = round_.document
    seat = comments.seat_of(round_, link.contact)
    if seat is None:
        raise Http404
    if link.contact.delegation_id != seat.delegation_id:
        raise Gone(
            _("This address no longer belongs to %(delegation)s, so its link has ended.")
            % {"delegation": seat}
        )
    may = (
        speakers(seat, timezone.localtime(timezone.now(), round_.zone).date()) if link.contact.speaks else []
    )
    said = request.session.get(SESSION_SPEAKERS, {}).get(str(round_.pk))
    contact = next((contact for contact in may if str(contact.pk) == said), None)
    request.reviewer = Reviewer(round_, seat, link, may, contact)  # type: ignore[attr-defined]


def _presidency(request: HttpRequest, kwargs: dict[str, Any]) -> None:
    request.link = access.session_link(  # type: ignore[attr-defined]
        request, purpose=kwargs["purpose"], subject=kwargs["revision"]
    )


def _invited_to_propose(request: HttpRequest, kwargs: dict[str, Any]) -> None:
    link = access.session_link(request, purpose=AccessLink.Purpose.ITEMS, subject=kwargs["pk"])
    call = CallForItems.objects.select_related("meeting__body").get(pk=link.subject)
    body = call.meeting.body
    day = timezone.localtime(timezone.now(), body.zone).date()
    check_on_the_list(link.contact, body, day)
    timezone.activate(call.meeting.zone)
    may = speakers_of(body, link.contact.delegation_id, day) if link.contact.speaks else []
    request.call = call  # type: ignore[attr-defined]
    request.visitor = Visitor(link, may)  # type: ignore[attr-defined]


# Sets `request.reviewer`. The route's argument is called `round`.
REVIEWER = Policy("invited to the round", _reviewer)
# Sets `request.link`. The route's arguments are called `revision` and `purpose`.
PRESIDENCY = Policy("asked for the Presidency's word", _presidency)
# Sets `request.call` and `request.visitor`. The argument that names the invitation is `pk`.
PROPOSER = Policy("invited to propose items", _invited_to_propose)
