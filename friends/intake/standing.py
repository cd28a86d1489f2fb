"""The list in force, in which the rows of a text are found again: by delegation, post and address."""

import datetime as dt

from friends.models import Assignment, Body, Contact, Delegation, ThematicArea
from friends.reading.names import key


def addresses_in_use(day: dt.date) -> dict[str, Contact]:
    """Contacts with an address that hold on `day` or later, by folded address."""
    rows = Contact.objects.exclude(email="").select_related("delegation").order_by("valid_from")
    return {row.email.casefold(): row for row in rows if row.valid_until is None or row.valid_until >= day}


def same_words(one: str, other: str) -> bool:
    """Whether two names or titles differ in capitals, accents and punctuation only."""
    return key(one) == key(other)


class Posts:
    """The listed rows of a body that hold on a day or later; each is found once."""

    def __init__(self, body: Body, day: dt.date) -> None:
        listed = Assignment.objects.filter(body=body, listed=True)
        self.left = [row for row in listed if row.valid_until is None or row.valid_until >= day]

    def take(
        self, delegation: Delegation | None, area: ThematicArea | None, role: str, title: str
    ) -> Assignment | None:
        """A row that says the same: the area, or where there is none the title, the role, and who holds it."""
        for row in self.left:
            same_title = area is not None or same_words(row.title, title)
            if (row.delegation_id, row.area_id, row.role) == (
                delegation.pk if delegation else None, area.pk if area else None, role,
            ) and same_title:  # fmt: skip
                self.left.remove(row)
                return row
        return None
