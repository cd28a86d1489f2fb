"""Prepare, look, confirm: what becomes public is exactly what was approved and looked at, once."""

import datetime as dt
import hashlib
import json

import pytest
from django.db import DatabaseError, transaction

from ccm_portal import history, pdf
from ccm_portal.models import AuditRow
from ccm_portal.pdf import RendererProcess
from friends.models import Contact
from meetings import documents, finals, minutes, periodic, preparations, presidency, publishing
from meetings.models import Attendance, Document, Preparation, Publication, PublicationFile
from tests.cast import HOUR, NOW, Cast, cast, document_at
from tests.meetings.publications import (
    PUBLISHED_AT,
    approve,
    prepared,
    published,
    with_words,
    without_round,
)

pytestmark = pytest.mark.django_db
State = Preparation.State


@pytest.fixture
def people() -> Cast:
    return cast()


# --- it works -----------------------------------------------------------------------------------------------------


def test_it_works(people: Cast, renderer: RendererProcess) -> None:
    document = document_at("approved", people)
    preparation = prepared(document, people)
    assert (preparation.state, preparation.findings, preparation.edition) == (State.READY, [], 1)
    assert Publication.objects.count() == 0

    publication = publishing.confirm(preparation, by=people.coordinator.actor, now=PUBLISHED_AT)

    document.refresh_from_db()
    assert document.status == Document.Status.PUBLISHED
    assert publication.identifier == "CCM-2026-10-30-friends-minutes"
    assert publication.revision == presidency.final_revision(document)
    files = {file.name: file for file in publication.files.all()}
    assert list(files) == ["2026-10-30-friends-minutes.pdf", "record.html", "record.json"]
    assert bytes(files["record.html"].content).decode() == preparation.html
    assert bytes(files["record.json"].content).decode() == publication.canonical
    for file in files.values():
        assert file.sha256 == hashlib.sha256(bytes(file.content)).hexdigest()
        assert file.size == len(bytes(file.content))
    assert files["record.json"].sha256 == publication.sha256
    text = pdf.extract_text(bytes(files["2026-10-30-friends-minutes.pdf"].content))
    assert publication.identifier in text
    assert "Published 2 November 2026" in text
    assert files["2026-10-30-friends-minutes.pdf"].pages == text.count("\f") + 1


def test_the_content_is_the_approved_revision_with_its_provenance(
    people: Cast, renderer: RendererProcess
) -> None:
    publication = published(people)
    content = json.loads(publication.canonical)
    said = content.pop("publication")
    assert content == publication.revision.content
    paragraphs = [row["id"] for section in content["sections"] for row in section["paragraphs"]]
    assert said == {
        "identifier": publication.identifier,
        "edition": 1,
        "date": "2026-11-02",
        "revision": 1,
        "approved": "2026-11-02",
        "rounds": [{"number": 1, "revision": 1, "circulated": "2026-11-02", "closed": "2026-11-02"}],
        "since": dict.fromkeys(paragraphs, 1),
    }


def test_what_was_reworded_after_the_round_says_so(people: Cast, renderer: RendererProcess) -> None:
    document = document_at("under_revision", people)
    with_words(document, "It lasted two days.", people)
    finals.issue(document, waiver="", by=people.coordinator.actor, now=NOW + 5 * HOUR)
    approve(document, people)
    said = json.loads(prepared(document, people).canonical)
    changed = [
        row["number"]
        for section in said["sections"]
        for row in section["paragraphs"]
        if said["publication"]["since"][row["id"]] == 2
    ]
    assert (changed, said["publication"]["revision"]) == (["1"], 2)


def test_the_record_is_complete_and_holds_no_contact_and_no_status(
    people: Cast, renderer: RendererProcess
) -> None:
    html = prepared(document_at("approved", people), people).html
    for words in ("Minutes and action points", "Palais, room 4", "Norway", "good spirit", "Canada to revise"):
        assert words in html
    assert (
        html.index('id="attendance"')
        < html.index('id="p1"')
        < html.index('id="pA1"')
        < html.index('id="agenda"')
    )
    for person in Contact.objects.all():
        assert person.email not in html
    assert "open" not in html.casefold().split()


def test_each_step_leaves_one_line_in_the_audit_log(people: Cast, renderer: RendererProcess) -> None:
    publication = published(people)
    steps = ["document: publish", "preparation ready", "publication prepared", "published"]
    events = AuditRow.objects.filter(event__in=steps)
    assert sorted(events.values_list("event", flat=True)) == steps
    line = events.get(event="published")
    assert (line.sha256, line.actor_id, line.body_id) == (
        publication.sha256,
        people.coordinator.pk,
        people.body.pk,
    )


def test_a_text_without_a_round_says_that_it_had_none(people: Cast, renderer: RendererProcess) -> None:
    document = without_round(document_at("drafting", people), people)
    preparation = prepared(document, people)
    assert preparation.state == State.READY
    assert "issued without a comment round" in preparations.page(preparation).body.decode()
    assert (
        "The chair asked for none" not in preparations.page(preparation).body.decode() + preparation.canonical
    )


# --- refusals -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", ["drafting", "cleared", "in_round", "under_revision", "final"])
def test_only_an_approved_text_is_prepared(people: Cast, status: str) -> None:
    document = document_at(status, people)
    assert publishing.missing(document)
    with pytest.raises(publishing.NotApproved):
        publishing.prepare(document, by=people.coordinator.actor, now=PUBLISHED_AT)
    assert Preparation.objects.count() == 0


def test_a_published_text_is_not_prepared_again(people: Cast, renderer: RendererProcess) -> None:
    publication = published(people)
    with pytest.raises(publishing.AlreadyPublished):
        publishing.prepare(publication.document, by=people.coordinator.actor, now=PUBLISHED_AT)


def test_preparing_twice_gives_the_same_preparation(people: Cast, renderer: RendererProcess) -> None:
    document = document_at("approved", people)
    first = prepared(document, people)
    assert prepared(document, people).pk == first.pk
    assert Preparation.objects.count() == 1


def test_without_a_renderer_it_waits_for_the_clock(
    people: Cast, settings: object, renderer: RendererProcess
) -> None:
    running = settings.RENDERER_SOCKET  # type: ignore[attr-defined]
    settings.RENDERER_SOCKET = "/nowhere/renderer.sock"  # type: ignore[attr-defined]
    preparation = prepared(document_at("approved", people), people)
    assert preparation.state == State.RENDERING
    with pytest.raises(publishing.NotPrepared):
        publishing.confirm(preparation, by=people.coordinator.actor, now=PUBLISHED_AT)

    settings.RENDERER_SOCKET = running  # type: ignore[attr-defined]
    assert periodic.finish_preparations(now=PUBLISHED_AT) is False
    preparation.refresh_from_db()
    assert preparation.state == State.RENDERING  # still with the request
    assert periodic.finish_preparations(now=PUBLISHED_AT + dt.timedelta(seconds=30)) is False
    preparation.refresh_from_db()
    assert preparation.state == State.READY
    assert (
        publishing.confirm(preparation, by=people.coordinator.actor, now=PUBLISHED_AT + HOUR).files.count()
        == 3
    )


def test_the_clock_leaves_alone_what_is_older_than_a_day(people: Cast, renderer: RendererProcess) -> None:
    preparation = publishing.prepare(
        document_at("approved", people), by=people.coordinator.actor, now=PUBLISHED_AT
    )
    periodic.finish_preparations(now=PUBLISHED_AT + dt.timedelta(days=2))
    preparation.refresh_from_db()
    assert preparation.state == State.RENDERING


def test_a_text_the_renderer_refuses_is_refused_with_its_sentence(
    people: Cast, renderer: RendererProcess
) -> None:
    document = document_at("drafting", people)
    with_words(document, "word " * 230_000, people)
    preparation = prepared(without_round(document, people), people)
    assert preparation.state == State.REFUSED
    assert "too long to be set as a PDF" in preparation.findings[0]


def test_what_was_prepared_yesterday_carries_a_wrong_date(people: Cast, renderer: RendererProcess) -> None:
    preparation = prepared(document_at("approved", people), people)
    # 23:30 in Zurich is the same day still; an hour later it is not, though the day in London is the same.
    late = dt.datetime(2026, 11, 2, 22, 30, tzinfo=dt.UTC)
    with pytest.raises(publishing.PreparedAnotherDay):
        publishing.confirm(preparation, by=people.coordinator.actor, now=late + HOUR)
    assert publishing.confirm(preparation, by=people.coordinator.actor, now=late).edition == 1


def test_a_text_that_moved_on_is_not_published(people: Cast, renderer: RendererProcess) -> None:
    document = document_at("approved", people)
    preparation = prepared(document, people)
    by = people.coordinator.actor
    finals.take_up_again(document, reason="a figure", by=by, now=PUBLISHED_AT)
    with pytest.raises(publishing.NotApproved):
        publishing.confirm(preparation, by=by, now=PUBLISHED_AT)
    with_words(document, "Three figures were corrected.", people)
    finals.issue(document, waiver="", by=by, now=PUBLISHED_AT)
    approve(document, people)
    with pytest.raises(publishing.TextMovedOn):
        publishing.confirm(preparation, by=by, now=PUBLISHED_AT)
    assert Publication.objects.count() == 0


def test_what_was_not_approved_does_not_slip_in_with_the_attendance(
    people: Cast, renderer: RendererProcess
) -> None:
    document = document_at("approved", people)
    preparation = prepared(document, people)
    row = Attendance(meeting=document.meeting, name="ICRC", status=Attendance.Status.OBSERVER, position=9)
    history.save(row, by=people.coordinator.actor)
    with pytest.raises(publishing.TextMovedOn):
        publishing.confirm(preparation, by=people.coordinator.actor, now=PUBLISHED_AT)
    with pytest.raises(publishing.TextMovedOn):
        publishing.prepare(document, by=people.coordinator.actor, now=PUBLISHED_AT)


def test_the_presidencys_word_is_asked_of_the_revision_itself(people: Cast) -> None:
    people.body.approval_needed = False
    history.save(people.body, by=people.admin.actor)
    document = document_at("final", people)
    assert document.status == Document.Status.APPROVED
    assert publishing.missing(document) == ""
    people.body.approval_needed = True
    history.save(people.body, by=people.admin.actor)
    document = Document.objects.get(pk=document.pk)
    with pytest.raises(publishing.NotApproved, match="not approved by the Presidency"):
        publishing.prepare(document, by=people.coordinator.actor, now=PUBLISHED_AT)


def test_two_coordinators_publish_once(people: Cast, renderer: RendererProcess) -> None:
    document = document_at("approved", people)
    first = prepared(document, people)
    second = Preparation.objects.get(pk=first.pk)
    publishing.confirm(first, by=people.coordinator.actor, now=PUBLISHED_AT)
    with pytest.raises(publishing.AlreadyPublished):
        publishing.confirm(second, by=people.coordinator.actor, now=PUBLISHED_AT)
    assert Publication.objects.count() == 1
    assert PublicationFile.objects.count() == 3
    assert AuditRow.objects.filter(event="published").count() == 1


def test_a_publication_never_changes(people: Cast, renderer: RendererProcess) -> None:
    publication = published(people)
    for rows, change in (
        (Publication.objects.all(), {"identifier": "another"}),
        (PublicationFile.objects.all(), {"content": b"other bytes"}),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(**change)  # type: ignore[attr-defined]
        with pytest.raises(DatabaseError), transaction.atomic():
            rows._raw_delete("default")  # type: ignore[attr-defined]
    publication.refresh_from_db()
    assert publication.files.count() == 3


def test_published_minutes_are_not_edited(people: Cast, renderer: RendererProcess) -> None:
    publication = published(people)
    with pytest.raises(documents.NotNow):
        minutes.add_section(publication.document, "More", by=people.coordinator.actor, now=PUBLISHED_AT)
