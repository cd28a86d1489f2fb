"""Deciding on a comment, with the proposed wording against the text as it stands."""

import pytest
from django.urls import reverse

from meetings import minutes, rounds
from meetings.models import Comment, Disposition, Paragraph, Round
from meetings.paragraphs import Wording
from tests.cast import HOUR, NOW, document_at
from tests.meetings.views.test_rounds import say
from tests.meetings.views.walking import round_of
from tests.queries import count

STANDS = "The Presidency looked back on the first meeting and thanked all who had prepared it."
PROPOSED = "The Presidency looked back on the first annual meeting and thanked all who had prepared it."


@pytest.fixture
def round_(people) -> Round:
    return round_of(document_at("in_round", people))


@pytest.fixture
def said(people, round_) -> Comment:
    return say(round_, people, "Norway", "Say which.", quote="first meeting", proposal=PROPOSED)


def page_of(said: Comment) -> str:
    return reverse("decide", args=[said.pk])


def paragraph_of(said: Comment) -> Paragraph:
    assert said.paragraph is not None
    return Paragraph.objects.get(pk=said.paragraph)


def decide(desk, said, label="reflected", **data):
    version = {"version": str(paragraph_of(said).version)} if said.paragraph else {}
    return desk.post(page_of(said), version | {"label": label, "reason": "", "internal_note": ""} | data)


def test_it_works(desk, said):
    page = desk.get(page_of(said)).text
    assert "Comment by Norway on para. 1" in page and "<q>first meeting</q>" in page
    assert '<ins><span class="visually-hidden">added: </span>annual ' in page
    answer = decide(desk, said, change_text="on", wording=PROPOSED, reason="Thank you.")
    assert answer.url == reverse("round", args=[said.seat.round_id])
    assert paragraph_of(said).text == PROPOSED
    row = Disposition.objects.get()
    assert (row.label, row.reason, row.applied_at is not None) == ("reflected", "Thank you.", True)
    assert "Decided: Reflected." in desk.get(answer.url).text


def test_looking_decides_nothing(desk, said):
    desk.get(page_of(said), {"label": "noted"})
    assert not Disposition.objects.exists()


def test_a_text_changed_since_is_shown_as_such(desk, people, said):
    row = paragraph_of(said)
    edit = minutes.Edit(Wording("The Presidency looked back."), id=row.pk, version=row.version)
    minutes.save_section(row.section, [edit], by=people.coordinator.actor, now=NOW + 2 * HOUR)
    page = desk.get(page_of(said)).text
    assert "changed since it was circulated" in page and "<del>" in page


def test_one_goes_on_to_the_next_in_the_order_of_the_text(desk, people, round_, said):
    last = say(round_, people, "Norway", "Last.", section=2)
    middle = say(round_, people, "Canada", "Middle.", section=1)
    assert decide(desk, said, "noted").url == page_of(middle)
    assert decide(desk, middle, "noted").url == page_of(last)


@pytest.mark.parametrize("label", ["noted", "not_reflected", "for_the_meeting"])
def test_only_a_reflected_wording_goes_into_the_text(desk, said, label):
    decide(desk, said, label, change_text="on", wording=PROPOSED, internal_note="No.")
    assert Disposition.objects.get().label == label
    assert paragraph_of(said).text == STANDS


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"label": ""}, "This field is required."),
        ({"label": "ignored"}, "Select a valid choice"),
        ({"label": "not_reflected", "reason": " "}, "Say why it is not reflected"),
        ({"change_text": "on", "wording": "  "}, "Write the wording, or leave the text as it is."),
        # There is no other comment that it could be taken together with, so that is not offered.
        ({"label": "merged"}, "Select a valid choice"),
        ({"reason": "x" * 4001}, "at most 4000 characters"),
    ],
)
def test_a_decision_that_cannot_be_is_given_back(desk, said, data, sentence):
    answer = decide(desk, said, **({"internal_note": ""} | data | _typed(data)))
    assert answer.status_code == 400
    assert sentence in answer.text
    assert not Disposition.objects.exists() and paragraph_of(said).text == STANDS


def _typed(data: dict[str, str]) -> dict[str, str]:
    return {} if data.get("label") == "not_reflected" else {"internal_note": "Kept."}


def test_what_was_typed_stays_in_the_form(desk, said):
    answer = decide(desk, said, "merged", wording="My wording.", reason="My reason.", internal_note="Mine.")
    assert answer.status_code == 400
    for words in ("My wording.", "My reason.", "Mine."):
        assert words in answer.text


def test_two_people_at_one_paragraph_see_both_texts(desk, people, said):
    row = paragraph_of(said)
    before = str(row.version)
    edit = minutes.Edit(Wording("Theirs."), id=row.pk, version=row.version)
    minutes.save_section(row.section, [edit], by=people.coordinator.actor, now=NOW + 2 * HOUR)
    mine = {"version": before, "change_text": "on", "wording": "Mine."}
    answer = decide(desk, said, **mine)
    assert answer.status_code == 409
    assert "It now says: “Theirs.”" in answer.text and ">\nMine.</textarea>" in answer.text
    assert paragraph_of(said).text == "Theirs." and not Disposition.objects.exists()
    again = decide(desk, said, **(mine | {"version": str(paragraph_of(said).version)}))
    assert again.status_code == 302 and paragraph_of(said).text == "Mine."


def test_a_comment_taken_together_with_another(desk, people, round_, said):
    other = say(round_, people, "Canada", "The same.", section=0)
    decide(desk, said, "merged", merged_with=str(other.pk))
    assert Disposition.objects.get().merged_with == other


def test_a_decision_taken_anew_says_the_new_one(desk, said):
    decide(desk, said, "noted")
    page = desk.post(page_of(said), {"label": "for_the_meeting"}, follow=True).text
    assert "Decided: For the meeting." in page
    assert Disposition.objects.get().history.count() == 2


def test_a_paragraph_no_longer_in_the_text(desk, people, said):
    row = paragraph_of(said)
    edit = minutes.Edit(Wording.of(row), id=row.pk, version=row.version, remove=True)
    minutes.save_section(row.section, [edit], by=people.coordinator.actor, now=NOW + 2 * HOUR)
    page = desk.get(page_of(said)).text
    assert "It is no longer in the text." in page and 'name="wording"' not in page
    assert decide(desk, said, "noted").status_code == 302


def test_a_comment_on_the_whole_text(desk, people, round_):
    said = say(round_, people, "Norway", "Well done.", whole=True)
    assert "on the text as a whole" in desk.get(page_of(said)).text
    assert decide(desk, said, "noted").status_code == 302


def test_a_final_text_is_not_changed_and_what_was_typed_is_shown_back(desk, people, round_, said):
    by = people.coordinator.actor
    rounds.close(round_, note="", leave_undecided=True, by=by, now=NOW + 2 * HOUR)
    desk.post(reverse("issue", args=[round_.document_id]), {"waiver": "The chair says so."})
    answer = decide(desk, said, change_text="on", wording="Typed too late.")
    assert answer.status_code == 400
    assert "no longer changes" in answer.text and "Typed too late." in answer.text
    assert paragraph_of(said).text == STANDS


def test_nobody_else_finds_it(stranger, desk, said):
    assert stranger.get(page_of(said)).status_code == 404
    assert stranger.post(page_of(said), {"label": "noted"}).status_code == 404
    Comment.objects.filter(pk=said.pk).update(state=Comment.State.DRAFT)
    assert desk.get(page_of(said)).status_code == 404


def test_the_page_makes_as_many_queries_for_three_on_one_place_as_for_one(desk, people, round_, said):
    say(round_, people, "Canada", "Two.")
    one = count(desk, page_of(said))
    say(round_, people, "ICRC", "Three.")
    say(round_, people, "Lao PDR", "Four.")
    assert count(desk, page_of(said)) == one
