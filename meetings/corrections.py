"""Correcting a published text: the working text is taken up again, and leads to a new edition that names the old.

While a correction is in work the public sees what it saw before. The new edition goes the whole way: cleared where the
body asks for it, a round or the chair's word, the Presidency's approval, prepared, confirmed.
"""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ccm_portal import audit, history
from ccm_portal.actors import Actor
from meetings import documents, revisions
from meetings.models import Document, Publication

LONGEST_REASON = 300
SAY_WHY = gettext_lazy(
    "Say in one sentence why the text is corrected. It becomes public with the correction."
)


class NoReason(Exception):
    """The public sentence is missing, or too long."""


class TextChanged(Exception):
    """The correction cannot be given up as it is: the working text differs from the published one."""


def newest(document: Document) -> Publication | None:
    """The newest edition of the text, None before the first."""
    return document.publications.select_related("revision").order_by("-edition").first()


def is_in_work(document: Document) -> bool:
    """Whether a published text is being corrected."""
    return bool(document.correction)


def hindrance(document: Document) -> str:
    """Why no correction can be begun, nor its reason changed, now: a sentence, empty where it can."""
    if is_in_work(document):
        if document.status not in documents.EDITABLE:
            return _("The correction is final, and so is its reason. Take the text up again first.")
    elif not documents.can(document, "correct"):
        return _("Only a published text is corrected. This one is “%(status)s”: change it as it is.") % {
            "status": document.get_status_display()
        }
    return ""


@transaction.atomic
def begin(document: Document, *, reason: str, by: Actor, now: dt.datetime) -> None:
    """The published text is under revision again; the public is told nothing until the correction is published.

    `reason` becomes public with it. Raises NoReason, documents.NotNow.
    """
    reason = _checked(reason)
    document = Document.objects.select_for_update().get(pk=document.pk)
    documents.check(document, "correct")
    # The chair's word on the first edition does not cover the next one.
    document.waiver, document.correction = "", reason
    history.save(document, by=by, reason="correction begun")
    documents.move(document, "correct", by=by, now=now)


@transaction.atomic
def reword(document: Document, *, reason: str, by: Actor, now: dt.datetime) -> None:
    """The public sentence is another one. Raises NoReason, documents.NotNow."""
    reason = _checked(reason)
    document = Document.objects.select_for_update().get(pk=document.pk)
    if not is_in_work(document) or hindrance(document):
        raise documents.NotNow(hindrance(document) or _("No correction of this text is in work."))
    document.correction = reason
    history.save(document, by=by, reason="reason of the correction changed")
    audit.record("correction reworded", document, by=by, now=now, body=document.body_id)


def _checked(reason: str) -> str:
    reason = " ".join(reason.split())
    if not reason:
        raise NoReason(str(SAY_WHY))
    if len(reason) > LONGEST_REASON:
        raise NoReason(
            _("The sentence has %(length)s characters; at most %(most)s fit.")
            % {"length": len(reason), "most": LONGEST_REASON}
        )
    return reason


@transaction.atomic
def give_up(document: Document, *, by: Actor, now: dt.datetime) -> None:
    """The published edition stands; the text is public as before. Raises TextChanged, documents.NotNow."""
    document = (
        Document.objects.select_for_update(of=("self",)).select_related("body", "meeting").get(pk=document.pk)
    )
    documents.check(document, "give up the correction")
    published = newest(document) if is_in_work(document) else None
    if published is None:
        raise documents.NotNow(_("No correction of this text is in work."))
    if revisions.changed_since(document, published.revision):
        raise TextChanged(
            _(
                "The text, the attendance or the meeting's particulars differ from what is published. Change them back "
                "first: the history of each paragraph has its earlier wording, and “Compare” shows what differs."
            )
        )
    document.correction = ""
    history.save(document, by=by, reason="correction given up")
    documents.move(document, "give up the correction", by=by, now=now)


def finish(document: Document, *, by: Actor, now: dt.datetime) -> None:
    """Called when a new edition is published: no correction is in work any more."""
    if not document.correction:
        return
    document.correction = ""
    history.save(document, by=by, reason="correction published")
    audit.record("corrected", document, by=by, now=now, body=document.body_id)
