"""What Friends and the Presidency read of papers, by the links they have: the file of a round, the papers beside it.

A paper for the office alone is never among them. Of a text it is what was circulated last, never what is being written.
"""

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TypeVar

from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from meetings import papers
from meetings.models import Document, Meeting, Paper, PaperVersion, Publication, Revision, Round


@dataclass(frozen=True)
class Readable:
    """A paper that Friends may read: its newest file, or the newest revision of its text that was circulated.

    publication: where everybody reads it, if it is public. url: where it opens by the link at hand.
    """

    paper: Paper
    version: PaperVersion | None = None
    revision: Revision | None = None
    publication: Publication | None = None
    url: str = ""

    @property
    def draft(self) -> str:
        """Which draft it is, as far as Friends have it."""
        newest = self.version or self.revision
        return papers.numbered(self.paper, newest.number) if newest else ""


def file_of(revision: Revision) -> PaperVersion | None:
    """The file that a revision of a paper is; None of a text, and where it is kept no longer."""
    return _files(revision).first()


def _files(revision: Revision) -> QuerySet[PaperVersion]:
    """That file, or none."""
    said = revision.content.get("file")
    if said is None:
        return PaperVersion.objects.none()
    kept = PaperVersion.objects.filter(paper__document=revision.document_id, number=said["version"])
    return kept.filter(sha256=said["sha256"])


def file_url(revision: Revision, route: str, *args: object) -> str:
    """Where the file that a revision is opens by the link at hand; "" of a text, and where it is kept no longer."""
    return reverse(route, args=args) if _files(revision).exists() else ""


def circulated_file(round_: Round) -> PaperVersion | None:
    """The file that a round is about."""
    return file_of(round_.revision)


def beside(round_: Round) -> list[Readable]:
    """The other papers of the meetings that the round's text is for, as far as Friends may read them; five queries."""
    return list(_readable(of_meetings(_meetings(round_.document)).exclude(document=round_.document_id)))


def before(meetings: Iterable[uuid.UUID]) -> list[Readable]:
    """The papers of these meetings that Friends may read; four queries at the most."""
    return list(_readable(of_meetings(meetings)))


def by_link(found: Iterable[Readable], route: str, subject: uuid.UUID) -> list[Readable]:
    """The same, each with where it opens: where it is public, else behind the link to `subject`."""
    return [
        replace(
            one,
            url=one.publication.get_absolute_url()
            if one.publication
            else reverse(route, args=[subject, one.paper.pk]),
        )
        for one in found
    ]


def of_meetings(meetings: Iterable[uuid.UUID]) -> QuerySet[Paper]:
    """Papers of these meetings that are not for the office alone."""
    rows = Paper.objects.for_friends().filter(
        Exists(Meeting.objects.filter(pk__in=list(meetings), papers=OuterRef("pk")))
    )
    return papers.listed(rows).order_by("document__title")


def _meetings(document: Document) -> list[uuid.UUID]:
    paper = papers.of_document(document)
    if paper is not None:
        return list(paper.meetings.values_list("pk", flat=True))
    return [document.meeting_id] if document.meeting_id else []


def _readable(rows: Iterable[Paper]) -> Iterator[Readable]:
    found = list(rows)
    versions = _newest(PaperVersion.objects.filter(paper__in=found).defer("content", "words"), "paper_id")
    documents = [paper.document_id for paper in found]
    out = Q(rounds__isnull=False) | Q(publications__isnull=False)
    circulated = Revision.objects.filter(out, document__in=documents).distinct().defer("canonical")
    revisions = _newest(circulated.order_by("-number"), "document_id")
    public = Publication.objects.filter(document__in=documents).order_by("-edition").defer("canonical")
    publications = _newest(public, "document_id")
    for paper in found:
        version = versions.get(paper.pk)
        revision = None if paper.is_file else revisions.get(paper.document_id)
        if version is not None or revision is not None:
            publication = publications.get(paper.document_id)
            if publication is not None:
                publication.document = paper.document
            yield Readable(paper, version, revision, publication)


M = TypeVar("M", bound=models.Model)


def _newest(rows: QuerySet[M], key: str) -> dict[uuid.UUID, M]:
    """The first row of each key, in the order given."""
    found: dict[uuid.UUID, M] = {}
    for row in rows:
        found.setdefault(getattr(row, key), row)
    return found
