"""The demo's body, staff and contact list: who carries which area, in the manner of 2010, in our own words.

Capacities are those of the depositary's list: a State is a signatory until the Convention enters into force for it.
"""

import datetime as dt
from dataclasses import dataclass

from friends.models import Assignment, Capacity

BODY = "Friends of the President"
BODY_SLUG = "friends"
BODY_ALIAS = "Friends of the Chair"
PERIOD = "1MSP to 2MSP"
# From the last day of the first Meeting of States Parties to the last of the second.
PERIOD_DAYS = (dt.date(2010, 11, 12), dt.date(2011, 9, 16))
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
DECISION = "Decisions of the 1MSP, areas of work until the 2MSP"

Kind = Capacity.Kind
Role = Assignment.Role
Status = Assignment.Status


@dataclass(frozen=True)
class Entry:
    """One row of the list: the delegation ("" for an open post), its post or area, and its contacts as (name, mailbox).

    cooperating: States that help with the area, not on the printed list.
    """

    delegation: str
    role: str
    post: str
    contacts: tuple[tuple[str, str], ...] = ()
    cooperating: tuple[str, ...] = ()
    status: str = Status.LISTED
    proposed_by: str = ""
    note: str = ""
    # As the list prints it, where that says more than the area's name.
    title: str = ""


def _desks(mailbox: str, *more: tuple[str, str], capital: bool = False) -> tuple[tuple[str, str], ...]:
    """The mission's contact point, and the desk in the capital where there is one."""
    mission = (("Contact point in Geneva", f"{mailbox}.geneva"),)
    return (*mission, *((("Desk in the capital", f"{mailbox}.capital"),) if capital else ()), *more)


ENTRIES = (
    Entry("Lao PDR", Role.PRESIDENT, "President, 1MSP", _desks("lao")),
    Entry("Lebanon", Role.PRESIDENT_DESIGNATE, "President-designate, 2MSP", _desks("lebanon", capital=True)),
    Entry(
        "Norway", Role.COORDINATOR, AREAS[0],
        _desks("norway", ("Second desk in the capital", "norway.second"), capital=True),
        status=Status.PROPOSED, proposed_by="Lao PDR",
        note="Asked for by the Presidency, to keep an eye on the action plan as a whole.",
    ),
    Entry("Japan", Role.COORDINATOR, AREAS[1], _desks("japan"), ("Portugal",)),
    Entry("Australia", Role.COORDINATOR, AREAS[2], _desks("australia"), ("Slovenia",)),
    Entry("Austria", Role.COORDINATOR, AREAS[3], _desks("austria", capital=True), ("Croatia",)),
    Entry("Germany", Role.COORDINATOR, AREAS[4], _desks("germany"), ("Spain",)),
    Entry("Belgium", Role.COORDINATOR, AREAS[5], _desks("belgium")),
    Entry("New Zealand", Role.COORDINATOR, AREAS[6], _desks("new-zealand")),
    Entry(
        "", Role.COOPERATING, AREAS[6], status=Status.VACANT,
        note="One coordinating State carries this alone; a second one is looked for.",
        title=f"{AREAS[6]}, in cooperation",
    ),
    Entry("South Africa", Role.COORDINATOR, AREAS[7], _desks("south-africa"), ("Mexico",)),
    Entry("Canada", Role.MEMBER, "Paper on the meetings to come", _desks("canada")),
    Entry("Ireland", Role.MEMBER, "", _desks("ireland", capital=True)),
    Entry("Chile", Role.MEMBER, "Regional meeting", _desks("chile")),
    Entry(
        "Chile", Role.COOPERATING, AREAS[1], _desks("chile"), status=Status.PROPOSED, proposed_by="Japan",
        note="Proposed since it hosts the regional meeting; has not answered yet.",
        title=f"{AREAS[1]}, in cooperation",
    ),
    Entry("ICRC", Role.OBSERVER, "", (("Legal adviser's office", "icrc"),)),
    Entry("CMC", Role.OBSERVER, "", (("Policy desk", "cmc"),)),
    Entry("UNODA", Role.OBSERVER, "", (("Geneva branch", "unoda"),)),
    Entry(
        "UNDP", Role.EXECUTIVE_COORDINATOR, "Executive Coordinator to the President",
        (
            ("Office of the Executive Coordinator", "executive.coordinator"),
            ("Second desk of the office", "executive.coordinator.second"),
        ),
    ),
)  # fmt: skip

# Everybody else is a State Party. With the day from which a signatory is one, where it became one.
SIGNATORIES = {
    "Australia": dt.date(2013, 4, 1),
    "Canada": dt.date(2015, 9, 1),
    "Chile": dt.date(2011, 6, 1),
    "Lebanon": dt.date(2011, 5, 1),
    "Portugal": dt.date(2011, 9, 1),
    "South Africa": dt.date(2015, 11, 1),
}
ORGANISATIONS = {"ICRC": Kind.OBSERVER, "CMC": Kind.OBSERVER, "UNODA": Kind.OBSERVER, "UNDP": Kind.OFFICE}
# Of whom it is not certain that the name and the address belong together; for trying how pairs are confirmed.
DOUBTFUL = ("germany.geneva", "the address does not show the name")


# --- what changed on it since -----------------------------------------------------------------------------------------

# Two addresses change between the list of 12 November and the meeting: the delegation, the mailbox, the last or first
# day, the day on which the keeper of the list heard of it, and why.
LEFT = (
    "Norway", "norway.second", dt.date(2010, 11, 26), dt.date(2010, 11, 29),
    "Moved to another post; the first desk takes over.",
)  # fmt: skip
MOVED = (
    "Belgium", "belgium.geneva", "belgium.mission", dt.date(2010, 11, 22), dt.date(2010, 11, 23),
    "The mission has new addresses since it moved.",
)  # fmt: skip

MEETING_DAY = dt.date(2010, 12, 7)
CONFIRMED_BECAUSE = "The meeting of 7 December 2010 went through the list."
# Of the coordinating States all are confirmed by the meeting but these.
NOT_CONFIRMED = {"Austria": Status.TO_BE_RECONFIRMED}


@dataclass(frozen=True)
class Remark:
    """What the record of the meeting says of a delegation's post, beside the list: the status, its words, its line."""

    delegation: str
    area: str
    status: str
    words: str
    line: int


SAID_IN = "Minutes of 7 December 2010"
SAID = (
    Remark("Austria", AREAS[3], Status.CONFIRMED, "The list of coordinating States was confirmed.", 21),
    Remark(
        "Austria", AREAS[3], Status.TO_BE_RECONFIRMED,
        "Austria, which was not in the room, is asked once more whether it carries on.", 22,
    ),
    Remark(
        "Canada", "", Status.WILL_CONFIRM,
        "Canada says before the next meeting whether it goes on with its paper.", 23,
    ),
)  # fmt: skip
