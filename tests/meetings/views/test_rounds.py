"""The desk's page of a round: who has replied, the comments as the text goes; extend, remind, invite, close."""

import datetime as dt
import re

import pytest
from django.urls import reverse

from ccm_portal.models import Letter
from friends import contacts
from meetings import comments, rounds
from meetings.models import Comment, Document, Round
from tests.cast import DEADLINE, HOUR, NOW, comment_and_decide, document_at
from tests.meetings.views.walking import paragraph, round_of
from tests.queries import count

CHANGE = contacts.Change(NOW.date(), "told by the mission")


@pytest.fixture
def round_(people) -> Round:
    return round_of(document_at("in_round", people))


def page_of(round_: Round, name: str = "round") -> str:
    return reverse(name, args=[round_.pk])


def say(round_, people, name, remark, *, section=0, position=0, whole=False, **more) -> Comment:
    """One comment of a delegation, sent."""
    seat, person = round_.delegations.get(name=name), people.contacts[name][0]
    place = None if whole else paragraph(round_, section, position)["id"]
    comments.write(
        seat, comments.Said(paragraph=place, remark=remark, **more), contact=person, now=NOW + 2 * HOUR
    )
    [sent] = comments.send(seat, contact=person, now=NOW + 2 * HOUR)
    return sent


def letters_about(what: str) -> int:
    return Letter.objects.filter(reason__contains=what).count()


def test_it_works(desk, people, round_):
    comment_and_decide(round_, people)
    page = desk.get(page_of(round_)).text
    assert "2 of 3 States have replied, 0 of 1 others" in page
    assert "Comments until Monday 9 November 2026, 10:00 (Europe/Zurich)" in page and "6 days left" in page
    assert "Para. 1" in page and "looked back" in page and "Noted" in page
    assert page.count("Yet to reply") == 2


def test_comments_stand_in_the_order_of_the_text_never_by_arrival(desk, people, round_):
    say(round_, people, "ICRC", "third", section=1)
    say(round_, people, "Canada", "second, a signatory", proposal="One wording.")
    say(round_, people, "Norway", "first of a State Party", proposal="Another wording.")
    say(round_, people, "Canada", "on everything", whole=True)
    page = desk.get(page_of(round_)).text
    order = ["The text as a whole", "on everything", "Para. 1", "first of", "second, a", "Para. 3", "third"]
    found = [page.index(words) for words in order]
    assert found == sorted(found)
    assert page.count("different wordings proposed") == 1
    assert "<strong>4 comments to decide</strong>" in page
    first = Comment.objects.get(remark="on everything")
    assert f'href="{reverse("decide", args=[first.pk])}">Decide the next comment' in page


def test_a_draft_of_a_delegation_is_not_shown(desk, people, round_):
    seat = round_.delegations.get(name="Norway")
    said = comments.Said(paragraph=None, remark="Not sent yet.")
    comments.write(seat, said, contact=people.friend, now=NOW + 2 * HOUR)
    assert "Not sent yet." not in desk.get(page_of(round_)).text


def test_another_body_does_not_find_it(stranger, round_):
    for name in ("round", "round-extend", "round-close"):
        assert stranger.get(page_of(round_, name)).status_code == 404
    for name in ("round-extend", "round-close", "round-remind", "round-invite"):
        assert stranger.post(page_of(round_, name)).status_code == 404


def test_extending(desk, round_):
    page = desk.get(page_of(round_, "round-extend")).text
    assert "Monday 9 November 2026, 10:00 (Europe/Zurich)" in page
    answer = desk.post(page_of(round_, "round-extend"), {"day": "2026-11-12", "time": "18:00"})
    round_.refresh_from_db()
    assert answer.url == page_of(round_)
    assert round_.deadline == dt.datetime(2026, 11, 12, 17, 0, tzinfo=dt.UTC)
    assert letters_about("extended") == 6


@pytest.mark.parametrize(
    ("terms", "sentence"),
    [
        ({"day": "2026-11-09", "time": "09:59"}, "must be later than the present one"),
        ({"day": "2026-11-01"}, "must be later than the present one"),
        ({"day": "2027-03-28", "time": "02:30"}, "02:30 does not exist on 2027-03-28"),
        ({"day": "soon"}, "Enter a valid date."),
    ],
)
def test_a_deadline_that_cannot_be_is_given_back(desk, round_, terms, sentence):
    answer = desk.post(page_of(round_, "round-extend"), {"time": "18:00"} | terms)
    assert answer.status_code == 400
    assert sentence in answer.text
    round_.refresh_from_db()
    assert round_.deadline == DEADLINE and letters_about("extended") == 0


def test_reminding_those_yet_to_reply_once_a_day(desk, people, round_):
    comment_and_decide(round_, people)
    page = desk.post(page_of(round_, "round-remind"), follow=True).text
    assert "2 addresses are reminded. Nobody is reminded twice on one day." in page
    reminded = letters_about("reminder")
    desk.post(page_of(round_, "round-remind"))
    assert letters_about("reminder") == reminded == 2
    assert desk.get(page_of(round_, "round-remind")).status_code == 405


def test_when_everyone_has_replied_nobody_is_reminded(desk, people, round_):
    for seat in round_.delegations.all():
        person = people.contacts[seat.name][0]
        comments.answer(seat, "no_comments", contact=person, now=NOW + 2 * HOUR)
    assert "nobody was reminded" in desk.post(page_of(round_, "round-remind"), follow=True).text
    assert letters_about("reminder") == 0


def test_a_contact_who_joined_since_is_invited(desk, people, round_):
    row = people.friend.assignments.get()
    new = contacts.Details(name="New Colleague", email="norway.3@example.org")
    contacts.add(row, new, CHANGE, by=people.admin.actor, now=NOW)
    assert "Norway: New Colleague" in desk.get(page_of(round_)).text
    page = desk.post(page_of(round_, "round-invite"), follow=True).text
    assert "1 contact is invited." in page and "Send them the letter" not in page
    assert letters_about("opening") == 7


def test_closing(desk, people, round_):
    comment_and_decide(round_, people)
    page = desk.get(page_of(round_, "round-close")).text
    assert "6 letters go out" in page and "The deadline has not passed yet" in page
    page = desk.post(page_of(round_, "round-close"), {"note": "Thank you all."}, follow=True).text
    assert "The round is closed. Each delegation gets its closing note." in page
    assert "Issue as final" in page and letters_about("closing") == 6
    page = desk.get(page_of(round_)).text
    assert "Thank you all." in page and "Back to the text" in page and "Extend" not in page


def test_closing_with_undecided_comments_is_said_first(desk, people, round_):
    say(round_, people, "Norway", "Please wait.")
    assert "1 comment is undecided." in desk.get(page_of(round_, "round-close")).text
    answer = desk.post(page_of(round_, "round-close"), {"note": "Typed with care."})
    assert answer.status_code == 400
    assert "1 comment waits for a decision." in answer.text and "Typed with care." in answer.text
    round_.refresh_from_db()
    assert round_.is_open and letters_about("closing") == 0
    desk.post(page_of(round_, "round-close"), {"note": "", "leave_undecided": "on"})
    round_.refresh_from_db()
    assert not round_.is_open


def test_a_closed_round_is_closed(desk, people, round_):
    by = people.coordinator.actor
    rounds.close(round_, note="", leave_undecided=False, by=by, now=NOW + 2 * HOUR)
    assert "The round is closed already." in desk.get(page_of(round_, "round-close")).text
    answer = desk.post(page_of(round_, "round-close"), {"note": ""})
    assert answer.status_code == 400 and letters_about("closing") == 6
    answer = desk.post(page_of(round_, "round-extend"), {"day": "2026-11-20", "time": "18:00"})
    assert answer.status_code == 400 and "The round is closed." in answer.text
    page = desk.post(page_of(round_, "round-invite"), follow=True).text
    assert "The round is closed." in page
    page = desk.post(page_of(round_, "round-remind"), follow=True).text
    assert "The round is closed." in page and letters_about("reminder") == 0


def test_a_late_comment_is_marked(desk, people, round_, time_machine):
    seat = round_.delegations.get(name="Norway")
    late = DEADLINE + HOUR
    comments.write(seat, comments.Said(paragraph=None, remark="Late."), contact=people.friend, now=late)
    comments.send(seat, contact=people.friend, now=late)
    time_machine.move_to(late, tick=False)
    desk.force_login(people.coordinator)
    page = desk.get(page_of(round_)).text
    assert re.search(r'class="chip due">\s*late', page) and "the deadline has passed" in page


def test_the_page_makes_as_many_queries_for_three_comments_as_for_one(desk, people, round_):
    say(round_, people, "Norway", "One.")
    one = count(desk, page_of(round_))
    say(round_, people, "Norway", "Two.", section=1)
    say(round_, people, "Canada", "Three.", section=1)
    assert count(desk, page_of(round_)) == one
    assert Document.objects.count() == 1


def test_letters_that_did_not_arrive_are_told_with_the_way_to_them(desk, round_):
    assert "was not sent" not in desk.get(page_of(round_)).text
    first, second, third = Letter.objects.filter(reason=f"round:{round_.pk}:opening")[:3]
    Letter.objects.filter(pk__in=[first.pk, second.pk]).update(state=Letter.State.FAILED)
    Letter.objects.filter(pk=third.pk).update(state=Letter.State.UNCERTAIN)
    page = desk.get(page_of(round_)).text
    assert "2 letters about this round were not sent" in page
    assert "Of 1 letter about this round it is not known whether it was sent" in page
    for letter, others in ((first, third), (third, first)):
        state = Letter.objects.get(pk=letter.pk).state
        shown = desk.get(f"{reverse('letters')}?reason=round:{round_.pk}:&state={state}").text
        assert letter.get_absolute_url() in shown and others.get_absolute_url() not in shown
