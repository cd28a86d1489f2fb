"""Policies of routes for staff, whose addresses answer 404 to everybody else; and of pages about the list by link.

Rights are asked of the contact list on each request; the session only remembers which links were confirmed.
"""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from ccm_portal import sign_in
from ccm_portal.policies import Gone, Policy
from ccm_portal.views.sign_in import ask_to_confirm
from friends import access
from friends.models import AccessLink, Announcement, Contact, Reconfirmation, StaffRole
from friends.speaking import speakers_of


def staff(*roles: str, fresh: bool = False, file: bool = False) -> Policy:
    """Whoever holds one of the roles in any body today; `fresh`: and proved lately who they are.

    `file`: the answer is a file that takes something out of the portal, which the page to confirm says.

    Sets `request.staff`, `request.desk_bodies` and `request.sealed` (friends.seals), and shows times in the zone of the
    bodies served.
    """

    def check(request: HttpRequest, kwargs: dict[str, Any]) -> HttpResponse | None:
        person = access.staff_of(request)
        bodies = person.bodies_as(*roles) if person else set()
        if not bodies:
            raise Http404
        timezone.activate(person.zone if person else "UTC")
        request.staff = person  # type: ignore[attr-defined]
        request.desk_bodies = bodies  # type: ignore[attr-defined]
        request.sealed = person.sealed if person else {}  # type: ignore[attr-defined]
        return ask_to_confirm(request, file=file) if fresh and not sign_in.is_fresh(request) else None

    name = "staff: " + " or ".join(roles) + (", freshly signed in" if fresh else "")
    return Policy(name, check)


def signed_in(*, fresh: bool) -> Policy:
    """Whoever is signed in, also while setting up: for pages about one's own sign-in.

    Sets `request.signed_in`, and `request.staff`, which is None while setting up.
    """

    def check(request: HttpRequest, kwargs: dict[str, Any]) -> HttpResponse | None:
        user = sign_in.user_of(request)
        if user is None:
            raise Http404
        request.signed_in = user  # type: ignore[attr-defined]
        request.staff = access.staff_of(request)  # type: ignore[attr-defined]
        return ask_to_confirm(request) if fresh and not sign_in.is_fresh(request) else None

    return Policy("signed in, freshly" if fresh else "signed in", check)


def _with_a_link(request: HttpRequest, kwargs: dict[str, Any]) -> None:
    """Sets `request.link_holders`: the contacts whose good links this browser holds."""
    request.link_holders = access.link_holders(request)  # type: ignore[attr-defined]


# Whoever came in by any link of their own: for pages about themselves.
LINK_HOLDER = Policy("with a link of one's own", _with_a_link)
COORDINATOR = staff(StaffRole.Role.COORDINATOR)
FRESH_COORDINATOR = staff(StaffRole.Role.COORDINATOR, fresh=True)
# Files of what is not public: drafts, letters with their addresses, records as handed in.
EXPORT = staff(StaffRole.Role.COORDINATOR, fresh=True, file=True)
ADMIN = staff(StaffRole.Role.ADMIN)
FRESH_ADMIN = staff(StaffRole.Role.ADMIN, fresh=True)
# Files of what is held about people.
ADMIN_EXPORT = staff(StaffRole.Role.ADMIN, fresh=True, file=True)
LIST_KEEPERS = staff(StaffRole.Role.COORDINATOR, StaffRole.Role.ADMIN)
# What goes out of the portal with the contact list in it: files, letters to everybody.
FRESH_LIST_KEEPERS = staff(StaffRole.Role.COORDINATOR, StaffRole.Role.ADMIN, fresh=True)
EXPORT_OF_THE_LIST = staff(StaffRole.Role.COORDINATOR, StaffRole.Role.ADMIN, fresh=True, file=True)
FRESH_OPERATOR = staff(StaffRole.Role.OPERATOR, fresh=True)
OPERATOR = staff(StaffRole.Role.OPERATOR)
SIGNED_IN = signed_in(fresh=False)
FRESH_SIGNED_IN = signed_in(fresh=True)


# --- by link ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Visitor:
    """Somebody who came by a link, for whose delegation.

    speakers: who may write for it today; nobody where the link belongs to a contact who gets copies only.
    """

    link: AccessLink
    speakers: list[Contact]

    @property
    def contact(self) -> Contact:
        return self.link.contact


def _visitor(link: AccessLink, of: Reconfirmation | Announcement) -> Visitor:
    timezone.activate(of.body.zone)
    if not link.contact.speaks:
        return Visitor(link, [])
    return Visitor(link, speakers_of(of.body, link.contact.delegation_id, timezone.localdate()))


def _asked_to_reconfirm(request: HttpRequest, kwargs: dict[str, Any]) -> None:
    link = access.session_link(request, purpose=AccessLink.Purpose.RECONFIRM, subject=kwargs["pk"])
    asking = Reconfirmation.objects.select_related("body", "delegation").get(pk=link.subject)
    if link.contact.delegation_id != asking.delegation_id:
        raise Gone(
            _("This address no longer belongs to %(delegation)s, so its link has ended.")
            % {"delegation": asking.delegation}
        )
    request.asking = asking  # type: ignore[attr-defined]
    request.visitor = _visitor(link, asking)  # type: ignore[attr-defined]


def _told_of_posts(request: HttpRequest, kwargs: dict[str, Any]) -> None:
    link = access.session_link(request, purpose=AccessLink.Purpose.POSTS, subject=kwargs["pk"])
    announcement = Announcement.objects.select_related("body").get(pk=link.subject)
    request.announcement = announcement  # type: ignore[attr-defined]
    request.visitor = _visitor(link, announcement)  # type: ignore[attr-defined]


# Set `request.visitor`, and what the link is about: `request.asking`, `request.announcement`. The argument is `pk`.
RECONFIRMING = Policy("asked to reconfirm", _asked_to_reconfirm)
TOLD_OF_POSTS = Policy("told of open posts", _told_of_posts)
