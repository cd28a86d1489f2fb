"""A document's life. This module alone writes a document's status.

`TRANSITIONS` is the whole state machine; `manage.py state_diagram` draws it into docs/architecture.md.
"""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from ccm_portal import audit, history
from ccm_portal.actors import Actor
from meetings.models import Document

S = Document.Status


class NotNow(Exception):
    """The document is not in a state in which this can be done (409)."""


@dataclass(frozen=True)
class Transition:
    """One step of a document's life, from which states it is allowed and where it leads."""

    sources: tuple[str, ...]
    target: str


TRANSITIONS: dict[str, Transition] = {
    "ask the Presidency to clear": Transition((S.DRAFTING, S.CLEARED, S.UNDER_REVISION), S.WITH_PRESIDENCY),
    "Presidency clears": Transition((S.WITH_PRESIDENCY,), S.CLEARED),
    "Presidency sends back": Transition((S.WITH_PRESIDENCY,), S.DRAFTING),
    "clear without asking": Transition((S.DRAFTING, S.UNDER_REVISION), S.CLEARED),
    "circulate": Transition((S.CLEARED,), S.IN_ROUND),
    "close the round": Transition((S.IN_ROUND,), S.UNDER_REVISION),
    "issue as final": Transition((S.CLEARED, S.UNDER_REVISION), S.FINAL),
    "Presidency approves": Transition((S.FINAL,), S.APPROVED),
    "Presidency returns the final text": Transition((S.FINAL,), S.UNDER_REVISION),
    "take up again": Transition((S.FINAL, S.APPROVED), S.UNDER_REVISION),
    "publish": Transition((S.APPROVED,), S.PUBLISHED),
    "correct": Transition((S.PUBLISHED,), S.UNDER_REVISION),
    "give up the correction": Transition((S.DRAFTING, S.CLEARED, S.UNDER_REVISION), S.PUBLISHED),
}

EDITABLE = frozenset({S.DRAFTING, S.WITH_PRESIDENCY, S.CLEARED, S.IN_ROUND, S.UNDER_REVISION})


# The steps a reader sees above a text, in the order of a document's life.
LIFE = (S.DRAFTING, S.CLEARED, S.IN_ROUND, S.UNDER_REVISION, S.FINAL, S.APPROVED, S.PUBLISHED)


@dataclass(frozen=True)
class Stage:
    """One step of a document's life as shown: its label, and whether it is past, present or still to come."""

    label: str
    state: str


def life(document: Document) -> list[Stage]:
    """The life of this document, with its present place marked."""
    present = S.DRAFTING if document.status == S.WITH_PRESIDENCY else S(document.status)
    at = LIFE.index(present)
    return [
        Stage(str(S(status).label), "past" if place < at else "present" if place == at else "ahead")
        for place, status in enumerate(LIFE)
    ]


def can(document: Document, step: str) -> bool:
    """Whether the step is allowed in the document's present state."""
    return document.status in TRANSITIONS[step].sources


def check(document: Document, step: str) -> None:
    """Raises NotNow, with a sentence, unless the step is allowed."""
    if not can(document, step):
        raise NotNow(
            _("This cannot be done now: the text is “%(status)s”.")
            % {"status": document.get_status_display()}
        )


def check_editable(document: Document) -> None:
    """Raises NotNow where the text no longer changes.

    Called inside the transaction of the verb that changes the text: the row is held until it ends, so that what is
    answered as saved stands in whatever is frozen next, and nothing slips into a text that was frozen meanwhile.
    """
    locked = Document.objects.select_for_update(no_key=True).only("status").get(pk=document.pk)
    document.status = locked.status
    check_still_editable(document)


def check_still_editable(document: Document) -> None:
    """The same for a page that only shows what would change: the row is not held."""
    if document.status not in EDITABLE:
        raise NotNow(
            _("The text is “%(status)s” and no longer changes. Take it up again first.")
            % {"status": document.get_status_display()}
        )


def move(
    document: Document, step: str, *, by: Actor, now: dt.datetime, reason: str = "", sha256: str = ""
) -> None:
    """Take the step: the row is locked, the state checked again, the new one written, one audit row added.

    Called inside the transaction of the verb that the step belongs to. Raises NotNow.
    """
    locked = Document.objects.select_for_update().get(pk=document.pk)
    check(locked, step)
    locked.status = TRANSITIONS[step].target
    history.save(locked, by=by, reason=reason or step)
    document.status = locked.status
    audit.record(f"document: {step}", locked, by=by, now=now, body=locked.body_id, sha256=sha256)
