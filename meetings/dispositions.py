"""What becomes of a comment: the decision, its reason, and the wording put into the text."""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from ccm_portal import audit, history
from ccm_portal.actors import Actor
from meetings import documents, paragraphs
from meetings.models import Comment, Disposition, Document, Paragraph
from meetings.paragraphs import Wording
from meetings.signals import paragraphs_changed


class CannotDecide(Exception):
    """The decision cannot be taken; the sentence says why."""


@dataclass(frozen=True)
class Decision:
    """The label, the reason told to the author at closing, an internal note, and the comment it is merged with."""

    label: str
    reason: str = ""
    internal_note: str = ""
    merged_with: uuid.UUID | None = None


@dataclass(frozen=True)
class NewWording:
    """What the comment's paragraph shall say, and the version of it that the coordinator saw."""

    wording: Wording
    version: int


def paragraph_of(comment: Comment) -> Paragraph | None:
    """The paragraph in the working text that the comment is about; None for the whole, or when it was removed."""
    if comment.paragraph is None:
        return None
    return Paragraph.objects.filter(pk=comment.paragraph, removed_at=None).first()


def _check(comment: Comment, decision: Decision) -> None:
    if comment.state not in (Comment.State.SENT, Comment.State.AFTER_CLOSING):
        raise CannotDecide(_("This comment was not sent, or was withdrawn."))
    if decision.label == Disposition.Label.NOT_REFLECTED and not (decision.reason or decision.internal_note):
        raise CannotDecide(_("Say why it is not reflected: for the author, or in the internal note."))
    merged = decision.label == Disposition.Label.MERGED
    if merged != (decision.merged_with is not None) or decision.merged_with == comment.pk:
        raise CannotDecide(_("Name the other comment that this one is taken together with."))
    if (
        decision.merged_with
        and not Comment.objects.filter(
            pk=decision.merged_with, seat__round=comment.seat.round_id, state=Comment.State.SENT
        ).exists()
    ):
        raise CannotDecide(_("The comment it is taken together with is not one of this round."))


@transaction.atomic
def decide(
    comment: Comment,
    decision: Decision,
    *,
    new_wording: NewWording | None = None,
    by: Actor,
    now: dt.datetime,
) -> Disposition:
    """The comment is decided (anew, if it was before); `new_wording` stands in the working text at its paragraph.

    Nobody is told before the round closes. Raises CannotDecide, paragraphs.EditConflict, documents.NotNow.
    """
    _check(comment, decision)
    document = comment.seat.round.document
    documents.check_editable(document)
    row = Disposition.objects.filter(comment=comment).first() or Disposition(comment=comment)
    row.label, row.reason, row.internal_note = decision.label, decision.reason, decision.internal_note
    row.merged_with_id, row.decided_at = decision.merged_with, now
    if new_wording is not None and _put(comment, new_wording, by=by, now=now):
        row.applied_at = now
        paragraphs_changed.send(Document, document=document, by=by, now=now)
    history.save(row, by=by)
    audit.record(f"comment decided: {decision.label}", comment, by=by, now=now, body=document.body_id)
    return row


def _put(comment: Comment, new: NewWording, *, by: Actor, now: dt.datetime) -> bool:
    """Put the wording into the text; whether it changed anything."""
    row = paragraph_of(comment)
    if row is None:
        raise CannotDecide(_("The paragraph this comment is about is no longer in the text."))
    if Wording.of(row) == new.wording and row.version == new.version:
        return False
    reason = _("after a comment by %(delegation)s") % {"delegation": comment.seat.name}
    paragraphs.change(row.pk, new.wording, version=new.version, by=by, now=now, reason=reason)
    return True
