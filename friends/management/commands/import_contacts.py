"""`manage.py import_contacts FILE`: bring a contact list in from the shell, with the proposal as text."""

import datetime as dt
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ccm_portal.actors import IMPORT
from friends import imports
from friends.changes import Change, NoReason
from friends.intake import files
from friends.intake.choices import Choices
from friends.intake.files import ENCODINGS, MAX_BYTES, UnreadableList
from friends.intake.proposal import Kind, PersonEntry, Proposal
from friends.models import Body, ContactImport
from friends.reading.tables import remarks_in_words


class Command(BaseCommand):
    help = (
        "Reads a contact list from Excel, separated values, vCard or text, says what it would change, and brings it "
        "in. Whoever stands on the list and not in the file stays. The same file a second time changes nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="a list of contacts (.xlsx, .csv, .vcf, .txt)")
        parser.add_argument("--dry-run", action="store_true", help="read and report, change nothing")
        parser.add_argument("--body", default="", help="slug of the body; without it the only one there is")
        parser.add_argument(
            "--day",
            default="",
            help="YYYY-MM-DD from which it holds; without it the day the list names, else today",
        )
        parser.add_argument(
            "--reason", default="", help="why the list is changed; without it the file's name"
        )
        parser.add_argument(
            "--encoding", default="", choices=["", *ENCODINGS], help="without it, it is found out"
        )

    def handle(
        self,
        *args: Any,
        file: str,
        dry_run: bool,
        body: str,
        day: str,
        reason: str,
        encoding: str,
        **options: Any,
    ) -> None:
        path = Path(file)
        served = _body(body)
        said = reason or _("brought in from “%(name)s”") % {"name": path.name}
        try:
            with transaction.atomic():
                content = files.read(_bytes(path), encoding=encoding)
                row = imports.propose(
                    served, path.name, content, day=_day(day), reason=said, by=IMPORT, now=timezone.now()
                )
                self._finish(row, dry_run=dry_run)
        except (UnreadableList, NoReason, imports.CannotBringIn) as problem:
            raise CommandError(str(problem)) from problem

    def _finish(self, row: ContactImport, *, dry_run: bool) -> None:
        reading = imports.read(row.content)
        proposal = imports.proposal(row, reading)
        self._report(row, reading, proposal)
        if dry_run:
            transaction.set_rollback(True)
            self._say(_("Dry run: nothing was changed."))
        elif proposal.changes_nothing:
            transaction.set_rollback(True)
            self._say(_("The list says all this already. Nothing was changed."))
        else:
            now = timezone.now()
            imports.decide(row, Choices(), Change(row.day, row.reason), by=IMPORT, now=now)
            imports.bring_in(row, seen=proposal.fingerprint, since=now, by=IMPORT, now=now)
            self._say(_("Brought in. It can be undone on the page of the import: %(id)s") % {"id": row.pk})

    def _report(self, row: ContactImport, reading: imports.Reading, proposal: Proposal) -> None:
        self._say(_("Body: %(body)s. Holds from %(day)s.") % {"body": row.body, "day": row.day})
        columns = ", ".join(
            f"{column.heading or '–'} → {column.word}" for column in reading.list.columns if column.kind
        )
        self._say(_("Columns: %(columns)s") % {"columns": columns or "–"})
        read_columns = [at for at, column in enumerate(reading.list.columns) if column.kind]
        for sentence in (
            *reading.grid.notices,
            *(said for _line, said in remarks_in_words(reading.grid, read_columns)),
        ):
            self._say(_("To be looked at: %(words)s") % {"words": sentence})
        for read in proposal.understood:
            holder = read.delegation or (read.party.name if read.party else _("vacant"))
            people = "; ".join(_person(person.name, person.address, person.doubt) for person in read.people)
            where = reading.grid.place(read.row.line)
            self._say(f"{where}: {read.title or '–'} | {holder} | {people or _('nobody')}")
        for kind, label in LABELS.items():
            for entry in proposal.of_kind(kind):
                self._say(f"{label()}: {_entry(entry)}")
        for one in proposal.left_out:
            self._say(_("On the list only, stays: %(what)s") % {"what": one.contact or one.posts[0]})
        for name, value in _figures(proposal).items():
            self._say(f"{name}: {value}")

    def _say(self, words: str) -> None:
        self.stdout.write(words)


LABELS = {
    Kind.NEW: lambda: _("New"),
    Kind.CHANGED: lambda: _("Changed"),
    Kind.WRONG: lambda: _("Cannot be brought in"),
}


def _person(name: str, address: str, doubt: str) -> str:
    pair = f"{name or _('role mailbox')} <{address}>" if address else name
    return f"{pair} ({doubt})" if doubt else pair


def _entry(entry: PersonEntry) -> str:
    said = _person(entry.person.name, entry.person.address, "")
    changes = [f"{one.label}: {one.old or '–'} → {one.new}" for one in entry.differences]
    if entry.shown_anew:
        changes.append(_("stands under “%(post)s” too") % {"post": entry.post.words or entry.post.holder})
    if entry.held_earlier:
        changes.append(_("on the list earlier than the portal knew"))
    return "; ".join([f"{entry.post.holder}, {said}", *changes, *([entry.problem] if entry.problem else [])])


def _figures(proposal: Proposal) -> dict[str, int]:
    figures = proposal.figures
    return {
        _("rows"): figures["rows"],
        _("addresses"): figures["addresses"],
        _("new"): figures["new"],
        _("changed"): figures["changed"],
        _("the same"): figures["same"],
        _("on the list only"): figures["kept"],
        _("cannot be brought in"): figures["wrong"],
        _("pairs of name and address to confirm"): sum(bool(entry.person.doubt) for entry in proposal.people),
    }


def _bytes(path: Path) -> bytes:
    """The file's bytes, one more than may be read at the most, so that a huge one fills no memory."""
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as problem:
        raise CommandError(
            _("%(file)s cannot be read: %(why)s.") % {"file": path, "why": problem.strerror or problem}
        ) from problem


def _body(slug: str) -> Body:
    found = Body.objects.filter(slug=slug) if slug else Body.objects.all()[:2]
    rows = list(found)
    if len(rows) == 1:
        return rows[0]
    names = ", ".join(body.slug for body in Body.objects.all()) or "–"
    if slug:
        raise CommandError(
            _("There is no body “%(slug)s”. There are: %(names)s.") % {"slug": slug, "names": names}
        )
    raise CommandError(_("Say which body's list it is: --body, one of: %(names)s.") % {"names": names})


def _day(words: str) -> dt.date | None:
    if not words:
        return None
    try:
        return dt.date.fromisoformat(words)
    except ValueError as problem:
        raise CommandError(
            _("“%(words)s” is not a day; write it like 2010-11-30.") % {"words": words}
        ) from problem
