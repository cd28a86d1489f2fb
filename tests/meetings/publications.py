"""Published minutes for tests, brought there by the real verbs with a real renderer."""

import datetime as dt
import json

from ccm_portal import history
from ccm_portal.canonical import canonical, sha256
from meetings import chain, corrections, finals, presidency, publishing
from meetings.models import Document, Preparation, Publication, PublicationFile
from tests.cast import HOUR, NOW, Cast, document_at

PUBLISHED_AT = NOW + 6 * HOUR


def prepared(document: Document, people: Cast, *, now: dt.datetime = PUBLISHED_AT) -> Preparation:
    """Prepared and seen through; needs the `renderer` fixture."""
    preparation = publishing.prepare(document, by=people.coordinator.actor, now=now)
    return publishing.finish(preparation, wait=60, now=now)


def published(people: Cast, *, now: dt.datetime = PUBLISHED_AT, **where: object) -> Publication:
    """Minutes that went the whole way."""
    document = document_at("approved", people, **where)
    return publishing.confirm(prepared(document, people, now=now), by=people.coordinator.actor, now=now)


def with_words(document: Document, words: str, people: Cast) -> None:
    """Put words into the first paragraph of a text in drafting."""
    paragraph = document.sections.all()[0].paragraphs.all()[0]
    paragraph.text += f" {words}"
    history.save(paragraph, by=people.coordinator.actor)


def taken_up(
    first: Publication, people: Cast, *, reason: str = "A name was wrong.", now: dt.datetime
) -> Document:
    """The text of a publication, under revision again for a correction."""
    corrections.begin(first.document, reason=reason, by=people.coordinator.actor, now=now)
    return Document.objects.select_related("body", "meeting").get(pk=first.document_id)


def issued_again(document: Document, people: Cast, *, now: dt.datetime) -> Document:
    """A corrected text, final and approved without a round."""
    finals.issue(document, waiver="No round is needed.", by=people.coordinator.actor, now=now)
    recorded = presidency.Recorded("the Ambassador", "by telephone", now)
    presidency.record(
        document, "approve", given=True, note="", recorded=recorded, user=people.coordinator, now=now
    )
    document.refresh_from_db()
    return document


def correction(first: Publication, people: Cast, *, words: str, now: dt.datetime) -> Publication:
    """The next edition, by the whole way: taken up, changed, issued, approved, prepared and confirmed."""
    document = taken_up(first, people, now=now)
    with_words(document, words, people)
    preparation = prepared(issued_again(document, people, now=now), people, now=now)
    return publishing.confirm(preparation, by=people.coordinator.actor, now=now)


def corrected(first: Publication, *, now: dt.datetime, text: str = "") -> Publication:
    """The next edition beside this one, as a corrigendum leaves it; `text` stands in its first paragraph."""
    content = json.loads(first.canonical)
    if text:
        content["sections"][0]["paragraphs"][0]["text"] = text
    content["publication"] |= {
        "edition": first.edition + 1,
        "date": now.date().isoformat(),
        "identifier": f"{first.identifier.partition('-Corr.')[0]}-Corr.{first.edition}",
    }
    whole = canonical(content)
    second = Publication.objects.create(
        document=first.document,
        revision=first.revision,
        edition=first.edition + 1,
        identifier=content["publication"]["identifier"],
        canonical=whole,
        sha256=sha256(whole),
        published_at=now,
    )
    for file in first.files.all():
        file.pk, file.publication = PublicationFile().pk, second
        file.save(force_insert=True)
    said = content["publication"]
    link = chain.content(
        chain.hold(),
        identifier=said["identifier"],
        digest=second.sha256,
        day=said["date"],
        files=second.files.all(),
    )
    chain.add(second, link)
    return second


def approve(document: Document, people: Cast) -> None:
    recorded = presidency.Recorded("the Ambassador", "by telephone", PUBLISHED_AT)
    presidency.record(
        document, "approve", given=True, note="", recorded=recorded, user=people.coordinator, now=PUBLISHED_AT
    )


def issued_with(words: str, people: Cast) -> Document:
    """Approved minutes without a round, whose first paragraph holds the words."""
    document = document_at("drafting", people)
    with_words(document, words, people)
    return without_round(document, people)


def without_round(document: Document, people: Cast) -> Document:
    """The draft, cleared, issued and approved with the chair's word in the place of a round."""
    recorded = presidency.Recorded("the Ambassador", "by telephone", NOW)
    said = {"given": True, "note": "", "recorded": recorded, "user": people.coordinator}
    presidency.record(document, "clear", **said, now=NOW + HOUR)  # type: ignore[arg-type]
    document.refresh_from_db()
    finals.issue(document, waiver="The chair asked for none.", by=people.coordinator.actor, now=NOW + HOUR)
    approve(document, people)
    document.refresh_from_db()
    return document
