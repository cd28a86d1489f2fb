"""What a preparation would make public: its page and files exactly as they will be, and its place in the chain."""

import datetime as dt
import json
from typing import Any

from ccm_portal.canonical import sha256
from meetings import chain, paper_files, public_approvals, public_pages, public_texts
from meetings.models import PaperVersion, Preparation, PublicationFile
from meetings.public_texts import Series


def version(preparation: Preparation) -> PaperVersion | None:
    """The file that the paper is, where its text stays outside; None of any other text."""
    said = json.loads(preparation.canonical).get("file")
    if said is None:
        return None
    return PaperVersion.objects.get(
        paper__document=preparation.document_id, number=said["version"], sha256=said["sha256"]
    )


def page(preparation: Preparation) -> public_pages.Page:
    """The public page exactly as it will be."""
    return public_pages.of_record(record(preparation))


def record(preparation: Preparation) -> public_texts.Record:
    """All that the page shows."""
    series = Series.of(preparation.document)
    content = json.loads(preparation.canonical)
    stored = files(preparation)
    head = chain.head(link(preparation, stored))
    edition = public_texts.Edition(
        number=preparation.edition,
        identifier=preparation.identifier,
        sha256=preparation.sha256,
        published_at=preparation.prepared_at,
        day=dt.date.fromisoformat(content["publication"]["date"]),
        url=series.url(preparation.edition),
    )
    return public_texts.Record(
        series=series,
        edition=edition,
        content=content,
        html=preparation.html,
        files=tuple(_as_public(file, series, preparation.edition) for file in stored),
        link=public_texts.Link(preparation.link_number, preparation.link_previous, head),
        editions=(edition, *(one for one in public_texts.editions(series) if one.number < edition.number)),
        approval=public_approvals.of_series(series),
    )


def is_next(preparation: Preparation) -> bool:
    """Whether the head on its last page is still the newest."""
    return place(preparation) == chain.next_place()


def place(preparation: Preparation) -> chain.Place:
    return chain.Place(preparation.link_number, preparation.link_previous)


def link(preparation: Preparation, stored: list[PublicationFile]) -> dict[str, Any]:
    """The link that the publication will be."""
    return chain.content(
        place(preparation),
        identifier=preparation.identifier,
        digest=preparation.sha256,
        day=json.loads(preparation.canonical)["publication"]["date"],
        files=stored,
    )


def _as_public(file: PublicationFile, series: Series, edition: int) -> public_texts.File:
    url = series.file_url(edition, file.name)
    return public_texts.File(file.name, file.media_type, file.size, file.pages, file.sha256, url)


def files(preparation: Preparation) -> list[PublicationFile]:
    """The files of the publication, in the order of their names, not yet stored."""
    made = [
        _itself(preparation),
        _file(public_texts.HTML_NAME, public_texts.HTML_TYPE, preparation.html.encode(), None),
        _file(public_texts.JSON_NAME, public_texts.JSON_TYPE, preparation.canonical.encode(), None),
    ]
    return sorted(made, key=lambda file: file.name)


def _itself(preparation: Preparation) -> PublicationFile:
    """The PDF of the text; the file handed in where the text stays outside."""
    name = Series.of(preparation.document).name
    if (handed_in := version(preparation)) is not None:
        ending = paper_files.ENDINGS[handed_in.media_type]
        return _file(f"{name}{ending}", handed_in.media_type, bytes(handed_in.content), handed_in.pages)
    return _file(f"{name}.pdf", public_texts.PDF_TYPE, bytes(preparation.pdf or b""), preparation.pages)


def _file(name: str, media_type: str, data: bytes, pages: int | None) -> PublicationFile:
    return PublicationFile(
        name=name, media_type=media_type, content=data, size=len(data), pages=pages, sha256=sha256(data)
    )
