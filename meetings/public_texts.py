"""Published texts as anybody may know them: the editions of one text, by its public address, and their files.

Built from publications and their files alone: no draft, comment, contact or letter is ever loaded.
"""

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import formats, timezone, translation

from meetings.models import Document, Publication, PublicationFile

HTML_NAME = "record.html"
JSON_NAME = "record.json"
HTML_TYPE = "text/html; charset=utf-8"
JSON_TYPE = "application/json"
PDF_TYPE = "application/pdf"
WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

MINUTES, PAPER = Document.Kind.MINUTES, Document.Kind.PAPER
# The minutes themselves, not their versions in other languages, which have addresses of their own.
ORIGINAL_MINUTES = {"kind": MINUTES, "version_of": None}


@dataclass(frozen=True, order=True)
class Series:
    """All editions of one published text, by its address: the minutes of the meeting with this slug, or a paper's."""

    kind: str
    slug: str

    @classmethod
    def of(cls, document: Document) -> "Series":
        """Where the editions of a document stand, or would."""
        return cls(document.kind, document.slug)

    @property
    def name(self) -> str:
        """What its files are called."""
        return f"{self.slug}-minutes" if self.kind == MINUTES else self.slug

    @property
    def folder(self) -> str:
        """Its place in the public folder, and its address."""
        return f"meetings/{self.slug}/minutes" if self.kind == MINUTES else f"papers/{self.slug}"

    def url(self, edition: int) -> str:
        return reverse(self._route("publication"), args=[self.slug, edition])

    def file_url(self, edition: int, name: str) -> str:
        return reverse(self._route("publication-file"), args=[self.slug, edition, name])

    def changes_url(self, edition: int) -> str:
        return reverse(self._route("publication-changes"), args=[self.slug, edition])

    def changes_pdf_url(self, edition: int) -> str:
        return reverse(self._route("publication-changes-pdf"), args=[self.slug, edition])

    def _route(self, name: str) -> str:
        return name if self.kind == MINUTES else f"paper-{name}"

    def documents(self) -> QuerySet[Document]:
        """The document behind it; one row at most."""
        if self.kind == MINUTES:
            return Document.objects.filter(meeting__slug=self.slug, **ORIGINAL_MINUTES)
        return Document.objects.filter(kind=PAPER, paper__slug=self.slug)


def _parsed(iso: str) -> dt.date | None:
    return dt.date.fromisoformat(iso) if iso else None


@dataclass(frozen=True)
class File:
    """One file of a publication; size in bytes."""

    name: str
    media_type: str
    size: int
    pages: int | None
    sha256: str
    url: str

    @property
    def is_pdf(self) -> bool:
        return self.media_type == PDF_TYPE


@dataclass(frozen=True)
class Edition:
    """One published edition of a text. The day is that of the body's own zone."""

    number: int
    identifier: str
    sha256: str
    published_at: dt.datetime
    day: dt.date
    url: str


@dataclass(frozen=True)
class Link:
    """A publication's place in the chain of all: its number, the head before it, its own head."""

    number: int
    previous: str
    head: str


@dataclass(frozen=True)
class Record:
    """Everything the page of one edition shows."""

    series: Series
    edition: Edition
    content: dict[str, Any]
    # The record's own markup, byte for byte the file of that name.
    html: str
    files: tuple[File, ...]
    link: Link
    # All editions, the newest first.
    editions: tuple[Edition, ...]
    # Outcome and day of the approval at a later meeting, where that is public.
    approval: tuple[str, dt.date] | None = None

    @property
    def newer(self) -> Edition | None:
        """The newest edition, where this is not it."""
        newest = self.editions[0]
        return None if newest.number == self.edition.number else newest

    @property
    def pdf(self) -> File | None:
        return next((file for file in self.files if file.is_pdf), None)

    @property
    def other_files(self) -> list[File]:
        return [file for file in self.files if not file.is_pdf]

    @property
    def is_paper(self) -> bool:
        return self.series.kind == PAPER

    @property
    def original(self) -> File | None:
        """The file that is the paper itself, where its text stays outside; what else is published tells of it."""
        made = (HTML_TYPE, JSON_TYPE)
        kept = (file for file in self.files if file.media_type not in made)
        return next(kept, None) if "file" in self.content else None

    @property
    def name(self) -> str:
        """What it is called by itself: the title of a paper with whose it is; minutes with their meeting."""
        title = str(self.content["title"])
        if self.is_paper:
            whose = self.content.get("paper", {}).get("from", "")
            return f"{title} ({whose})" if whose else title
        return f"{title}, {self.content['meeting']['title']}"

    @property
    def meeting_day(self) -> str:
        """The day of the meeting in words; of a paper ""."""
        meeting = self.content["meeting"]
        if meeting is None:
            return ""
        day = _parsed(meeting["date"])
        return str(formats.date_format(day, "j F Y")) if day else str(meeting["when"])

    @property
    def changes_url(self) -> str:
        """What this edition changed against the one before it."""
        return self.series.changes_url(self.edition.number)

    @property
    def language(self) -> str:
        """The language of the text, by its own name."""
        code = self.content["language"]
        try:
            return str(translation.get_language_info(code)["name_local"]).capitalize()
        except KeyError:
            return str(code)

    @property
    def approved(self) -> dt.date | None:
        """The day on which the Presidency approved the text."""
        return _parsed(self.content["publication"]["approved"])

    @property
    def corrects(self) -> dict[str, Any] | None:
        """What this edition corrects: identifier, edition, day, reason, changes; None where it is the first."""
        said = self.content["publication"].get("corrects")
        return (
            said | {"date": _parsed(said["date"]), "url": self.series.url(said["edition"])} if said else None
        )

    @property
    def rounds(self) -> list[dict[str, Any]]:
        """The comment rounds that were held: number, revision, days of circulating and closing."""
        return [
            round_ | {"circulated": _parsed(round_["circulated"]), "closed": _parsed(round_["closed"])}
            for round_ in self.content["publication"]["rounds"]
        ]

    @property
    def reworded(self) -> list[str]:
        """Printed numbers of the paragraphs that do not stand as they were last circulated."""
        publication = self.content["publication"]
        if any(round_["revision"] == publication["revision"] for round_ in publication["rounds"]):
            return []
        return [
            paragraph["number"]
            for section in self.content["sections"]
            for paragraph in section["paragraphs"]
            if paragraph["number"] and publication["since"].get(paragraph["id"]) == publication["revision"]
        ]


# --- reading them -------------------------------------------------------------------------------------------------

IS_PUBLISHED_HERE = Q(document__version_of=None) & (
    Q(document__kind=MINUTES, document__meeting__isnull=False)
    | Q(document__kind=PAPER, document__paper__isnull=False)
)


def originals() -> QuerySet[Publication]:
    """Every publication of minutes and papers."""
    return Publication.objects.filter(IS_PUBLISHED_HERE)


def publications(series: Series) -> QuerySet[Publication]:
    """Those of one text."""
    where = "document__meeting__slug" if series.kind == MINUTES else "document__paper__slug"
    return originals().filter(document__kind=series.kind, **{where: series.slug})


def edition_of(series: Series, row: Mapping[str, Any], zone: str) -> Edition:
    """An edition from the columns of its publication."""
    return Edition(
        number=row["edition"],
        identifier=row["identifier"],
        sha256=row["sha256"],
        published_at=row["published_at"],
        day=timezone.localtime(row["published_at"], ZoneInfo(zone)).date(),
        url=series.url(row["edition"]),
    )


def file_of(series: Series, edition: int, row: Mapping[str, Any]) -> File:
    """A file from the columns of its row, without its bytes."""
    return File(
        name=row["name"],
        media_type=row["media_type"],
        size=row["size"],
        pages=row["pages"],
        sha256=row["sha256"],
        url=series.file_url(edition, row["name"]),
    )


EDITION_COLUMNS = ("edition", "identifier", "sha256", "published_at", "document__body__time_zone")
SERIES_COLUMNS = ("document__kind", "document__meeting__slug", "document__paper__slug")


def editions(series: Series) -> tuple[Edition, ...]:
    """The editions of one text, the newest first; one small query."""
    rows = publications(series).order_by("-edition").values(*EDITION_COLUMNS)
    return tuple(edition_of(series, row, row["document__body__time_zone"]) for row in rows)


def all_editions() -> dict[Series, tuple[Edition, ...]]:
    """The editions of every text that has any; one query."""
    rows = originals().order_by("-edition").values(*SERIES_COLUMNS, *EDITION_COLUMNS)
    found: dict[Series, tuple[Edition, ...]] = defaultdict(tuple)
    for row in rows:
        kind = row["document__kind"]
        series = Series(kind, row["document__meeting__slug" if kind == MINUTES else "document__paper__slug"])
        found[series] += (edition_of(series, row, row["document__body__time_zone"]),)
    return found


def record(series: Series, edition: Edition, all_editions: tuple[Edition, ...]) -> Record:
    """One edition with its files; two queries."""
    page = PublicationFile.objects.values(
        "publication", "publication__canonical", "content",
        "publication__link__number", "publication__link__previous", "publication__link__head",
    ).get(
        publication__in=publications(series).filter(edition=edition.number), name=HTML_NAME
    )  # fmt: skip
    rows = (
        PublicationFile.objects.filter(publication=page["publication"])
        .order_by("name")
        .values("name", "media_type", "size", "pages", "sha256")
    )
    return Record(
        series=series,
        edition=edition,
        content=json.loads(page["publication__canonical"]),
        html=bytes(page["content"]).decode(),
        files=tuple(file_of(series, edition.number, row) for row in rows),
        link=Link(
            page["publication__link__number"],
            page["publication__link__previous"],
            page["publication__link__head"],
        ),
        editions=all_editions,
    )


def content(series: Series, edition: Edition) -> dict[str, Any]:
    """The canonical content of one edition; one query."""
    canonical = publications(series).values_list("canonical", flat=True).get(edition=edition.number)
    found: dict[str, Any] = json.loads(canonical)
    return found


def file(series: Series, edition: int, name: str) -> File | None:
    """What is known of a published file, without its bytes; one query."""
    row = (
        PublicationFile.objects.filter(
            publication__in=publications(series).filter(edition=edition), name=name
        )
        .values("name", "media_type", "size", "pages", "sha256")
        .first()
    )
    return file_of(series, edition, row) if row else None


def file_bytes(series: Series, edition: int, name: str) -> bytes:
    """The bytes of a published file, as scanned and confirmed."""
    where = {"publication__in": publications(series).filter(edition=edition), "name": name}
    return bytes(PublicationFile.objects.values_list("content", flat=True).get(**where))
