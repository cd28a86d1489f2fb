"""Policies of routes for staff. Staff addresses answer 404 to everybody else."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from ccm_portal import sign_in
from ccm_portal.policies import Policy
from ccm_portal.views.sign_in import ask_to_confirm
from friends import access
from friends.models import StaffRole


def staff(*roles: str, fresh: bool = False, file: bool = False) -> Policy:
    """Whoever holds one of the roles in any body today; `fresh`: and proved lately who they are.

    `file`: the answer is a file that takes something out of the portal, which the page to confirm says.

    Sets `request.staff` and `request.desk_bodies`, and shows times in the zone of the bodies served.
    """

    def check(request: HttpRequest, kwargs: dict[str, Any]) -> HttpResponse | None:
        person = access.staff_of(request)
        bodies = person.bodies_as(*roles) if person else set()
        if not bodies:
            raise Http404
        timezone.activate(person.zone if person else "UTC")
        request.staff = person  # type: ignore[attr-defined]
        request.desk_bodies = bodies  # type: ignore[attr-defined]
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


COORDINATOR = staff(StaffRole.Role.COORDINATOR)
FRESH_COORDINATOR = staff(StaffRole.Role.COORDINATOR, fresh=True)
# Files of what is not public: drafts, letters with their addresses, records as handed in.
EXPORT = staff(StaffRole.Role.COORDINATOR, fresh=True, file=True)
ADMIN = staff(StaffRole.Role.ADMIN)
LIST_KEEPERS = staff(StaffRole.Role.COORDINATOR, StaffRole.Role.ADMIN)
# What goes out of the portal with the contact list in it: files, letters to everybody.
FRESH_LIST_KEEPERS = staff(StaffRole.Role.COORDINATOR, StaffRole.Role.ADMIN, fresh=True)
FRESH_OPERATOR = staff(StaffRole.Role.OPERATOR, fresh=True)
OPERATOR = staff(StaffRole.Role.OPERATOR)
SIGNED_IN = signed_in(fresh=False)
FRESH_SIGNED_IN = signed_in(fresh=True)
