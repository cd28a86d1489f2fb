"""Imports of a contact list: read and proposed, looked at, brought in as one step, undone as one step.

Nothing on the list changes before somebody confirms, and then only if the list has not moved since they looked.
"""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from ccm_portal import audit, history
from ccm_portal.actors import Actor
from friends import import_steps
from friends.assignments import UnfitPost
from friends.changes import BadDay, Change, NoReason
from friends.contacts import AddressTaken, UnfitDetails
from friends.intake import files
from friends.intake.choices import Choices
from friends.intake.proposal import Proposal
from friends.intake.writer import Writer
from friends.models import Body, ContactImport
from friends.reading.contact_list import ContactList, find_contact_list, is_title, read_contact_list
from friends.reading.lines import Line
from friends.reading.report import Question, Report
from friends.reading.tables import Grid

LONGEST_SOURCE = 255
MOST_DELEGATIONS = 400
TITLE_WITHIN = 10


class NotOpen(Exception):
    """The import was brought in, undone or given up already."""


class Moved(Exception):
    """The list changed since the proposal was looked at; `what` says how, in sentences."""

    def __init__(self, what: list[str]) -> None:
        super().__init__(_("The list has moved since this page was made. Look at the proposal again."))
        self.what = what


class CannotBringIn(Exception):
    """Something the list says cannot be kept; the sentence says where and why. Nothing was changed."""


class HangsOn(Exception):
    """Later changes rest on the import, so that it cannot be undone; `what` names them."""

    def __init__(self, what: list[str]) -> None:
        super().__init__(
            _("This import cannot be undone as one step: what it changed was changed again, or is in use.")
        )
        self.what = what


class Reading:
    """What was handed in, as it is read: the list, the questions, and what is left aside."""

    def __init__(self, content: dict[str, Any]) -> None:
        self.grid: Grid = files.grid(content)
        lines = list(self.grid.lines)
        place = _of_table(lines) if self.grid.is_table else find_contact_list(lines)
        start, end = place or (0, len(lines))
        self.beside: list[Line] = lines[:start] + lines[end:]
        report = Report(lines)
        self.list: ContactList = read_contact_list(lines[start:end], report)
        self.questions: tuple[Question, ...] = report.questions()


def _of_table(lines: list[Line]) -> tuple[int, int]:
    """A table is the list from its title on, which may stand under a line or two of something else."""
    titles = (at for at, line in enumerate(lines[:TITLE_WITHIN]) if is_title(line))
    return next(titles, 0), len(lines)


def read(content: dict[str, Any]) -> Reading:
    """Raises UnreadableList where nothing in it is a row of a list."""
    found = Reading(content)
    if not any(row.people or row.names or row.addresses or row.delegation for row in found.list.rows):
        raise files.UnreadableList(
            _(
                "No row of a contact list was found: no line has a delegation, a name or an address in columns."
            )
        )
    if len({row.delegation_words for row in found.list.rows}) > MOST_DELEGATIONS:
        raise files.UnreadableList(
            _("The list names more than %(n)s delegations. Is this another kind of list?")
            % {"n": MOST_DELEGATIONS}
        )
    return found


def proposal(row: ContactImport, reading: Reading | None = None, choices: Choices | None = None) -> Proposal:
    """What the list would change now, with what was decided on it."""
    reading = reading or Reading(row.content)
    chosen = Choices.of(row.choices) if choices is None else choices
    return Proposal(row.body, row.day, reading.list, chosen)


# --- verbs ------------------------------------------------------------------------------------------------------------


def propose(
    body: Body, source: str, content: dict[str, Any], *, day: dt.date | None = None, reason: str = "",
    by: Actor, now: dt.datetime,
) -> ContactImport:  # fmt: skip
    """The list is kept to be looked at; nothing on the contact list changes.

    `content`: what `intake.files.read` gave. `day`: from which the list holds; without it the day it names itself, else
    today in the body's zone. Raises UnreadableList.
    """
    found = read(content)
    today = now.astimezone(body.zone).date()
    row = ContactImport(
        body=body, source=source.strip()[:LONGEST_SOURCE] or _("pasted list"), content=content, reason=reason,
        day=day or found.list.as_of or today, made_at=now,
    )  # fmt: skip
    with transaction.atomic():
        row.save()
        audit.record("contact import proposed", row, by=by, now=now, body=body.pk, rows=len(found.list.rows))
    return row


@transaction.atomic
def decide(
    row: ContactImport, choices: Choices, change: Change, *, by: Actor, now: dt.datetime
) -> ContactImport:
    """What was decided on the proposal is kept, with the day and the reason. Raises NotOpen."""
    row = _claimed(row)
    row.choices, row.day, row.reason = choices.as_dict(), change.holds_from, change.reason.strip()
    row.save()
    return row


@transaction.atomic
def bring_in(
    row: ContactImport, *, seen: str, since: dt.datetime, by: Actor, now: dt.datetime
) -> ContactImport:
    """What the proposal says becomes the list, in one transaction.

    `seen`: the fingerprint of the list when the proposal was looked at, at `since`. What was read is not kept any
    longer. Raises NotOpen, NoReason, Moved, CannotBringIn; then nothing is changed.
    """
    row = _claimed(row)
    if not row.reason.strip():
        raise NoReason(_("Say in a few words why the list is changed."))
    wanted = proposal(row)
    if wanted.fingerprint != seen:
        raise Moved(import_steps.moved_since(row.body, since))
    reason = _("%(reason)s (from “%(source)s”)") % {"reason": row.reason, "source": row.source}
    with history.gathered() as written:
        try:
            Writer(wanted, Change(row.day, reason), by=by, now=now).write()
        except (AddressTaken, UnfitDetails, UnfitPost, BadDay) as problem:
            raise CannotBringIn(str(problem)) from problem
    row.steps = import_steps.kept(written)
    row.figures = wanted.figures
    row.content, row.choices = {}, {}
    row.state, row.applied_at = ContactImport.State.APPLIED, now
    row.save()
    audit.record("contact import brought in", row, by=by, now=now, body=row.body_id, **row.figures)
    return row


@transaction.atomic
def undo(row: ContactImport, *, reason: str, by: Actor, now: dt.datetime) -> ContactImport:
    """The list says again what it said before the import; the history keeps both.

    Raises NotOpen, NoReason, and HangsOn where something was changed again or is in use since.
    """
    row = ContactImport.objects.select_for_update(of=("self",)).select_related("body").get(pk=row.pk)
    if row.state != ContactImport.State.APPLIED:
        raise NotOpen(_("Only what was brought in can be undone."))
    if not reason.strip():
        raise NoReason(_("Say in a few words why the import is undone."))
    hanging = import_steps.hanging_on(row.steps)
    if hanging:
        raise HangsOn(hanging)
    import_steps.take_back(row.steps, reason=reason, by=by)
    row.state, row.undone_at = ContactImport.State.UNDONE, now
    row.save()
    audit.record("contact import undone", row, by=by, now=now, body=row.body_id)
    return row


@transaction.atomic
def give_up(row: ContactImport, *, by: Actor, now: dt.datetime) -> ContactImport:
    """The proposal is dropped; what was read of it is not kept. Raises NotOpen."""
    row = _claimed(row)
    row.state, row.content, row.choices = ContactImport.State.GIVEN_UP, {}, {}
    row.save()
    audit.record("contact import given up", row, by=by, now=now, body=row.body_id)
    return row


def _claimed(row: ContactImport) -> ContactImport:
    """The row as it is now, held until this transaction ends. Raises NotOpen."""
    held = ContactImport.objects.select_for_update(of=("self",)).select_related("body").get(pk=row.pk)
    if held.state != ContactImport.State.PROPOSED:
        raise NotOpen(_("This list was brought in, undone or given up already."))
    return held
