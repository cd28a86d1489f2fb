"""Policies of routes that open by a link: a round (and its reading room), the Presidency's word.

Rights are asked of the contact list on each request; the session only remembers which links were confirmed.
"""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest

from ccm_portal.policies import Policy
from friends import access
from friends.models import AccessLink, Contact
from meetings import comments
from meetings.models import Round, RoundDelegation


@dataclass(frozen=True)
class Reviewer:
    """A contact in a round: for which delegation, by which link."""

    round: Round
    seat: RoundDelegation
    link: AccessLink
    contact: Contact


def _reviewer(request: HttpRequest, kwargs: dict[str, Any]) -> None:
    link = access.session_link(request, purpose=AccessLink.Purpose.ROUND, subject=kwargs["round"])
    round_ = Round.objects.select_related("document__body", "document__meeting", "revision").get(pk=link.subject)
    seat = comments.seat_of(round_, link.contact)
    if seat is None:
        raise Http404
    request.reviewer = Reviewer(round_, seat, link, link.contact)  # type: ignore[attr-defined]


def _presidency(request: HttpRequest, kwargs: dict[str, Any]) -> None:
    request.link = access.session_link(  # type: ignore[attr-defined]
        request, purpose=kwargs["purpose"], subject=kwargs["revision"]
    )


# Sets `request.reviewer`. The route's argument is called `round`.
REVIEWER = Policy("invited to the round", _reviewer)
# Sets `request.link`. The route's arguments are called `revision` and `purpose`.
PRESIDENCY = Policy("asked for the Presidency's word", _presidency)
