"""A text as it was at a moment: read from the history of its sections and paragraphs, and brought back.

What stands around it (title, meeting, attendance, agenda, and with it the numbers of sections) is that of today. Saves
of one person within `paragraphs.COALESCE` are one entry of the history, dated by the first of them.
"""

import datetime as dt
import re
import uuid
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import F, Value, prefetch_related_objects
from django.db.models.functions import Left
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from ccm_portal import recorded
from ccm_portal.actors import Actor
from ccm_portal.canonical import canonical, sha256
from meetings import documents, paragraphs, revisions, whole_texts
from meetings.models import Document, Paragraph, Section
from meetings.paragraphs import Wording
from meetings.whole_texts import Moved, Plan, PlannedRow, PlannedSection

CHANGED, ADDED, REMOVED, BACK, MOVED = "changed", "added", "removed", "back", "moved"
# What the verbs of paragraphs write as reasons of their own: no person gave them.
ORDINARY = (
    *("", "removed", "put back", "moved", "split", "joined", "pasted", "undone"),
    "said what it is",
)
BEGINNING, SHOWN = 80, 3
KEY = re.compile(r"(?:19|20)\d\d-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,6})?Z", re.ASCII)


class NoSuchMoment(ValueError):
    """What was asked for is no moment; where a person typed it, the sentence says why."""


# --- what a moment is called ---------------------------------------------------------------------------------------


def key(moment: dt.datetime) -> str:
    """What addresses call a moment: "2026-11-02T09:00:00.250000Z"."""
    return moment.astimezone(dt.UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def from_key(words: str) -> dt.datetime:
    """The moment of such a key. Raises NoSuchMoment."""
    try:
        if KEY.fullmatch(words):
            return dt.datetime.fromisoformat(words)
    except ValueError as problem:
        raise NoSuchMoment(words) from problem
    raise NoSuchMoment(words)


def named(document: Document, moment: dt.datetime) -> str:
    """What people call it, in the zone of the body: "2 November 2026, 10:00:00"."""
    return formats.date_format(timezone.localtime(moment, document.body.zone), "j F Y, H:i:s")


# --- the text at a moment -----------------------------------------------------------------------------------------


def sections(document: Document, moment: dt.datetime) -> revisions.Sections:
    """The sections with their paragraphs as they were recorded at `moment`; to be read, never to be saved.

    moment: aware; a save of that very instant counts. Three queries.
    """
    parts = recorded.instances(recorded.rows_of(document.sections.all(), moment).filter(removed_at=None))
    prefetch_related_objects(parts, "agenda_items")
    ever = Paragraph.objects.filter(section__document=document)
    rows: list[Paragraph] = recorded.instances(recorded.rows_of(ever, moment).filter(removed_at=None))
    by_section: dict[uuid.UUID, list[Paragraph]] = {part.pk: [] for part in parts}
    for row in sorted(rows, key=_order):
        # A section that is taken out takes its paragraphs along.
        by_section.get(row.section_id, []).append(row)
    return [(part, by_section[part.pk]) for part in sorted(parts, key=_order)]


def _order(row: Section | Paragraph) -> tuple[str, uuid.UUID]:
    return row.rank, row.pk


def content(document: Document, moment: dt.datetime) -> dict[str, Any]:
    """The text as it was recorded at `moment` (schema of meetings.revisions); a constant number of queries."""
    return revisions.content(document, sections(document, moment))


# --- which moments there are --------------------------------------------------------------------------------------


class Change(NamedTuple):
    """One paragraph or heading that was changed, added, removed, put back or moved: how it began then."""

    kind: str
    is_section: bool
    beginning: str


@dataclass
class Moment:
    """What one person did within a few minutes, or at one go under a reason.

    at: of the last save of it: the text as of then holds all of it. who: as the history names them, "" where it names
    nobody; kind: of the actor.
    """

    at: dt.datetime
    began: dt.datetime
    actor: uuid.UUID | None
    kind: str
    who: str
    reason: str
    changes: list[Change] = field(default_factory=list)

    @property
    def counts(self) -> dict[str, int]:
        """How many paragraphs and headings were changed, by kind; zeros left out."""
        counts = Counter(change.kind for change in self.changes)
        return {kind: counts[kind] for kind in (CHANGED, ADDED, REMOVED, BACK, MOVED) if counts[kind]}

    @property
    def shown(self) -> list[Change]:
        """The first few of them that say anything."""
        return [change for change in self.changes if change.beginning][:SHOWN]

    @property
    def more(self) -> int:
        """How many are not shown."""
        return len(self.changes) - len(self.shown)


class _Row(NamedTuple):
    """A history row of a section or paragraph."""

    at: dt.datetime
    number: int
    is_section: bool
    pk: uuid.UUID
    type: str
    actor: uuid.UUID | None
    kind: str
    who: str
    reason: str
    removed_at: dt.datetime | None
    place: tuple[uuid.UUID | None, str]
    beginning: str


def of(document: Document) -> list[Moment]:
    """The moments at which the text changed, newest first; three queries whatever its length."""
    frozen = list(document.revisions.order_by("frozen_at").values_list("frozen_at", flat=True))
    found: list[Moment] = []
    last: dict[uuid.UUID, _Row] = {}
    seen: set[uuid.UUID] = set()
    for row in _rows(document):
        if not found or not _goes_on(found[-1], row, frozen):
            found.append(Moment(row.at, row.at, row.actor, row.kind, row.who, _given(row.reason)))
            seen = set()
        found[-1].at = row.at
        change = Change(_kind(row, last.get(row.pk)), row.is_section, row.beginning)
        if row.pk not in seen:
            found[-1].changes.append(change)
        seen.add(row.pk)
        last[row.pk] = row
    return found[::-1]


def _given(reason: str) -> str:
    """The reason, where a person gave one."""
    return "" if reason in ORDINARY else reason


def _goes_on(moment: Moment, row: _Row, frozen: list[dt.datetime]) -> bool:
    # What was frozen is a state of its own, and so is what was written after it.
    if bisect_left(frozen, moment.at) != bisect_left(frozen, row.at):
        return False
    same = (moment.actor, moment.reason) == (row.actor, _given(row.reason))
    # What was done under a reason was done at one instant; twice the same is two moments.
    return same and (row.at == moment.at if moment.reason else row.at - moment.began <= paragraphs.COALESCE)


def _kind(row: _Row, before: _Row | None) -> str:
    if before is None or row.type == "+":
        return ADDED
    if row.removed_at != before.removed_at:
        return REMOVED if row.removed_at else BACK
    return MOVED if row.place != before.place else CHANGED


def _rows(document: Document) -> list[_Row]:
    """All history rows of the text, oldest first."""
    parts = Section.history.filter(document=document).annotate(
        of=F("document_id"), says=Left("heading", BEGINNING), is_section=Value(True)
    )
    rows = Paragraph.history.filter(section__document=document).annotate(
        of=F("section_id"), says=Left("text", BEGINNING), is_section=Value(False)
    )
    found = [_row(values) for query in (parts, rows) for values in query.values_list(*COLUMNS)]
    return sorted(found, key=lambda row: (row.at, row.is_section, row.number))


COLUMNS = (
    *("history_date", "history_id", "is_section", "id", "history_type", "history_user_id"),
    *("history_actor_kind", "history_person", "history_change_reason", "removed_at", "of", "rank", "says"),
)


def _row(values: Iterable[Any]) -> _Row:
    *head, reason, removed_at, of_, rank, says = values
    return _Row._make((*head, reason or "", removed_at, (of_, rank), says))


# --- brought back -------------------------------------------------------------------------------------------------


def plan(document: Document, moment: dt.datetime) -> Plan:
    """What bringing back the text of `moment` would change in the working text."""
    before = revisions.content(document)
    then = sections(document, moment)
    after = revisions.content(document, then)
    return Plan(list(_planned(document, then)), before, after, sha256(canonical(before)))


def _planned(document: Document, then: revisions.Sections) -> Iterator[PlannedSection]:
    """Everything under its identity, whether it stands now or was taken out meanwhile."""
    parts = {part.pk: part for part in document.sections.all()}
    rows = {row.pk: row for row in Paragraph.objects.filter(section__document=document)}
    for part, found in then:
        planned = [PlannedRow(row.pk, rows[row.pk], Wording.of(row)) for row in found]
        yield PlannedSection(part.pk, parts[part.pk], part.heading, planned)


@transaction.atomic
def restore(
    document: Document, moment: dt.datetime, *, seen: str, reason: str, by: Actor, now: dt.datetime
) -> Plan:
    """The working text says what it said at `moment`; gives what was done. Nothing is deleted: it is undone likewise.

    seen: of the plan that was shown. reason: words kept with every paragraph that changes, beside the moment's. Raises
    Moved where somebody changed the text since, documents.NotNow.
    """
    documents.check_editable(document)
    done = plan(document, moment)
    if done.seen != seen:
        raise Moved
    if done.changes_anything:
        why = _("as it stood on %(when)s") % {"when": named(document, moment)}
        why = f"{why}: {reason}" if reason else why
        whole_texts.put_in_place(document, done, event="whole text restored", by=by, now=now, reason=why)
    return done
