"""The chain of publications: every text one link, none followed twice, none changed."""

import datetime as dt
import hashlib
import importlib
import json

import pytest
from django.apps import apps
from django.db import DatabaseError, IntegrityError, connection, transaction

from ccm_portal import pdf, triggers
from ccm_portal.canonical import canonical, sha256
from ccm_portal.pdf import RendererProcess
from meetings import chain, preparations, publishing
from meetings.models import ChainLink, Publication
from tests.cast import HOUR, Cast, cast, document_at
from tests.meetings.publications import PUBLISHED_AT, prepared, published

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> Cast:
    return cast()


def two(people: Cast) -> tuple[Publication, Publication]:
    first = published(people)
    return first, published(people, day=dt.date(2026, 9, 30), now=PUBLISHED_AT + HOUR)


def grouped(digest: str) -> str:
    return " ".join(digest[start : start + 8] for start in range(0, 64, 8))


def last_page(publication: Publication) -> str:
    data = bytes(publication.files.get(media_type="application/pdf").content)
    return " ".join(pdf.extract_text(data).split("\f")[-1].split())


def test_it_works(people: Cast, renderer: RendererProcess) -> None:
    one, other = two(people)
    first, second = ChainLink.objects.all()
    assert (first.number, first.publication, first.previous) == (1, one, chain.NONE_BEFORE)
    assert (second.number, second.publication, second.previous) == (2, other, first.head)
    for link in (first, second):
        assert link.head == hashlib.sha256(link.canonical.encode()).hexdigest()
        said = json.loads(link.canonical)
        assert canonical(said) == link.canonical
        assert (said["number"], said["previous"], said["sha256"], said["identifier"]) == (
            link.number,
            link.previous,
            link.publication.sha256,
            link.publication.identifier,
        )
        assert said["date"] == json.loads(link.publication.canonical)["publication"]["date"]
        files = {file.name: file.sha256 for file in link.publication.files.all()}
        assert {file["name"]: file["sha256"] for file in said["files"]} == files


def test_the_last_page_carries_the_text_s_hash_and_the_head_before_it(
    people: Cast, renderer: RendererProcess
) -> None:
    _one, other = two(people)
    page = last_page(other)
    assert grouped(other.sha256) in page
    assert grouped(other.link.previous) in page
    assert other.identifier in page
    assert "http://localhost:8000/record/" in page or "/record/" in page


def test_what_was_prepared_for_another_place_is_prepared_again(
    people: Cast, renderer: RendererProcess
) -> None:
    document = document_at("approved", people)
    early = prepared(document, people)
    published(people, day=dt.date(2026, 9, 30))
    with pytest.raises(publishing.ChainMoved, match="Prepare it again"):
        publishing.confirm(early, by=people.coordinator.actor, now=PUBLISHED_AT)
    assert not preparations.is_next(early)
    again = prepared(document, people)
    assert again.pk != early.pk
    publication = publishing.confirm(again, by=people.coordinator.actor, now=PUBLISHED_AT + HOUR)
    assert publication.link.number == 2


def test_a_link_never_changes_and_the_chain_never_forks(people: Cast, renderer: RendererProcess) -> None:
    publication = published(people)
    link = publication.link
    with pytest.raises(DatabaseError), transaction.atomic():
        ChainLink.objects.filter(pk=1).update(head="0" * 64)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM meetings_chainlink")
    for number, previous in ((1, "a" * 64), (2, link.previous)):
        with pytest.raises(IntegrityError), transaction.atomic():
            ChainLink.objects.create(
                number=number, publication_id=publication.pk, previous=previous, canonical="", head="b" * 64
            )


def test_what_was_public_before_is_chained_in_its_order(people: Cast, renderer: RendererProcess) -> None:
    two(people)
    links = list(ChainLink.objects.values("number", "publication", "previous", "canonical", "head"))
    table = ChainLink._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # A table with foreign keys still to be checked cannot be altered.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        else:
            cursor.execute(f"DROP TRIGGER frozen_{table}_delete")
        cursor.execute(f"DELETE FROM {table}")
        if connection.vendor == "postgresql":
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
    triggers.reinstall()
    migration = importlib.import_module("meetings.migrations.0004_chain_what_is_public")
    migration.chain(apps, None)
    assert list(ChainLink.objects.values("number", "publication", "previous", "canonical", "head")) == links
    assert sha256(links[-1]["canonical"]) == links[-1]["head"]
