"""What anybody may know: the whitelist behind the public pages.

Everything a public page shows comes out of the values made here. They are built from publications and their files, and
from the columns named in `MEETING_COLUMNS` and `DOCUMENT_COLUMNS`: no draft, comment, contact or letter is ever loaded.
"""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.urls import reverse

from meetings import public_approvals, public_status, public_when
from meetings.models import Document, Meeting, Publication, PublicationFile
from meetings.public_texts import (
    MINUTES,
    ORIGINAL_MINUTES,
    PDF_TYPE,
    Edition,
    File,
    Series,
    edition_of,
    file_of,
)

MEETING_COLUMNS = (
    "id", "slug", "title", "venue", "when_words", "earliest", "latest", "tentative", "starts_at", "ends_at",
    "time_zone", "body__name", "body__status_shown",
)  # fmt: skip
DOCUMENT_COLUMNS = ("meeting", "status", "withheld_at")


@dataclass(frozen=True)
class MeetingLine:
    """A meeting as the public list shows it."""

    id: uuid.UUID
    slug: str
    title: str
    body: str
    when: str
    time: str
    tentative: bool
    venue: str
    year: int | None
    status: str
    minutes: Edition | None = None
    pdf: File | None = None

    @property
    def url(self) -> str:
        return reverse("meeting", args=[self.slug])


@dataclass
class Year:
    """The meetings of one year, the newest first; the year is None while no day is known."""

    year: int | None
    meetings: list[MeetingLine] = field(default_factory=list)


# --- meetings -----------------------------------------------------------------------------------------------------


def meetings() -> QuerySet[Meeting, dict[str, Any]]:
    """Whitelisted columns of every public meeting, the newest first, those without a day before them."""
    published = Publication.objects.filter(document__meeting=OuterRef("pk"))
    rows = Meeting.objects.filter(Q(public=True) | Exists(published))
    return rows.order_by(F("earliest").desc(nulls_first=True), "-starts_at", "title").values(*MEETING_COLUMNS)


def lines(rows: Iterable[dict[str, Any]], *, now: dt.datetime) -> list[MeetingLine]:
    """What the list shows of some of `meetings()`; three queries more, whatever their number."""
    rows = list(rows)
    where = {"meeting__in": [row["id"] for row in rows], **ORIGINAL_MINUTES}
    texts = Document.objects.filter(**where).order_by().values(*DOCUMENT_COLUMNS)
    minutes = {row["meeting"]: row for row in texts}
    ids = [row["id"] for row in rows]
    published, approved = _newest_of(ids), public_approvals.of_meetings(ids)
    return [
        _line(row, minutes.get(row["id"]), published.get(row["id"]), approved.get(row["id"], ""), now)
        for row in rows
    ]


def meeting(slug: str, *, now: dt.datetime) -> MeetingLine | None:
    """One meeting, None where there is none."""
    found = lines(meetings().filter(slug=slug), now=now)
    return found[0] if found else None


def by_year(found: Iterable[MeetingLine]) -> list[Year]:
    """The lines in groups of a year, in the order in which they come."""
    years: list[Year] = []
    for line in found:
        if not years or years[-1].year != line.year:
            years.append(Year(line.year))
        years[-1].meetings.append(line)
    return years


def _line(
    row: dict[str, Any],
    text: dict[str, Any] | None,
    newest: tuple[Edition, File | None] | None,
    approved: str,
    now: dt.datetime,
) -> MeetingLine:
    edition, pdf = newest or (None, None)
    return MeetingLine(
        id=row["id"],
        slug=row["slug"],
        title=row["title"],
        body=row["body__name"],
        when=public_when.day(row),
        time=public_when.hours(row),
        tentative=row["tentative"],
        venue=row["venue"],
        year=row["earliest"].year if row["earliest"] else None,
        status=public_status.words(row, text, published=edition is not None, approved=approved, now=now),
        minutes=edition,
        pdf=pdf,
    )


def _newest_of(ids: list[uuid.UUID]) -> dict[uuid.UUID, tuple[Edition, File | None]]:
    """Per meeting the newest edition of its minutes and the PDF of it; one query, without the files' bytes."""
    rows = (
        PublicationFile.objects.filter(
            publication__document__in=Document.objects.filter(meeting__in=ids, **ORIGINAL_MINUTES), media_type=PDF_TYPE
        )
        .order_by("publication__edition")
        .values(
            "name", "media_type", "size", "pages", "sha256", "publication__edition", "publication__identifier",
            "publication__sha256", "publication__published_at", "publication__document__meeting",
            "publication__document__meeting__slug", "publication__document__body__time_zone",
        )
    )  # fmt: skip
    newest: dict[uuid.UUID, tuple[Edition, File | None]] = {}
    for row in rows:
        series = Series(MINUTES, row["publication__document__meeting__slug"])
        of_publication = {
            "edition": row["publication__edition"],
            "identifier": row["publication__identifier"],
            "sha256": row["publication__sha256"],
            "published_at": row["publication__published_at"],
        }
        edition = edition_of(series, of_publication, row["publication__document__body__time_zone"])
        newest[row["publication__document__meeting"]] = (edition, file_of(series, edition.number, row))
    return newest
