"""What a meeting of the demo is made of: agenda, attendance, sections."""

from dataclasses import dataclass

from meetings.models import Attendance
from meetings.paragraphs import Wording


@dataclass(frozen=True)
class Item:
    """An item of an agenda, with the areas of work under it."""

    title: str
    presenter: str = ""
    areas: tuple[str, ...] = ()
    points: tuple[str, ...] = ()


@dataclass(frozen=True)
class Part:
    """A section of the minutes and the place of the agenda item it answers (None: none)."""

    heading: str
    wordings: tuple[Wording, ...]
    item: int | None = None


@dataclass(frozen=True)
class Held:
    """One meeting with the text of its minutes. Times are local to the body."""

    title: str
    begins: str
    ends: str
    venue: str
    chair: str
    agenda: tuple[Item, ...]
    parts: tuple[Part, ...]
    apologies: tuple[str, ...] = ()
    document_title: str = "Minutes and action points"


OBSERVERS = ("ICRC", "CMC", "UNODA")
PRESENT, APOLOGIES, OBSERVER = (
    Attendance.Status.PRESENT,
    Attendance.Status.APOLOGIES,
    Attendance.Status.OBSERVER,
)


def said(text: str) -> Wording:
    return Wording(text)


def point(text: str) -> Wording:
    return Wording(text, kind="bullet")


def agreed(text: str) -> Wording:
    return Wording(text, kind="decision")


def action(text: str, who: str, when: str = "") -> Wording:
    return Wording(text, kind="action", owner_words=who, due_words=when)
