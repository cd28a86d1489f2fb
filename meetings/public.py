"""What anybody may know: the whitelist behind the public pages.

Everything a public page shows comes out of the values made here. They are built from publications and their files, and
from the columns named in `MEETING_COLUMNS` and `DOCUMENT_COLUMNS`: no draft, comment, contact or letter is ever loaded.
"""

import datetime as dt
import json
import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import formats, timezone, translation
from django.utils.translation import gettext_lazy

from meetings import public_when
from meetings.models import Document, Meeting, Publication, PublicationFile

HTML_NAME = "record.html"
JSON_NAME = "record.json"
HTML_TYPE = "text/html; charset=utf-8"
JSON_TYPE = "application/json"
PDF_TYPE = "application/pdf"

S = Document.Status

# Where the minutes are, in public words: no State is named, and lateness stays internal.
IN_PREPARATION = gettext_lazy("In preparation")
STATUS_LINES = {
    S.DRAFTING: IN_PREPARATION,
    S.WITH_PRESIDENCY: IN_PREPARATION,
    S.CLEARED: IN_PREPARATION,
    S.IN_ROUND: gettext_lazy("With the Friends for comment"),
    S.UNDER_REVISION: gettext_lazy("Being finalised by the Presidency"),
    S.FINAL: gettext_lazy("Being finalised by the Presidency"),
    S.APPROVED: gettext_lazy("Final"),
    S.PUBLISHED: gettext_lazy("Final"),
}

MEETING_COLUMNS = (
    "id", "slug", "title", "venue", "when_words", "earliest", "latest", "tentative", "starts_at", "ends_at",
    "time_zone", "body__name", "body__status_shown",
)  # fmt: skip
DOCUMENT_COLUMNS = ("meeting", "status")

# The minutes themselves, not their versions in other languages, which have addresses of their own.
ORIGINAL_MINUTES = {"kind": Document.Kind.MINUTES, "version_of": None}


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
    """One published edition of a meeting's minutes. The day is that of the body's own zone."""

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

    slug: str
    edition: Edition
    content: dict[str, Any]
    # The record's own markup, byte for byte the file of that name.
    html: str
    files: tuple[File, ...]
    link: Link
    # All editions, the newest first.
    editions: tuple[Edition, ...]

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
    def meeting_day(self) -> str:
        """The day of the meeting in words."""
        day = _parsed(self.content["meeting"]["date"])
        return str(formats.date_format(day, "j F Y")) if day else str(self.content["meeting"]["when"])

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
        return said | {"date": _parsed(said["date"]), "url": self._url_of(said["edition"])} if said else None

    def _url_of(self, number: int) -> str:
        return reverse("publication", args=[self.slug, number])

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


def _parsed(iso: str) -> dt.date | None:
    return dt.date.fromisoformat(iso) if iso else None


# --- meetings -----------------------------------------------------------------------------------------------------


def meetings() -> QuerySet[Meeting, dict[str, Any]]:
    """Whitelisted columns of every public meeting, the newest first, those without a day before them."""
    published = Publication.objects.filter(document__meeting=OuterRef("pk"))
    rows = Meeting.objects.filter(Q(public=True) | Exists(published))
    return rows.order_by(F("earliest").desc(nulls_first=True), "-starts_at", "title").values(*MEETING_COLUMNS)


def lines(rows: Iterable[dict[str, Any]], *, now: dt.datetime) -> list[MeetingLine]:
    """What the list shows of some of `meetings()`; two queries more, whatever their number."""
    rows = list(rows)
    where = {"meeting__in": [row["id"] for row in rows], **ORIGINAL_MINUTES}
    texts = Document.objects.filter(**where).order_by().values(*DOCUMENT_COLUMNS)
    statuses = {row["meeting"]: row["status"] for row in texts}
    published = _newest_of([row["id"] for row in rows])
    return [_line(row, statuses.get(row["id"]), published.get(row["id"]), now) for row in rows]


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
    row: dict[str, Any], status: str | None, newest: tuple[Edition, File | None] | None, now: dt.datetime
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
        status=_status(row, status, edition, now),
        minutes=edition,
        pdf=pdf,
    )


def _status(row: dict[str, Any], status: str | None, edition: Edition | None, now: dt.datetime) -> str:
    """Where the minutes are: nothing before the meeting, nor in a body that does not say so until it publishes."""
    if edition:
        return str(STATUS_LINES[S.PUBLISHED])
    today = timezone.localtime(now, ZoneInfo(row["time_zone"])).date()
    begun = row["starts_at"] <= now if row["starts_at"] else bool(row["latest"] and row["latest"] < today)
    if not row["body__status_shown"] or not (begun or status):
        return ""
    return str(STATUS_LINES[S(status)] if status else IN_PREPARATION)


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
        slug, number = row["publication__document__meeting__slug"], row["publication__edition"]
        of_publication = {
            "edition": number,
            "identifier": row["publication__identifier"],
            "sha256": row["publication__sha256"],
            "published_at": row["publication__published_at"],
        }
        edition = _edition(slug, of_publication, row["publication__document__body__time_zone"])
        newest[row["publication__document__meeting"]] = (edition, _file(slug, number, row))
    return newest


# --- publications -------------------------------------------------------------------------------------------------


def _originals() -> QuerySet[Publication]:
    minutes = {f"document__{name}": value for name, value in ORIGINAL_MINUTES.items()}
    return Publication.objects.filter(document__meeting__isnull=False, **minutes)


def _publications(slug: str) -> QuerySet[Publication]:
    return _originals().filter(document__meeting__slug=slug)


def _edition(slug: str, row: Mapping[str, Any], zone: str) -> Edition:
    return Edition(
        number=row["edition"],
        identifier=row["identifier"],
        sha256=row["sha256"],
        published_at=row["published_at"],
        day=timezone.localtime(row["published_at"], ZoneInfo(zone)).date(),
        url=reverse("publication", args=[slug, row["edition"]]),
    )


def _file(slug: str, edition: int, row: Mapping[str, Any]) -> File:
    return File(
        name=row["name"],
        media_type=row["media_type"],
        size=row["size"],
        pages=row["pages"],
        sha256=row["sha256"],
        url=reverse("publication-file", args=[slug, edition, row["name"]]),
    )


EDITION_COLUMNS = ("edition", "identifier", "sha256", "published_at", "document__body__time_zone")


def editions(slug: str) -> tuple[Edition, ...]:
    """The editions of a meeting's minutes, the newest first; one small query."""
    rows = _publications(slug).order_by("-edition").values(*EDITION_COLUMNS)
    return tuple(_edition(slug, row, row["document__body__time_zone"]) for row in rows)


def all_editions() -> dict[str, tuple[Edition, ...]]:
    """The editions of every meeting that has any, by its slug; one query."""
    rows = _originals().order_by("-edition").values("document__meeting__slug", *EDITION_COLUMNS)
    found: dict[str, tuple[Edition, ...]] = defaultdict(tuple)
    for row in rows:
        slug = row["document__meeting__slug"]
        found[slug] += (_edition(slug, row, row["document__body__time_zone"]),)
    return found


def record(slug: str, edition: Edition, all_editions: tuple[Edition, ...]) -> Record:
    """One edition with its files; two queries."""
    page = PublicationFile.objects.values(
        "publication", "publication__canonical", "content",
        "publication__link__number", "publication__link__previous", "publication__link__head",
    ).get(
        publication__in=_publications(slug).filter(edition=edition.number), name=HTML_NAME
    )  # fmt: skip
    rows = (
        PublicationFile.objects.filter(publication=page["publication"])
        .order_by("name")
        .values("name", "media_type", "size", "pages", "sha256")
    )
    return Record(
        slug=slug,
        edition=edition,
        content=json.loads(page["publication__canonical"]),
        html=bytes(page["content"]).decode(),
        files=tuple(_file(slug, edition.number, row) for row in rows),
        link=Link(
            page["publication__link__number"],
            page["publication__link__previous"],
            page["publication__link__head"],
        ),
        editions=all_editions,
    )


def content(slug: str, edition: Edition) -> dict[str, Any]:
    """The canonical content of one edition; one query."""
    canonical = _publications(slug).values_list("canonical", flat=True).get(edition=edition.number)
    found: dict[str, Any] = json.loads(canonical)
    return found


def file(slug: str, edition: int, name: str) -> File | None:
    """What is known of a published file, without its bytes; one query."""
    row = (
        PublicationFile.objects.filter(publication__in=_publications(slug).filter(edition=edition), name=name)
        .values("name", "media_type", "size", "pages", "sha256")
        .first()
    )
    return _file(slug, edition, row) if row else None


def file_bytes(slug: str, edition: int, name: str) -> bytes:
    """The bytes of a published file, as scanned and confirmed."""
    where = {"publication__in": _publications(slug).filter(edition=edition), "name": name}
    return bytes(PublicationFile.objects.values_list("content", flat=True).get(**where))
