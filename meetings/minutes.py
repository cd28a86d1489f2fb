"""Minutes: laid out for a meeting, edited section by section."""

import datetime as dt
import re
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from django.db import transaction
from django.utils.translation import gettext as _

from ccm_portal import audit, history, ranks
from ccm_portal.actors import Actor
from meetings import agendas, documents, paragraphs
from meetings.models import AgendaItem, Document, Meeting, Paragraph, Section
from meetings.paragraphs import EditConflict, Wording
from meetings.signals import paragraphs_changed
from meetings.text import typed

BLANK_LINE = re.compile(r"\n[ \t]*\n+")


class MinutesExist(Exception):
    """The meeting has minutes already."""


@dataclass(frozen=True)
class SectionText:
    """A section to lay out: heading, wordings in order, the agenda items it answers."""

    heading: str
    wordings: list[Wording]
    items: list[AgendaItem] = field(default_factory=list)


@dataclass(frozen=True)
class Edit:
    """What a form says about one paragraph: `id` None for a new one put after `after` (None: at the end)."""

    wording: Wording
    id: uuid.UUID | None = None
    version: int = 0
    remove: bool = False
    after: uuid.UUID | None = None


@dataclass(frozen=True)
class Conflict:
    """An edit that was not saved because somebody else was first; both texts, to choose from."""

    mine: Edit
    theirs: Paragraph


@dataclass
class Saved:
    """What became of a section's form."""

    changed: int = 0
    conflicts: list[Conflict] = field(default_factory=list)


@transaction.atomic
def create(
    meeting: Meeting,
    *,
    title: str,
    sections: Iterable[SectionText],
    by: Actor,
    now: dt.datetime,
    reason: str = "",
) -> Document:
    """The meeting has minutes in drafting with these sections. Raises MinutesExist."""
    if meeting.documents.filter(kind=Document.Kind.MINUTES).exists():
        raise MinutesExist(_("This meeting has minutes already."))
    document = Document(
        body=meeting.body, meeting=meeting, kind=Document.Kind.MINUTES, title=title, created_at=now
    )
    history.save(document, by=by, reason=reason)
    sections = list(sections)
    for rank, text in zip(ranks.first(len(sections)), sections, strict=True):
        _lay_out(document, text, rank, by=by, now=now, reason=reason)
    audit.record("minutes created", document, by=by, now=now, body=meeting.body_id)
    paragraphs_changed.send(Document, document=document, by=by, now=now)
    return document


def _lay_out(
    document: Document, text: SectionText, rank: str, *, by: Actor, now: dt.datetime, reason: str
) -> None:
    section = Section(document=document, rank=rank, heading=text.heading)
    history.save(section, by=by, reason=reason, at=now)
    section.agenda_items.set(text.items)
    last: Paragraph | None = None
    for wording in text.wordings:
        last = paragraphs.add(section, wording, after=last, by=by, now=now, reason=reason)


def from_agenda(meeting: Meeting, *, title: str, by: Actor, now: dt.datetime) -> Document:
    """Minutes with one empty section per agenda item, in order. Raises MinutesExist."""
    sections = [SectionText(node.item.title, [], [node.item]) for node in agendas.tree(meeting)]
    return create(meeting, title=title, sections=sections, by=by, now=now)


def split(wording: Wording) -> list[Wording]:
    """A text with blank lines in it is several paragraphs; line breaks inside one become spaces.

    A statement for the record stands as it was handed in, in one piece.
    """
    if wording.kind == Paragraph.Kind.STATEMENT:
        return [replace(wording, text=typed.with_lines(wording.text))]
    pieces = [" ".join(piece.split()) for piece in BLANK_LINE.split(wording.text.replace("\r\n", "\n"))]
    pieces = [piece for piece in pieces if piece] or [""]
    first = replace(wording, text=pieces[0])
    return [first, *(replace(wording, text=piece, owner_words="", due_words="") for piece in pieces[1:])]


@transaction.atomic
def save_section(section: Section, edits: Iterable[Edit], *, by: Actor, now: dt.datetime) -> Saved:
    """Every edit that can be saved is saved; the others come back as conflicts with both texts.

    A paragraph left empty, or marked to be removed, is no longer part of the text (its history stays).
    Raises documents.NotNow where the text no longer changes.
    """
    documents.check_editable(section.document)
    standing = {row.pk: row for row in section.paragraphs.filter(removed_at=None)}
    saved = Saved()
    for edit in edits:
        try:
            saved.changed += _save_one(section, edit, standing, by=by, now=now)
        except EditConflict as conflict:
            saved.conflicts.append(Conflict(edit, conflict.theirs))
    if saved.changed:
        audit.record(
            "section edited", section, by=by, now=now, body=section.document.body_id, paragraphs=saved.changed
        )
        paragraphs_changed.send(Document, document=section.document, by=by, now=now)
    return saved


def _save_one(
    section: Section, edit: Edit, standing: dict[uuid.UUID, Paragraph], *, by: Actor, now: dt.datetime
) -> int:
    """Apply one edit; how many paragraphs it changed. Raises EditConflict."""
    first, *rest = split(edit.wording)
    if edit.id is None:
        added = _add_all(section, [first, *rest], _anchor(edit, standing), by=by, now=now)
        # The next new one without a place of its own stands behind it.
        standing |= {row.pk: row for row in added}
        return len(added)
    row = standing.get(edit.id)
    if row is None:
        gone = Paragraph.objects.filter(pk=edit.id, section=section).first()
        if gone is None:
            # Never a paragraph of this section: no page of ours asks that.
            return 0
        raise EditConflict(gone)
    if edit.remove or not first.text:
        paragraphs.remove(edit.id, version=edit.version, by=by, now=now)
        return 1
    changed = 0
    if first != Wording.of(row):
        # Words that go into another paragraph share no history row with a save in which they stood here.
        reason = "split" if rest else ""
        row = paragraphs.change(edit.id, first, version=edit.version, by=by, now=now, reason=reason)
        changed = 1
    return changed + len(_add_all(section, rest, row, by=by, now=now))


def _anchor(edit: Edit, standing: dict[uuid.UUID, Paragraph]) -> Paragraph | None:
    if edit.after is not None and edit.after in standing:
        return standing[edit.after]
    return max(standing.values(), key=lambda row: row.rank, default=None)


def _add_all(
    section: Section, wordings: list[Wording], after: Paragraph | None, *, by: Actor, now: dt.datetime
) -> list[Paragraph]:
    added: list[Paragraph] = []
    for wording in (wording for wording in wordings if wording.text):
        after = paragraphs.add(section, wording, after=after, by=by, now=now)
        added.append(after)
    return added


@transaction.atomic
def move_paragraph(row: Paragraph, *, up: bool, by: Actor, now: dt.datetime) -> None:
    """The paragraph changes places with its neighbour. Raises EditConflict, documents.NotNow."""
    documents.check_editable(row.section.document)
    paragraphs.move(row.pk, up=up, version=row.version, by=by, now=now)


class HeadingConflict(Exception):
    """Somebody else changed the heading first; `theirs` is what stands."""

    def __init__(self, theirs: str) -> None:
        super().__init__(theirs)
        self.theirs = theirs


@transaction.atomic
def rename_section(section: Section, heading: str, *, version: int, by: Actor, now: dt.datetime) -> None:
    """The section has this heading now. Raises HeadingConflict, documents.NotNow."""
    documents.check_editable(section.document)
    if heading == section.heading:
        return
    if not Section.objects.filter(pk=section.pk, version=version).update(version=version + 1):
        raise HeadingConflict(section.heading)
    section.heading, section.version = heading, version + 1
    history.save(section, by=by, at=now)
    audit.record("section renamed", section, by=by, now=now, body=section.document.body_id)


@transaction.atomic
def add_section(document: Document, heading: str, *, by: Actor, now: dt.datetime) -> Section:
    """A new, empty section stands at the end. Raises documents.NotNow."""
    documents.check_editable(document)
    last = document.sections.filter(removed_at=None).last()
    section = Section(
        document=document, heading=heading, rank=ranks.between(last.rank if last else None, None)
    )
    history.save(section, by=by, at=now)
    audit.record("section added", section, by=by, now=now, body=document.body_id)
    return section


@transaction.atomic
def move_section(section: Section, *, up: bool, by: Actor, now: dt.datetime) -> None:
    """The section changes places with its neighbour; at the end it stays. Raises documents.NotNow."""
    documents.check_editable(section.document)
    ordered = list(section.document.sections.filter(removed_at=None))
    at = next((place for place, one in enumerate(ordered) if one.pk == section.pk), None)
    to = None if at is None else at - 1 if up else at + 1
    if to is None or not 0 <= to < len(ordered):
        return
    low_at, high_at = (to - 1, to) if up else (to, to + 1)
    low = ordered[low_at].rank if low_at >= 0 else None
    high = ordered[high_at].rank if high_at < len(ordered) else None
    section.rank = ranks.between(low, high)
    history.save(section, by=by, reason="moved")
    audit.record("section moved", section, by=by, now=now, body=section.document.body_id)
    paragraphs_changed.send(Document, document=section.document, by=by, now=now)


@transaction.atomic
def answer_items(section: Section, items: Iterable[AgendaItem], *, by: Actor, now: dt.datetime) -> bool:
    """The section answers exactly these items of its meeting's agenda; whether that is new. Raises documents.NotNow."""
    documents.check_editable(section.document)
    wanted = {item for item in items if item.meeting_id == section.document.meeting_id}
    if wanted == set(section.agenda_items.all()):
        return False
    section.agenda_items.set(wanted)
    audit.record(
        "section answers items", section, by=by, now=now, body=section.document.body_id, items=len(wanted)
    )
    return True


@transaction.atomic
def remove_section(section: Section, *, by: Actor, now: dt.datetime) -> None:
    """The section and its paragraphs are no longer part of the text; nothing is deleted. Raises documents.NotNow."""
    documents.check_editable(section.document)
    section.removed_at = now
    history.save(section, by=by, reason="removed", at=now)
    audit.record("section removed", section, by=by, now=now, body=section.document.body_id)
    paragraphs_changed.send(Document, document=section.document, by=by, now=now)


@transaction.atomic
def put_section_back(section: Section, *, by: Actor, now: dt.datetime) -> None:
    """The section stands in the text again where it stood, with what was taken out together with it.

    Raises documents.NotNow.
    """
    documents.check_editable(section.document)
    if section.removed_at is None:
        return
    for row in section.paragraphs.filter(removed_at=section.removed_at):
        paragraphs.restore(row.pk, version=row.version, by=by, now=now)
    section.removed_at = None
    history.save(section, by=by, reason="put back", at=now)
    audit.record("section put back", section, by=by, now=now, body=section.document.body_id)
    paragraphs_changed.send(Document, document=section.document, by=by, now=now)


@transaction.atomic
def put_back(row: Paragraph, wording: Wording | None, *, by: Actor, now: dt.datetime) -> Paragraph:
    """The paragraph is part of the text again, with an earlier wording where one is given.

    Raises EditConflict, documents.NotNow.
    """
    document = row.section.document
    documents.check_editable(document)
    if row.removed_at is not None:
        row = paragraphs.restore(row.pk, version=row.version, by=by, now=now)
    if wording is not None:
        row = paragraphs.change(row.pk, wording, version=row.version, by=by, now=now, reason="put back")
    paragraphs_changed.send(Document, document=document, by=by, now=now)
    return row
