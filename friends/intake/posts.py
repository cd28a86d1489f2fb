"""Posts as a record words them: which role an entry of the contact list is, which status an agenda's words mean."""

import re

from friends.models import Assignment
from friends.reading.contact_list import ContactRow
from friends.reading.names import ORGANISATION, fold

Role = Assignment.Role
Status = Assignment.Status

# In this order: "President's Executive Coordinator" is not the President, nor is the "President-designate".
OFFICES: tuple[tuple[str, str], ...] = (
    (r"\bexec\w*\.?\s+coord", Role.EXECUTIVE_COORDINATOR),
    (r"\b(?:president|presidency|chair)\w*[\s-]+(?:designate|elect)", Role.PRESIDENT_DESIGNATE),
    (r"\bincoming\s+(?:president|chair)", Role.PRESIDENT_DESIGNATE),
    (r"\b(?:vice|deputy|former|past)[\s-]+(?:president|chair)", Role.MEMBER),
    (
        r"^(?:the\s+)?(?:president|presidency|chair|chairperson|chairman|chairwoman)\b(?!['\u2019])",
        Role.PRESIDENT,
    ),
    (r"\bobserver", Role.OBSERVER),
)
STATUSES: tuple[tuple[str, str], ...] = (
    (r"(?:will|would) \(?(?:re)?\)?-?confirm", Status.WILL_CONFIRM),
    (r"reconfirm|to be confirmed|\btbc\b", Status.TO_BE_RECONFIRMED),
    (r"confirmed", Status.CONFIRMED),
    (r"vacant|to be (?:decided|determined|filled)|\btbd\b|^open$", Status.VACANT),
    (r"proposed|requested|suggested|nominated", Status.PROPOSED),
)


def role_of(row: ContactRow, *, has_area: bool) -> str:
    """The role of a row: what its words say, else coordinator of its area, else an observer or simply on the list."""
    words = fold(row.role_words)
    for pattern, role in OFFICES:
        if re.search(pattern, words):
            return role
    if has_area:
        return (
            Role.COOPERATING if "in cooperation" in words or "in co-operation" in words else Role.COORDINATOR
        )
    organisation = row.delegation is not None and row.delegation.kind == ORGANISATION
    return Role.OBSERVER if organisation and not words else Role.MEMBER


def status_of(words: str) -> str:
    """The status that printed words mean; "as listed" where they say nothing of it."""
    folded = fold(words)
    return next((status for pattern, status in STATUSES if re.search(pattern, folded)), Status.LISTED)
