"""A text as it is typed: one paragraph saved, added, split, joined, moved, taken out, put back; and structure undone.

The browser chooses the identity of what it adds and says which version it knows. What it asks twice, because an answer
was lost, happens once: words that stand already are answered as saved. Each verb is one transaction and gives `Done`.

In the audit log stands one row for what somebody types into a text within a few minutes, and one for each kind of
change of its structure: every single change is in the history of its paragraph.
"""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from ccm_portal import ranks
from ccm_portal.actors import Actor
from meetings import documents, paragraphs, structure
from meetings.models import Document, Paragraph, Section
from meetings.paragraphs import EditConflict, Wording
from meetings.structure import Done, Step, Structure
from meetings.text import inline, typed

LONGEST = inline.MAX_READ
LONGEST_WORDS = 250
MOST_ROWS = 2_000


class NotThere(Exception):
    """What the browser speaks of is no part of this text any more, or never was."""


class TooMuch(Exception):
    """More than a paragraph, or one request, can hold; the sentence says how much is allowed."""


class ChangedSince(Exception):
    """What was to be undone was changed since, and would be lost."""


@dataclass(frozen=True)
class Typed:
    """A paragraph as the browser has it: the identity it chose, the version it knows (0: none), what it says."""

    id: uuid.UUID
    wording: Wording
    version: int = 0


def fit(wording: Wording) -> Wording:
    """The wording as it is kept. Raises TooMuch."""
    keep = typed.with_lines if wording.kind in KEEP_LINES else typed.one_line
    wording = replace(
        wording,
        text=keep(wording.text),
        owner_words=typed.one_line(wording.owner_words),
        due_words=typed.one_line(wording.due_words),
        speaker_words=typed.one_line(wording.speaker_words),
    ).kept()
    if len(wording.text) > LONGEST:
        raise TooMuch(
            _("One paragraph has %(n)s characters; %(most)s are the most.")
            % {"n": f"{len(wording.text):,}", "most": f"{LONGEST:,}"}
        )
    if max(map(len, (wording.owner_words, wording.due_words, wording.speaker_words))) > LONGEST_WORDS:
        raise TooMuch(
            _("Who, when and for whom it speaks have %(most)s characters at the most.")
            % {"most": LONGEST_WORDS}
        )
    return wording


# Kinds whose line breaks are part of what was said.
KEEP_LINES = (Paragraph.Kind.STATEMENT,)


# --- the verbs --------------------------------------------------------------------------------------------------------


@transaction.atomic
def write(
    document: Document,
    said: Typed,
    *,
    following: Sequence[Typed] = (),
    reason: str = "",
    by: Actor,
    now: dt.datetime,
) -> Done:
    """The paragraph says these words, and the new ones stand behind it; left without words it is taken out.

    Raises EditConflict, NotThere, TooMuch, documents.NotNow.
    """
    documents.check_editable(document)
    wording = fit(said.wording)
    row = _row(document, said.id)
    if not wording.text and not following:
        return _remove(document, row, said.version, by=by, now=now)
    if _looks_alike(Wording.of(row), wording) and not following:
        return _write_words(document, row, wording, said.version, by=by, now=now)
    with Structure(document, [row], by=by, now=now) as change:
        row = _say(row, wording, said.version, by=by, now=now, reason=reason or "said what it is")
        change.touch([row, *_add(row.section, following, row, by=by, now=now, reason=reason)])
    return change.done


def _looks_alike(one: Wording, other: Wording) -> bool:
    """Whether they differ in nothing but what is typed: kind, place and the like are the same."""
    blank = {"text": "", "owner_words": "", "due_words": "", "speaker_words": ""}
    return replace(one, **blank) == replace(other, **blank)  # type: ignore[arg-type]


def _write_words(
    document: Document, row: Paragraph, wording: Wording, version: int, *, by: Actor, now: dt.datetime
) -> Done:
    was = row.version
    row = _say(row, wording, version, by=by, now=now)
    if row.version != was:
        structure.tell(document, "text typed", [row], by=by, now=now)
    return Done([row])


@transaction.atomic
def add(
    document: Document,
    section_id: uuid.UUID,
    rows: Sequence[Typed],
    *,
    after: uuid.UUID | None,
    reason: str = "",
    by: Actor,
    now: dt.datetime,
) -> Done:
    """New paragraphs stand behind `after`, or first in the section. With a reason they can be undone in one step.

    Raises EditConflict, NotThere, TooMuch, documents.NotNow.
    """
    documents.check_editable(document)
    before = _row(document, after) if after else None
    section = before.section if before else _section(document, section_id)
    with Structure(document, [], by=by, now=now, event="text typed") as change:
        change.touch(_add(section, rows, before, by=by, now=now, reason=reason))
    if not reason:
        change.done.steps = []
    return change.done


@transaction.atomic
def join(document: Document, kept: Typed, gone: Typed, *, by: Actor, now: dt.datetime) -> Done:
    """`kept` says the words of both, `gone` is taken out. Raises EditConflict, NotThere, TooMuch, documents.NotNow."""
    documents.check_editable(document)
    first, second = _row(document, kept.id), _row(document, gone.id)
    with Structure(document, [first, second], by=by, now=now) as change:
        first = _say(first, fit(kept.wording), kept.version, by=by, now=now, reason="joined")
        if second.removed_at is None:
            second = paragraphs.remove(second.pk, version=gone.version, by=by, now=now, reason="joined")
        change.touch([first, second])
    return change.done


@transaction.atomic
def move(document: Document, id_: uuid.UUID, *, up: bool, version: int, by: Actor, now: dt.datetime) -> Done:
    """The paragraph changes places with its neighbour, at the border of a section into the next one.

    Raises EditConflict, NotThere, documents.NotNow.
    """
    documents.check_editable(document)
    row = _row(document, id_)
    with Structure(document, [row], by=by, now=now) as change:
        place = _neighbouring(document, row, up=up)
        if place is not None:
            row = paragraphs.place(row.pk, *place, version=version, by=by, now=now)
        change.touch([row])
    return change.done


@transaction.atomic
def remove(document: Document, id_: uuid.UUID, *, version: int, by: Actor, now: dt.datetime) -> Done:
    """The paragraph is no longer part of the text. Raises EditConflict, NotThere, documents.NotNow."""
    documents.check_editable(document)
    return _remove(document, _row(document, id_), version, by=by, now=now)


def _remove(document: Document, row: Paragraph, version: int, *, by: Actor, now: dt.datetime) -> Done:
    if row.removed_at is not None:
        return Done([row])
    with Structure(document, [row], by=by, now=now) as change:
        change.touch([paragraphs.remove(row.pk, version=version, by=by, now=now)])
    return change.done


@transaction.atomic
def put_back(document: Document, said: Typed, *, by: Actor, now: dt.datetime) -> Done:
    """A paragraph that was taken out stands again, with these words. Raises as `write`."""
    documents.check_editable(document)
    row = _row(document, said.id)
    with Structure(document, [row], by=by, now=now) as change:
        if row.removed_at is not None:
            row = paragraphs.restore(row.pk, version=said.version, by=by, now=now)
        row = _say(row, fit(said.wording), row.version, by=by, now=now, reason="put back")
        change.touch([row])
    return change.done


@transaction.atomic
def undo(document: Document, steps: Sequence[Step], *, by: Actor, now: dt.datetime) -> Done:
    """The paragraphs are again what they were before a change of structure.

    Nothing is undone where one of them was changed since: raises ChangedSince; NotThere, documents.NotNow.
    """
    documents.check_editable(document)
    rows = [_row(document, step.id) for step in steps]
    for row, step in zip(rows, steps, strict=True):
        state = row.history.filter(history_id=step.after).first()
        if state is None or not _same(row, state):
            raise ChangedSince(
                _("This was changed since, so it is not undone. The history of the paragraph has it.")
            )
    with Structure(document, rows, by=by, now=now, event="structure undone") as change:
        change.touch([_undo_one(row, step, by=by, now=now) for row, step in zip(rows, steps, strict=True)])
    return change.done


def _undo_one(row: Paragraph, step: Step, *, by: Actor, now: dt.datetime) -> Paragraph:
    if step.before is None:
        return paragraphs.remove(row.pk, version=row.version, by=by, now=now, reason="undone")
    state = row.history.filter(history_id=step.before).first()
    if state is None:
        raise NotThere(_("This state of the paragraph is not known."))
    section = _section(row.section.document, state.section_id)
    return paragraphs.return_to(row.pk, state, section, version=row.version, by=by, now=now, reason="undone")


def _same(row: Paragraph, state: Any) -> bool:
    """Whether the paragraph still is what this row of its history says."""
    return (
        Wording.of(row) == Wording.of(state)
        and (row.section_id, row.rank) == (state.section_id, state.rank)
        and (row.removed_at is None) == (state.removed_at is None)
    )


# --- rows -------------------------------------------------------------------------------------------------------------


def _row(document: Document, id_: uuid.UUID) -> Paragraph:
    rows = Paragraph.objects.select_related("section__document").filter(section__document=document, pk=id_)
    row = rows.first()
    if row is None:
        raise NotThere(_("This paragraph is no part of the text."))
    return row


def _section(document: Document, id_: uuid.UUID) -> Section:
    section = Section.objects.select_related("document").filter(document=document, pk=id_).first()
    if section is None or section.removed_at is not None:
        raise NotThere(_("The section was taken out of the text meanwhile."))
    return section


def _say(
    row: Paragraph, wording: Wording, version: int, *, by: Actor, now: dt.datetime, reason: str = ""
) -> Paragraph:
    if row.removed_at is None and Wording.of(row) == wording:
        return row
    if row.removed_at is not None:
        raise EditConflict(row)
    return paragraphs.change(row.pk, wording, version=version, by=by, now=now, reason=reason)


def _add(
    section: Section,
    rows: Sequence[Typed],
    after: Paragraph | None,
    *,
    by: Actor,
    now: dt.datetime,
    reason: str,
) -> list[Paragraph]:
    """Those rows that are not there yet, one behind the other. Raises EditConflict, TooMuch."""
    if len(rows) > MOST_ROWS:
        raise TooMuch(
            _("These are %(n)s paragraphs; %(most)s can be put in at once.")
            % {"n": f"{len(rows):,}", "most": f"{MOST_ROWS:,}"}
        )
    wanted = [replace(one, wording=fit(one.wording)) for one in rows]
    wanted = [one for one in wanted if one.wording.text]
    there = Paragraph.objects.select_related("section__document").in_bulk([one.id for one in wanted])
    for row in there.values():
        if row.section.document_id != section.document_id:
            raise NotThere(_("This paragraph is no part of the text."))
    low = after.rank if after else None
    standing = (
        section.paragraphs.filter(removed_at=None).order_by("rank", "id").values_list("rank", flat=True)
    )
    high = next((rank for rank in standing if low is None or rank > low), None)
    places = iter(ranks.several(len(wanted) - len(there), low, high))
    found = []
    for one in wanted:
        if one.id in there:
            found.append(_say(there[one.id], one.wording, one.version, by=by, now=now))
            continue
        rank = next(places)
        found.append(paragraphs.add_at(section, one.wording, rank, id_=one.id, by=by, now=now, reason=reason))
    return found


def _neighbouring(document: Document, row: Paragraph, *, up: bool) -> tuple[Section, str] | None:
    """The section and rank one place up or down; None at either end of the text."""
    siblings = list(row.section.paragraphs.filter(removed_at=None))
    at = next((place for place, one in enumerate(siblings) if one.pk == row.pk), None)
    if at is None:
        raise EditConflict(row)
    if up and at > 0:
        return row.section, ranks.between(siblings[at - 2].rank if at > 1 else None, siblings[at - 1].rank)
    if not up and at + 1 < len(siblings):
        following = siblings[at + 2].rank if at + 2 < len(siblings) else None
        return row.section, ranks.between(siblings[at + 1].rank, following)
    return _over_the_border(document, row, up=up)


def _over_the_border(document: Document, row: Paragraph, *, up: bool) -> tuple[Section, str] | None:
    sections = list(document.sections.filter(removed_at=None))
    at = next(place for place, one in enumerate(sections) if one.pk == row.section_id)
    to = at - 1 if up else at + 1
    if not 0 <= to < len(sections):
        return None
    there = list(sections[to].paragraphs.filter(removed_at=None).values_list("rank", flat=True))
    if up:
        return sections[to], ranks.between(there[-1] if there else None, None)
    return sections[to], ranks.between(None, there[0] if there else None)
