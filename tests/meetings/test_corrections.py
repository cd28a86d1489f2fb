"""Corrections: a published text is taken up again, and leads to an edition that says what it corrects."""

import json
from pathlib import Path

import pytest
from django.test import Client

import verify_record
from ccm_portal import history
from ccm_portal.models import AuditRow
from ccm_portal.pdf import RendererProcess, extract_text
from meetings import archive, cards, chain, corrections, documents, editions, finals, publishing
from meetings.models import Document, Publication
from tests.cast import HOUR, Cast, cast, document_at
from tests.meetings.publications import (
    PUBLISHED_AT,
    correction,
    issued_again,
    prepared,
    published,
    taken_up,
    with_words,
)

pytestmark = pytest.mark.django_db

# The same day for the first part of a correction, four days later for its publication.
LATER = PUBLISHED_AT + 96 * HOUR
MEETING = "/meetings/2026-10-30-friends/"


@pytest.fixture
def people() -> Cast:
    return cast()


@pytest.fixture
def first(people: Cast, renderer: RendererProcess) -> Publication:
    return published(people)


def public_pages() -> list[str]:
    """What anybody reads of the minutes."""
    addresses = ("/", MEETING, f"{MEETING}minutes/1/", f"{MEETING}minutes/1/record.json", "/record/heads.txt")
    return [Client().get(address).content.decode() for address in addresses]


def test_it_works(people: Cast, first: Publication) -> None:
    second = correction(first, people, words="Fifty delegations were there.", now=LATER)
    assert (second.edition, second.identifier) == (2, f"{first.identifier}-Corr.1")
    said = json.loads(second.canonical)["publication"]["corrects"]
    assert said == {
        "identifier": first.identifier,
        "edition": 1,
        "date": "2026-11-02",
        "sha256": first.sha256,
        "reason": "A name was wrong.",
        "changes": [{"kind": "changed", "place": "para. 1"}],
    }
    assert second.link.previous == first.link.head
    assert chain.next_place().previous == second.link.head
    document = Document.objects.get()
    assert (document.status, document.correction) == (Document.Status.PUBLISHED, "")
    assert AuditRow.objects.filter(event="corrected").count() == 1
    text = " ".join(extract_text(bytes(second.files.get(name__endswith=".pdf").content)).split())
    # The identifier breaks after its hyphens.
    line = f"Corrects {first.identifier} of 2 November 2026: A name was wrong. Corrected: para. 1."
    assert line.replace(" ", "") in text.replace(" ", "")


def test_both_editions_say_what_they_are_to_each_other(people: Cast, first: Publication) -> None:
    second = correction(first, people, words="Fifty delegations were there.", now=LATER)
    old, new, home = (
        " ".join(Client().get(address).content.decode().split())
        for address in (f"{MEETING}minutes/1/", f"{MEETING}minutes/2/", "/")
    )
    assert f"superseded on 6 November 2026 by {second.identifier}, which corrects it." in old
    assert "Fifty delegations" not in old
    assert (
        f'It corrects <a href="{MEETING}minutes/1/">{first.identifier}</a> of 2 November 2026: A name was wrong.'
        in new
    )
    assert "<li>Para. 1: changed</li>" in new
    assert f"{MEETING}minutes/2/changes/" in new
    assert "corrected 6 November 2026" in home
    assert f"{MEETING}minutes/2/" in home and f"{MEETING}minutes/1/" not in home


def test_the_third_edition_corrects_the_second(people: Cast, first: Publication) -> None:
    correction(first, people, words="One.", now=LATER)
    second = Publication.objects.get(edition=2)
    third = correction(second, people, words="Two.", now=LATER + 24 * HOUR)
    assert third.identifier == f"{first.identifier}-Corr.2"
    assert json.loads(third.canonical)["publication"]["corrects"]["identifier"] == second.identifier
    assert [link.number for link in chain.ChainLink.objects.all()] == [1, 2, 3]


def test_an_archive_with_a_correction_is_in_order(people: Cast, first: Publication, tmp_path: Path) -> None:
    second = correction(first, people, words="Fifty delegations were there.", now=LATER)
    path = tmp_path / "record.zip"
    with path.open("wb") as file:
        archive.write(file)
    assert verify_record.main([str(path), "--head", second.link.head]) == 0
    assert verify_record.main([str(path), "--head", first.link.head]) == 1


def test_the_public_is_told_nothing_while_a_correction_is_in_work(people: Cast, first: Publication) -> None:
    before = public_pages()
    document = taken_up(first, people, reason="A secret reason.", now=LATER)
    with_words(document, "Fifty delegations were there.", people)
    assert public_pages() == before
    issued_again(document, people, now=LATER)
    prepared(document, people, now=LATER)
    assert public_pages() == before
    assert cards.final_revision(Document.objects.get()) != first.revision
    assert Client().get(f"{MEETING}minutes/2/").status_code == 404


def test_friends_read_the_published_text_while_a_correction_is_in_work(
    people: Cast, first: Publication
) -> None:
    document = taken_up(first, people, now=LATER)
    with_words(document, "Fifty delegations were there.", people)
    assert cards.final_revision(document) == first.revision


@pytest.mark.parametrize(
    ("reason", "sentence"),
    [(" \n ", "Say in one sentence why"), ("x" * 301, "has 301 characters; at most 300 fit")],
)
def test_a_reason_is_one_sentence(people: Cast, first: Publication, reason: str, sentence: str) -> None:
    with pytest.raises(corrections.NoReason, match=sentence):
        taken_up(first, people, reason=reason, now=LATER)
    assert Document.objects.get().status == Document.Status.PUBLISHED


def test_only_a_published_text_is_corrected(people: Cast) -> None:
    document = document_at("approved", people)
    with pytest.raises(documents.NotNow):
        corrections.begin(document, reason="A name.", by=people.coordinator.actor, now=LATER)
    assert "Only a published text is corrected." in corrections.hindrance(document)


def test_a_text_that_says_the_same_is_not_issued_again(people: Cast, first: Publication) -> None:
    document = taken_up(first, people, now=LATER)
    with pytest.raises(finals.NotReady, match="The text is still the published one"):
        issued_again(document, people, now=LATER)


def test_the_chairs_word_on_the_first_edition_does_not_cover_the_next(
    people: Cast, first: Publication
) -> None:
    document = taken_up(first, people, now=LATER)
    with_words(document, "More.", people)
    with pytest.raises(finals.NotReady, match="No comment round was held on this correction"):
        finals.issue(document, waiver="", by=people.coordinator.actor, now=LATER)


def test_a_correction_may_be_given_up_while_nothing_differs(people: Cast, first: Publication) -> None:
    by = people.coordinator.actor
    document = taken_up(first, people, now=LATER)
    paragraph = document.sections.all()[0].paragraphs.all()[0]
    before = paragraph.text
    with_words(document, "More.", people)
    with pytest.raises(corrections.TextChanged, match="differ from what is published"):
        corrections.give_up(document, by=by, now=LATER)
    paragraph.refresh_from_db()
    paragraph.text = before
    history.save(paragraph, by=by)
    corrections.give_up(document, by=by, now=LATER)
    document.refresh_from_db()
    assert (document.status, document.correction) == (Document.Status.PUBLISHED, "")
    with pytest.raises(documents.NotNow):
        corrections.give_up(document, by=by, now=LATER)
    # And begun anew.
    assert taken_up(first, people, now=LATER).status == Document.Status.UNDER_REVISION


def test_a_first_edition_in_work_is_no_correction(people: Cast) -> None:
    document = document_at("under_revision", people)
    by = people.coordinator.actor
    with pytest.raises(documents.NotNow, match="No correction of this text is in work"):
        corrections.give_up(document, by=by, now=LATER)
    with pytest.raises(documents.NotNow):
        corrections.reword(document, reason="A name.", by=by, now=LATER)
    document.refresh_from_db()
    assert (document.status, document.correction) == (Document.Status.UNDER_REVISION, "")


def test_a_reason_changed_after_preparing_is_not_lost(people: Cast, first: Publication) -> None:
    by = people.coordinator.actor
    document = taken_up(first, people, now=LATER)
    with_words(document, "More.", people)
    early = prepared(issued_again(document, people, now=LATER), people, now=LATER)
    with pytest.raises(documents.NotNow, match="The correction is final, and so is its reason"):
        corrections.reword(document, reason="Another reason.", by=by, now=LATER)
    finals.take_up_again(document, reason="The reason.", by=by, now=LATER)
    document.refresh_from_db()
    corrections.reword(document, reason="Another  reason. ", by=by, now=LATER)
    document.refresh_from_db()
    issued_again(document, people, now=LATER)
    with pytest.raises(publishing.TextMovedOn, match="Prepare it again"):
        publishing.confirm(early, by=by, now=LATER)
    second = publishing.confirm(prepared(document, people, now=LATER), by=by, now=LATER)
    assert json.loads(second.canonical)["publication"]["corrects"]["reason"] == "Another reason."


def test_a_correction_lists_each_change_once(people: Cast, first: Publication) -> None:
    before = json.loads(first.canonical)
    after = json.loads(first.canonical)
    rows = after["sections"][1]["paragraphs"]
    rows.insert(0, rows.pop())
    rows.append(rows[1] | {"id": "new", "number": "9"})
    after["meeting"]["venue"] = "Room 7"
    found = editions.changes_between(before, after)
    assert [change["kind"] for change in found].count("moved") == 1
    assert {"kind": "added", "place": "para. 9"} in found
    assert found[0]["kind"] == "changed"
    assert "left" not in {change["kind"] for change in found}
