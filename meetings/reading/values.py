"""What is read out of the record of a meeting. Words are printed wording; lines count from 1."""

import datetime as dt
from dataclasses import dataclass

from friends.reading.contact_list import ContactList
from friends.reading.likeness import Alike
from friends.reading.names import DelegationName
from friends.reading.report import LineReport, Question

# Kinds of paragraphs, as documents know them.
PARAGRAPH, BULLET, NUMBERED, HEADING, DECISION, ACTION = (
    "paragraph", "bullet", "numbered", "heading", "decision", "action",
)  # fmt: skip
# Attendance.
PRESENT, APOLOGIES, OBSERVER = "present", "apologies", "observer"
# Where an area of work was named.
IN_AGENDA, IN_MINUTES, IN_CONTACT_LIST = "agenda", "minutes", "contact list"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph: inline Markdown in `text`; `mark` is what was printed before it ("4.1", "(a)", "Action:")."""

    kind: str
    text: str
    lines: tuple[int, ...]
    level: int = 0
    mark: str = ""
    owner_words: str = ""
    due_words: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """The paragraphs under one heading, "" before the first; `number_words` as printed ("4.1", "Agenda Item 3")."""

    heading: str
    number_words: str
    paragraphs: tuple[Paragraph, ...]
    line: int = 0


@dataclass(frozen=True, slots=True)
class Attendee:
    """Somebody who was there or sent apologies: the printed words, and the delegation, role and person in them."""

    words: str
    delegation: DelegationName | None
    role: str
    person: str
    status: str
    line: int


@dataclass(frozen=True, slots=True)
class AreaOfWork:
    """An area, who leads it and who cooperates, as the agenda, the minutes or the contact list say.

    `status_words` is the printed word for where it stands ("requested", "undertaken"); `proposer` who asked for it;
    `announced` the sentence above the list, where it confirms the list.
    """

    name: str
    lead_words: str
    lead: DelegationName | None
    cooperating: tuple[DelegationName, ...]
    status_words: str
    proposer_words: str
    proposer: DelegationName | None
    note: str
    source: str
    words: str
    line: int
    announced: str = ""


@dataclass(frozen=True, slots=True)
class StatusSaid:
    """What the minutes say of a delegation: the status, the area ("" where none is meant), the sentence, its line."""

    status: str
    delegation: DelegationName
    area_name: str
    words: str
    line: int


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """An item with its number as printed ("3", "3.1", "" for a point), title, who introduces it, areas, and points."""

    number: str
    title: str
    presenter_words: str
    presenter: DelegationName | None
    note: str
    areas: tuple[AreaOfWork, ...]
    children: tuple["AgendaItem", ...]
    words: str
    lines: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Agenda:
    """The agenda annexed: its heading as printed ("Draft agenda") and its items."""

    heading: str
    items: tuple[AgendaItem, ...]


@dataclass(frozen=True, slots=True)
class Record:
    """The whole record of one meeting. Times are local to the meeting; the zone is not in the text.

    `body_aliases`: other names of the body in the same text. `questions`: what a person must confirm. `report`: one
    entry for each non-blank line.
    """

    title: str
    document_title: str
    treaty_words: str
    body_name: str
    body_words: str
    body_aliases: tuple[str, ...]
    date: dt.date | None
    date_words: str
    start: dt.time | None
    end: dt.time | None
    venue: str
    notes: str
    chair_words: str
    chair: DelegationName | None
    facilitator_words: str
    particulars: tuple[str, ...]
    sections: tuple[Section, ...]
    attendance: tuple[Attendee, ...]
    agenda_heading: str
    agenda: tuple[AgendaItem, ...]
    areas: tuple[AreaOfWork, ...]
    statuses: tuple[StatusSaid, ...]
    contact_list: ContactList | None
    alike: tuple[Alike, ...]
    questions: tuple[Question, ...]
    report: tuple[LineReport, ...]
