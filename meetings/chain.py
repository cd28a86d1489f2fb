"""The chain of publications: each names the head before it, so none can be changed, taken out or put in unseen.

A link's content is a JSON object (schema `ccm-portal/link/1`): number (1, 2, 3 … over all bodies and documents),
previous (the head before it; 64 zeros for the first), identifier, sha256 (of the canonical content), date (ISO 8601,
the day of publication in the body's zone), files (name, media_type, size, sha256; by name).
Its head is the SHA-256 of that object as RFC 8785 text. All of it is known when a publication is prepared, but a PDF is
one of the files: it can carry the head before it, never its own.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from ccm_portal.canonical import canonical, sha256
from meetings.models import ChainEnd, ChainLink, Publication, PublicationFile

SCHEMA = "ccm-portal/link/1"
# The head before the first link.
NONE_BEFORE = "0" * 64


@dataclass(frozen=True)
class Place:
    """A place in the chain: its number, and the head before it."""

    number: int
    previous: str


def next_place() -> Place:
    """Where the next publication will stand, as things are now; one query."""
    last = ChainLink.objects.order_by("-number").values_list("number", "head").first()
    return Place(last[0] + 1, last[1]) if last else Place(1, NONE_BEFORE)


def hold() -> Place:
    """The same, and nobody else adds a link until the transaction ends."""
    ChainEnd.objects.select_for_update().get_or_create(pk=ChainEnd.ONLY)
    return next_place()


def content(
    place: Place, *, identifier: str, digest: str, day: str, files: Iterable[PublicationFile]
) -> dict[str, Any]:
    """What the head at this place is the SHA-256 of. digest: of the canonical content. day: ISO 8601."""
    return {
        "schema": SCHEMA,
        "number": place.number,
        "previous": place.previous,
        "identifier": identifier,
        "sha256": digest,
        "date": day,
        "files": [
            {"name": file.name, "media_type": file.media_type, "size": file.size, "sha256": file.sha256}
            for file in sorted(files, key=lambda file: file.name)
        ],
    }


def head(link: dict[str, Any]) -> str:
    """The head of a link with this content."""
    return sha256(canonical(link))


def add(publication: Publication, link: dict[str, Any]) -> ChainLink:
    """The publication is the next link. Called while the end of the chain is held."""
    return ChainLink.objects.create(
        number=link["number"],
        publication=publication,
        previous=link["previous"],
        canonical=canonical(link),
        head=head(link),
    )
