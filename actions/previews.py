"""What a record would become: set against what the portal knows, for a person to look at and to decide on."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from actions.intake import bodies, meetings
from actions.models import RecordFile
from friends.intake import areas, people, standing
from friends.intake.areas import AreaPlan, Pair
from friends.intake.delegations import Party, Roll, SameDelegation, party, questions
from friends.models import Body
from friends.reading.likeness import distinct, find_alike
from friends.reading.names import key
from meetings.models import Document, Meeting
from meetings.reading import Record, read_record
from meetings.reading.follow_ups import Promise, find_promises
from meetings.reading.statuses import contradicting
from meetings.reading.tasks import Task, split_tasks
from meetings.reading.values import ACTION, IN_AGENDA, AgendaItem, Paragraph, StatusSaid

# Minutes have some hundred paragraphs; a text with more is another kind of text, and no page could show it.
MOST_PARAGRAPHS = 2_000
# What the PDF of a text may hold.
MOST_CHARACTERS = 1_000_000


@dataclass(frozen=True)
class Choices:
    """What a person decided about a record.

    day: of the meeting, where the text names none. time_zone: "" for the one the record was handed in with. joined,
    apart: pairs of area names that are one area, or two. other_names: further names of the body.
    same_delegations: names that mean a delegation the portal has, each with its id.
    """

    day: dt.date | None = None
    time_zone: str = ""
    joined: frozenset[Pair] = frozenset()
    apart: frozenset[Pair] = frozenset()
    other_names: tuple[str, ...] = ()
    same_delegations: tuple[tuple[str, uuid.UUID], ...] = ()


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


@dataclass(frozen=True)
class SaidOf:
    """A sentence that gives delegations a status."""

    status: str
    words: str
    of: list[StatusSaid]


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

    @cached_property
    def alike_bodies(self) -> list[str]:
        """Where the text names a body the portal does not know: the names of those it knows that are like it."""
        if self.body is not None or not self.record.body_name:
            return []
        return [body.name for body in Body.objects.all() if find_alike((self.record.body_name, body.name))]

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
        if self.record_file.changes_unread:
            return _(
                "The file holds tracked changes. Say first whether it is read as if they were accepted or rejected."
            )
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
    def same_delegations(self) -> list[SameDelegation]:
        """The new names of delegations that are like one the portal has."""
        return questions(_parties(self.record))

    @cached_property
    def recognised(self) -> list[Standing]:
        """What the record calls by another name than the portal does, and is known by a name recorded before."""
        found = []
        if self.body and self.record.body_name and key(self.record.body_name) in _alias_keys(self.body):
            found.append(Standing(self.record.body_name, self.body.name))
        named = distinct(area.name for area in self.record.areas)
        groups = [(name, self.areas.of(name)) for name in named]
        known = [
            (name, group.known.name)
            for name, group in groups
            if group is not None and group.known is not None
        ]
        found += [Standing(name, kept) for name, kept in known if key(name) != key(kept)]
        found += [row for row in self.delegations if row.known and key(row.known) != key(row.name)]
        return found

    @cached_property
    def tasks(self) -> list[tuple[Paragraph, tuple[Task, ...]]]:
        """The action points that seem to hold several tasks, each with them."""
        points = (row for part in self.record.sections for row in part.paragraphs if row.kind == ACTION)
        read = (
            (row, split_tasks(row.text, owner_words=row.owner_words, due_words=row.due_words))
            for row in points
        )
        return [(row, tasks) for row, tasks in read if len(tasks) > 1]

    @cached_property
    def statuses(self) -> list[SaidOf]:
        """What the text says of who carries on, one entry for each sentence and status."""
        found: dict[tuple[str, str], SaidOf] = {}
        for one in self.record.statuses:
            said = found.setdefault((one.status, one.words), SaidOf(one.status, one.words, []))
            said.of.append(one)
        return list(found.values())

    @cached_property
    def contradictions(self) -> list[str]:
        """The delegations of which the text says both that they are confirmed and that they are not yet."""
        return contradicting(self.record.statuses)

    @cached_property
    def promises(self) -> tuple[Promise, ...]:
        """The sentences outside the action points that seem to promise something."""
        return find_promises(self.record)

    @cached_property
    def addresses_known(self) -> set[str]:
        """The folded addresses of the list that stand in the portal already."""
        contact_list = self.record.contact_list
        if contact_list is None or self.day is None:
            return set()
        in_use = standing.addresses_in_use(contact_list.as_of or self.day)
        printed = {address.casefold() for row in contact_list.rows for address in row.addresses}
        return printed & in_use.keys()


def _alias_keys(body: Body) -> set[str]:
    return {key(alias.name) for alias in body.aliases.all()} - {key(body.name)}


def _minutes_of(meeting: Meeting) -> Document | None:
    return meeting.documents.filter(kind=Document.Kind.MINUTES).first()


def _parties(record: Record) -> list[Party]:
    """The delegations of the contact list, the agenda, the areas and the attendance, each once."""
    wanted: list[Party | None] = []
    if record.contact_list is not None:
        wanted += [people.holder(row) for row in record.contact_list.rows]
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
