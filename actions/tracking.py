"""Action points follow the action paragraphs of minutes, by the paragraph's UUID.

The wording is the paragraph's; status and note stay with the action point, whatever becomes of the words. A paragraph
that leaves the text takes its action point off the list, and brings it back with its status when it returns.
"""

import datetime as dt
import re
import uuid
from typing import Any

from django.dispatch import receiver

from actions.models import ActionPoint
from ccm_portal import history
from ccm_portal.actors import Actor
from friends.intake.delegations import Roll
from friends.models import Delegation
from meetings.models import Document, Meeting, Paragraph
from meetings.paragraphs import COALESCE
from meetings.reading.dates import read_date
from meetings.signals import paragraphs_changed

# Signs between several owners. "and" also stands inside names ("Bosnia and Herzegovina"): the whole is tried first.
BETWEEN_OWNERS = re.compile(r"\s*(?:,|;|/|\band\b|&)\s*")
REASON = "follows the minutes"


@receiver(paragraphs_changed, dispatch_uid="action points follow the minutes")
def follow(
    sender: Any,
    *,
    document: Document,
    by: Actor,
    now: dt.datetime,
    touched: set[uuid.UUID] | None = None,
    **_: Any,
) -> None:
    """Bring the document's action points in step with its action paragraphs, in the sender's transaction.

    touched: the paragraphs that changed, where the sender knows. Where it is prose alone, nothing more is read.
    """
    if (
        document.kind != Document.Kind.MINUTES
        or document.meeting is None
        or document.version_of_id is not None
    ):
        return
    if touched is not None and not _concerns_actions(touched):
        return
    written = Paragraph.objects.filter(section__document=document)
    tracked = {
        point.paragraph: point for point in ActionPoint.objects.filter(paragraph__in=written.values("pk"))
    }
    standing = list(
        written.filter(kind=Paragraph.Kind.ACTION, removed_at=None, section__removed_at=None).order_by(
            "section__rank", "section_id", "rank", "pk"
        )
    )
    if standing:
        _keep_in_step(standing, tracked, document.meeting, by=by, now=now)
    _take_off(tracked, {row.pk for row in standing}, by=by, now=now)


def _concerns_actions(touched: set[uuid.UUID]) -> bool:
    """Whether one of the paragraphs is an action point, or was one."""
    return (
        Paragraph.objects.filter(pk__in=touched, kind=Paragraph.Kind.ACTION).exists()
        or ActionPoint.objects.filter(paragraph__in=touched).exists()
    )


def _keep_in_step(
    standing: list[Paragraph],
    tracked: dict[uuid.UUID, ActionPoint],
    meeting: Meeting,
    *,
    by: Actor,
    now: dt.datetime,
) -> None:
    roll = Roll()
    for position, row in enumerate(standing):
        point = tracked.get(row.pk) or ActionPoint(paragraph=row.pk, meeting=meeting)
        says = _says(row, meeting, position)
        if not point._state.adding and all(getattr(point, name) == value for name, value in says.items()):
            continue
        words_changed = point._state.adding or point.owner_words != row.owner_words
        for name, value in says.items():
            setattr(point, name, value)
        _save(point, says, by=by, now=now)
        if words_changed:
            point.owners.set(owners(row.owner_words, roll))


def _save(point: ActionPoint, says: dict[str, object], *, by: Actor, now: dt.datetime) -> None:
    """With a row of its history; while its paragraph is being typed, one for all of it, as for the paragraph."""
    last = point.history.order_by("-history_date", "-history_id").first()
    alike = last is not None and (last.history_user_id, last.history_change_reason) == (by.id, REASON)
    if last is None or not alike or last.history_date < now - COALESCE:
        history.save(point, by=by, reason=REASON, at=now)
        return
    history.save_silently(point, by=by)
    for name, value in says.items():
        setattr(last, name, value)
    last.save()


def _says(row: Paragraph, meeting: Meeting, position: int) -> dict[str, object]:
    """What the paragraph says of its action point; the date is worked out from the meeting's."""
    due = read_date(row.due_words, meeting_date=meeting.earliest)
    return {
        "wording": row.text,
        "owner_words": row.owner_words,
        "when_words": row.due_words,
        "earliest": due.earliest,
        "latest": due.latest,
        "tentative": due.tentative,
        "by_next_meeting": bool(due.follows),
        "position": position,
        "removed_at": None,
    }


def owners(words: str, roll: Roll) -> list[Delegation]:
    """The delegations that owner words name, each by exactly its name or alias; none where any of them is unsure.

    A post ("Presidency") or "All Friends" is no delegation: the words alone say who.
    """
    whole = roll.named(words)
    if whole is not None:
        return [whole]
    found = [roll.named(piece) for piece in BETWEEN_OWNERS.split(words) if piece.strip()]
    return [row for row in found if row is not None] if all(found) else []


def _take_off(
    tracked: dict[uuid.UUID, ActionPoint], standing: set[uuid.UUID], *, by: Actor, now: dt.datetime
) -> None:
    for paragraph, point in tracked.items():
        if paragraph not in standing and point.removed_at is None:
            point.removed_at = now
            history.save(point, by=by, reason="the paragraph left the text")
