"""Private notes beside a text: saved as one types, sealed at a hand-over, deleted for good.

They have no history, stand in no letter, revision or file, and the audit says only that they were deleted. Whoever
coordinates the body reads them; for the next Presidency's coordinator those begun before the hand-over are sealed.
"""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from ccm_portal import audit
from ccm_portal.actors import Actor
from meetings.models import Document, PrivateNotes

MOST_CHARACTERS = 200_000


class SavedMeanwhile(Exception):
    """Somebody else saved the notes first. `theirs` is what stands now, None where they were deleted."""

    def __init__(self, theirs: PrivateNotes | None) -> None:
        super().__init__(
            _("Somebody else saved these notes meanwhile.")
            if theirs
            else _("Somebody else deleted these notes meanwhile.")
        )
        self.theirs = theirs


class TooLong(Exception):
    """They are no notes any more; the sentence says how long they may be."""


def seen(document: Document, *, since: dt.datetime | None) -> Sequence[PrivateNotes]:
    """The notes that were begun since that instant (None: all), the newest first: those one writes in.

    since: before it things are sealed for whoever asks (friends.seals).
    """
    rows = document.private_notes.all()
    return list(rows if since is None else rows.filter(begun_at__gte=since))


@transaction.atomic
def save(
    document: Document, text: str, *, version: int, since: dt.datetime | None, now: dt.datetime
) -> PrivateNotes | None:
    """The notes say this now. `version`: of those the text began from, 0 where there were none.

    Empty words begin no notes: None then. Raises SavedMeanwhile, TooLong.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    if len(text) > MOST_CHARACTERS:
        raise TooLong(
            _("The notes have %(n)s characters; %(most)s are the most.")
            % {"n": f"{len(text):,}", "most": f"{MOST_CHARACTERS:,}"}
        )
    # Two who begin notes at once take turns.
    Document.objects.select_for_update(no_key=True).only("pk").get(pk=document.pk)
    standing = next(iter(seen(document, since=since)), None)
    if (standing.version if standing else 0) != version:
        # What was saved twice, because an answer did not come through, is no conflict.
        if standing is not None and standing.text == text:
            return standing
        raise SavedMeanwhile(standing)
    if standing is None:
        if not text.strip():
            return None
        return PrivateNotes.objects.create(document=document, text=text, begun_at=now, saved_at=now)
    if standing.text != text:
        standing.text, standing.saved_at = text, now
        standing.version += 1
        standing.save()
    return standing


@transaction.atomic
def delete(document: Document, *, since: dt.datetime | None, by: Actor, now: dt.datetime) -> int:
    """The notes that whoever asks may see are gone for good; how many there were. Nobody is told."""
    Document.objects.select_for_update(no_key=True).only("pk").get(pk=document.pk)
    rows = seen(document, since=since)
    for row in rows:
        row.delete()
    if rows:
        audit.record("private notes deleted", document, by=by, now=now, body=document.body_id)
    return len(rows)
