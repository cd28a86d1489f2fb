"""The desk's redline between revisions and the working text."""

import io
import random
import re

import docx
import page as page_validation
import pytest
from django.test import Client

from ccm_portal import history, pdf, ranks
from meetings import dispositions, paragraphs, printing, revisions, stamps
from meetings.models import Comment
from meetings.paragraphs import Wording
from meetings.text import inline, redline
from tests.cast import HOUR, NOW, Cast, cast, comment_and_decide, document_at
from tests.meetings.views.walking import DURING, round_of


@pytest.fixture
def people(db, time_machine) -> Cast:
    time_machine.move_to(DURING)
    return cast()


@pytest.fixture
def desk(people) -> Client:
    browser = Client()
    browser.force_login(people.coordinator)
    return browser


@pytest.fixture
def document(people):
    """Revision 1 in its round, one paragraph changed since."""
    text = document_at("in_round", people)
    comment_and_decide(round_of(text), people)
    comment = Comment.objects.get()
    row = dispositions.paragraph_of(comment)
    wording = Wording("The Presidency looked back on the first meeting and thanked everyone.")
    new = dispositions.NewWording(wording, row.version)
    by = people.coordinator.actor
    dispositions.decide(
        comment, dispositions.Decision("reflected"), new_wording=new, by=by, now=NOW + 3 * HOUR
    )
    return text


def page_of(document, query: str = "") -> str:
    return f"/desk/documents/{document.pk}/compare/{query}"


def test_it_works(desk, document):
    page = desk.get(page_of(document))
    assert page.status_code == 200
    assert "1 changed" in page.text
    assert "<ins>" in page.text and "everyone" in page.text
    assert "added:" in page.text and "removed:" in page.text


def test_two_revisions(desk, document, people):
    revisions.freeze(document, note="After the comments", by=people.coordinator.actor, now=NOW + 4 * HOUR)
    page = desk.get(page_of(document, "?from=1&to=2")).text
    assert "Revision 2: After the comments" in page
    assert "1 changed" in page
    assert "The two say the same." in desk.get(page_of(document, "?from=2&to=working")).text


def test_a_draft_without_revisions_says_the_same_as_itself(desk, people):
    assert "The two say the same." in desk.get(page_of(document_at("drafting", people))).text


def test_a_move_can_be_followed_both_ways(desk, document, people):
    section = max(document.sections.all(), key=lambda one: one.paragraphs.count())
    first, *_others, last = section.paragraphs.order_by("rank")
    first.rank = ranks.between(last.rank, None)
    history.save(first, by=people.coordinator.actor)
    page = desk.get(page_of(document)).text
    moved = re.search(r'href="#from-([0-9a-f-]+)"', page)
    assert moved
    assert f'id="from-{moved[1]}"' in page
    assert f'href="#c-{moved[1]}"' in page and f'id="c-{moved[1]}"' in page
    assert "moved here" in page


def test_a_section_that_moved_is_called_by_its_heading(desk, document, people):
    first, *_others, last = document.sections.order_by("rank")
    first.rank = ranks.between(last.rank, None)
    history.save(first, by=people.coordinator.actor)
    page = " ".join(desk.get(page_of(document)).text.split())
    assert f"The heading “{first.heading}” moved from here." in page
    assert not re.search(r"Paragraph (\S+) moved from here; it is now \1\.", page)


def test_as_pdf(desk, document, renderer, people):
    revisions.freeze(document, note="", by=people.coordinator.actor, now=NOW + 4 * HOUR)
    assert f"{page_of(document, 'pdf/?from=1&amp;to=2')}" in desk.get(page_of(document, "?from=1&to=2")).text
    answer = desk.get(page_of(document, "pdf/?from=1&to=2"))
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert answer["Content-Disposition"].endswith('-changes-1-2.pdf"')
    said = " ".join(pdf.extract_text(answer.content).split())
    assert "Comparison of revision 1 with revision 2" in said
    assert "for comment, not for citation" in said
    assert "[+" in said and "everyone" in said
    assert page_validation.is_pdf_compliant_bytes(answer.content, profile="ua1")
    assert page_validation.is_pdf_compliant_bytes(answer.content, profile="2a")


def test_the_working_text_is_stamped_as_not_circulated(desk, document, renderer):
    said = " ".join(pdf.extract_text(desk.get(page_of(document, "pdf/")).content).split())
    assert "Comparison of revision 1 with the working text" in said
    assert "not circulated" in said


def test_without_a_revision_there_is_no_pdf(desk, people):
    text = document_at("drafting", people)
    assert "compare/pdf/" not in desk.get(page_of(text)).text
    assert desk.get(page_of(text, "pdf/")).status_code == 404


def test_no_renderer_says_so(desk, document, settings, tmp_path):
    settings.RENDERER_SOCKET = str(tmp_path / "nobody.sock")
    answer = desk.get(page_of(document, "pdf/"))
    assert answer.status_code == 503
    assert "does not answer" in answer.text


@pytest.mark.parametrize("query", ["?from=9", "?to=nonsense", "?from=1&to=-1", "?from=١"])
def test_there_is_no_such_revision(desk, document, query):
    assert desk.get(page_of(document, query)).status_code == 404


@pytest.mark.once
def test_where_there_is_no_time_for_words_page_pdf_and_word_say_so(desk, people):
    """Every word of one very long paragraph in another order."""
    text, rng = document_at("drafting", people), random.Random(1)
    by, words = people.coordinator.actor, [f"word{number}" for number in range(8_000)]
    section = text.sections.first()
    rows = [
        paragraphs.add(section, Wording(" ".join(rng.sample(words, 8_000))), after=None, by=by, now=NOW)
        for _row in range(1)
    ]
    revisions.freeze(text, note="", by=by, now=NOW + HOUR)
    for row in rows:
        wording = Wording(" ".join(rng.sample(words, 8_000)))
        paragraphs.change(row.pk, wording, version=row.version, by=by, now=NOW + 2 * HOUR)
    assert "differ too much to be compared word by word" in desk.get(page_of(text)).text
    assert "shown whole" in desk.get(page_of(text)).text
    # What the PDF is made of.
    content = revisions.content(text)
    comparison = redline.compare(text.revisions.get().content, content, read=inline.to_text)
    printed = printing.print_comparison(comparison, content, stamp=stamps.working(text, NOW))
    assert "differ too much to be compared word by word" in printed and "shown whole" in printed
    file = docx.Document(io.BytesIO(desk.get(page_of(text, "word/")).content))
    assert "differ too much to be compared word by word" in file.paragraphs[0].text


def test_others_do_not_see_it(document, people):
    for user in (None, people.admin, people.stranger):
        browser = Client()
        if user:
            browser.force_login(user)
        assert browser.get(page_of(document)).status_code == 404


def test_it_only_reads(desk, document):
    assert desk.post(page_of(document)).status_code == 405
