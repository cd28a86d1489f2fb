"""A change of structure of a text: what it wrote, which numbers it changed, and how it is taken back.

with Structure(document, rows, by=by, now=now) as change:
    …
    change.touch(rows)
change.done
"""

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from ccm_portal import audit, history
from ccm_portal.actors import Actor
from meetings.models import Document, Paragraph
from meetings.paragraphs import COALESCE
from meetings.signals import paragraphs_changed
from meetings.text import numbering


@dataclass(frozen=True)
class Step:
    """How one paragraph changed: the numbers of its rows of history before (None: it was not there) and after."""

    id: uuid.UUID
    before: int | None
    after: int


@dataclass
class Done:
    """What became of a request.

    rows: the paragraphs it touched, as they are now, and `places` of those that stand: which one stands before each in
    its section, None for the first. numbers: those that changed. steps: what `undo` takes back; empty where only words
    changed, which the browser's own field undoes.
    """

    rows: list[Paragraph] = field(default_factory=list)
    places: dict[uuid.UUID, uuid.UUID | None] = field(default_factory=dict)
    numbers: dict[uuid.UUID, str] = field(default_factory=dict)
    steps: list[Step] = field(default_factory=list)


def tell(document: Document, event: str, rows: Iterable[Paragraph], *, by: Actor, now: dt.datetime) -> None:
    """The audit log and the apps above know of the change; all in the transaction of the verb."""
    audit.record_sitting(event, document, by=by, now=now, within=COALESCE, body=document.body_id)
    touched = {row.pk for row in rows}
    paragraphs_changed.send(Document, document=document, by=by, now=now, touched=touched)


class Structure:
    """A change of structure: gathers what it wrote, so that it can be undone, and the numbers it changed."""

    def __init__(
        self,
        document: Document,
        rows: Sequence[Paragraph],
        *,
        by: Actor,
        now: dt.datetime,
        event: str = "structure changed",
    ) -> None:
        self.document, self.by, self.now, self.event = document, by, now, event
        self.before = {row.pk: _latest(row) for row in rows}
        self.numbers = dict(_order(document)[0])
        self.done = Done()
        self._gathering = history.gathered()

    def __enter__(self) -> "Structure":
        self.written = self._gathering.__enter__()
        return self

    def touch(self, rows: Sequence[Paragraph]) -> None:
        """These are the paragraphs, as they are now."""
        self.done.rows = list(rows)

    def __exit__(self, *problem: Any) -> None:
        self._gathering.__exit__(*problem)
        if problem[0] is not None:
            return
        touched = {row.pk for row in self.done.rows}
        after = {uuid.UUID(one.pk): one.number for one in self.written if one.model == Paragraph._meta.label}
        self.done.steps = [Step(pk, self.before.get(pk), number) for pk, number in after.items()]
        numbers, places = _order(self.document)
        self.done.numbers = {pk: number for pk, number in numbers.items() if self.numbers.get(pk) != number}
        self.done.places = {pk: places[pk] for pk in touched if pk in places}
        if after:
            tell(self.document, self.event, self.done.rows, by=self.by, now=self.now)


def _latest(row: Paragraph) -> int | None:
    number: int | None = (
        row.history.order_by("-history_date", "-history_id").values_list("history_id", flat=True).first()
    )
    return number


def _order(document: Document) -> tuple[dict[uuid.UUID, str], dict[uuid.UUID, uuid.UUID | None]]:
    """Of every paragraph that stands, its number, and which one stands before it in its section. One query."""
    rows = Paragraph.objects.filter(
        section__document=document, section__removed_at=None, removed_at=None
    ).order_by("section__rank", "section_id", "rank", "pk")
    found = list(rows.values_list("pk", "kind", "section_id"))
    labels = numbering.numbers(kind for _pk, kind, _section_id in found)
    numbers, places = {}, {}
    previous: tuple[uuid.UUID | None, uuid.UUID | None] = (None, None)
    for pk, _kind, section_id in found:
        numbers[pk] = next(labels)
        places[pk] = previous[0] if previous[1] == section_id else None
        previous = (pk, section_id)
    return numbers, places
