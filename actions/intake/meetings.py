"""The meeting of a record: when, where, who chaired, who was there, and its agenda with the areas of work."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.utils import formats

from ccm_portal import history, ranks
from ccm_portal.actors import Actor
from friends.intake.areas import AreaPlan
from friends.intake.delegations import Roll, party
from friends.models import Body, Period
from meetings import deadlines
from meetings.models import AgendaArea, AgendaItem, Attendance, Meeting
from meetings.reading.values import AgendaItem as ReadItem
from meetings.reading.values import Attendee, Record

LONGEST_TITLE = 250
LONGEST_WORDS = 250
LONGEST_NOTE = 500
LONGEST_ITEM = 500
LONGEST_PRESENTER = 200
LONGEST_NAME = 200


@dataclass(frozen=True)
class Times:
    """When the meeting began and ended, as instants; `problem` says why a printed time could not be used."""

    starts: dt.datetime | None = None
    ends: dt.datetime | None = None
    problem: str = ""


def times(day: dt.date, record: Record, zone: ZoneInfo) -> Times:
    """The printed local times in a zone; an end before the beginning is on the next day."""
    if record.start is None:
        return Times()
    try:
        starts = deadlines.instant(day, record.start, zone)
        if record.end is None or record.end == record.start:
            return Times(starts)
        last = day + dt.timedelta(days=1) if record.end < record.start else day
        return Times(starts, deadlines.instant(last, record.end, zone))
    except (ValueError, OverflowError) as problem:
        return Times(problem=str(problem))


def find(body: Body | None, day: dt.date | None) -> Meeting | None:
    """The body's meeting of that day, if the portal has it."""
    if body is None or day is None:
        return None
    return Meeting.objects.filter(body=body, earliest=day, latest=day).first()


def slug(day: dt.date, body_slug: str) -> str:
    return f"{day.isoformat()}-{body_slug}"


def day_in_words(day: dt.date) -> str:
    return formats.date_format(day, "j F Y")


@dataclass
class MeetingWriter:
    """Writes the meeting and what hangs on it."""

    record: Record
    body: Body
    day: dt.date
    time_zone: str
    roll: Roll
    areas: AreaPlan
    by: Actor
    reason: str
    period: Period | None = None

    def write(self) -> Meeting:
        """The meeting; one the portal has is completed where it says nothing, never overwritten."""
        meeting = find(self.body, self.day) or self._new()
        said = self._said()
        changed = [name for name, value in said.items() if value and not getattr(meeting, name)]
        for name in changed:
            setattr(meeting, name, said[name])
        if changed or meeting._state.adding:
            history.save(meeting, by=self.by, reason=self.reason)
        if not meeting.agenda_items.exists():
            self._agenda(meeting, self.record.agenda, None)
        if not meeting.attendance.exists():
            self._attendance(meeting)
        return meeting

    def _new(self) -> Meeting:
        return Meeting(
            body=self.body, slug=slug(self.day, self.body.slug), earliest=self.day, latest=self.day,
            time_zone=self.time_zone,
        )  # fmt: skip

    def _said(self) -> dict[str, object]:
        record, when = self.record, times(self.day, self.record, ZoneInfo(self.time_zone))
        chair = party(record.chair, record.chair_words) if record.chair else None
        return {
            "title": record.title[:LONGEST_TITLE] or self.body.name,
            "period": self.period,
            "when_words": day_in_words(self.day),
            "starts_at": when.starts,
            "ends_at": when.ends,
            "venue": record.venue[:LONGEST_WORDS],
            "note": record.notes[:LONGEST_NOTE],
            "chair_words": record.chair_words[:LONGEST_WORDS],
            "chair": self.roll.ensure(chair, by=self.by, reason=self.reason) if chair else None,
        }

    def _agenda(self, meeting: Meeting, items: Sequence[ReadItem], parent: AgendaItem | None) -> None:
        for rank, read in zip(ranks.first(len(items)), items, strict=True):
            row = AgendaItem(meeting=meeting, parent=parent, rank=rank, **self._item(read))
            history.save(row, by=self.by, reason=self.reason)
            self._areas(row, read)
            self._agenda(meeting, read.children, row)

    def _item(self, read: ReadItem) -> dict[str, object]:
        presenter = party(read.presenter, "") if read.presenter else None
        return {
            "title": (read.title or read.words)[:LONGEST_ITEM],
            "presenter_words": read.presenter_words[:LONGEST_PRESENTER],
            "presenter": self.roll.ensure(presenter, by=self.by, reason=self.reason) if presenter else None,
            "note": read.note[:LONGEST_NOTE],
        }

    def _areas(self, row: AgendaItem, read: ReadItem) -> None:
        """Each area once, in the words of the agenda, which say who leads and who cooperates."""
        seen: set[object] = set()
        for position, area in enumerate(read.areas):
            group = self.areas.of(area.name)
            if group is not None and group.known is not None and group.known.pk not in seen:
                seen.add(group.known.pk)
                words = area.words[:LONGEST_NOTE]
                AgendaArea.objects.create(item=row, area=group.known, words=words, position=position)

    def _attendance(self, meeting: Meeting) -> None:
        seen: set[tuple[str, str]] = set()
        for position, attendee in enumerate(self.record.attendance):
            name, role = _named(attendee), attendee.role[:LONGEST_NAME]
            if not name or (name, role) in seen:
                continue
            seen.add((name, role))
            wanted = party(attendee.delegation, "") if attendee.delegation else None
            row = Attendance(
                meeting=meeting, name=name, role=role, status=attendee.status, position=position,
                delegation=self.roll.ensure(wanted, by=self.by, reason=self.reason) if wanted else None,
            )  # fmt: skip
            history.save(row, by=self.by, reason=self.reason)


def _named(attendee: Attendee) -> str:
    """The printed words; without the role where that stands in a field of its own."""
    if not attendee.role:
        return attendee.words[:LONGEST_NAME]
    delegation = attendee.delegation.short if attendee.delegation else ""
    who = ", ".join(part for part in (delegation, attendee.person) if part)
    return (who or attendee.words)[:LONGEST_NAME]
