"""What the desk's page of a text shows of it: sections with their paragraphs as rows that can be typed into."""

import datetime as dt
import json
from dataclasses import asdict, dataclass
from typing import Any

from django.db.models import prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext as _

from friends import roster
from friends.models import Delegation
from meetings import agendas, approvals, documents, revisions
from meetings.models import AgendaItem, Document, Paragraph, Section
from meetings.paragraphs import Wording
from meetings.text import numbering, runs

Kind = Paragraph.Kind
PLAIN = (Kind.PARAGRAPH, Kind.HEADING, Kind.BULLET, Kind.NUMBERED)


@dataclass(frozen=True)
class Line:
    """A paragraph as the page has it: its number and anchor, what people call it, its wording as JSON."""

    row: Paragraph
    number: str
    place: str

    @property
    def anchor(self) -> str:
        return runs.anchor({"number": self.number, "id": str(self.row.pk)})

    @property
    def shown(self) -> str:
        """The number as it stands in the margin: of a list item its letter alone."""
        return self.number.partition(" ")[2] if self.row.kind in numbering.LIST_KINDS else self.number

    @property
    def tag(self) -> str:
        """What it is and for whom it speaks, or who and when of an action point."""
        row = self.row
        kind = "" if row.kind in PLAIN else row.get_kind_display()
        degree = row.get_degree_display() if row.degree else ""
        unnamed = _("no delegation named yet") if row.kind == Kind.STATEMENT else ""
        parts = (kind, degree, row.speaker_words or unnamed, row.owner_words, row.due_words)
        return " · ".join(str(part) for part in parts if part)

    @property
    def wording(self) -> str:
        return json.dumps(asdict(Wording.of(self.row)), default=str)


@dataclass(frozen=True)
class Part:
    """A section: its number where it answers one item, the items it answers, its paragraphs, how many of what."""

    section: Section
    number: str
    items: list[AgendaItem]
    lines: list[Line]

    @property
    def outcomes(self) -> int:
        return self._count(Kind.DECISION)

    @property
    def actions(self) -> int:
        return self._count(Kind.ACTION)

    def _count(self, kind: str) -> int:
        return sum(line.row.kind == kind for line in self.lines)


def page(text: Document) -> dict[str, Any]:
    """The text for a page on which it is typed; a constant number of queries."""
    nodes = agendas.tree(text.meeting) if text.meeting else []
    numbers = agendas.numbers(nodes)
    parts = [_part(section, rows, numbers) for section, rows in revisions.numbered_sections(text)]
    prefetch_related_objects([item for part in parts for item in part.items], "papers__document")
    return {
        "parts": parts,
        "taken_out": text.sections.exclude(removed_at=None).order_by("-removed_at", "rank"),
        "editable": text.status in documents.EDITABLE,
        "agenda_nodes": agendas.flat(nodes),
        "asked": approvals.asked(nodes, text.meeting) if text.meeting else [],
        "delegations": delegations(text, timezone.localdate(timezone=text.body.zone)),
        "kinds": Kind.choices,
        "degrees": Paragraph.Degree.choices,
        "speaks": Paragraph.Speaks.choices,
    }


def _part(section: Section, rows: list[tuple[Paragraph, str]], numbers: dict[Any, str]) -> Part:
    items = list(section.agenda_items.all())
    number = numbers.get(items[0].pk, "") if len(items) == 1 else ""
    return Part(section, number, items, [_line(row, label) for row, label in rows])


def _line(row: Paragraph, number: str) -> Line:
    return Line(row, number, revisions.place(row, number))


def delegations(text: Document, day: dt.date) -> list[Delegation]:
    """Those on the contact list of the day: whom an action point or a paragraph may name."""
    return [seat.delegation for seat in roster.seats_on(text.body, day)]
