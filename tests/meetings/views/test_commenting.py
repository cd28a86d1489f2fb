"""A Friend in a round comments: on words, with a wording, in time, late, and too late."""

import datetime as dt

import pytest

from meetings import comments, dispositions
from meetings.models import Answer, Comment
from tests.cast import DEADLINE
from tests.meetings.views.walking import (
    DURING,
    as_friend,
    close,
    page_of,
    paragraph,
    said,
    write,
)

# --- commenting ---------------------------------------------------------------------------------------------------


def test_a_comment_on_quoted_words_with_a_wording(norway, round_, people, seat):
    row = paragraph(round_, 1, 4)
    page = norway.get(page_of(round_, f"comment/?paragraph={row['id']}")).text
    assert "Support should be independent" in page
    fields = as_friend(
        people,
        type="substantive",
        quote="answer to the States Parties",
        remark="To the Meeting, we think.",
        proposal="Support should be independent and answer to the Meeting of States Parties.",
    )
    shown = norway.post(page_of(round_, f"comment/?paragraph={row['id']}"), fields, follow=True)
    comment = Comment.objects.get()
    assert (comment.seat, comment.author, str(comment.paragraph)) == (seat, people.friend, row["id"])
    assert (comment.quote_prefix, comment.quote_suffix) == ("Support should be independent and ", ".")
    assert "added:" in shown.text and "Meeting of " in shown.text
    assert "not sent yet" in shown.text
    assert "Send our comment" in shown.text


def test_words_are_quoted_as_they_are_read_not_as_they_are_marked(norway, round_, people):
    fields = as_friend(people, quote="praised the  good spirit of", remark="Who?")
    write(norway, round_, fields, about=paragraph(round_, 0, 1)["id"])
    assert Comment.objects.get().quote == "praised the good spirit of"


def test_an_unchanged_wording_proposes_nothing(norway, round_, people):
    row = paragraph(round_)
    write(
        norway,
        round_,
        as_friend(people, remark="A question.", proposal=row["text"] + "\r\n"),
        about=row["id"],
    )
    assert Comment.objects.get().proposal == ""


def test_an_unchanged_wording_alone_is_no_comment(norway, round_, people):
    row = paragraph(round_)
    answer = write(norway, round_, as_friend(people, proposal=row["text"]), about=row["id"])
    assert answer.status_code == 400
    assert "Write a remark, a proposed wording, or both." in answer.text


def test_a_comment_on_the_whole_text(norway, round_, people):
    page = write(norway, round_, as_friend(people, remark="Well done."))
    assert page.status_code == 302
    assert Comment.objects.get().paragraph is None
    assert "On the text as a whole" in norway.get(page_of(round_)).text


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"quote": "words that are not there", "remark": "Kept A."}, "are not in this paragraph"),
        ({"remark": "Kept A." + "x" * 20_001}, "20000 characters"),
        ({"remark": "Kept A.", "type": "nonsense"}, "Select a valid choice"),
        ({"remark": "Kept A.\0"}, "Null characters"),
    ],
)
def test_whatever_is_wrong_the_typed_text_comes_back(norway, round_, people, fields, sentence):
    answer = write(norway, round_, as_friend(people, **fields), about=paragraph(round_)["id"])
    assert answer.status_code == 400
    assert sentence in answer.text
    assert "Kept A." in answer.text
    assert not Comment.objects.exists()


@pytest.mark.parametrize("about", ["nonsense", "00000000-0000-0000-0000-000000000000"])
def test_there_is_no_page_for_a_paragraph_that_is_not_there(norway, round_, about):
    assert norway.get(page_of(round_, f"comment/?paragraph={about}")).status_code == 404


@pytest.mark.parametrize(
    "attack", ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "{{ round.pk }}{% x %}"]
)
def test_markup_in_a_comment_is_shown_as_typed(norway, round_, people, attack):
    row = paragraph(round_)
    write(norway, round_, as_friend(people, remark=attack, proposal=attack), about=row["id"])
    page = norway.get(page_of(round_)).text
    assert attack.replace("<", "&lt;").replace(">", "&gt;") in page
    if "<" in attack:
        assert attack not in page


def test_changing_a_comment(norway, round_, people):
    comment = said(round_)
    address = page_of(round_, f"comments/{comment.pk}/")
    assert "A remark of Norway." in norway.get(address).text
    norway.post(address, as_friend(people, remark="Better put.", version="1"))
    comment.refresh_from_db()
    assert (comment.remark, comment.version) == ("Better put.", 2)


def test_a_colleague_who_saved_first_loses_nothing_and_neither_do_we(norway, round_, people):
    comment = said(round_)
    colleague = people.contacts["Norway"][1]
    comments.change(comment, comments.Said(remark="Theirs."), version=1, contact=colleague, now=DURING)
    address = page_of(round_, f"comments/{comment.pk}/")
    answer = norway.post(address, as_friend(people, remark="Ours.", version="1"))
    assert answer.status_code == 409
    assert "Theirs." in answer.text and "Ours." in answer.text
    assert 'name="version" value="2"' in answer.text
    comment.refresh_from_db()
    assert comment.remark == "Theirs."


def test_a_comment_a_colleague_removed_meanwhile_is_written_anew(norway, round_, people):
    comment = said(round_)
    comments.withdraw(comment, contact=people.contacts["Norway"][1], now=DURING)
    norway.post(
        page_of(round_, f"comments/{comment.pk}/"), as_friend(people, remark="Still needed.", version="1")
    )
    assert Comment.objects.get(state="draft").remark == "Still needed."


def test_removing_a_comment(norway, round_, people):
    comment = said(round_)
    norway.post(page_of(round_, f"comments/{comment.pk}/withdraw/"), as_friend(people))
    comment.refresh_from_db()
    assert comment.state == Comment.State.WITHDRAWN
    assert "A remark of Norway." not in norway.get(page_of(round_)).text


def test_sending(norway, round_, people):
    said(round_)
    said(round_, paragraph=paragraph(round_)["id"])
    page = norway.post(page_of(round_, "send/"), as_friend(people), follow=True)
    assert "2 comments are sent" in page.text
    assert "2 comments, shown at their paragraphs" in page.text
    assert {row.state for row in Comment.objects.all()} == {"sent"}
    assert not Comment.objects.filter(late=True).exists()


def test_sending_nothing(norway, round_, people):
    page = norway.post(page_of(round_, "send/"), as_friend(people), follow=True)
    assert "There is no comment to send." in page.text


def test_what_others_say_is_not_there(norway, round_, people):
    theirs = said(round_, "Canada", remark="A canary of Canada.")
    comments.send(theirs.seat, contact=theirs.author, now=DURING)
    assert "canary" not in norway.get(page_of(round_)).text
    address = page_of(round_, f"comments/{theirs.pk}/")
    assert norway.get(address).status_code == 404
    assert norway.post(address, as_friend(people, remark="Mine now.")).status_code == 404
    assert norway.post(address + "withdraw/", as_friend(people)).status_code == 404
    theirs.refresh_from_db()
    assert (theirs.remark, theirs.state) == ("A canary of Canada.", "sent")


def test_a_decision_is_not_shown_before_closing(norway, round_, people, seat):
    comment = said(round_)
    comments.send(seat, contact=people.friend, now=DURING)
    comment.refresh_from_db()
    decision = dispositions.Decision("not_reflected", reason="A reason not to see yet.")
    dispositions.decide(comment, decision, by=people.coordinator.actor, now=DURING)
    page = norway.get(page_of(round_)).text
    assert "A reason not to see yet." not in page
    assert "Not reflected" not in page


# --- late, and too late -------------------------------------------------------------------------------------------


def test_after_the_deadline_comments_are_late_but_kept(norway, round_, people, time_machine):
    time_machine.move_to(DEADLINE + dt.timedelta(seconds=1), tick=False)
    assert "marked late" in norway.get(page_of(round_)).text
    said(round_)
    page = norway.post(page_of(round_, "send/"), as_friend(people), follow=True)
    assert Comment.objects.get().late
    assert "late" in page.text


def test_at_the_deadline_comments_are_in_time(norway, round_, people, time_machine):
    time_machine.move_to(DEADLINE, tick=False)
    said(round_)
    norway.post(page_of(round_, "send/"), as_friend(people))
    assert not Comment.objects.get().late


@pytest.mark.parametrize("quote", ["", "words that are not there"])
def test_text_that_comes_after_closing_is_kept_and_shown(norway, round_, people, quote):
    close(round_, people)
    fields = {"type": "general", "quote": quote, "remark": "Typed for an hour."}
    answer = write(norway, round_, fields, about=paragraph(round_)["id"])
    assert answer.status_code == 410
    assert "Typed for an hour." in answer.text
    kept = Comment.objects.get()
    assert (kept.state, kept.author) == ("after_closing", people.friend)
    assert "Typed for an hour." in kept.remark and quote in kept.remark


def test_a_change_that_comes_after_closing_is_kept_beside_what_was_sent(norway, round_, people, seat):
    comment = said(round_)
    comments.send(seat, contact=people.friend, now=DURING)
    close(round_, people)
    fields = as_friend(people, remark="On second thoughts.", version="1")
    assert norway.post(page_of(round_, f"comments/{comment.pk}/"), fields).status_code == 410
    comment.refresh_from_db()
    assert comment.remark == "A remark of Norway."
    assert Comment.objects.get(state="after_closing").remark == "On second thoughts."


def test_too_long_after_closing_comes_back_to_be_copied(norway, round_, people):
    close(round_, people)
    answer = write(norway, round_, as_friend(people, remark="Kept A." + "x" * 20_001))
    assert answer.status_code == 410
    assert "Kept A." in answer.text


def test_after_closing_nothing_is_answered_or_taken_back(norway, round_, people, seat):
    comment = said(round_)
    comments.send(seat, contact=people.friend, now=DURING)
    close(round_, people)
    before = Answer.objects.count()
    for rest, fields in (
        ("answer/", {"kind": "no_comments"}),
        ("send/", {}),
        ("not-us/", {}),
        (f"comments/{comment.pk}/withdraw/", {}),
    ):
        assert norway.post(page_of(round_, rest), as_friend(people, **fields)).status_code == 410
    assert norway.get(page_of(round_, "comment/")).status_code == 410
    comment.refresh_from_db()
    assert (comment.state, Answer.objects.count()) == ("sent", before)
