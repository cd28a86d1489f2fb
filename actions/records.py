"""Records of earlier meetings: handed in as a Word file or plain text, previewed, brought in once.

Reading is `meetings.reading`; what was read is set against what the portal knows in `actions.previews`, and written
down in one transaction by the parts in `actions.intake`.
"""

import datetime as dt
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from actions.intake import bodies, contact_lists, meetings, texts
from actions.intake.roles import RoleWriter
from actions.models import RecordFile, WordFile
from actions.previews import Choices, Figures, Preview
from ccm_portal import audit, history
from ccm_portal.actors import Actor
from ccm_portal.canonical import sha256
from friends import aliases
from friends.intake import areas
from friends.intake.areas import AreaPlan
from friends.intake.delegations import Roll
from friends.models import Body, Period
from friends.models.bodies import validate_zone
from meetings import minutes
from meetings.models import Meeting
from meetings.reading import Record, decode, word
from meetings.reading.word import WordText

__all__ = [
    "BadTimeZone",
    "CannotBringIn",
    "Choices",
    "Figures",
    "Preview",
    "bring_in",
    "hand_in",
    "known",
    "lines",
]

LONGEST_FILE_NAME = 255
LONGEST_TITLE = 250


class CannotBringIn(Exception):
    """The record cannot be brought in as it stands; the sentence says why. Nothing was changed, the file is kept."""


class BadTimeZone(ValueError):
    """The name is not one of a time zone."""


# --- verbs ------------------------------------------------------------------------------------------------------------


def read_file(name: str, data: bytes, *, body: Body | None, time_zone: str, now: dt.datetime) -> RecordFile:
    """The record as it would be handed in, not stored. Raises UnreadableRecord, BadTimeZone."""
    try:
        validate_zone(time_zone)
    except ValidationError as problem:
        raise BadTimeZone(problem.messages[0]) from problem
    read = word.open_word(data, name) if word.is_package(data) else None
    record_file = RecordFile(
        name=name[:LONGEST_FILE_NAME] or _("pasted text"), body=body, time_zone=time_zone, handed_in_at=now
    )
    _set_text(record_file, read.accepted if read else decode(data, name))
    if read is not None:
        # Setting the relation makes it `record_file.word_file`, saved or not.
        WordFile(record=record_file, data=data, sha256=sha256(data), findings=read.findings())
    return record_file


def _set_text(record_file: RecordFile, text: str) -> None:
    # PostgreSQL keeps no NUL in a text.
    record_file.text = text.replace("\x00", "\ufffd")
    record_file.sha256 = sha256(record_file.text)


def set_reading(record_file: RecordFile, read_as: str) -> None:
    """The text as it reads with all tracked changes accepted, or rejected; nothing is stored."""
    if record_file.word is None:
        return
    read: WordText = word.open_word(bytes(record_file.word.data), record_file.name)
    record_file.read_as = RecordFile.ReadAs(read_as)
    _set_text(record_file, read.accepted if read_as == RecordFile.ReadAs.ACCEPTED else read.rejected)


def known(record_file: RecordFile) -> RecordFile | None:
    """The same Word file or the same text, handed in for the same body before."""
    body = record_file.body or bodies.find(Preview(record_file).record.body_name)
    same = Q(sha256=record_file.sha256)
    if record_file.word is not None:
        same |= Q(word_file__sha256=record_file.word.sha256)
    earlier = RecordFile.objects.select_related("body", "meeting", "word_file").filter(same)
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
    if record_file.word is not None:
        record_file.word.save()
    audit.record(
        "record handed in", record_file, by=by, now=now, body=record_file.body_id, sha256=record_file.sha256
    )
    return record_file


@transaction.atomic
def read_changes(record_file: RecordFile, read_as: str, *, by: Actor, now: dt.datetime) -> RecordFile:
    """The tracked changes of a Word file are read as a person says, and the text with them. Raises CannotBringIn."""
    record_file = (
        RecordFile.objects.select_for_update(of=("self",)).select_related("word_file").get(pk=record_file.pk)
    )
    if record_file.meeting_id is not None:
        raise CannotBringIn(_("This record is brought in already; its text stays as it was read."))
    set_reading(record_file, read_as)
    same = RecordFile.objects.filter(sha256=record_file.sha256, body=record_file.body_id)
    if same.exclude(pk=record_file.pk).exists():
        raise CannotBringIn(_("Read so, this is the text of a record that was handed in before."))
    record_file.report = lines(Preview(record_file).record)
    history.save(record_file, by=by, reason=f"tracked changes read as {read_as}")
    audit.record("record read", record_file, by=by, now=now, body=record_file.body_id, read_as=read_as)
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
    for name in preview.choices.other_names:
        if name in preview.other_names:
            aliases.keep_for_body(body, name, by=by, now=now)
    asked = {(one.name, one.known.pk): one.known for one in preview.same_delegations}
    for same in preview.choices.same_delegations:
        if same in asked:
            aliases.keep_for_delegation(asked[same], same[0], by=by, now=now)
    areas.write(preview.areas, body, apart=preview.choices.apart, by=by, reason=reason)
    period = bodies.period(body, bodies.read_period(preview.record_file.text), by=by, reason=reason)
    desk = _Desk(body, Roll(), preview.areas, by, reason, period).shared()
    if record.contact_list is not None:
        contact_lists.ListWriter(day=record.contact_list.as_of or day, **desk).write(record.contact_list.rows)  # type: ignore[arg-type]
    writer = meetings.MeetingWriter(record=record, day=day, time_zone=preview.time_zone, **desk)  # type: ignore[arg-type]
    meeting = writer.write()
    RoleWriter(day=day, source=preview.record_file.name, **desk).write(record.areas, record.statuses)  # type: ignore[arg-type]
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
