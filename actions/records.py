"""Records of earlier meetings: handed in as plain text, previewed, brought in once.

Reading is `meetings.reading`; here what was read is set against what the portal knows, and written down in one
transaction by the parts in `actions.intake`.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from actions.intake import areas, bodies, contact_lists, meetings, texts
from actions.intake.areas import AreaPlan, Pair
from actions.intake.delegations import Party, Roll, party
from actions.intake.roles import RoleWriter
from actions.models import RecordFile
from ccm_portal import audit, history
from ccm_portal.actors import Actor
from ccm_portal.canonical import sha256
from friends.models import Body, Period
from friends.models.bodies import validate_zone
from meetings import minutes
from meetings.models import Document, Meeting
from meetings.reading import Record, decode, read_record
from meetings.reading.values import ACTION, IN_AGENDA, AgendaItem

# Minutes have some hundred paragraphs; a text with more is another kind of text, and no page could show it.
MOST_PARAGRAPHS = 2_000
# What the PDF of a text may hold.
MOST_CHARACTERS = 1_000_000
LONGEST_FILE_NAME = 255
LONGEST_TITLE = 250


class CannotBringIn(Exception):
    """The record cannot be brought in as it stands; the sentence says why. Nothing was changed, the file is kept."""


class BadTimeZone(ValueError):
    """The name is not one of a time zone."""


@dataclass(frozen=True)
class Choices:
    """What a person decided about a record.

    day: of the meeting, where the text names none. time_zone: "" for the one the record was handed in with. joined,
    apart: pairs of area names that are one area, or two. other_names: further names of the body.
    """

    day: dt.date | None = None
    time_zone: str = ""
    joined: frozenset[Pair] = frozenset()
    apart: frozenset[Pair] = frozenset()
    other_names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Figures:
    """How many of what is in a record. Areas: those named on the agenda, and all names of areas anywhere in it."""

    meetings: int
    agenda_items: int
    agenda_points: int
    agenda_areas: int
    area_names: int
    sections: int
    paragraphs: int
    action_points: int
    attendance: int
    contact_rows: int
    addresses: int
    flagged_pairs: int
    proposals: int

    def as_dict(self) -> dict[str, int]:
        return dict(vars(self))


@dataclass(frozen=True)
class Standing:
    """Something the record names, and whether the portal knows it already."""

    name: str
    known: str
    detail: str = ""


@dataclass
class Preview:
    """What a record would become, for a person to look at and to decide on. Reads, writes nothing."""

    record_file: RecordFile
    choices: Choices = field(default_factory=Choices)

    @cached_property
    def record(self) -> Record:
        return read_record(self.record_file.text)

    @cached_property
    def body(self) -> Body | None:
        return self.record_file.body or bodies.find(self.record.body_name)

    @property
    def body_name(self) -> str:
        return self.body.name if self.body else self.record.body_name

    @property
    def day(self) -> dt.date | None:
        """The day in the text; a person's choice stands in where it names none."""
        return self.record.date or self.choices.day

    @property
    def time_zone(self) -> str:
        return self.choices.time_zone or self.record_file.time_zone

    @cached_property
    def meeting(self) -> Meeting | None:
        """The meeting, if the portal has it."""
        return meetings.find(self.body, self.day)

    @cached_property
    def times(self) -> meetings.Times:
        return (
            meetings.times(self.day, self.record, ZoneInfo(self.time_zone)) if self.day else meetings.Times()
        )

    @cached_property
    def areas(self) -> AreaPlan:
        named = (area.name for area in self.record.areas)
        return areas.plan(named, areas.standing(self.body), self.choices.joined)

    @cached_property
    def other_names(self) -> list[str]:
        """Names the text gives the body that are not kept as its names yet."""
        named = [self.record.body_name] if self.body else []
        return bodies.free_names(self.body, [*named, *self.record.body_aliases])

    @cached_property
    def obstacle(self) -> str:
        """Why the record cannot be brought in; "" where nothing stands in the way."""
        if not self.body_name:
            return _("The text does not say which body met. Name the body.")
        if self.day is None:
            return _("The text does not say on which day the meeting was. Give the date.")
        if self._too_much:
            return self._too_much
        if self.meeting is not None and (standing := _minutes_of(self.meeting)) is not None:
            return _(
                "The portal has minutes of %(body)s of %(day)s already (“%(status)s”). They stay as they are; "
                "this record is kept, but not brought in."
            ) % {
                "body": self.body_name, "day": meetings.day_in_words(self.day), "status": standing.get_status_display(),
            }  # fmt: skip
        return ""

    @property
    def _too_much(self) -> str:
        """Whether, in a sentence, the text is too long for minutes."""
        count = sum(len(section.paragraphs) for section in self.record.sections)
        if count > MOST_PARAGRAPHS:
            return _("The text has %(count)s paragraphs; minutes have %(most)s at the most. This is another text.") % {
                "count": count, "most": MOST_PARAGRAPHS,
            }  # fmt: skip
        if len(self.record_file.text) > MOST_CHARACTERS:
            return _("The text has %(count)s characters; minutes have %(most)s at the most. This is another text.") % {
                "count": len(self.record_file.text), "most": MOST_CHARACTERS,
            }  # fmt: skip
        return ""

    @cached_property
    def figures(self) -> Figures:
        return _figures(self.record, proposals=len(self.areas.alike))

    @cached_property
    def delegations(self) -> list[Standing]:
        """Every delegation the record names, in order, and under which name the portal knows it."""
        roll = Roll()
        found = []
        for wanted in _parties(self.record):
            row = roll.find(wanted)
            found.append(Standing(wanted.name, row.name if row else ""))
        return found

    @cached_property
    def addresses_known(self) -> set[str]:
        """The folded addresses of the list that stand in the portal already."""
        contact_list = self.record.contact_list
        if contact_list is None or self.day is None:
            return set()
        in_use = contact_lists.addresses_in_use(contact_list.as_of or self.day)
        printed = {address.casefold() for row in contact_list.rows for address in row.addresses}
        return printed & in_use.keys()


def _minutes_of(meeting: Meeting) -> Document | None:
    return meeting.documents.filter(kind=Document.Kind.MINUTES).first()


def _parties(record: Record) -> list[Party]:
    """The delegations of the contact list, the agenda, the areas and the attendance, each once."""
    wanted: list[Party | None] = []
    if record.contact_list is not None:
        wanted += [contact_lists.holder(row) for row in record.contact_list.rows]
    named = [record.chair, *(item.presenter for item in _all_items(record.agenda))]
    for area in record.areas:
        named += [area.lead, *area.cooperating, area.proposer]
    named += [attendee.delegation for attendee in record.attendance]
    wanted += [party(name, "") for name in named if name is not None]
    return list({one.name: one for one in wanted if one is not None}.values())


def _all_items(items: Sequence[AgendaItem]) -> list[AgendaItem]:
    return [one for item in items for one in (item, *_all_items(item.children))]


def _figures(record: Record, *, proposals: int) -> Figures:
    rows = record.contact_list.rows if record.contact_list else ()
    paragraphs = [paragraph for section in record.sections for paragraph in section.paragraphs]
    agenda_areas = {area.name for area in record.areas if area.source == IN_AGENDA}
    return Figures(
        meetings=1,
        agenda_items=len(record.agenda),
        agenda_points=len(_all_items(record.agenda)) - len(record.agenda),
        agenda_areas=len(agenda_areas),
        area_names=len({area.name.casefold() for area in record.areas}),
        sections=len(record.sections),
        paragraphs=len(paragraphs),
        action_points=sum(paragraph.kind == ACTION for paragraph in paragraphs),
        attendance=len(record.attendance),
        contact_rows=len(rows),
        addresses=len({address.casefold() for row in rows for address in row.addresses}),
        flagged_pairs=sum(not pair.certain for row in rows for pair in row.people),
        proposals=proposals,
    )


# --- verbs ------------------------------------------------------------------------------------------------------------


def read_file(name: str, data: bytes, *, body: Body | None, time_zone: str, now: dt.datetime) -> RecordFile:
    """The record as it would be handed in, not stored. Raises UnreadableRecord, BadTimeZone."""
    try:
        validate_zone(time_zone)
    except ValidationError as problem:
        raise BadTimeZone(problem.messages[0]) from problem
    # PostgreSQL keeps no NUL in a text.
    text = decode(data, name).replace("\x00", "\ufffd")
    return RecordFile(
        name=name[:LONGEST_FILE_NAME] or _("pasted text"), text=text, sha256=sha256(text), body=body,
        time_zone=time_zone, handed_in_at=now,
    )  # fmt: skip


def known(record_file: RecordFile) -> RecordFile | None:
    """The same text, handed in for the same body before."""
    body = record_file.body or bodies.find(Preview(record_file).record.body_name)
    earlier = RecordFile.objects.select_related("body", "meeting").filter(sha256=record_file.sha256)
    return earlier.filter(body=body).first() or earlier.filter(body=None).first()


@transaction.atomic
def hand_in(
    name: str, data: bytes, *, body: Body | None, time_zone: str, by: Actor, now: dt.datetime
) -> RecordFile:
    """The record is kept, to be looked at; the same text handed in again is the record that is there, unchanged.

    `body`: None for the one the title names. Raises UnreadableRecord, BadTimeZone.
    """
    record_file = read_file(name, data, body=body, time_zone=time_zone, now=now)
    standing = known(record_file)
    if standing is not None:
        return standing
    record_file.report = lines(Preview(record_file).record)
    history.save(record_file, by=by, reason="handed in")
    audit.record(
        "record handed in", record_file, by=by, now=now, body=record_file.body_id, sha256=record_file.sha256
    )
    return record_file


def lines(record: Record) -> list[dict[str, object]]:
    """The line report as it is stored: number, text, what the line became, and what was read out of it."""
    return [
        {"line": line.number, "text": line.text, "became": str(line.became), "detail": line.detail}
        for line in record.report
    ]


@transaction.atomic
def bring_in(record_file: RecordFile, choices: Choices, *, by: Actor, now: dt.datetime) -> Meeting:
    """The record's meeting stands in the portal: agenda, areas, contact list, attendance, minutes in drafting.

    A record that was brought in before changes nothing. Raises CannotBringIn, BadTimeZone; then nothing is changed.
    """
    record_file = (
        RecordFile.objects.select_for_update(of=("self",))
        .select_related("body", "meeting")
        .get(pk=record_file.pk)
    )
    if record_file.meeting is not None:
        return record_file.meeting
    preview = Preview(record_file, choices)
    if preview.obstacle:
        raise CannotBringIn(preview.obstacle)
    _check_zone(preview.time_zone)
    meeting = _write(preview, by=by, now=now)
    _mark(record_file, preview, meeting, by=by, now=now)
    return meeting


def _check_zone(name: str) -> None:
    try:
        validate_zone(name)
    except ValidationError as problem:
        raise BadTimeZone(problem.messages[0]) from problem


@dataclass(frozen=True)
class _Desk:
    """What every part of the writing needs."""

    body: Body
    roll: Roll
    areas: AreaPlan
    by: Actor
    reason: str
    period: Period | None

    def shared(self) -> dict[str, object]:
        return dict(vars(self))


def _write(preview: Preview, *, by: Actor, now: dt.datetime) -> Meeting:
    record, day = preview.record, preview.day
    if day is None:
        raise CannotBringIn(preview.obstacle)
    reason = _("brought in from “%(name)s”") % {"name": preview.record_file.name}
    body = preview.body or bodies.make(preview.body_name, time_zone=preview.time_zone, by=by, reason=reason)
    bodies.add_aliases(body, [name for name in preview.choices.other_names if name in preview.other_names])
    areas.write(preview.areas, body, apart=preview.choices.apart, by=by, reason=reason)
    period = bodies.period(body, bodies.read_period(preview.record_file.text), by=by, reason=reason)
    desk = _Desk(body, Roll(), preview.areas, by, reason, period).shared()
    if record.contact_list is not None:
        contact_lists.ListWriter(day=record.contact_list.as_of or day, **desk).write(record.contact_list.rows)  # type: ignore[arg-type]
    writer = meetings.MeetingWriter(record=record, day=day, time_zone=preview.time_zone, **desk)  # type: ignore[arg-type]
    meeting = writer.write()
    RoleWriter(day=day, **desk).write(record.areas)  # type: ignore[arg-type]
    minutes.create(
        meeting,
        title=record.document_title[:LONGEST_TITLE] or _("Minutes"),
        sections=texts.sections(record, list(meeting.agenda_items.filter(parent=None))),
        by=by,
        now=now,
        reason=reason,
    )
    return meeting


def _mark(
    record_file: RecordFile, preview: Preview, meeting: Meeting, *, by: Actor, now: dt.datetime
) -> None:
    record_file.body, record_file.meeting, record_file.imported_at = meeting.body, meeting, now
    record_file.time_zone = preview.time_zone
    record_file.figures = preview.figures.as_dict()
    history.save(record_file, by=by, reason="brought in")
    audit.record(
        "record brought in", record_file, by=by, now=now, body=meeting.body_id, sha256=record_file.sha256,
        **preview.figures.as_dict(),
    )  # fmt: skip
