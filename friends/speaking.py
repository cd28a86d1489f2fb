"""Who is written to, and may answer, for a delegation in a body: those on its list who speak and have an address."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from friends import roster
from friends.models import Body, Contact, Delegation


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


@dataclass(frozen=True)
class Place:
    """A delegation on the list with those who would get a letter."""

    delegation: Delegation
    contacts: list[Contact]

    @property
    def told(self) -> list[str]:
        """The name and the addresses: what a person is shown of it before the letters go."""
        return [self.delegation.name, *(contact.email for contact in self.contacts)]


def places(body: Body, day: dt.date) -> list[Place]:
    """Every delegation on the list of that day, by name, with those who speak for it."""
    held = {seat.delegation.pk: seat.delegation for seat in roster.seats_on(body, day)}
    writable = speakers(body, list(held), day)
    found = [Place(one, writable.get(pk, [])) for pk, one in held.items()]
    return sorted(found, key=lambda place: place.delegation.name.casefold())
