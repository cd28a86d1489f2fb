"""Papers as anybody may know them: those with an edition that is public, and nothing of any other."""

import datetime as dt
import json
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from meetings import public_texts
from meetings.models import Meeting, Publication, PublicationFile
from meetings.public_texts import PAPER, Edition, File, Series

COLUMNS = ("id", "document", "document__paper__slug", "canonical", *public_texts.EDITION_COLUMNS)


@dataclass(frozen=True)
class PaperLine:
    """A public paper as lists show it. file: the paper itself, as PDF or in Word."""

    title: str
    whose: str
    body: str
    edition: Edition
    file: File | None
    meetings: list[dict[str, str]] = field(default_factory=list)

    @property
    def corrected(self) -> dt.date | None:
        """The day of its newest edition where that corrects an earlier one."""
        return self.edition.day if self.edition.number > 1 else None


def listed() -> QuerySet[Publication, dict[str, Any]]:
    """Columns of the newest edition of every paper that is public, the newest first."""
    last = Publication.objects.filter(document=OuterRef("document")).order_by("-edition").values("edition")
    rows = public_texts.originals().filter(document__kind=PAPER, edition=Subquery(last[:1]))
    return rows.order_by("-published_at").values(*COLUMNS)


def of_meeting(meeting: uuid.UUID) -> list[PaperLine]:
    """The public papers of a meeting, by title; three queries."""
    rows = listed().filter(document__paper__meetings=meeting)
    return sorted(lines(rows), key=lambda line: line.title.casefold())


def lines(rows: Iterable[dict[str, Any]]) -> list[PaperLine]:
    """What lists show of some of `listed()`; two queries more, whatever their number."""
    rows = list(rows)
    files = _files([row["id"] for row in rows])
    meetings = _meetings([row["document"] for row in rows])
    return [_line(row, files.get(row["id"]), meetings.get(row["document"], [])) for row in rows]


def _line(row: dict[str, Any], file: dict[str, Any] | None, meetings: list[dict[str, str]]) -> PaperLine:
    series = Series(PAPER, row["document__paper__slug"])
    edition = public_texts.edition_of(series, row, row["document__body__time_zone"])
    content = json.loads(row["canonical"])
    return PaperLine(
        title=content["title"],
        whose=content.get("paper", {}).get("from", ""),
        body=content["body"]["name"],
        edition=edition,
        file=public_texts.file_of(series, edition.number, file) if file else None,
        meetings=meetings,
    )


def _files(publications: list[uuid.UUID]) -> dict[uuid.UUID, dict[str, Any]]:
    """The paper itself, by its publication: no page or JSON that was made of it."""
    made = (public_texts.HTML_TYPE, public_texts.JSON_TYPE)
    rows = PublicationFile.objects.filter(publication__in=publications).exclude(media_type__in=made)
    columns = ("publication", "name", "media_type", "size", "pages", "sha256")
    return {row["publication"]: row for row in rows.values(*columns)}


def _meetings(documents: list[uuid.UUID]) -> dict[uuid.UUID, list[dict[str, str]]]:
    """The meetings each was for, as far as the public pages name them."""
    rows = Meeting.objects.filter(papers__document__in=documents, public=True).order_by("earliest")
    found: dict[uuid.UUID, list[dict[str, str]]] = {}
    for document, title, when, slug in rows.values_list("papers__document", "title", "when_words", "slug"):
        found.setdefault(document, []).append({"title": title, "when_words": when, "slug": slug})
    return found
