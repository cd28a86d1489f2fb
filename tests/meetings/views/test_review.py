"""A Friend in a round: reads, says who they are, comments, answers; and the reading room afterwards."""

import datetime as dt

import pytest
from django.test import Client

from ccm_portal import history, pdf
from ccm_portal.actors import IMPORT
from ccm_portal.models import AuditRow, Letter
from friends.models import Contact
from meetings import comments, dispositions, finals, rounds
from meetings.models import Answer, Comment, Disposition, Round
from meetings.paragraphs import Wording
from tests.cast import DEADLINE, HOUR, NOW, Cast, cast, contact, document_at
from tests.meetings.views.walking import DURING, page_of, paragraph, reviewing, round_of
from tests.renderers import running


@pytest.fixture
def people(db, time_machine) -> Cast:
    time_machine.move_to(DURING)
    return cast()


@pytest.fixture
def round_(people) -> Round:
    return round_of(document_at("in_round", people))


@pytest.fixture
def norway(people, round_) -> Client:
    """The browser of Norway's first contact."""
    return reviewing(people.friend, round_)


@pytest.fixture
def seat(round_):
    return round_.delegations.get(name="Norway")


def as_friend(people: Cast, **fields: str) -> dict[str, str]:
    return {"speaker": str(people.friend.pk), "type": "general", **fields}


def write(browser: Client, round_: Round, fields: dict[str, str], *, about: str | None = None):
    address = page_of(round_, "comment/") + (f"?paragraph={about}" if about else "")
    return browser.post(address, fields)


def said(round_: Round, delegation: str = "Norway", **fields) -> Comment:
    """A comment of a delegation's first contact, not sent yet."""
    seat = round_.delegations.get(name=delegation)
    person = Contact.objects.filter(invitations__seat=seat).first()
    fields = {"remark": f"A remark of {delegation}."} | fields
    return comments.write(seat, comments.Said(**fields), contact=person, now=DURING)


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


def close(round_: Round, people: Cast, note: str = "Thank you.") -> None:
    rounds.close(round_, note=note, leave_undecided=True, by=people.coordinator.actor, now=DURING)


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
