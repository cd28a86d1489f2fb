"""The demo's body, staff and contact list: who coordinates which area, in the manner of 2010."""

import datetime as dt
from dataclasses import dataclass

from friends.models import Assignment, Capacity

BODY = "Friends of the President"
BODY_SLUG = "friends"
BODY_ALIAS = "Friends of the Chair"
PERIOD = "1MSP to 2MSP"
HOLDS_FROM = dt.date(2010, 11, 12)

COORDINATOR = ("coordinator@example.org", "Demo coordinator")
ADMIN = ("admin@example.org", "Demo list administrator")

AREAS = (
    "General status and operation",
    "Universalisation",
    "Clearance",
    "Victim assistance",
    "Stockpile destruction",
    "Transparency",
    "National implementation measures",
    "Cooperation and assistance",
)
# Another name in an older list; open, for trying how areas are joined or kept apart.
AREA_NAMED_ALIKE = "Support to victims"

Kind = Capacity.Kind
Role = Assignment.Role


@dataclass(frozen=True)
class Entry:
    """One row of the list: the delegation, its post or area, and its contacts as (name, mailbox)."""

    delegation: str
    capacity: str
    role: str
    post: str
    contacts: tuple[tuple[str, str], ...]
    cooperating: tuple[str, ...] = ()


def _desks(mailbox: str, *, capital: bool = False) -> tuple[tuple[str, str], ...]:
    """The mission's contact point, and the desk in the capital where there is one."""
    mission = (("Contact point in Geneva", f"{mailbox}.geneva"),)
    return (*mission, ("Desk in the capital", f"{mailbox}.capital")) if capital else mission


ENTRIES = (
    Entry("Lao PDR", Kind.STATE_PARTY, Role.PRESIDENT, "President, 1MSP", _desks("lao")),
    Entry(
        "Lebanon",
        Kind.STATE_PARTY,
        Role.PRESIDENT_DESIGNATE,
        "President-designate, 2MSP",
        _desks("lebanon", capital=True),
    ),
    Entry("Norway", Kind.STATE_PARTY, Role.COORDINATOR, AREAS[0], _desks("norway", capital=True)),
    Entry("Japan", Kind.STATE_PARTY, Role.COORDINATOR, AREAS[1], _desks("japan"), ("Portugal",)),
    Entry("Australia", Kind.SIGNATORY, Role.COORDINATOR, AREAS[2], _desks("australia"), ("Slovenia",)),
    Entry(
        "Austria", Kind.STATE_PARTY, Role.COORDINATOR, AREAS[3], _desks("austria", capital=True), ("Croatia",)
    ),
    Entry("Germany", Kind.STATE_PARTY, Role.COORDINATOR, AREAS[4], _desks("germany"), ("Spain",)),
    Entry("Belgium", Kind.STATE_PARTY, Role.COORDINATOR, AREAS[5], _desks("belgium")),
    Entry("New Zealand", Kind.STATE_PARTY, Role.COORDINATOR, AREAS[6], _desks("new-zealand")),
    Entry("South Africa", Kind.SIGNATORY, Role.COORDINATOR, AREAS[7], _desks("south-africa"), ("Mexico",)),
    Entry("Canada", Kind.SIGNATORY, Role.MEMBER, "Paper on the meetings to come", _desks("canada")),
    Entry("Ireland", Kind.STATE_PARTY, Role.MEMBER, "", _desks("ireland", capital=True)),
    Entry("Chile", Kind.STATE_PARTY, Role.MEMBER, "Regional meeting", _desks("chile")),
    Entry("ICRC", Kind.OBSERVER, Role.OBSERVER, "", (("Legal adviser's office", "icrc"),)),
    Entry("CMC", Kind.OBSERVER, Role.OBSERVER, "", (("Policy desk", "cmc"),)),
    Entry("UNODA", Kind.OBSERVER, Role.OBSERVER, "", (("Geneva branch", "unoda"),)),
    Entry(
        "UNDP",
        Kind.OFFICE,
        Role.EXECUTIVE_COORDINATOR,
        "Executive Coordinator to the President",
        (("Office of the Executive Coordinator", "executive.coordinator"),),
    ),
)
# Of whom it is not certain that the name and the address belong together; for trying how pairs are confirmed.
DOUBTFUL = ("germany.geneva", "the address does not show the name")
