"""Deciding on comments: the wording lands at its paragraph, nobody is told before closing."""

import pytest

from ccm_portal.models import Letter
from meetings import comments, dispositions, rounds
from meetings.dispositions import Decision, NewWording
from meetings.models import Paragraph
from meetings.paragraphs import EditConflict, Wording
from tests.cast import HOUR, NOW, cast, document_at, open_round

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return cast()


@pytest.fixture
def round_(people):
    return open_round(document_at("cleared", people), people)


def sent(round_, people, name="Norway", **said):
    seat = round_.delegations.get(name=name)
    comments.write(seat, comments.Said(**said), contact=people.contacts[name][0], now=NOW + 2 * HOUR)
    return comments.send(seat, contact=people.contacts[name][0], now=NOW + 2 * HOUR)[-1]


def first_paragraph(round_):
    return round_.revision.content["sections"][0]["paragraphs"][0]["id"]


def decide(comment, decision, people, **changed):
    return dispositions.decide(comment, decision, by=people.coordinator.actor, now=NOW + 3 * HOUR, **changed)


def test_a_reflected_wording_stands_at_its_paragraph_with_its_reason_in_the_history(round_, people):
    said = sent(round_, people, paragraph=first_paragraph(round_), proposal="Better words.")
    row = dispositions.paragraph_of(said)
    new = NewWording(Wording("Better words."), row.version)
    decision = decide(said, Decision("reflected"), people, new_wording=new)
    stands = Paragraph.objects.get(pk=row.pk)
    assert stands.text == "Better words." and decision.applied_at
    assert stands.history.latest("history_id").history_change_reason == "after a comment by Norway"


def test_nobody_is_told_before_the_round_closes(round_, people):
    said = sent(round_, people, remark="A remark.")
    before = Letter.objects.count()
    decide(said, Decision("noted", reason="Thank you."), people)
    assert Letter.objects.count() == before


def test_a_paragraph_changed_meanwhile_is_a_conflict_and_nothing_is_decided(round_, people):
    said = sent(round_, people, paragraph=first_paragraph(round_), proposal="Better words.")
    with pytest.raises(EditConflict):
        decide(said, Decision("reflected"), people, new_wording=NewWording(Wording("Better words."), 99))
    said.refresh_from_db()
    assert not hasattr(said, "disposition")


def test_not_reflected_needs_a_reason(round_, people):
    said = sent(round_, people, remark="A remark.")
    with pytest.raises(dispositions.CannotDecide, match="why"):
        decide(said, Decision("not_reflected"), people)


def test_merging_names_another_comment_of_the_round(round_, people):
    one = sent(round_, people, remark="One.")
    two = sent(round_, people, name="Canada", remark="Two.")
    for wrong in (None, one.pk):
        with pytest.raises(dispositions.CannotDecide):
            decide(one, Decision("merged", merged_with=wrong), people)
    assert decide(one, Decision("merged", merged_with=two.pk), people).merged_with == two


def test_a_draft_or_withdrawn_comment_is_not_decided(round_, people):
    seat = round_.delegations.get(name="Norway")
    draft = comments.write(seat, comments.Said(remark="Draft."), contact=people.friend, now=NOW + HOUR)
    with pytest.raises(dispositions.CannotDecide):
        decide(draft, Decision("noted"), people)


def test_a_decision_can_be_taken_anew_and_both_stay_in_the_history(round_, people):
    said = sent(round_, people, remark="A remark.")
    decide(said, Decision("noted"), people)
    row = decide(said, Decision("for_the_meeting"), people)
    assert list(row.history.values_list("label", flat=True)) == ["for_the_meeting", "noted"]


def test_a_comment_changed_after_its_decision_waits_again(round_, people):
    said = sent(round_, people, remark="A remark.")
    decide(said, Decision("noted"), people)
    assert rounds.undecided(round_) == 0
    comments.change(
        said, comments.Said(remark="Another."), version=1, contact=people.friend, now=NOW + 4 * HOUR
    )
    assert rounds.undecided(round_) == 1
    with pytest.raises(rounds.CannotClose):
        rounds.close(round_, note="", leave_undecided=False, by=people.coordinator.actor, now=NOW + 5 * HOUR)
