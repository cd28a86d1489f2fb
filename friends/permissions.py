"""Policies of routes for staff. Staff addresses answer 404 to everybody else."""

from typing import Any

from django.http import Http404, HttpRequest
from django.utils import timezone

from ccm_portal.policies import Policy
from friends import access
from friends.models import StaffRole


def staff(*roles: str) -> Policy:
    """Whoever holds one of the roles in any body today.

    Sets `request.staff` and `request.desk_bodies`, and shows times in the zone of the bodies served.
    """

    def check(request: HttpRequest, kwargs: dict[str, Any]) -> None:
        person = access.staff_of(request)
        bodies = person.bodies_as(*roles) if person else set()
        if not bodies:
            raise Http404
        timezone.activate(person.zone if person else "UTC")
        request.staff = person  # type: ignore[attr-defined]
        request.desk_bodies = bodies  # type: ignore[attr-defined]

    return Policy("staff: " + " or ".join(roles), check)


COORDINATOR = staff(StaffRole.Role.COORDINATOR)
ADMIN = staff(StaffRole.Role.ADMIN)
LIST_KEEPERS = staff(StaffRole.Role.COORDINATOR, StaffRole.Role.ADMIN)
