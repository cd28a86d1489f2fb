"""Issuing a text as final, and taking it up again."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ccm_portal import history
from ccm_portal.actors import Actor
from meetings import corrections, documents, papers, revisions
from meetings.models import Comment, Document, Revision


class NotReady(Exception):
    """The text cannot be issued as final yet; the sentence says what is missing."""


def missing(document: Document) -> str:
    """What only the chair's word, recorded with a reason, can stand in for; empty where nothing is missing."""
    held = document.rounds.filter(closed_at__isnull=False)
    said = Comment.objects.filter(seat__round__document=document)
    published = corrections.newest(document)
    if published is not None:
        # What was held and left open before belongs to the edition that is being corrected.
        held = held.filter(revision__number__gt=published.revision.number)
        said = said.filter(seat__round__revision__number__gt=published.revision.number)
    if not held.exists():
        return (
            _("No comment round was held on this correction.")
            if published
            else _("No comment round was held on this text.")
        )
    waiting = said.waiting().count()
    if waiting:
        words = ngettext("%(count)s comment is undecided.", "%(count)s comments are undecided.", waiting)
        return words % {"count": waiting}
    return ""


@transaction.atomic
def issue(document: Document, *, waiver: str, by: Actor, now: dt.datetime) -> Revision:
    """The working text is frozen and final, and waits for the Presidency's approval.

    `waiver` is the chair's word where a round was not held or comments are undecided. Raises NotReady,
    documents.NotNow.
    """
    documents.check(document, "issue as final")
    papers.check_leaves(document)
    published = corrections.newest(document)
    if published is not None and not revisions.changed_since(document, published.revision):
        raise NotReady(_("The text is still the published one. Correct it first, or give up the correction."))
    lacking = missing(document)
    if lacking and not waiver.strip():
        raise NotReady(
            _("%(missing)s Record the chair's word on it, or settle it first.") % {"missing": lacking}
        )
    revision = revisions.freeze(document, note=_("Final"), by=by, now=now)
    if lacking:
        document.waiver = waiver.strip()
        history.save(document, by=by, reason=lacking)
    documents.move(document, "issue as final", by=by, now=now, sha256=revision.sha256)
    if not document.body.approval_needed:
        documents.move(
            document, "Presidency approves", by=by, now=now, reason="approval not needed in this body"
        )
    return revision


@transaction.atomic
def take_up_again(document: Document, *, reason: str, by: Actor, now: dt.datetime) -> None:
    """A final text that was not published is under revision again. Raises documents.NotNow."""
    documents.move(document, "take up again", by=by, now=now, reason=reason)
