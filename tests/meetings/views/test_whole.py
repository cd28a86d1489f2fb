"""The whole text in one box: shown, its changes looked at, put in place; what was typed is never lost."""

import re

import pytest
from django.urls import reverse

from meetings import minutes
from tests.cast import HOUR, NOW, document_at
from tests.meetings import whole_edits

pytestmark = pytest.mark.django_db

NEW = "# Debrief\n\nAll is new here.\n"


@pytest.fixture
def document(people):
    return document_at("drafting", people)


def page_of(document):
    return reverse("whole-text", args=[document.pk])


def seen_in(page):
    return re.search(r'name="seen" value="([0-9a-f]{64})"', page)[1]


def test_it_works(desk, document):
    page = desk.get(page_of(document)).text
    assert "# Debrief" in page and "Decision: Support should be independent" in page
    shown = desk.post(page_of(document), {"text": NEW}).text
    assert "Nothing is changed yet." in shown and "All is new here." in shown
    assert "All is new here." not in desk.get(page_of(document)).text
    done = desk.post(page_of(document), {"text": NEW, "seen": seen_in(shown)}, follow=True).text
    assert "The text is as you wrote it." in done and "All is new here." in done


def test_back_to_writing_keeps_what_was_typed(desk, document):
    page = desk.post(page_of(document), {"text": NEW, "back": "1"})
    assert page.status_code == 200 and "All is new here." in page.text


def test_a_text_without_headings_is_refused_and_kept(desk, document):
    page = desk.post(page_of(document), {"text": "Just words."})
    assert page.status_code == 400
    assert "put a line “# Heading” before “Just words.”" in page.text
    assert "Just words.</textarea>" in page.text


def test_somebody_was_faster(desk, people, document):
    seen = seen_in(desk.post(page_of(document), {"text": NEW}).text)
    minutes.add_section(document, "Meanwhile", by=people.coordinator.actor, now=NOW + HOUR)
    page = desk.post(page_of(document), {"text": NEW, "seen": seen})
    assert page.status_code == 409
    assert "nothing was done" in page.text and "Meanwhile" in page.text
    assert desk.post(page_of(document), {"text": NEW, "seen": seen_in(page.text)}).status_code == 302


def test_a_text_that_no_longer_changes(desk, people):
    document = document_at("final", people)
    assert "The text no longer changes." in desk.get(page_of(document)).text
    page = desk.post(page_of(document), {"text": NEW})
    assert page.status_code == 400 and "All is new here." in page.text


def test_another_body_does_not_find_it(stranger, document):
    assert stranger.get(page_of(document)).status_code == 404
    assert stranger.post(page_of(document), {"text": NEW}).status_code == 404


def test_what_nobody_touched_stays_itself(desk, document):
    """On a small scale; `python -m tests.trust.whole_text` does a thousand edits."""
    result = whole_edits.run(desk, document, edits=60, seed=7)
    assert result.good, result
    assert result.edits == 60
