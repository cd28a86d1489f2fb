"""`manage.py import_record FILE`: bring a record in from the shell, with the report line by line."""

import datetime as dt
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from actions import records
from actions.intake import bodies
from actions.models import RecordFile, WordFile
from ccm_portal.actors import IMPORT
from friends.models import Body
from friends.reading.report import LABELS
from meetings.reading import MAX_BYTES, UnreadableRecord, statuses, word

SHOWN = 100


class Command(BaseCommand):
    help = (
        "Reads the record of a meeting from a Word file or a plain text and brings it in: the meeting, its agenda, "
        "minutes and action points, the contact list. Says of every line what it became. The same file a second time "
        "changes nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="a Word document (.docx) or a plain text (.txt)")
        parser.add_argument("--dry-run", action="store_true", help="read and report, change nothing")
        parser.add_argument(
            "--body", default="", help="name of the body that met; without it the one the text names"
        )
        parser.add_argument(
            "--time-zone",
            default="",
            help="of the times in the text; without it the body's, else Europe/Zurich",
        )
        parser.add_argument(
            "--date", default="", help="YYYY-MM-DD of the meeting, where the text names no day"
        )

        parser.add_argument(
            "--changes",
            default="",
            choices=["", *RecordFile.ReadAs.values],
            help="how the tracked changes of a Word file are read; without it they stop the import",
        )

    def handle(
        self,
        *args: Any,
        file: str,
        dry_run: bool,
        body: str,
        time_zone: str,
        date: str,
        changes: str,
        **options: Any,
    ) -> None:
        try:
            record_file = self._read(Path(file), _body(body), time_zone)
            choices = records.Choices(day=_day(date))
            standing = records.known(record_file)
            if standing is not None and standing.meeting is not None:
                self._unchanged(standing)
                return
            if changes:
                records.set_reading(record_file, changes)
            preview = records.Preview(record_file, choices)
            self._report(preview)
            if preview.obstacle:
                raise records.CannotBringIn(preview.obstacle)
            if dry_run:
                self._say(_("Dry run: nothing was changed."))
            else:
                self._bring_in(record_file, choices)
        except (UnreadableRecord, records.BadTimeZone, records.CannotBringIn) as problem:
            raise CommandError(str(problem)) from problem

    def _read(self, path: Path, body: Body | None, time_zone: str) -> RecordFile:
        """The record of the file, for the body named or the one its title names. Raises UnreadableRecord."""
        data = _bytes(path)
        usual = body.time_zone if body else Body._meta.get_field("time_zone").default
        record_file = records.read_file(
            path.name, data, body=body, time_zone=time_zone or usual, now=timezone.now()
        )
        if body is None and not time_zone:
            named = records.Preview(record_file).body
            record_file.time_zone = named.time_zone if named else usual
        return record_file

    @transaction.atomic
    def _bring_in(self, record_file: RecordFile, choices: records.Choices) -> None:
        now = timezone.now()
        data = bytes(record_file.word.data) if record_file.word else record_file.text.encode()
        kept = records.hand_in(
            record_file.name, data, body=record_file.body, time_zone=record_file.time_zone,
            by=IMPORT, now=now,
        )  # fmt: skip
        if record_file.read_as:
            kept = records.read_changes(kept, record_file.read_as, by=IMPORT, now=now)
        meeting = records.bring_in(kept, choices, by=IMPORT, now=now)
        self._say(
            _("Brought in: %(title)s, %(when)s.") % {"title": meeting.title, "when": meeting.when_words}
        )

    def _unchanged(self, standing: RecordFile) -> None:
        values = {"day": f"{standing.imported_at:%Y-%m-%d %H:%M} UTC", "meeting": standing.meeting}
        self._say(_("This record was brought in on %(day)s (%(meeting)s). Nothing was changed.") % values)

    def _report(self, preview: records.Preview) -> None:
        for line in preview.record.report:
            label = LABELS[line.became] + (f" ({line.detail})" if line.detail else "")
            self._say(f"{line.number:>5}  {label}: {_short(line.text)}")
        self._word(preview.record_file.word)
        self._head(preview)
        for question in preview.record.questions:
            where = _("line %(line)s: ") % {"line": question.line} if question.line else ""
            self._say(_("To be confirmed: %(where)s%(words)s") % {"where": where, "words": question.words})
        self._names(preview)
        self._statuses(preview)
        self._proposals(preview)
        for name, value in figures_in_words(preview.figures).items():
            self._say(f"{name}: {value}")

    def _names(self, preview: records.Preview) -> None:
        """What is known by a recorded name, and what only a person can say."""
        for name in preview.alike_bodies:
            words = _("The portal has a body “%(name)s”. If this is the same, say --body “%(name)s”.")
            self._say(words % {"name": name})
        for row in preview.recognised:
            self._say(_("Recognised: “%(name)s” is “%(known)s”") % {"name": row.name, "known": row.known})
        for same in preview.same_delegations:
            words = _(
                "To be decided on the record's page: are “%(name)s” and “%(known)s” one delegation? (%(why)s)"
            )
            self._say(words % {"name": same.name, "known": same.known, "why": same.why})

    def _statuses(self, preview: records.Preview) -> None:
        for said in preview.record.statuses:
            values = {
                "line": said.line, "who": said.delegation.short, "area": said.area_name or "–",
                "status": statuses.LABELS[said.status], "words": _short(said.words),
            }  # fmt: skip
            self._say(_("Status, line %(line)s: %(who)s, %(area)s: %(status)s (“%(words)s”)") % values)
        for name in preview.contradictions:
            self._say(
                _("The text contradicts itself: %(name)s is confirmed, and is not yet. Both are kept.")
                % {"name": name}
            )

    def _proposals(self, preview: records.Preview) -> None:
        """What a person may accept once the record is in."""
        for paragraph, tasks in preview.tasks:
            for task in tasks:
                values = {
                    "line": paragraph.lines[0], "words": _short(task.words),
                    "who": task.owner_words or _("not stated who"), "when": task.due_words or _("not stated when"),
                }  # fmt: skip
                self._say(_("Proposed task, line %(line)s: %(words)s (%(who)s; %(when)s)") % values)
        for promise in preview.promises:
            values = {
                "line": promise.lines[0], "words": _short(promise.sentence), "who": promise.owner_words,
                "when": promise.due_words or _("not stated when"),
            }  # fmt: skip
            self._say(_("Proposed follow-up, line %(line)s: %(words)s (%(who)s; %(when)s)") % values)

    def _word(self, file: WordFile | None) -> None:
        """What stands in a Word file beside its text."""
        if file is None:
            return
        for change in file.changes:
            values = {**change, "kind": word.LABELS[change["kind"]]}
            self._say(_("Tracked change, %(kind)s by %(author)s %(at)s: “%(words)s” in “%(near)s”") % values)
        for comment in file.comments:
            self._say(_("Comment by %(author)s %(at)s on “%(anchor)s”: %(words)s") % comment)
        for row in file.left_out:
            became = _("read") if row["read"] else _("left out")
            values = {**row, "kind": word.LABELS[row["kind"]], "became": became}
            self._say(_("Beside the text, %(kind)s, %(became)s: %(words)s (%(near)s)") % values)

    def _head(self, preview: records.Preview) -> None:
        record = preview.record
        span = "–".join(f"{time:%H:%M}" for time in (record.start, record.end) if time)
        self._say("")
        self._say(_("Body: %(name)s%(new)s") % {
            "name": preview.body_name or "–", "new": "" if preview.body else _(" (new)"),
        })  # fmt: skip
        self._say(_("Meeting: %(day)s %(span)s, times in %(zone)s") % {
            "day": preview.day or "–", "span": span, "zone": preview.time_zone,
        })  # fmt: skip
        self._say(_("Venue: %(venue)s. Chair: %(chair)s") % {
            "venue": record.venue or "–", "chair": record.chair_words or "–",
        })  # fmt: skip
        if preview.times.problem:
            self._say(preview.times.problem)
        if record.contact_list is not None and record.contact_list.as_of is not None:
            self._say(_("Contact list: valid as of %(day)s") % {"day": record.contact_list.as_of})

    def _say(self, words: str) -> None:
        self.stdout.write(words)


def figures_in_words(figures: records.Figures) -> dict[str, int]:
    """The figures with their names, in the order of a record."""
    return {
        _("meetings"): figures.meetings,
        _("agenda items"): figures.agenda_items,
        _("points under them"): figures.agenda_points,
        _("areas of work on the agenda"): figures.agenda_areas,
        _("names of areas in all"): figures.area_names,
        _("areas named alike, for a person to decide"): figures.proposals,
        _("sections of the minutes"): figures.sections,
        _("paragraphs"): figures.paragraphs,
        _("action points"): figures.action_points,
        _("entries of the attendance"): figures.attendance,
        _("rows of the contact list"): figures.contact_rows,
        _("addresses"): figures.addresses,
        _("pairs of name and address to confirm"): figures.flagged_pairs,
    }


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= SHOWN else f"{line[:SHOWN]}…"


def _bytes(path: Path) -> bytes:
    """The file's bytes, one more than may be read at the most, so that a huge one fills no memory."""
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as problem:
        raise CommandError(
            _("%(file)s cannot be read: %(why)s.") % {"file": path, "why": problem.strerror or problem}
        ) from problem


def _body(name: str) -> Body | None:
    if not name:
        return None
    found = bodies.find(name)
    if found is None:
        names = ", ".join(body.name for body in Body.objects.all()) or "–"
        raise CommandError(
            _("There is no body “%(name)s”. There are: %(names)s.") % {"name": name, "names": names}
        )
    return found


def _day(words: str) -> dt.date | None:
    if not words:
        return None
    try:
        return dt.date.fromisoformat(words)
    except ValueError as problem:
        raise CommandError(
            _("“%(words)s” is not a day; write it like 2010-11-30.") % {"words": words}
        ) from problem
