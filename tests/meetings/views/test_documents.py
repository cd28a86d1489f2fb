"""The desk's page of a document: its text, the next step, its revisions and files."""

import pytest
from django.urls import reverse

from meetings import minutes
from meetings.models import Document
from meetings.paragraphs import Wording
from tests.cast import HOUR, NOW, STAGES, document_at
from tests.queries import count

NEXT = {
    "drafting": "Have it cleared",
    "cleared": "Circulate for comments",
    "in_round": "See the replies",
    "under_revision": "Issue as final",
    "final": "Have it approved",
    "approved": "Publish",
}


def page_of(document: Document, name: str = "document", *rest: object) -> str:
    return reverse(name, args=[document.pk, *rest])


def reword(document, people, text="Other words."):
    row = document.sections.first().paragraphs.first()
    edit = minutes.Edit(Wording(text), id=row.pk, version=row.version)
    minutes.save_section(row.section, [edit], by=people.coordinator.actor, now=NOW + HOUR)


def test_it_works(desk, people):
    page = desk.get(page_of(document_at("drafting", people))).text
    assert "Canada introduced a paper" in page and "All Friends" in page
    assert "Nothing is frozen yet." in page
    assert page.count(">Edit<") == 3


@pytest.mark.parametrize("status", STAGES)
def test_each_state_says_what_to_do_next(desk, people, status):
    page = desk.get(page_of(document_at(status, people))).text
    assert NEXT[status] in page
    others = {step for state, step in NEXT.items() if state != status}
    assert not {step for step in others if f">{step}</a>" in page}
    assert (">Edit<" in page) == (status not in ("final", "approved"))


def test_another_body_does_not_find_it(stranger, people):
    document = document_at("cleared", people)
    for name in ("document", "clearance", "circulate", "issue", "compare", "document-pdf"):
        assert stranger.get(page_of(document, name)).status_code == 404
    assert stranger.get(page_of(document, "revision-pdf", 1)).status_code == 404
    for name in ("freeze", "section-new", "take-up-again", "clearance-waive"):
        assert stranger.post(page_of(document, name)).status_code == 404
    assert document.revisions.count() == 1


def test_freezing(desk, people):
    document = document_at("drafting", people)
    assert desk.get(page_of(document, "freeze")).status_code == 405
    page = desk.post(page_of(document, "freeze"), {"note": "before lunch"}, follow=True)
    assert "Revision 1 is frozen." in page.text and "before lunch" in page.text
    page = desk.post(page_of(document, "freeze"), follow=True)
    assert "Nothing has changed since revision 1." in page.text
    reword(document, people)
    assert "The working text differs from revision 1." in desk.get(page_of(document)).text
    desk.post(page_of(document, "freeze"), {"note": "x" * 900})
    assert [row.number for row in document.revisions.all()] == [1, 2]


def test_changes_after_clearance_are_said(desk, people):
    document = document_at("cleared", people)
    assert "What you changed since is not in it." not in desk.get(page_of(document)).text
    reword(document, people)
    page = desk.get(page_of(document)).text
    assert "What you changed since is not in it." in page and "Have the changes cleared" in page


def test_files_of_the_text(desk, people, renderer):
    document = document_at("cleared", people)
    for address in (page_of(document, "document-pdf"), page_of(document, "revision-pdf", 1)):
        answer = desk.get(address)
        assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
        assert answer.content.startswith(b"%PDF-")
        assert "2026-10-30-friends" in answer["Content-Disposition"]
    assert desk.get(page_of(document, "revision-pdf", 9)).status_code == 404


def test_without_a_renderer_the_page_says_so(desk, people, settings, tmp_path):
    settings.RENDERER_SOCKET = str(tmp_path / "nobody.sock")
    answer = desk.get(page_of(document_at("drafting", people), "document-pdf"))
    assert answer.status_code == 503
    assert "Back to where you were" in answer.text


def test_the_page_makes_as_many_queries_with_three_of_everything(desk, people):
    document = document_at("under_revision", people)
    one = count(desk, page_of(document))
    for n in (2, 3):
        minutes.add_section(document, f"More {n}", by=people.coordinator.actor, now=NOW + HOUR)
        section = document.sections.last()
        edits = [minutes.Edit(Wording("One.")), minutes.Edit(Wording("Two."))]
        minutes.save_section(section, edits, by=people.coordinator.actor, now=NOW + HOUR)
        desk.post(page_of(document, "freeze"))
    assert count(desk, page_of(document)) == one
