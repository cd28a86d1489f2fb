"""Minutes approved at a later meeting: the standing item on its agenda, and what that meeting said.

What is recorded stands in the text of the later meeting's minutes, and becomes public with them (ADR 0031); what may be
known of it outside is in meetings.public_approvals.
"""

import datetime as dt
import functools
import uuid
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from ccm_portal import audit, history
from ccm_portal.actors import Actor
from meetings import agendas, public_folder
from meetings.models import AgendaItem, Approval, Document, Meeting
from meetings.public_texts import ORIGINAL_MINUTES, Series

Outcome = Approval.Outcome
GIVEN = (Outcome.APPROVED, Outcome.CORRECTED)
LONGEST_SAID_BY = 200


class CannotApprove(Exception):
    """What the meeting said of the minutes cannot be recorded so; the sentence says why."""


@dataclass(frozen=True)
class Said:
    """What a meeting said of earlier minutes, on which day, and by whose word."""

    outcome: str
    day: dt.date
    by_whom: str = ""


@dataclass(frozen=True)
class Asked:
    """An item that approves earlier minutes, its number, and what was recorded (None: nothing yet)."""

    item: AgendaItem
    number: str
    document: Document
    approval: Approval | None


# --- on the agenda ----------------------------------------------------------------------------------------------------


def open_texts(meeting: Meeting) -> QuerySet[Document]:
    """Minutes of other meetings of the body that no meeting has approved yet, the newest meeting first."""
    rows = Document.objects.filter(body=meeting.body_id, **ORIGINAL_MINUTES).exclude(meeting=meeting)
    rows = rows.exclude(approvals__outcome__in=GIVEN)
    if meeting.earliest is not None:
        rows = rows.exclude(meeting__earliest__gt=meeting.earliest)
    return rows.select_related("meeting").order_by("-meeting__earliest", "-meeting__starts_at", "-created_at")


def put_on_agenda(meeting: Meeting, *, by: Actor, now: dt.datetime) -> AgendaItem | None:
    """The approval of the newest minutes that wait for it stands on the agenda; None where none wait."""
    document = open_texts(meeting).first()
    if document is None:
        return None
    return agendas.add(meeting, agendas.Item(title(document), approves=document), parent=None, by=by, now=now)


def title(document: Document) -> str:
    """What the item is called."""
    when = document.meeting.when_words if document.meeting else document.title
    return _("Approval of the minutes of %(when)s") % {"when": when}


def asked(nodes: list[agendas.Node], meeting: Meeting) -> list[Asked]:
    """The items of the agenda that approve minutes; two queries where there are any."""
    found = [node for node in agendas.flat(nodes) if node.item.approves_id]
    if not found:
        return []
    texts = Document.objects.select_related("meeting").in_bulk([node.item.approves_id for node in found])
    given = {row.document_id: row for row in meeting.approvals_given.all()}
    return [
        Asked(node.item, node.number, texts[pk], given.get(pk))
        for node in found
        if (pk := node.item.approves_id) is not None
    ]


# --- what the meeting said --------------------------------------------------------------------------------------------


@transaction.atomic
def record(meeting: Meeting, document: Document, said: Said, *, by: Actor, now: dt.datetime) -> Approval:
    """The meeting said this of the earlier minutes; saying it anew replaces what was recorded, and keeps its history.

    It stands in the meeting's own minutes from now on. Nobody is told. Raises CannotApprove.
    """
    # Two people recording at once take turns, and whoever publishes waits.
    document = Document.objects.select_for_update(of=("self",)).select_related("meeting").get(pk=document.pk)
    _check(meeting, document, said, now)
    row = Approval.objects.filter(meeting=meeting, document=document).first() or Approval(
        meeting=meeting, document=document
    )
    if not row._state.adding and Said(row.outcome, row.day, row.said_by) == said:
        return row
    row.outcome, row.day, row.said_by, row.recorded_at = said.outcome, said.day, said.by_whom, now
    history.save(row, by=by, reason=said.outcome)
    audit.record("approval recorded", row, by=by, now=now, body=meeting.body_id, outcome=said.outcome)
    refresh([document])
    return row


def _check(meeting: Meeting, document: Document, said: Said, now: dt.datetime) -> None:
    if document.body_id != meeting.body_id or document.kind != Document.Kind.MINUTES:
        raise CannotApprove(_("Only minutes of this body are approved here."))
    if document.meeting_id == meeting.pk:
        raise CannotApprove(_("A meeting does not approve its own minutes."))
    if said.outcome not in Outcome.values:
        raise CannotApprove(_("Say what the meeting decided."))
    if said.day > timezone.localtime(now, meeting.zone).date():
        raise CannotApprove(_("That day has not come yet."))
    before = document.meeting.earliest if document.meeting else None
    if before is not None and said.day < before:
        raise CannotApprove(_("That day is before the meeting that the minutes are of."))
    other = (
        document.approvals.filter(outcome__in=GIVEN)
        .exclude(meeting=meeting)
        .select_related("meeting")
        .first()
    )
    if said.outcome in GIVEN and other is not None:
        raise CannotApprove(
            _("The meeting of %(when)s approved these minutes already.") % {"when": other.meeting.when_words}
        )


def outcomes(nodes: list[agendas.Node], meeting: Meeting) -> dict[uuid.UUID, str]:
    """By item: what the minutes of the meeting say became of the approval; items of which nothing is recorded are
    left out."""
    return {one.item.pk: one.approval.outcome for one in asked(nodes, meeting) if one.approval}


# --- the public pages of the approved minutes -------------------------------------------------------------------------


def become_public(meeting: Meeting) -> None:
    """With the meeting's own minutes published, the pages of those it approved say so. Within publishing's transaction.
    Raises OSError."""
    texts = Document.objects.filter(approvals__meeting=meeting).order_by("pk")
    refresh(texts.select_for_update(of=("self",)).select_related("meeting"))


def refresh(texts: "QuerySet[Document] | list[Document]") -> None:
    """The public files of these minutes are taken away, and written anew after the transaction. Raises OSError."""
    for document in texts:
        if not document.publications.exists():
            continue
        series = Series.of(document)
        public_folder.take_away(series)
        transaction.on_commit(functools.partial(public_folder.replace, series), robust=True)


def word(document: Document) -> Approval | None:
    """What the desk knows of the approval of these minutes: the newest word, public or not."""
    return document.approvals.select_related("meeting").last()
