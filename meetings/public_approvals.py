"""Approval at a later meeting, as anybody may know it: "Approved on 3 December 2010".

It is public once the minutes of the meeting that approved were published with it: the published revision was frozen
after it was recorded. Until then nothing of it is public, for no label becomes public that Friends did
not see. Read from the columns named here.
"""

import datetime as dt
import uuid
from collections.abc import Iterable

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import formats
from django.utils.translation import gettext as _

from meetings.models import Approval, Publication
from meetings.public_texts import MINUTES, Series

Outcome = Approval.Outcome
COLUMNS = ("document__meeting", "document__meeting__slug", "outcome", "day")


def _public() -> "QuerySet[Approval, Approval]":
    """Approvals that stand in published minutes of the meeting that gave them."""
    with_it = Publication.objects.filter(
        document__kind=MINUTES,
        document__meeting=OuterRef("meeting"),
        revision__frozen_at__gte=OuterRef("recorded_at"),
    )
    given = Approval.objects.filter(outcome__in=[Outcome.APPROVED, Outcome.CORRECTED])
    return given.filter(Exists(with_it))


def words(outcome: str, day: dt.date) -> str:
    """The line: "Approved on …", "Approved as corrected on …"."""
    said = {"day": formats.date_format(day, "j F Y")}
    if outcome == Outcome.CORRECTED:
        return _("Approved as corrected on %(day)s") % said
    return _("Approved on %(day)s") % said


def of_meetings(meetings: Iterable[uuid.UUID]) -> dict[uuid.UUID, str]:
    """By meeting: the line about its minutes; one query."""
    rows = _public().filter(document__meeting__in=list(meetings)).values(*COLUMNS)
    return {row["document__meeting"]: words(row["outcome"], row["day"]) for row in rows}


def of_series(series: Series) -> tuple[str, dt.date] | None:
    """Outcome and day of one text, None where nothing is public; one query, none of a paper."""
    if series.kind != MINUTES:
        return None
    row = _public().filter(document__meeting__slug=series.slug).values(*COLUMNS).first()
    return (row["outcome"], row["day"]) if row else None


def all_of_them() -> dict[Series, tuple[str, dt.date]]:
    """The same of every text; one query."""
    return {
        Series(MINUTES, row["document__meeting__slug"]): (row["outcome"], row["day"])
        for row in _public().values(*COLUMNS)
    }
