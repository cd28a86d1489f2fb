"""Papers that become public: a text as page and PDF, a file as it was handed in; in the chain, and checkable."""

import dataclasses
import json
import re
from pathlib import Path

import pytest
from django.test import Client

import verify_record
from ccm_portal.canonical import sha256
from meetings import archive, checking, corrections, paper_files, papers, publishing, rounds
from meetings.models import ChainLink, Document, Paper
from tests import cast
from tests.cast import HOUR, NOW, Cast
from tests.meetings.paper_samples import a_file, a_paper, a_pdf, a_word, approved, given, published, written

pytestmark = pytest.mark.django_db
ADDRESS = "/papers/draft-architecture/1/"


@pytest.fixture
def people() -> Cast:
    return cast.cast()


def prepared(document: Document, people: Cast):
    preparation = publishing.prepare(document, by=people.coordinator.actor, now=NOW + HOUR)
    return publishing.finish(preparation, wait=60, now=NOW + HOUR)


class TestAText:
    def test_it_works(self, people: Cast, renderer, client: Client) -> None:
        held = cast.meeting(people)
        paper = a_paper(people, access="public", items=list(held.agenda_items.all()[:1]))
        written(paper, people)
        publication = published(paper, people)
        assert publication.identifier == "CCM-draft-architecture-paper"
        assert publication.get_absolute_url() == ADDRESS
        page = client.get(ADDRESS).text
        assert "Support stands on three legs." in page and "Draft architecture (Canada)" in page
        assert "None" not in page and held.title not in page
        assert client.get("/papers/draft-architecture/").headers["Location"] == ADDRESS
        for listing in ("/papers/", held.get_absolute_url()):
            assert ADDRESS in client.get(listing).text
        pdf = client.get(f"{ADDRESS}draft-architecture.pdf")
        assert pdf.headers["Content-Disposition"] == 'inline; filename="draft-architecture.pdf"'
        assert publication.files.get(name="draft-architecture.pdf").sha256 == sha256(pdf.content)

    def test_only_a_public_one_becomes_public(self, people: Cast, client: Client) -> None:
        paper = a_paper(people, access="friends")
        written(paper, people)
        document = approved(paper, people)
        with pytest.raises(publishing.NotApproved, match="Friends of the President"):
            publishing.prepare(document, by=people.coordinator.actor, now=NOW + HOUR)
        assert "Draft architecture" not in client.get("/papers/").text


class TestAFile:
    @pytest.mark.parametrize(("data", "ending"), [(a_pdf(), ".pdf"), (a_word(), ".docx")])
    def test_it_works(self, people: Cast, client: Client, tmp_path: Path, data: bytes, ending: str) -> None:
        publication = published(a_file(people, access="public", data=data), people)
        content = json.loads(publication.canonical)
        assert content["file"]["sha256"] == sha256(data)
        answer = client.get(f"{ADDRESS}draft-architecture{ending}")
        assert answer.content == data
        assert content["file"]["sha256"] in client.get(ADDRESS).text
        assert "Architecture.pdf" not in publication.canonical
        verdict = checking.check_file(data)
        assert (verdict.kind, verdict.file) == (checking.Kind.RECORD, f"draft-architecture{ending}")
        place = tmp_path / "record.zip"
        with place.open("wb") as whole:
            assert archive.write(whole) == ChainLink.objects.count() == 1
        assert verify_record.verify(str(place)).problems == []

    @pytest.mark.parametrize(
        ("data", "found"),
        [
            (a_pdf("Write to norway.1@example.org"), "stands in the file"),
            (a_word(words="Write to norway.1@example.org"), "stands in the file"),
            (a_word(comments="<w:comment><w:p/></w:comment>"), "comments"),
        ],
    )
    def test_what_the_gate_finds_in_it(self, people: Cast, data: bytes, found: str) -> None:
        document = approved(a_file(people, access="public", data=data), people)
        preparation = prepared(document, people)
        assert preparation.state == "refused"
        assert found in " ".join(preparation.findings)

    def test_a_correction_is_a_new_version(self, people: Cast, client: Client) -> None:
        first = published(a_file(people, access="public"), people)
        by = people.coordinator.actor
        corrections.begin(first.document, reason="A figure was wrong.", by=by, now=NOW + HOUR)
        paper = Paper.objects.get()
        papers.add_version(paper, "b.pdf", a_pdf("Four legs."), by=by, now=NOW + HOUR)
        second = published(Paper.objects.get(), people)
        assert second.identifier == "CCM-draft-architecture-paper-Corr.1"
        assert "This edition was superseded" in client.get(ADDRESS).text
        newest = client.get("/papers/draft-architecture/2/").text
        assert "A figure was wrong." in newest and "File: changed" in newest
        assert client.get(f"{ADDRESS}draft-architecture.pdf").content == a_pdf()
        assert re.search(r"File\b.*2", client.get("/papers/draft-architecture/2/changes/").text, re.DOTALL)

    def test_nothing_is_said_of_paragraphs_that_it_has_not(self, people: Cast, client: Client) -> None:
        paper = a_file(people, access="public")
        round_ = cast.open_round(given(paper.document, "clear", people), people)
        rounds.close(round_, note="", leave_undecided=False, by=people.coordinator.actor, now=NOW + HOUR)
        by = people.coordinator.actor
        papers.add_version(Paper.objects.get(), "b.pdf", a_pdf("Four legs."), by=by, now=NOW + HOUR)
        published(Paper.objects.get(), people)
        page = client.get(ADDRESS).text
        assert "Revision 1 was circulated" in page and "stands as it was circulated" not in page

    def test_readers_cannot_become_fewer_again(self, people: Cast) -> None:
        published(a_file(people, access="public"), people)
        paper = Paper.objects.get()
        fewer = dataclasses.replace(papers.Said.of(paper), access="friends")
        with pytest.raises(papers.AlreadyRead, match="stays public"):
            papers.change(paper, fewer, by=people.coordinator.actor, now=NOW)


def test_the_limit_is_that_of_a_copy():
    assert paper_files.MOST_BYTES <= checking.MOST_BYTES
