"""Papers: begun, given to meetings and items, opened to readers; versions of files that are never replaced."""

import datetime as dt
import io

import docx
import pytest
from django.db import DatabaseError, connection, transaction

from meetings import documents, paper_files, papers, printing, revisions, stamps
from meetings.models import Paper, PaperVersion
from meetings.writing import word
from tests import cast
from tests.cast import NOW, Cast
from tests.meetings.paper_samples import a_file, a_paper, a_pdf, a_word

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> Cast:
    return cast.cast()


class TestBegun:
    def test_it_works(self, people: Cast) -> None:
        held = cast.meeting(people)
        item = held.agenda_items.get(title="Draft architecture")
        paper = a_paper(people, items=[item])
        assert papers.of_items(held) == {item.pk: [paper]}
        assert [one.document.title for one in papers.of_meeting(held)] == ["Draft architecture"]
        assert papers.line(paper) == "Draft architecture (Canada)"
        assert (paper.access, paper.document.status, paper.slug) == (
            "office",
            "drafting",
            "draft-architecture",
        )

    def test_the_agenda_names_what_friends_may_read(self, people: Cast) -> None:
        held = cast.meeting(people)
        item = held.agenda_items.get(title="Debrief")
        a_file(people, items=[item], title="Shared", access="friends", data=a_word())
        a_file(people, items=[item], title="Hidden", data=a_word())
        first, second = revisions.agenda(held)["agenda"]
        assert first["papers"] == ["Shared (Canada), draft 1 for discussion"]
        assert "papers" not in second
        content = revisions.agenda(held)
        stamp = stamps.agenda(held, NOW)
        assert "Paper: Shared (Canada)" in printing.print_html(content, stamp=stamp)
        text = "\n".join(
            row.text for row in docx.Document(io.BytesIO(word.document(content, stamp))).paragraphs
        )
        assert "Shared (Canada)" in text and "Hidden" not in text
        assert "papers" not in str(
            revisions.content(cast.document_at("drafting", people, day=dt.date(2026, 9, 1)))
        )

    def test_addresses_are_apart(self, people: Cast) -> None:
        slugs = [
            a_paper(people, title=title).slug for title in ("Draft architecture", "Draft architecture", "—")
        ]
        assert slugs[:2] == ["draft-architecture", "draft-architecture-2"]
        assert slugs[2].startswith("paper-")

    def test_an_item_taken_off_leaves_the_paper_with_its_meeting(self, people: Cast) -> None:
        held = cast.meeting(people)
        item = held.agenda_items.get(title="Debrief")
        paper = a_paper(people, items=[item])
        cast.history.named(item, by=people.coordinator.actor).delete()
        assert papers.of_meeting(held) == [paper]
        assert papers.of_items(held) == {}

    def test_readers_see_what_is_theirs(self, people: Cast) -> None:
        held = cast.meeting(people)
        for access in Paper.Access.values:
            a_paper(people, title=access, access=access, meetings=[held])
        seen = papers.of_meeting(held, access=papers.FOR_FRIENDS)
        assert [paper.document.title for paper in seen] == ["friends", "public"]


class TestChanged:
    def test_it_works(self, people: Cast) -> None:
        paper = a_paper(people)
        papers.change(
            paper, papers.Said("A new name", access="friends"), by=people.coordinator.actor, now=NOW
        )
        paper = Paper.objects.get()
        assert (str(paper), paper.slug, paper.access, paper.lead) == (
            "A new name",
            "a-new-name",
            "friends",
            None,
        )

    def test_a_title_does_not_change_under_what_is_final(self, people: Cast) -> None:
        paper = a_paper(people, access="friends")
        documents.move(paper.document, "clear without asking", by=people.coordinator.actor, now=NOW)
        documents.move(paper.document, "issue as final", by=people.coordinator.actor, now=NOW)
        with pytest.raises(documents.NotNow):
            papers.change(paper, papers.Said("Another"), by=people.coordinator.actor, now=NOW)


class TestVersions:
    def test_a_new_one_keeps_the_old(self, people: Cast) -> None:
        paper = a_file(people, access="friends")
        second = papers.add_version(paper, "Next.docx", a_word(), by=people.coordinator.actor, now=NOW)
        assert (second.number, second.name, second.media_type) == (2, "Next.docx", paper_files.WORD)
        assert bytes(paper.versions.get(number=1).content) == a_pdf()
        assert papers.draft_words(Paper.objects.get()) == "Draft 2 for discussion"

    def test_the_same_file_is_no_new_version(self, people: Cast) -> None:
        paper = a_file(people)
        with pytest.raises(papers.SameFile, match="version 1 is already"):
            papers.add_version(paper, "again.pdf", a_pdf(), by=people.coordinator.actor, now=NOW)

    def test_the_database_lets_none_be_altered(self, people: Cast) -> None:
        a_file(people)
        with (
            pytest.raises(DatabaseError, match="frozen"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute("UPDATE meetings_paperversion SET name = 'other'")
        assert PaperVersion.objects.get().name == "Architecture.pdf"
