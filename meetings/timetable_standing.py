"""Where minutes stand against the timetable of their body, read from what was done when.

Three queries, however many texts. For the desk alone.
"""

import datetime as dt
import uuid
from collections.abc import Iterable

from django.db.models import Min
from django.utils import timezone

from friends.models import Body
from meetings import timetables
from meetings.models import Document, Meeting, Publication, Round
from meetings.timetables import Days, Facts, Standing


def days_of(body: Body) -> Days:
    """The habit of the body."""
    return Days(body.draft_days, body.circulate_days, body.comment_days, body.publish_days)


def held(meeting: Meeting) -> dt.date | None:
    """The day on which the meeting ends; None where it is tentative or within a window."""
    if meeting.tentative:
        return None
    end = meeting.ends_at or meeting.starts_at
    if end is not None:
        return timezone.localtime(end, meeting.zone).date()
    return meeting.latest if meeting.earliest == meeting.latest else None


def without_minutes(meeting: Meeting, now: dt.datetime) -> Standing | None:
    """Where a meeting stands whose minutes are not begun."""
    today = timezone.localtime(now, meeting.body.zone).date()
    return timetables.standing(Facts(held(meeting)), days_of(meeting.body), today)


def of_document(document: Document, now: dt.datetime) -> Standing | None:
    """Where one text stands; None where it has no timetable."""
    return of_documents([document], now).get(document.pk)


def of_documents(documents: Iterable[Document], now: dt.datetime) -> dict[uuid.UUID, Standing]:
    """Where each text stands that has a timetable: minutes of meetings with an exact day, outside corrections.

    The texts come with their body and meeting.
    """
    texts = [row for row in documents if row.kind == Document.Kind.MINUTES and not row.correction]
    drafted = _drafted(texts)
    rounds = _rounds(texts)
    published = dict(
        Publication.objects.filter(document__in=texts)
        .order_by()
        .values_list("document")
        .annotate(Min("published_at"))
    )
    found = {}
    for text in texts:
        facts = _facts(text, drafted.get(text.pk), rounds.get(text.pk, []), published.get(text.pk))
        today = timezone.localtime(now, text.body.zone).date()
        if (standing := timetables.standing(facts, days_of(text.body), today)) is not None:
            found[text.pk] = standing
    return found


def _drafted(texts: list[Document]) -> dict[uuid.UUID, dt.datetime]:
    """When each text was first something else than in drafting."""
    rows = Document.history.filter(id__in=[text.pk for text in texts])
    rows = rows.exclude(status=Document.Status.DRAFTING).order_by()
    return dict(rows.values_list("id").annotate(Min("history_date")))


def _rounds(texts: list[Document]) -> dict[uuid.UUID, list[Round]]:
    found: dict[uuid.UUID, list[Round]] = {}
    for row in Round.objects.filter(document__in=texts).order_by("number"):
        found.setdefault(row.document_id, []).append(row)
    return found


def _facts(
    text: Document, drafted: dt.datetime | None, rounds: list[Round], published: dt.datetime | None
) -> Facts:
    def day(instant: dt.datetime | None) -> dt.date | None:
        return timezone.localtime(instant, text.body.zone).date() if instant else None

    return Facts(
        held=held(text.meeting) if text.meeting else None,
        drafted=day(drafted),
        circulated=day(rounds[0].opened_at) if rounds else None,
        comments_end=day(rounds[-1].deadline) if rounds else None,
        commented=bool(rounds) and all(row.closed_at for row in rounds),
        published=day(published),
        withheld=bool(text.withheld),
    )
