"""What the first column of a contact list names: an area of work, an office, an organisation, or an occasion."""

import re
from dataclasses import dataclass

from friends.reading.names import (
    ORGANISATION,
    DelegationName,
    find_delegation,
    find_delegations,
    key,
    only_a_seat,
    read_seat,
)

OFFICE = re.compile(
    r"\b(?:president|presidency|chair|vice|coordinator|coordination|secretar\w+|rapporteur|facilitator|depositary"
    r"|host|observer|designate|director|treasurer|adviser|advisor|member|friend|participant|support unit)s?\b",
    re.IGNORECASE,
)
# What a person is called at home, under a heading such as "Position": no area of work.
JOB = re.compile(
    r"\b(?:ambassador|ambassadeur|ambassadrice|counsell?or|conseill[eè]re?|attach[ée]e?|minister|ministre"
    r"|(?:first|second|third) secretary|desk officer|officer|head|chef|expert|analyst|assistant|consultant"
    r"|delegate|representative)\b",
    re.IGNORECASE,
)
# "Coordinator of clearance", "Clearance coordinators": the area is what they coordinate.
LEADS = r"(?:co-?)?(?:coordinators?|chairs?|leads?|focal points?)"
LEAD_OF = re.compile(
    rf"(?:{LEADS}) (?:of|on|for)(?: the)? (?P<area>\S.*)|(?P<named>\S.*?),? (?:{LEADS})", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Post:
    """The two first columns of a row, told apart."""

    role_words: str
    area_name: str
    delegation_words: str
    delegation: DelegationName | None
    seat: str


def read_post(role: str, country: str) -> Post:
    """Who and what a row stands for.

    Where the second column names a seat only ("Geneva", "Norway Vienna"), the first one is the organisation; where the
    first one is a known organisation, likewise.
    """
    first = find_delegation(role) if role else None
    organisation = first is not None and first.kind == ORGANISATION
    if organisation and (not country or only_a_seat(country) or find_delegation(country) is None):
        return Post("", "", role, first, country)
    if country and only_a_seat(country) and _exactly_a_seat(country) and role and not names_an_office(role):
        return Post("", "", role, first, country)
    if not country and first is not None:
        return Post("", "", role, first, "")
    delegation = find_delegation(country) if country else None
    seat = read_seat(country)[0]
    return Post(role, area_in(role, delegation), country, delegation, seat)


def _exactly_a_seat(country: str) -> bool:
    return not read_seat(country)[1]


def names_an_office(role: str) -> bool:
    return OFFICE.search(role) is not None


def area_in(role: str, delegation: DelegationName | None) -> str:
    """The area of work that a role names, "" for an office or the delegation's own occasion ("Peru seminar")."""
    coordinated = LEAD_OF.fullmatch(role)
    if coordinated:
        area = coordinated["area"] or coordinated["named"]
        return "" if names_an_office(area) or key(area).endswith("executive") else area
    if names_an_office(role) or JOB.search(role):
        return ""
    named = find_delegations(role)
    if delegation is not None and any(mention.delegation == delegation for mention in named):
        return ""
    return role
