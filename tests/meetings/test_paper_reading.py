"""Papers by link: what Friends and the Presidency read of them, and what never leaves the desk."""

import dataclasses

import pytest
from django.test import Client

from ccm_portal import enclosures, pdf
from friends import access
from friends.models import AccessLink
from meetings import documents, enclosing, paper_reading, papers, presidency, rounds
from meetings.models import CallForItems, Paper, Round
from tests import cast
from tests.cast import HOUR, NOW, Cast, document_at, link_of, open_round
from tests.meetings.paper_samples import a_file, a_paper, a_pdf, a_word, given, written

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> Cast:
    return cast.cast()


def reader(round_: Round, people: Cast) -> Client:
    """Norway's browser after the link of the round was opened."""
    browser = Client()
    session = browser.session
    session["links"] = [str(link_of(people.friend, round_).pk)]
    session.save()
    return browser


def in_round(paper: Paper, people: Cast) -> Round:
    return open_round(given(paper.document, "clear", people), people)


class TestARound:
    def test_a_text_is_commented_as_minutes_are(self, people: Cast) -> None:
        paper = a_paper(people, access="friends")
        written(paper, people)
        round_ = in_round(paper, people)
        page = reader(round_, people).get(f"/review/{round_.pk}/").text
        assert "Support stands on three legs." in page
        assert "Draft 1 for discussion" in page and "<dd>Canada</dd>" in page
        assert rounds.invited(round_, NOW + HOUR)

    def test_a_file_is_read_by_the_link(self, people: Cast) -> None:
        round_ = in_round(a_file(people, access="friends"), people)
        browser = reader(round_, people)
        page = browser.get(f"/review/{round_.pk}/").text
        assert f"/review/{round_.pk}/file/" in page and "General comment" in page
        answer = browser.get(f"/review/{round_.pk}/file/")
        assert answer.content == a_pdf()
        assert answer.headers["Content-Disposition"] == 'attachment; filename="Architecture.pdf"'
        papers.add_version(
            Paper.objects.get(), "b.pdf", a_pdf("Later."), by=people.coordinator.actor, now=NOW
        )
        assert browser.get(f"/review/{round_.pk}/file/").content == a_pdf()
        assert Client().get(f"/review/{round_.pk}/file/").status_code == 404

    @pytest.mark.parametrize("word", [False, True])
    def test_a_pdf_goes_with_the_letters_itself(self, people: Cast, word: bool) -> None:
        paper = a_file(people, access="friends", data=a_word() if word else a_pdf())
        document = given(paper.document, "clear", people)
        terms = {"deadline": cast.DEADLINE, "cover_note": "", "enclose": True}
        seen = rounds.plan(document, **terms, now=NOW).fingerprint
        round_ = rounds.open(document, **terms, seen=seen, by=people.coordinator.actor, now=NOW)
        assert enclosing.make(enclosing.waiting().get(), wait=0, now=NOW)
        round_.refresh_from_db()
        if word:
            assert "Word file" in round_.enclosure_refusal
        else:
            assert enclosures.file(round_.enclosure_id).data == a_pdf()

    @pytest.mark.parametrize("access", ["office", "friends"])
    def test_what_is_for_the_office_alone_stays_on_the_desk(self, people: Cast, access: str) -> None:
        document = a_file(people, access=access).document
        if access == "friends":
            presidency.ask_clearance(document, by=people.coordinator.actor, now=NOW)
            return
        with pytest.raises(papers.StaysHere, match="Executive Coordinator alone"):
            presidency.ask_clearance(document, by=people.coordinator.actor, now=NOW)
        with pytest.raises(documents.NotNow):
            given(document, "clear", people)

    def test_a_paper_without_its_file_goes_nowhere(self, people: Cast) -> None:
        paper = a_paper(people, form="file", access="friends")
        with pytest.raises(papers.StaysHere, match="no file"):
            presidency.ask_clearance(paper.document, by=people.coordinator.actor, now=NOW)

    def test_what_friends_have_they_keep(self, people: Cast) -> None:
        in_round(a_file(people, access="friends"), people)
        paper = Paper.objects.get()
        fewer = dataclasses.replace(papers.Said.of(paper), access="office")
        with pytest.raises(papers.AlreadyRead, match="in a round"):
            papers.change(paper, fewer, by=people.coordinator.actor, now=NOW)


class TestBesideARound:
    """The round of minutes, and the papers of their meeting."""

    @pytest.fixture
    def round_(self, people: Cast) -> Round:
        return Round.objects.get(document=document_at("in_round", people))

    def test_it_works(self, people: Cast, round_: Round) -> None:
        held = round_.document.meeting
        shared = a_file(people, title="Shared", access="friends", meetings=[held])
        hidden = a_file(people, title="Hidden", meetings=[held], data=a_word())
        draft = a_paper(people, title="Being written", access="friends", meetings=[held])
        written(draft, people)
        elsewhere = a_file(people, title="Elsewhere", access="public", data=a_word())
        browser = reader(round_, people)
        page = browser.get(f"/review/{round_.pk}/").text
        assert "Shared" in page and "Draft 1 for discussion" in page
        assert not any(title in page for title in ("Hidden", "Being written", "Elsewhere"))
        assert browser.get(f"/review/{round_.pk}/papers/{shared.pk}/").content == a_pdf()
        for other in (hidden, draft, elsewhere):
            assert browser.get(f"/review/{round_.pk}/papers/{other.pk}/").status_code == 404

    def test_a_circulated_text_is_read_as_it_went_out(
        self, people: Cast, round_: Round, renderer: object
    ) -> None:
        paper = a_paper(people, access="friends", meetings=[round_.document.meeting])
        written(paper, people)
        in_round(paper, people)
        written(paper, people, words="Written since.")
        answer = reader(round_, people).get(f"/review/{round_.pk}/papers/{paper.pk}/")
        text = pdf.extract_text(answer.content)
        assert "three legs" in text and "Written since" not in text

    def test_it_asks_the_same_number_of_questions(
        self, people: Cast, round_: Round, django_assert_max_num_queries
    ) -> None:
        for number in range(3):
            a_file(people, title=str(number), access="friends", meetings=[round_.document.meeting])
        with django_assert_max_num_queries(4):
            assert len(paper_reading.beside(round_)) == 3


def test_the_presidency_reads_the_file_by_its_link(people: Cast) -> None:
    paper = a_file(people, access="friends")
    revision = presidency.ask_clearance(paper.document, by=people.coordinator.actor, now=NOW)
    link = AccessLink.objects.get(contact=people.president, subject=revision.pk)
    browser = Client()
    session = browser.session
    session["links"] = [str(link.pk)]
    session.save()
    address = f"/word/{revision.pk}/clear/"
    assert f"{address}file/" in browser.get(address).text
    assert browser.get(f"{address}file/").content == a_pdf()
    assert Client().get(f"{address}file/").status_code == 404


def test_before_the_meeting_papers_stand_where_items_are_proposed(people: Cast) -> None:
    held = cast.meeting(people)
    shared = a_file(people, title="Shared", access="friends", meetings=[held])
    hidden = a_file(people, title="Hidden", meetings=[held], data=a_word())
    until = NOW + 900 * 24 * HOUR
    call = CallForItems.objects.create(meeting=held, until=until, opened_at=NOW)
    link = access.open_link(
        people.friend, purpose=AccessLink.Purpose.ITEMS, subject=call.pk, until=until, now=NOW
    )
    browser = Client()
    session = browser.session
    session["links"] = [str(link.pk)]
    session.save()
    page = browser.get(f"/propose/{call.pk}/").text
    assert "Shared" in page and "Hidden" not in page
    assert browser.get(f"/propose/{call.pk}/papers/{shared.pk}/").content == a_pdf()
    assert browser.get(f"/propose/{call.pk}/papers/{hidden.pk}/").status_code == 404
