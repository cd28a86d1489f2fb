"""Who sees which address: each contact's setting, and how far a delegation's sight reaches on a body's list."""

import datetime as dt

from friends.models import Assignment, Body, Capacity, Contact, Delegation

V = Contact.Visibility
# From the narrowest sight to the widest: whoever has one sees what is open to it and to those before it.
REACH = (V.LISTED, V.STATES, V.OFFICE)
# Whose delegation sees every address: the Presidency and its coordinator.
PRESIDING = (Assignment.Role.PRESIDENT, Assignment.Role.EXECUTIVE_COORDINATOR)


def reach_of(delegation: Delegation, body: Body, day: dt.date) -> str:
    """How far the delegation sees on the body's list on `day`: a Contact.Visibility. Two queries."""
    presides = Assignment.objects.filter(body=body, delegation=delegation, role__in=PRESIDING)
    if presides.valid_on(day).exclude(status=Assignment.Status.ENDED).exists():
        return V.OFFICE
    states = Capacity.objects.filter(delegation=delegation, kind__in=Capacity.STATES)
    return V.STATES if states.valid_on(day).exists() else V.LISTED


def reaches(body: Body, day: dt.date) -> dict[object, str]:
    """The same for every delegation on the list, by its key. Two queries."""
    posts = Assignment.objects.filter(body=body, delegation__isnull=False).valid_on(day)
    held = list(posts.exclude(status=Assignment.Status.ENDED).values_list("delegation", "role"))
    states = Capacity.objects.filter(kind__in=Capacity.STATES).valid_on(day)
    are_states = set(states.values_list("delegation", flat=True))
    found: dict[object, str] = {
        delegation: V.STATES if delegation in are_states else V.LISTED for delegation, _role in held
    }
    return found | {delegation: V.OFFICE for delegation, role in held if role in PRESIDING}


def sees(reach: str, visibility: str) -> bool:
    """Whether sight that reaches so far sees an address with this setting."""
    return REACH.index(V(visibility)) <= REACH.index(V(reach))
