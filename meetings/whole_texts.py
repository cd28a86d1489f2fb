"""A whole text edited in one piece: read, matched to what stands, shown as changes, and put in place.

Paragraphs that say the same, moved or not, keep their identity, and with it their comments, history and place in older
revisions; so do those that were reworded and can still be recognised.
"""

import dataclasses
import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypedDict

from django.db import transaction
from django.utils.translation import gettext as _

from ccm_portal import audit, history, ranks
from ccm_portal.actors import Actor
from ccm_portal.canonical import canonical, sha256
from meetings import documents, paragraphs, revisions
from meetings.models import Document, Paragraph, Section
from meetings.paragraphs import Wording
from meetings.signals import paragraphs_changed
from meetings.text import inline, numbering, redline, rematching, whole
from meetings.text.rematching import Known

MOST_CHARACTERS = 2_000_000
LONGEST_HEADING = 500
LONGEST_WORDS = 250


class CannotRead(Exception):
    """The lines are no text of a document; the sentence says what is wrong and where."""


class Moved(Exception):
    """Somebody changed the text since the changes were shown."""


@dataclass(frozen=True)
class Identities:
    """What a file of our own says of the lines read from it: UUID and words of each paragraph and section, in order."""

    paragraphs: Known = ()
    sections: Known = ()


UNKNOWN = Identities()


@dataclass
class PlannedRow:
    """A paragraph as it will stand: its wording, and the one that it continues (maybe taken out), None for a new."""

    id: uuid.UUID
    row: Paragraph | None
    wording: Wording


@dataclass
class PlannedSection:
    """A section as it will stand: the one that it continues (maybe taken out), None for a new one."""

    id: uuid.UUID
    section: Section | None
    heading: str
    rows: list[PlannedRow]


@dataclass
class Plan:
    """What the lines make of a text. `seen`: the SHA-256 of the working text it was held against."""

    sections: list[PlannedSection]
    before: dict[str, Any]
    after: dict[str, Any]
    seen: str

    @property
    def changes_anything(self) -> bool:
        """Whether the text would say anything else, or look otherwise."""
        return bool(self.before["sections"] != self.after["sections"])

    @cached_property
    def comparison(self) -> redline.Comparison:
        """The changes as a page shows them."""
        return redline.Comparison(redline.redline(self.before, self.after, read=inline.to_text), [])


def lines(document: Document) -> str:
    """The working text as lines."""
    return whole.write(revisions.content(document))


def plan(document: Document, text: str, known: Identities = UNKNOWN) -> Plan:
    """What these lines would make of the working text. known: of a file they were read from. Raises CannotRead."""
    parts = _read(text)
    standing = revisions.working_sections(document)
    before = revisions.content(document)
    sections = _matched(parts, standing, document, known)
    return Plan(sections, before, _content(before, sections), sha256(canonical(before)))


def _read(text: str) -> list[whole.Part]:
    if len(text) > MOST_CHARACTERS:
        raise CannotRead(
            _("The text has %(n)s characters; %(most)s are the most.")
            % {"n": f"{len(text):,}", "most": f"{MOST_CHARACTERS:,}"}
        )
    parts = whole.read(text)
    for number, part in enumerate(parts, start=1):
        if not part.heading:
            words = part.rows[0].text[:60] if part.rows else ""
            raise CannotRead(
                _("Section %(number)s has no heading: put a line “# Heading” before “%(words)s”.")
                % {"number": number, "words": words}
            )
        if len(part.heading) > LONGEST_HEADING:
            raise CannotRead(
                _("The heading “%(words)s…” is too long: a heading has %(most)s characters at the most.")
                % {"words": part.heading[:60], "most": LONGEST_HEADING}
            )
        for row in part.rows:
            if max(len(row.owner), len(row.due)) > LONGEST_WORDS:
                raise CannotRead(
                    _("Who and when of the action point “%(words)s” have %(most)s characters at the most.")
                    % {"words": row.text[:60], "most": LONGEST_WORDS}
                )
    return parts


def _matched(
    parts: Sequence[whole.Part],
    standing: Sequence[tuple[Section, list[Paragraph]]],
    document: Document,
    known: Identities,
) -> list[PlannedSection]:
    old_sections = {str(section.pk): section for section, _rows in standing}
    old_rows = {str(row.pk): row for _section, found in standing for row in found}
    headings = _continued(
        {key: _line(section.heading) for key, section in old_sections.items()},
        [part.heading for part in parts],
        [pair for pair in known.sections if pair[0] in old_sections],
    )
    # What was taken out since the file was made comes back as what it was.
    gone = {identity for identity, _words in known.paragraphs} - old_rows.keys()
    taken_out = Paragraph.objects.filter(pk__in=gone, section__document=document) if gone else ()
    also = {str(row.pk): row for row in taken_out}
    continued = _continued(
        {key: _line(row.text) for key, row in old_rows.items()},
        [_line(row.text) for part in parts for row in part.rows],
        [pair for pair in known.paragraphs if pair[0] in old_rows or pair[0] in also],
    )
    rows = iter(continued)
    every = old_rows | also
    sections = []
    for part, was in zip(parts, headings, strict=True):
        section = old_sections[was] if was else None
        planned = [_planned(row, every.get(next(rows))) for row in part.rows]
        heading = section.heading if section and _line(section.heading) == part.heading else part.heading
        sections.append(PlannedSection(section.pk if section else uuid.uuid4(), section, heading, planned))
    return sections


def _continued(old: dict[str, str], new: Sequence[str], known: Known) -> list[str]:
    """For each of the new words the identity it continues, "" for new ones: what is known first, then likeness."""
    found = rematching.claim(known, new)
    claimed = set(found)
    left = [key for key in old if key not in claimed]
    rest = [place for place, identity in enumerate(found) if not identity]
    matched = rematching.match([old[key] for key in left], [new[place] for place in rest])
    for place, was in zip(rest, matched, strict=True):
        found[place] = left[was] if was is not None else ""
    return found


def _planned(row: whole.Row, was: Paragraph | None) -> PlannedRow:
    wording = Wording(row.text, row.kind, row.level, row.owner, row.due)
    if was is not None:
        # For whom it speaks and how far it was agreed stand in no line: they stay with the paragraph.
        stays = Wording.of(was)
        wording = dataclasses.replace(
            wording, speaks=stays.speaks, speaker_words=stays.speaker_words, degree=stays.degree
        ).kept()
    if was is not None and _line(was.text) == _line(row.text):
        # What differs in blanks only is as it was.
        wording = dataclasses.replace(wording, text=was.text)
    return PlannedRow(was.pk if was else uuid.uuid4(), was, wording)


def _line(words: str) -> str:
    return " ".join(words.split())


def _content(before: dict[str, Any], sections: Sequence[PlannedSection]) -> dict[str, Any]:
    """The content value that the working text will have; new rows have an id of their own already."""
    numbers = {section["id"]: section["number"] for section in before["sections"]}
    labels = numbering.numbers(row.wording.kind for section in sections for row in section.rows)
    return before | {
        "sections": [
            {
                "id": str(section.id),
                "number": numbers.get(str(section.id), ""),
                "heading": section.heading,
                "paragraphs": [_row(row, next(labels)) for row in section.rows],
            }
            for section in sections
        ]
    }


def _row(row: PlannedRow, number: str) -> dict[str, Any]:
    return {
        "id": str(row.id),
        "number": number,
        "kind": row.wording.kind,
        "level": row.wording.level,
        "text": row.wording.text,
        "owner": row.wording.owner_words,
        "due": row.wording.due_words,
        **revisions.said_of(row.wording),
    }


@transaction.atomic
def replace(
    document: Document, text: str, *, seen: str, by: Actor, now: dt.datetime, known: Identities = UNKNOWN
) -> Plan:
    """The working text says what the lines say; gives what was done.

    `seen`: of the plan that was shown. Raises CannotRead, Moved, documents.NotNow.
    """
    documents.check_editable(document)
    done = plan(document, text, known)
    if done.seen != seen:
        raise Moved
    if done.changes_anything:
        put_in_place(document, done, event="whole text replaced", by=by, now=now)
    return done


class _Who(TypedDict):
    by: Actor
    now: dt.datetime
    reason: str


def put_in_place(
    document: Document, done: Plan, *, event: str, by: Actor, now: dt.datetime, reason: str = ""
) -> None:
    """The working text is as planned: inside the transaction of a verb that holds the document, under its `event`."""
    sections = _place_sections(document, done, by=by, now=now, reason=reason)
    kept = {row.id for planned in done.sections for row in planned.rows}
    # After the sections: in one that came back paragraphs may stand which were added to it later.
    gone = [
        row for _section, rows in revisions.working_sections(document) for row in rows if row.pk not in kept
    ]
    for row in gone:
        paragraphs.remove(row.pk, version=row.version, by=by, now=now, reason=reason)
    for section, planned in zip(sections, done.sections, strict=True):
        _place_rows(section, planned.rows, by=by, now=now, reason=reason)
    _remove_sections(document, sections, by=by, now=now, reason=reason)
    counts = {kind: str(number) for kind, number in done.comparison.summary.items()}
    audit.record(event, document, by=by, now=now, body=document.body_id, **counts)
    paragraphs_changed.send(Document, document=document, by=by, now=now)


def _place_sections(
    document: Document, done: Plan, *, by: Actor, now: dt.datetime, reason: str
) -> list[Section]:
    """The planned sections in their order, those that are new or moved with a rank between their neighbours."""
    standing = {section.pk: section for section, _rows in revisions.working_sections(document)}
    stay = _stay([(pk, section.rank) for pk, section in standing.items()], [one.id for one in done.sections])
    found: list[Section] = []
    last: str | None = None
    for index, planned in enumerate(done.sections):
        section = standing.get(planned.id) or planned.section or Section(id=planned.id, document=document)
        following = next(
            (standing[one.id].rank for one in done.sections[index + 1 :] if one.id in stay), None
        )
        moved = planned.id not in stay
        if moved:
            section.rank, section.removed_at = ranks.between(last, following), None
        if moved or section.heading != planned.heading:
            section.version += 0 if section._state.adding else 1
            section.heading = planned.heading
            history.save(section, by=by, at=now, reason=reason)
        last = section.rank
        found.append(section)
    return found


def _place_rows(
    section: Section, rows: Sequence[PlannedRow], *, by: Actor, now: dt.datetime, reason: str
) -> None:
    """The rows of a section in their order: put back, moved, reworded, added."""
    standing = [(row.pk, row.rank) for row in section.paragraphs.filter(removed_at=None)]
    stay = _stay(standing, [one.id for one in rows])
    who: _Who = {"by": by, "now": now, "reason": reason}
    last: str | None = None
    for index, planned in enumerate(rows):
        following = next(
            (one.row.rank for one in rows[index + 1 :] if one.row is not None and one.id in stay), None
        )
        row = planned.row
        if row is None:
            rank = ranks.between(last, following)
            row = paragraphs.add_at(section, planned.wording, rank, id_=planned.id, **who)
        elif planned.id not in stay:
            if row.removed_at is not None:
                row = paragraphs.restore(row.pk, version=row.version, **who)
            rank = ranks.between(last, following)
            row = paragraphs.place(row.pk, section, rank, version=row.version, **who)
        if Wording.of(row) != planned.wording:
            row = paragraphs.change(row.pk, planned.wording, version=row.version, **who)
        last = row.rank


def _stay(standing: Sequence[tuple[uuid.UUID, str]], wanted: Sequence[uuid.UUID]) -> set[uuid.UUID]:
    """Which rows need no new rank. Of rows with one rank only the first may stay: nothing could be put between."""
    firsts: dict[str, uuid.UUID] = {}
    for pk, rank in standing:
        firsts.setdefault(rank, pk)
    ids = redline.unmoved([str(pk) for pk in firsts.values()], [str(pk) for pk in wanted])
    return {uuid.UUID(id_) for id_ in ids}


def _remove_sections(
    document: Document, kept: Sequence[Section], *, by: Actor, now: dt.datetime, reason: str
) -> None:
    for section in document.sections.filter(removed_at=None).exclude(pk__in=[one.pk for one in kept]):
        section.removed_at = now
        history.save(section, by=by, reason=reason or "removed", at=now)
