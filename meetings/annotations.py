"""Annotations: what the office tells the chair about an agenda item, in the chair's folder and nowhere else."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from ccm_portal import audit, history
from ccm_portal.actors import Actor
from meetings.models import AgendaItem

LONGEST = 4_000


class AnnotatedMeanwhile(Exception):
    """Somebody else changed the annotation since it was looked at; `theirs` is what it says now."""

    def __init__(self, theirs: str) -> None:
        super().__init__(_("Somebody else changed this annotation since you opened the page."))
        self.theirs = theirs


class TooLong(Exception):
    """The annotation is longer than may be kept; the sentence says how long."""


@transaction.atomic
def annotate(item: AgendaItem, words: str, *, seen: str, by: Actor, now: dt.datetime) -> bool:
    """The item carries these words for the chair; whether that changed anything.

    `seen`: what the person had before them. Raises AnnotatedMeanwhile, TooLong.
    """
    words, seen = _lines(words), _lines(seen)
    row = AgendaItem.objects.select_for_update(of=("self",)).select_related("meeting").get(pk=item.pk)
    if words in (seen, row.annotation):
        return False
    if len(words) > LONGEST:
        raise TooLong(_("Please write no more than %(most)s characters.") % {"most": LONGEST})
    if row.annotation != seen:
        raise AnnotatedMeanwhile(row.annotation)
    row.annotation = words
    history.save(row, by=by, reason="annotated")
    audit.record("agenda item annotated", row, by=by, now=now, body=row.meeting.body_id)
    return True


def _lines(words: str) -> str:
    """Browsers send line ends of their own."""
    return words.replace("\r\n", "\n").strip()
