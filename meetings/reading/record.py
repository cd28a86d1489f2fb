"""The record of a meeting in one plain text: minutes, the agenda annexed, the contact list. Text in, values out."""

import datetime as dt
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from friends.reading.contact_list import ContactList, read_contact_list
from friends.reading.likeness import Alike, distinct, find_alike
from friends.reading.lines import Line, read_lines
from friends.reading.names import key
from friends.reading.report import Became, Report
from meetings.reading.agenda import read_agenda
from meetings.reading.attendance import read_attendance
from meetings.reading.bodies import body_of_list, without_qualifiers
from meetings.reading.chair import chair_from_attendance, delegation_in, read_chair, read_facilitator
from meetings.reading.minutes import read_sections
from meetings.reading.minutes_areas import read_areas
from meetings.reading.particulars import Particulars, read_agenda_head, read_head
from meetings.reading.parts import Parts, part
from meetings.reading.statuses import read_statuses
from meetings.reading.values import (
    IN_CONTACT_LIST,
    PARAGRAPH,
    Agenda,
    AgendaItem,
    AreaOfWork,
    Attendee,
    Paragraph,
    Record,
    Section,
)
from meetings.reading.when import find_date


@dataclass
class _Found:
    """The parts of a record once each is read."""

    head: Particulars
    agenda_head: Particulars
    agenda: Agenda
    attendance: list[Attendee]
    sections: tuple[Section, ...]
    contact_list: ContactList | None


def read_record(text: str, *, today: dt.date | None = None) -> Record:
    """Read the whole record; no text makes it fail, and every non-blank line is in `report` once.

    `today` settles nothing by itself: it only lets a question name the likely year where the text names none.
    """
    lines = read_lines(text)
    report = Report(lines)
    parts = part(lines)
    found = _read_parts(parts, report)
    _keep_what_is_left(found, report)
    return _compose(found, lines, report, today)


def _read_parts(parts: Parts, report: Report) -> _Found:
    agenda = read_agenda(parts.agenda, report) if parts.agenda else Agenda("", ())
    agenda_head = read_agenda_head(parts.agenda_head, report)
    contact_list = read_contact_list(parts.contact_list, report) if parts.contact_list else None
    head, taken = read_head(parts.minutes, report)
    attendance, rest = read_attendance(parts.minutes[taken:], report)
    titles = {key(item.title) for item in agenda.items}
    return _Found(head, agenda_head, agenda, attendance, read_sections(rest, titles, report), contact_list)


def _keep_what_is_left(found: _Found, report: Report) -> None:
    """Lines that no part took are kept as text in the section before them."""
    for line in report.unplaced():
        report.note(line, Became.KEPT_AS_TEXT)
        kept = Paragraph(PARAGRAPH, line.words, (line.number,))
        before = [index for index, section in enumerate(found.sections) if section.line <= line.number]
        if not before:
            found.sections = (Section("", "", (kept,), line.number), *found.sections)
            continue
        section = found.sections[before[-1]]
        kept_in = replace(section, paragraphs=(*section.paragraphs, kept))
        found.sections = (*found.sections[: before[-1]], kept_in, *found.sections[before[-1] + 1 :])


def _compose(found: _Found, lines: list[Line], report: Report, today: dt.date | None) -> Record:
    head, annexed = found.head, found.agenda_head
    date, date_words = find_date(head, annexed, found.sections, lines, report, today)
    span = head.span or annexed.span
    chair_words = _chair(found)
    areas = _areas(found, report)
    body_name, aliases = _body(found, report)
    _ask_about_the_head(found, report, chair_words)
    return Record(
        title=head.title,
        document_title=" \u2013 ".join(head.document_titles),
        treaty_words=head.treaty_words,
        body_name=body_name,
        body_words=head.body_words,
        body_aliases=aliases,
        date=date,
        date_words=date_words,
        start=span.begins if span else None,
        end=span.ends if span else None,
        venue=head.venue or annexed.venue,
        notes=head.note or annexed.note,
        chair_words=chair_words,
        chair=delegation_in(chair_words),
        facilitator_words=head.facilitator_words or read_facilitator(found.sections),
        particulars=(*head.words, *annexed.words),
        sections=found.sections,
        attendance=tuple(found.attendance),
        agenda_heading=found.agenda.heading,
        agenda=found.agenda.items,
        areas=areas,
        statuses=read_statuses(found.sections, areas),
        contact_list=found.contact_list,
        alike=_alike(areas, report),
        questions=report.questions(),
        report=report.entries(),
    )


def _chair(found: _Found) -> str:
    """Who chaired: as the head says it, else a sentence of the minutes, else a role in the attendance."""
    printed = found.head.chair_words or found.agenda_head.chair_words
    return printed or read_chair(found.sections) or chair_from_attendance(found.attendance)


def _alike(areas: tuple[AreaOfWork, ...], report: Report) -> tuple[Alike, ...]:
    """The pairs of areas named alike, each a question; they stay apart until a person joins them."""
    alike = find_alike(distinct(area.name for area in areas))
    for pair in alike:
        report.ask(
            _("Are “%(name)s” and “%(other)s” one area of work?") % {"name": pair.name, "other": pair.other}
        )
    return alike


def _areas(found: _Found, report: Report) -> tuple[AreaOfWork, ...]:
    """The areas as the agenda, the minutes and the contact list name them, in this order."""
    areas = [area for item in found.agenda.items for area in _areas_of(item)]
    areas += read_areas(found.sections, report)
    for row in found.contact_list.rows if found.contact_list else ():
        if row.area_name:
            areas.append(
                AreaOfWork(
                    name=row.area_name,
                    lead_words=row.delegation_words,
                    lead=row.delegation,
                    cooperating=(),
                    status_words="",
                    proposer_words="",
                    proposer=None,
                    note="",
                    source=IN_CONTACT_LIST,
                    words=row.role_words,
                    line=row.line,
                )
            )
    return tuple(areas)


def _areas_of(item: AgendaItem) -> list[AreaOfWork]:
    return [*item.areas, *(area for child in item.children for area in _areas_of(child))]


def _body(found: _Found, report: Report) -> tuple[str, tuple[str, ...]]:
    """(the body's name, other names of it in the same text); a second name is a question for a person."""
    listed = body_of_list(found.contact_list.title) if found.contact_list else ""
    named = without_qualifiers(found.head.body_words)
    name = named or listed or without_qualifiers(found.agenda_head.body_words)
    if not name:
        report.ask(_("The text does not say which body met."))
    if found.contact_list is None or not named or not listed or key(listed) == key(named):
        return name, ()
    values = {"name": named, "other": listed}
    report.ask(_("Is “%(other)s” another name of “%(name)s”?") % values, found.contact_list.line)
    return name, (listed,)


def _ask_about_the_head(found: _Found, report: Report, chair_words: str) -> None:
    if not found.head.title:
        report.ask(_("The text has no title."))
    if found.head.span is None and found.agenda_head.span is None:
        report.ask(_("The text does not say at what time the meeting was."))
    if not chair_words:
        report.ask(_("The text does not say who chaired."))
