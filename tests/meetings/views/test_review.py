"""A Friend in a round: reads, says who they are, answers."""

import datetime as dt

import pytest
from django.test import Client

from ccm_portal import history, pdf
from ccm_portal.actors import IMPORT
from ccm_portal.models import AuditRow, Letter
from meetings import comments, rounds
from meetings.models import Answer, Comment
from tests.cast import Cast, cast, contact
from tests.meetings.views.walking import (
    DURING,
    as_friend,
    page_of,
    paragraph,
    said,
    write,
)
from tests.renderers import running


@pytest.fixture
def people(db, time_machine) -> Cast:
    """The clock runs: what is said later counts before what was said first."""
    time_machine.move_to(DURING)
    return cast()


# --- reading --------------------------------------------------------------------------------------------------------


def test_it_works(norway, round_):
    page = norway.get(page_of(round_))
    assert page.status_code == 200
    assert "Monday 9 November 2026, 10:00 (Europe/Zurich)" in page.text
    assert "6 days left" in page.text
    assert "seen by the Presidency and its Executive Coordinator only" in page.text
    assert "Presidency draft, revision 1" in page.text
    assert "good spirit" in page.text
    assert "Comment on para. 2" in page.text
    assert page.text.count("data-comment-on") == 9
    assert page["Cache-Control"] == "no-store"


def test_without_a_link_there_is_nothing(round_):
    for rest in ("", "comment/", "pdf/"):
        assert Client().get(page_of(round_, rest)).status_code == 404
    for rest in ("send/", "answer/", "not-us/", "speak-as/"):
        assert Client().post(page_of(round_, rest)).status_code == 404


def test_the_office_has_the_name_the_body_gives_it(norway, round_, people):
    people.body.office = "Bureau"
    history.save(people.body, by=IMPORT)
    page = norway.get(page_of(round_)).text
    assert "its Bureau only" in page
    assert "secretariat" not in page.casefold()


@pytest.mark.parametrize("address", ["", "comment/"])
def test_looking_changes_nothing(norway, round_, address):
    before = AuditRow.objects.count(), Answer.objects.count(), Letter.objects.count()
    norway.get(page_of(round_, address))
    for rest in ("send/", "answer/", "not-us/", "speak-as/"):
        assert norway.get(page_of(round_, rest)).status_code == 405
    assert (AuditRow.objects.count(), Answer.objects.count(), Letter.objects.count()) == before


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_as_often_for_three_comments_as_for_one(
    norway, round_, count, django_assert_num_queries
):
    for position in range(count):
        said(round_, paragraph=paragraph(round_, 1, position)["id"], proposal="Another wording.")
    # Session, link, round, invitation, speakers; comments, answers; papers of the meeting.
    with django_assert_num_queries(8):
        norway.get(page_of(round_))


def test_the_pdf_is_marked_as_a_draft(norway, round_):
    with running():
        answer = norway.get(page_of(round_, "pdf/"))
    assert answer["Content-Type"] == "application/pdf"
    assert "for comment, not for citation" in " ".join(pdf.extract_text(answer.content).split())


def test_without_a_renderer_the_page_says_so(norway, round_, settings, tmp_path):
    settings.RENDERER_SOCKET = str(tmp_path / "nobody.sock")
    answer = norway.get(page_of(round_, "pdf/"))
    assert answer.status_code == 503
    assert "Try again" in answer.text


# --- who is writing -----------------------------------------------------------------------------------------------


def test_the_page_asks_who_is_writing_until_it_was_said(norway, round_, people):
    page = norway.get(page_of(round_)).text
    assert "You are writing as" in page
    assert 'name="speaker"' in page
    assert f'value="{people.friend.pk}" selected' in page
    colleague = people.contacts["Norway"][1]
    norway.post(page_of(round_, "speak-as/"), {"speaker": str(colleague.pk)})
    page = norway.get(page_of(round_)).text
    assert f"You are writing as <strong>{colleague}</strong>" in page


def test_no_answer_without_having_said_who_one_is(norway, round_):
    page = norway.post(page_of(round_, "answer/"), {"kind": "no_comments"}, follow=True)
    assert "Say first as whom you are writing" in page.text
    assert not Answer.objects.exists()


def test_no_comment_without_having_said_who_one_is_and_the_text_stays(norway, round_):
    answer = write(norway, round_, {"type": "general", "remark": "Long thought over."})
    assert answer.status_code == 400
    assert "Long thought over." in answer.text
    assert not Comment.objects.exists()


@pytest.mark.parametrize("delegation", ["Canada", "Lao PDR"])
def test_nobody_of_another_delegation_can_be_named(norway, round_, people, delegation):
    other = people.contacts[delegation][0]
    norway.post(page_of(round_, "answer/"), {"kind": "no_comments", "speaker": str(other.pk)})
    assert not Answer.objects.exists()


def test_nobody_who_was_not_invited_can_be_named(norway, round_, people):
    newcomer = contact(people.friend.delegation, "norway.9")
    norway.post(page_of(round_, "answer/"), {"kind": "no_comments", "speaker": str(newcomer.pk)})
    assert not Answer.objects.exists()


def test_whoever_left_the_list_no_longer_speaks(norway, round_, people):
    colleague = people.contacts["Norway"][1]
    norway.post(page_of(round_, "speak-as/"), {"speaker": str(colleague.pk)})
    colleague.valid_until = (DURING - dt.timedelta(days=1)).date()
    history.save(colleague, by=IMPORT)
    norway.post(page_of(round_, "answer/"), {"kind": "no_comments"})
    assert not Answer.objects.exists()


def test_a_contact_who_gets_a_copy_reads_only(norway, round_, people):
    people.friend.speaks = False
    history.save(people.friend, by=IMPORT)
    page = norway.get(page_of(round_)).text
    assert "You receive this text as a copy" in page
    assert "We have no comments" not in page
    assert "Comment on para." not in page
    norway.post(page_of(round_, "answer/"), as_friend(people, kind="no_comments"))
    assert not Answer.objects.exists()


def test_a_contact_who_moved_to_another_delegation_is_out(norway, round_, people):
    people.friend.delegation = people.contacts["Canada"][0].delegation
    people.friend.main = False
    history.save(people.friend, by=IMPORT)
    assert norway.get(page_of(round_)).status_code == 410


# --- answering ----------------------------------------------------------------------------------------------------


def test_no_comments_in_one_click_with_a_receipt(norway, round_, people, seat):
    page = norway.post(page_of(round_, "answer/"), as_friend(people, kind="no_comments"), follow=True)
    assert "Recorded for Norway: No comments" in page.text
    assert "What has arrived from your delegation" in page.text
    given = Answer.objects.get()
    assert (given.seat, given.contact, given.kind, given.late) == (seat, people.friend, "no_comments", False)
    receipts = Letter.objects.filter(reason=f"answer:{given.pk}")
    assert {letter.recipient for letter in receipts} == {row.pk for row in people.contacts["Norway"]}


def test_consulting_the_capital_and_then_no_comments(norway, round_, people, seat):
    page = norway.post(page_of(round_, "answer/"), as_friend(people, kind="consulting"), follow=True)
    assert "Recorded for Norway: Consulting capital" in page.text
    assert "We have no comments" in page.text
    norway.post(page_of(round_, "answer/"), {"kind": "no_comments"})
    assert {str(s): reply for s, reply in rounds.standing(round_)}["Norway"] == "no_comments"


@pytest.mark.parametrize("kind", ["", "comments", "retracted", "nonsense"])
def test_other_answers_cannot_be_sent(norway, round_, people, kind):
    norway.post(page_of(round_, "answer/"), as_friend(people, kind=kind))
    assert not Answer.objects.exists()


def test_no_comments_does_not_override_a_comment(norway, round_, people):
    said(round_)
    page = norway.post(page_of(round_, "answer/"), as_friend(people, kind="no_comments"), follow=True)
    assert "Withdraw them first" in page.text
    assert not Answer.objects.exists()


def test_this_was_not_us(norway, round_, people, seat):
    norway.post(page_of(round_, "answer/"), as_friend(people, kind="no_comments"))
    page = norway.post(page_of(round_, "not-us/"), {}, follow=True)
    assert "the Executive Coordinator is told that it was not you" in page.text
    assert {str(s): reply for s, reply in rounds.standing(round_)}["Norway"] is None
    [flagged] = comments.disowned(round_)
    assert (flagged.event, flagged.delegation, flagged.subject_id) == ("answer disowned", "Norway", seat.pk)


def test_a_comment_that_was_not_ours(norway, round_, people, seat):
    comment = said(round_)
    comments.send(seat, contact=people.friend, now=DURING)
    norway.post(page_of(round_, "not-us/"), as_friend(people, comment=str(comment.pk)))
    comment.refresh_from_db()
    assert comment.state == Comment.State.WITHDRAWN
    assert comment.history.first().history_change_reason == comments.NOT_US
    [flagged] = comments.disowned(round_)
    assert (flagged.event, flagged.subject_id) == ("comment disowned", comment.pk)
    last = Letter.objects.filter(reason=f"answer:{Answer.objects.last().pk}")
    assert last.count() == 2


def test_a_comment_of_another_delegation_cannot_be_disowned(norway, round_, people):
    theirs = said(round_, "Canada")
    comments.send(theirs.seat, contact=theirs.author, now=DURING)
    answer = norway.post(page_of(round_, "not-us/"), as_friend(people, comment=str(theirs.pk)))
    assert answer.status_code == 404
