"""Minutes that are not for publication: decided by the coordinator with a reason for the desk alone, and taken back.

The text goes its way as before, to the Friends and to the Presidency; only publishing is refused. The public page of
the meeting says "Not for publication", where the body says there where minutes are at all.
"""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from ccm_portal import audit, history
from ccm_portal.actors import Actor
from meetings import documents
from meetings.models import Document

LONGEST_REASON = 500


class NoReason(Exception):
    """Why it is not for publication is missing, or too long."""


def hindrance(document: Document) -> str:
    """Why that cannot be decided of this text, as a sentence; empty where it can."""
    if document.kind != Document.Kind.MINUTES:
        return _("Of a paper it is said under “About this paper” who may read it.")
    if document.publications.exists():
        return _("These minutes are public already, and what was published stays so.")
    return ""


@transaction.atomic
def withhold(document: Document, *, reason: str, by: Actor, now: dt.datetime) -> None:
    """The minutes are not for publication from now on. Raises NoReason, documents.NotNow."""
    reason = " ".join(reason.split())
    if not reason:
        raise NoReason(_("Say why the minutes are not for publication. The reason stays at the desk."))
    if len(reason) > LONGEST_REASON:
        raise NoReason(
            _("The reason has %(length)s characters; at most %(most)s fit.")
            % {"length": len(reason), "most": LONGEST_REASON}
        )
    document = Document.objects.select_for_update().get(pk=document.pk)
    if problem := hindrance(document):
        raise documents.NotNow(problem)
    # Whoever only words the reason anew does not make the decision younger.
    document.withheld, document.withheld_at = reason, document.withheld_at or now
    history.save(document, by=by, reason="not for publication")
    audit.record("not for publication", document, by=by, now=now, body=document.body_id)


@transaction.atomic
def take_back(document: Document, *, by: Actor, now: dt.datetime) -> None:
    """The minutes are for publication again; nothing where they were. Nobody is told."""
    document = Document.objects.select_for_update().get(pk=document.pk)
    if not document.withheld:
        return
    document.withheld, document.withheld_at = "", None
    history.save(document, by=by, reason="for publication again")
    audit.record("for publication again", document, by=by, now=now, body=document.body_id)
