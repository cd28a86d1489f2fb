"""Revisions: the content of a document as one canonical JSON value, and freezing it.

The content of a revision is a JSON object (schema `ccm-portal/document/1`): kind, title, language, treaty, body,
meeting, attendance, sections with their paragraphs (each with UUID and printed number), agenda; of a paper also what
`meetings.paper_contents` says. Times are local to the
meeting's time zone, which is named; dates are ISO 8601.
"""

import datetime as dt
import uuid
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from ccm_portal import audit
from ccm_portal.actors import Actor
from ccm_portal.canonical import canonical, sha256
from meetings import agendas, approvals, attendance, papers
from meetings.models import Document, Meeting, Paragraph, Revision, Section
from meetings.paper_contents import paper_content
from meetings.text import numbering

SCHEMA = "ccm-portal/document/1"
# Sections in order, each with its paragraphs in order.
Sections = list[tuple[Section, list[Paragraph]]]


def agenda(meeting: Meeting) -> dict[str, Any]:
    """The agenda of a meeting as a text of its own, in the same shape; a constant number of queries.

    An item also names the papers under it that Friends may read: `papers`, where there are any.
    """
    under = papers.of_items(meeting, access=papers.FOR_FRIENDS)
    # Frozen, and held against what was frozen: the same whoever asks.
    with override("en"):
        title = _("Agenda: %(title)s") % {"title": meeting.title}
        lines = {item: [papers.line(paper) for paper in found] for item, found in under.items()}
    return {
        "schema": SCHEMA,
        "kind": Document.Kind.AGENDA,
        "title": title,
        "language": "en",
        "treaty": settings.TREATY_NAME,
        "body": {"name": meeting.body.name, "office": meeting.body.office},
        "meeting": _meeting(meeting),
        "attendance": [],
        "sections": [],
        "agenda": [_with_papers(node, lines) for node in agendas.tree(meeting)],
    }


def _with_papers(node: agendas.Node, lines: dict[uuid.UUID, list[str]]) -> dict[str, Any]:
    said = _agenda_item(node, {}) | {"children": [_with_papers(child, lines) for child in node.children]}
    return said | ({"papers": lines[node.item.pk]} if node.item.pk in lines else {})


def content(document: Document, sections: Sections | None = None) -> dict[str, Any]:
    """The working text of the document as it stands now; a constant number of queries.

    sections: of another moment, in the place of those that stand.
    """
    meeting = document.meeting
    if document.kind == Document.Kind.AGENDA and meeting is not None:
        return agenda(meeting)
    if sections is None:
        sections = working_sections(document)
    nodes = agendas.tree(meeting) if meeting else []
    became = approvals.outcomes(nodes, meeting) if meeting else {}
    said = {
        "schema": SCHEMA,
        "kind": document.kind,
        "title": document.title,
        "language": document.language,
        "treaty": settings.TREATY_NAME,
        "body": {"name": document.body.name, "office": document.body.office},
        "meeting": _meeting(meeting) if meeting else None,
        "attendance": _attendance(meeting) if meeting else [],
        "sections": _sections(sections, agendas.numbers(nodes)),
        "agenda": [_agenda_item(node, became) for node in nodes],
    }
    return said | paper_content(document)


def _meeting(meeting: Meeting) -> dict[str, Any]:
    def local(value: dt.datetime | None, form: str) -> str:
        return timezone.localtime(value, meeting.zone).strftime(form) if value else ""

    exact = meeting.earliest is not None and meeting.earliest == meeting.latest
    return {
        "title": meeting.title,
        "date": meeting.earliest.isoformat() if exact and meeting.earliest else "",
        "when": meeting.when_words,
        "starts": local(meeting.starts_at, "%H:%M"),
        "ends": local(meeting.ends_at, "%H:%M"),
        "time_zone": meeting.time_zone,
        "venue": meeting.venue,
        "note": meeting.note,
        "chair": meeting.chair_words,
    }


def _attendance(meeting: Meeting) -> list[dict[str, Any]]:
    """The people stand in the text only where the meeting names them, and anybody was ticked."""
    found: list[dict[str, Any]] = []
    for row in attendance.noted(meeting) if meeting.names_people else meeting.attendance.all():
        found.append({"name": row.name, "role": row.role, "status": row.status})
        people = [str(one) for one in row.people.all()] if meeting.names_people else []
        if people:
            found[-1]["people"] = people
    return found


def _agenda_item(node: agendas.Node, became: dict[Any, str]) -> dict[str, Any]:
    """`became`: by item, what its minutes say of the approval of earlier ones. What is not said has no key."""
    item = node.item
    more = {
        "chair": item.chair_words,
        "facilitator": item.facilitator_words,
        "approval": became.get(item.pk, ""),
    }
    return {
        "number": node.number,
        "title": node.item.title,
        "presenter": node.item.presenter_words,
        "note": node.item.note,
        "areas": [str(named) for named in node.item.named_areas.all()],
        "children": [_agenda_item(child, became) for child in node.children],
    } | {key: words for key, words in more.items() if words}


def working_sections(document: Document) -> Sections:
    """The sections in order, each with its paragraphs in order; removed ones left out. Three queries."""
    sections = list(document.sections.filter(removed_at=None).prefetch_related("agenda_items"))
    rows = Paragraph.objects.filter(section__in=sections, removed_at=None)
    by_section: dict[object, list[Paragraph]] = {section.pk: [] for section in sections}
    for row in rows:
        by_section[row.section_id].append(row)
    return [(section, by_section[section.pk]) for section in sections]


def numbered_sections(document: Document) -> list[tuple[Section, list[tuple[Paragraph, str]]]]:
    """The working sections, each paragraph with its printed number ("" for a heading). Three queries."""
    return _numbered(working_sections(document))


def _numbered(pairs: Sections) -> list[tuple[Section, list[tuple[Paragraph, str]]]]:
    labels = numbering.numbers(paragraph.kind for _section, rows in pairs for paragraph in rows)
    return [(section, [(row, next(labels)) for row in rows]) for section, rows in pairs]


def place(row: Paragraph, number: str) -> str:
    """What people call a paragraph of the working text."""
    return numbering.place(_paragraph(row, number))


def value(row: Paragraph, number: str = "") -> dict[str, Any]:
    """One paragraph as it stands in the content of a text."""
    return _paragraph(row, number)


def _sections(pairs: Sections, item_numbers: dict[Any, str]) -> list[dict[str, Any]]:
    return [
        {
            "id": str(section.pk),
            "number": _section_number(section, item_numbers),
            "heading": section.heading,
            "paragraphs": [_paragraph(row, number) for row, number in rows],
        }
        for section, rows in _numbered(pairs)
    ]


def _section_number(section: Section, item_numbers: dict[Any, str]) -> str:
    """A section that answers exactly one agenda item carries its number."""
    items = list(section.agenda_items.all())
    return item_numbers.get(items[0].pk, "") if len(items) == 1 else ""


def _paragraph(row: Paragraph, number: str) -> dict[str, Any]:
    return {
        "id": str(row.pk),
        "number": number,
        "kind": row.kind,
        "level": row.level,
        "text": row.text,
        "owner": row.owner_words,
        "due": row.due_words,
        **said_of(row),
    }


def said_of(said: Any) -> dict[str, str]:
    """For whom a paragraph (or a wording) speaks and how far it was agreed, as keys of its value; only what is said."""
    values = {"speaks": said.speaks, "speaker": said.speaker_words, "degree": said.degree}
    return {key: value for key, value in values.items() if value}


def latest(document: Document) -> Revision | None:
    """The newest revision, or None."""
    return document.revisions.order_by("-number").first()


def changed_since(document: Document, revision: Revision) -> bool:
    """Whether the working text says anything the revision does not."""
    return sha256(canonical(content(document))) != revision.sha256


@transaction.atomic
def freeze(document: Document, *, note: str, by: Actor, now: dt.datetime) -> Revision:
    """The working text is frozen as the next revision; if nothing changed since the newest one, that is returned."""
    # The lock serialises two people freezing at once.
    document = (
        Document.objects.select_for_update(of=("self",)).select_related("body", "meeting").get(pk=document.pk)
    )
    text = canonical(content(document))
    digest = sha256(text)
    newest = latest(document)
    if newest is not None and newest.sha256 == digest:
        return newest
    revision = Revision.objects.create(
        document=document,
        number=newest.number + 1 if newest else 1,
        canonical=text,
        sha256=digest,
        note=note,
        frozen_at=now,
        frozen_by_kind=by.kind,
        frozen_by=by.id,
    )
    audit.record(
        "revision frozen",
        revision,
        by=by,
        now=now,
        body=document.body_id,
        sha256=digest,
        number=revision.number,
    )
    return revision
