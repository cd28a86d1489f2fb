"""Who is written to, and may answer, for a delegation in a body: those on its list who speak and have an address."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection

from friends.models import Body, Contact


def speakers(body: Body, delegations: Collection[uuid.UUID], day: dt.date) -> dict[uuid.UUID, list[Contact]]:
    """The contacts of each delegation who speak for it on `day`, the main one first. One query."""
    rows = (
        Contact.objects.filter(delegation__in=delegations, speaks=True, listings__assignment__body=body)
        .exclude(email="")
        .valid_on(day)
        .select_related("delegation")
        .order_by("-main", "name", "email")
        .distinct()
    )
    found: dict[uuid.UUID, list[Contact]] = defaultdict(list)
    for contact in rows:
        found[contact.delegation_id].append(contact)
    return found


def speakers_of(body: Body, delegation: uuid.UUID, day: dt.date) -> list[Contact]:
    """The same for one delegation."""
    return speakers(body, [delegation], day).get(delegation, [])
