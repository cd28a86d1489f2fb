"""The one way a paragraph is written: version-checked, with history, identity kept.

Saves of one actor within `COALESCE` become one history row, never across a freeze, and never under the reason of an
earlier one: what was brought in, or decided, stays readable as it was.
"""

import datetime as dt
import uuid
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction

from ccm_portal import history, ranks
from ccm_portal.actors import Actor
from meetings.models import Paragraph, Section

COALESCE = dt.timedelta(minutes=3)
WRITTEN_FIELDS = ("kind", "level", "text", "owner_words", "due_words", "speaks", "speaker_words", "degree")
# Kinds that speak for somebody, where they say so.
SPEAKING = (Paragraph.Kind.PARAGRAPH, Paragraph.Kind.DECISION, Paragraph.Kind.STATEMENT)


class EditConflict(Exception):
    """Somebody else saved the paragraph first. `theirs` is what stands now."""

    def __init__(self, theirs: Paragraph) -> None:
        super().__init__(str(theirs.pk))
        self.theirs = theirs


@dataclass(frozen=True)
class Wording:
    """What a paragraph says: its kind, its inline Markdown, who and when, for whom it speaks, how far it was agreed."""

    text: str
    kind: str = Paragraph.Kind.PARAGRAPH
    level: int = 0
    owner_words: str = ""
    due_words: str = ""
    speaks: str = ""
    speaker_words: str = ""
    degree: str = ""

    def kept(self) -> "Wording":
        """The same with what its kind has no place for left out."""
        is_action, speaks = self.kind == Paragraph.Kind.ACTION, self.speaks if self.kind in SPEAKING else ""
        return replace(
            self,
            owner_words=self.owner_words if is_action else "",
            due_words=self.due_words if is_action else "",
            speaks=speaks,
            speaker_words=self.speaker_words if speaks else "",
            degree=self.degree if self.kind == Paragraph.Kind.DECISION else "",
        )

    @classmethod
    def of(cls, paragraph: Paragraph) -> "Wording":
        return cls(**{name: getattr(paragraph, name) for name in WRITTEN_FIELDS})


def _apply(paragraph: Paragraph, wording: Wording) -> None:
    kept = wording.kept()
    for name in WRITTEN_FIELDS:
        setattr(paragraph, name, getattr(kept, name))


def _coalesced_row(paragraph: Paragraph, *, by: Actor, now: dt.datetime) -> object | None:
    """The history row this save may be written into, or None for a row of its own."""
    last = paragraph.history.order_by("-history_date", "-history_id").first()
    if last is None or last.history_user_id != by.id or last.history_date < now - COALESCE:
        return None
    if last.history_change_reason:
        return None
    frozen_since = paragraph.section.document.revisions.filter(frozen_at__gte=last.history_date).exists()
    return None if frozen_since or last.removed_at != paragraph.removed_at else last


def _save(paragraph: Paragraph, *, by: Actor, now: dt.datetime, reason: str) -> None:
    paragraph.saved_at = now
    row = None if reason else _coalesced_row(paragraph, by=by, now=now)
    if row is None:
        history.save(paragraph, by=by, reason=reason, at=now)
        return
    history.save_silently(paragraph, by=by)
    for name in (*WRITTEN_FIELDS, "version", "rank", "section_id", "saved_at"):
        setattr(row, name, getattr(paragraph, name))
    row.save()  # type: ignore[attr-defined]


def _claim(paragraph_id: uuid.UUID, version: int) -> Paragraph:
    """Lock the paragraph at this version. Raises EditConflict when it has moved on."""
    won = Paragraph.objects.filter(pk=paragraph_id, version=version).update(version=version + 1)
    paragraph = Paragraph.objects.select_related("section__document").get(pk=paragraph_id)
    if not won:
        raise EditConflict(paragraph)
    return paragraph


@transaction.atomic
def change(
    paragraph_id: uuid.UUID, wording: Wording, *, version: int, by: Actor, now: dt.datetime, reason: str = ""
) -> Paragraph:
    """The paragraph says `wording` now. Raises EditConflict unless `version` is the one that stands."""
    paragraph = _claim(paragraph_id, version)
    _apply(paragraph, wording)
    _save(paragraph, by=by, now=now, reason=reason)
    return paragraph


@transaction.atomic
def add(
    section: Section,
    wording: Wording,
    *,
    after: Paragraph | None,
    by: Actor,
    now: dt.datetime,
    reason: str = "",
) -> Paragraph:
    """A new paragraph stands after `after`, or first in the section."""
    siblings = list(section.paragraphs.filter(removed_at=None).values_list("rank", flat=True))
    low = after.rank if after else None
    high = next((rank for rank in siblings if low is None or rank > low), None)
    return add_at(section, wording, ranks.between(low, high), id_=uuid.uuid4(), by=by, now=now, reason=reason)


@transaction.atomic
def add_at(
    section: Section,
    wording: Wording,
    rank: str,
    *,
    id_: uuid.UUID,
    by: Actor,
    now: dt.datetime,
    reason: str = "",
) -> Paragraph:
    """A new paragraph with this identity stands at this rank."""
    paragraph = Paragraph(id=id_, section=section, rank=rank, saved_at=now)
    _apply(paragraph, wording)
    return history.save(paragraph, by=by, reason=reason, at=now)


@transaction.atomic
def remove(
    paragraph_id: uuid.UUID, *, version: int, by: Actor, now: dt.datetime, reason: str = ""
) -> Paragraph:
    """The paragraph is no longer part of the text. It is marked, never deleted. Raises EditConflict."""
    paragraph = _claim(paragraph_id, version)
    paragraph.removed_at = now
    _save(paragraph, by=by, now=now, reason=reason or "removed")
    return paragraph


@transaction.atomic
def restore(
    paragraph_id: uuid.UUID, *, version: int, by: Actor, now: dt.datetime, reason: str = ""
) -> Paragraph:
    """A removed paragraph is part of the text again, where it stood. Raises EditConflict."""
    paragraph = _claim(paragraph_id, version)
    paragraph.removed_at = None
    _save(paragraph, by=by, now=now, reason=reason or "put back")
    return paragraph


@transaction.atomic
def move(paragraph_id: uuid.UUID, *, up: bool, version: int, by: Actor, now: dt.datetime) -> Paragraph:
    """The paragraph changes places with its neighbour; at the end it stays. Raises EditConflict."""
    paragraph = _claim(paragraph_id, version)
    ordered = list(paragraph.section.paragraphs.filter(removed_at=None))
    at = next(i for i, row in enumerate(ordered) if row.pk == paragraph.pk)
    to = at - 1 if up else at + 1
    if 0 <= to < len(ordered):
        low_at, high_at = (to - 1, to) if up else (to, to + 1)
        low = ordered[low_at].rank if low_at >= 0 else None
        high = ordered[high_at].rank if high_at < len(ordered) else None
        paragraph.rank = ranks.between(low, high)
    _save(paragraph, by=by, now=now, reason="moved")
    return paragraph


@transaction.atomic
def place(
    paragraph_id: uuid.UUID,
    section: Section,
    rank: str,
    *,
    version: int,
    by: Actor,
    now: dt.datetime,
    reason: str = "",
) -> Paragraph:
    """The paragraph stands in this section at this rank. Raises EditConflict."""
    paragraph = _claim(paragraph_id, version)
    paragraph.section, paragraph.rank = section, rank
    _save(paragraph, by=by, now=now, reason=reason or "moved")
    return paragraph


@transaction.atomic
def return_to(
    paragraph_id: uuid.UUID,
    state: Any,
    section: Section,
    *,
    version: int,
    by: Actor,
    now: dt.datetime,
    reason: str = "",
) -> Paragraph:
    """The paragraph is what it was in `state`, a row of its history: words, place, and whether it stands.

    section: the one it stood in. Raises EditConflict.
    """
    paragraph = _claim(paragraph_id, version)
    _apply(paragraph, Wording.of(state))
    paragraph.section, paragraph.rank, paragraph.removed_at = section, state.rank, state.removed_at
    _save(paragraph, by=by, now=now, reason=reason or "put back")
    return paragraph
