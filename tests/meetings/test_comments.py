"""Comments: kept as typed, counted by the instant of sending, belonging to the delegation."""

import pytest

from ccm_portal.models import Letter
from meetings import comments, rounds
from meetings.comments import Said
from meetings.models import Comment
from tests.cast import DEADLINE, HOUR, NOW, cast, document_at, open_round

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return cast()


@pytest.fixture
def round_(people):
    return open_round(document_at("cleared", people), people)


@pytest.fixture
def seat(round_):
    return round_.delegations.get(name="Norway")


def paragraph(round_, place=0):
    return round_.revision.content["sections"][0]["paragraphs"][place]["id"]


def write(seat, people, now=NOW + 2 * HOUR, **said):
    return comments.write(seat, Said(**said), contact=people.friend, now=now)


def test_it_works(seat, people):
    written = write(seat, people, remark="A remark.")
    assert written.state == "draft"
    [sent] = comments.send(seat, contact=people.friend, now=NOW + 3 * HOUR)
    assert (sent.pk, sent.state, sent.late) == (written.pk, "sent", False)


def test_a_quote_keeps_what_stands_around_it(round_, seat, people):
    written = write(seat, people, paragraph=paragraph(round_), quote="looked  back", remark="On what?")
    assert written.quote == "looked back"
    assert written.quote_prefix.endswith("The Presidency ") and written.quote_suffix.startswith(
        " on the first"
    )


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        ({}, comments.NothingSaid),
        ({"remark": "  \n"}, comments.NothingSaid),
        ({"proposal": "Wording without a place."}, comments.NothingSaid),
        ({"remark": "x" * (comments.LONGEST + 1)}, comments.TooLong),
    ],
)
def test_what_cannot_be_a_comment_is_refused(seat, people, said, problem):
    with pytest.raises(problem):
        write(seat, people, **said)
    assert not Comment.objects.exists()


def test_words_that_are_not_there_are_refused(round_, seat, people):
    with pytest.raises(comments.NoSuchPlace, match="not in this paragraph"):
        write(seat, people, paragraph=paragraph(round_), quote="never said", remark="x")


def test_the_instant_of_sending_decides_not_of_writing(seat, people):
    write(seat, people, remark="Written in time.")
    [sent] = comments.send(seat, contact=people.friend, now=DEADLINE + HOUR / 3600)
    assert sent.late


def test_at_the_very_deadline_it_is_in_time(seat, people):
    write(seat, people, remark="Written in time.")
    [sent] = comments.send(seat, contact=people.friend, now=DEADLINE)
    assert not sent.late


def test_after_closing_the_text_is_kept_for_the_coordinator_and_says_so(round_, seat, people):
    rounds.close(round_, note="", leave_undecided=False, by=people.coordinator.actor, now=NOW + 4 * HOUR)
    with pytest.raises(comments.RoundClosed) as caught:
        write(seat, people, now=NOW + 5 * HOUR, remark="Too late.")
    kept = Comment.objects.get()
    assert caught.value.kept == kept
    assert (kept.remark, kept.state, kept.late) == ("Too late.", "after_closing", True)


def test_an_edit_after_closing_is_kept_beside_what_was_sent(round_, seat, people):
    written = write(seat, people, remark="In time.")
    comments.send(seat, contact=people.friend, now=NOW + 2 * HOUR)
    rounds.close(round_, note="", leave_undecided=True, by=people.coordinator.actor, now=NOW + 4 * HOUR)
    with pytest.raises(comments.RoundClosed):
        comments.change(written, Said(remark="Later."), version=1, contact=people.friend, now=NOW + 5 * HOUR)
    assert set(Comment.objects.values_list("remark", "state")) == {
        ("In time.", "sent"),
        ("Later.", "after_closing"),
    }


def test_two_colleagues_in_one_comment_the_second_is_told(seat, people):
    written = write(seat, people, remark="One.")
    colleague = people.contacts["Norway"][1]
    comments.change(written, Said(remark="Two."), version=1, contact=colleague, now=NOW + 3 * HOUR)
    with pytest.raises(comments.CommentConflict) as caught:
        comments.change(written, Said(remark="Three."), version=1, contact=people.friend, now=NOW + 3 * HOUR)
    assert caught.value.theirs.remark == "Two."


def test_sending_writes_one_receipt_to_each_speaking_contact(seat, people):
    write(seat, people, remark="A remark.")
    comments.send(seat, contact=people.friend, now=NOW + 3 * HOUR)
    receipts = Letter.objects.filter(reason__startswith="answer:")
    assert sorted(receipts.values_list("address", flat=True)) == [
        "norway.1@example.org",
        "norway.2@example.org",
    ]
    assert "A remark." in receipts[0].text


def test_there_must_be_something_to_send(seat, people):
    with pytest.raises(comments.NothingToSend):
        comments.send(seat, contact=people.friend, now=NOW + 3 * HOUR)


def test_a_withdrawn_comment_stays_in_the_history(seat, people):
    written = write(seat, people, remark="A remark.")
    comments.withdraw(written, contact=people.friend, now=NOW + 3 * HOUR)
    written.refresh_from_db()
    assert written.state == "withdrawn" and written.history.count() == 2
