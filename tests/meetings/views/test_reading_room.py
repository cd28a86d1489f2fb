"""What a Friend reads after the round was closed."""

import pytest

from ccm_portal import history
from ccm_portal.actors import IMPORT
from meetings import comments, dispositions, finals
from meetings.models import Comment, Disposition, Round
from meetings.paragraphs import Wording
from tests.cast import HOUR, NOW, Cast, document_at
from tests.meetings.views.walking import DURING, close, page_of, paragraph, reviewing, round_of, said

# --- the reading room -----------------------------------------------------------------------------------------------


@pytest.fixture
def closed(people) -> Round:
    return round_of(document_at("under_revision", people))


def test_the_reading_room(people, closed):
    page = reviewing(people.friend, closed).get(page_of(closed)).text
    assert "What became of your comments" in page
    assert "Noted" in page and "The heading says so." in page
    assert "Thank you." in page
    assert "good spirit" in page
    assert "Comment on para." not in page
    assert "As circulated" not in page


def test_an_internal_note_is_never_shown(people, closed):
    decided = Disposition.objects.get()
    decided.internal_note = "A canary for the office."
    history.save(decided, by=IMPORT)
    assert "canary" not in reviewing(people.friend, closed).get(page_of(closed)).text


def test_the_working_text_is_not_shown_after_closing(people, closed):
    _change_first_paragraph(closed, people)
    browser = reviewing(people.friend, closed)
    for wanted in ("", "?text=final", "?text=changes"):
        assert "A newer wording" not in browser.get(page_of(closed, wanted)).text


def _change_first_paragraph(round_: Round, people: Cast) -> None:
    comment = Comment.objects.get()
    row = dispositions.paragraph_of(comment)
    new = dispositions.NewWording(Wording("A newer wording of the paragraph."), row.version)
    decision = dispositions.Decision("reflected")
    dispositions.decide(comment, decision, new_wording=new, by=people.coordinator.actor, now=NOW + 5 * HOUR)


def test_once_final_the_text_and_what_changed_are_shown(people, closed):
    _change_first_paragraph(closed, people)
    document = closed.document
    document.refresh_from_db()
    finals.issue(document, waiver="", by=people.coordinator.actor, now=NOW)
    browser = reviewing(people.friend, closed)
    page = browser.get(page_of(closed)).text
    assert "The words you quoted have changed." in page
    assert "from the circulated text to the final one" in page
    assert "A newer wording of the paragraph." in browser.get(page_of(closed, "?text=final")).text
    changes = browser.get(page_of(closed, "?text=changes")).text
    assert "removed:" in changes and "changed" in changes


def test_what_others_said_is_not_in_the_reading_room(people, closed):
    page = reviewing(people.contacts["Canada"][0], closed).get(page_of(closed)).text
    assert "Your delegation had no comments" in page
    assert "Please say on which meeting." not in page
    assert "The heading says so." not in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_reading_room_asks_as_often_for_three_comments_as_for_one(
    people, round_, norway, count, django_assert_num_queries
):
    for position in range(count):
        said(round_, paragraph=paragraph(round_, 1, position)["id"])
    comments.send(round_.delegations.get(name="Norway"), contact=people.friend, now=DURING)
    close(round_, people)
    # As the open page, and the publication.
    with django_assert_num_queries(9):
        norway.get(page_of(round_))
