"""Rounds: exactly who gets what, one letter each, closing answers everyone."""

import datetime as dt

import pytest

from ccm_portal.models import Letter
from friends import access, contacts
from friends.models import AccessLink
from meetings import comments, documents, paragraphs, presidency, rounds
from meetings.models import Invitation, Round
from meetings.paragraphs import Wording
from tests.cast import DEADLINE, HOUR, NOW, cast, comment_and_decide, document_at, open_round

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return cast()


def plan(document, **changed):
    terms = {"deadline": DEADLINE, "cover_note": "", "now": NOW + HOUR} | changed
    return rounds.plan(document, **terms)


def closed(round_, people, **changed):
    terms = {
        "note": "",
        "leave_undecided": False,
        "by": people.coordinator.actor,
        "now": NOW + 4 * HOUR,
    } | changed
    rounds.close(round_, **terms)


def letters_of(round_, kind):
    return Letter.objects.filter(reason=f"round:{round_.pk}:{kind}")


def test_it_works(people):
    round_ = open_round(document_at("cleared", people), people)
    assert [seat.name for seat in round_.delegations.all()] == ["Canada", "ICRC", "Lao PDR", "Norway"]
    addresses = sorted(letters_of(round_, "opening").values_list("address", flat=True))
    assert addresses == sorted(c.email for group in people.contacts.values() for c in group)
    assert Invitation.objects.filter(seat__round=round_).count() == 6
    assert round_.document.status == "in_round"


def test_each_letter_holds_the_placeholder_and_a_link_of_its_own(people):
    round_ = open_round(document_at("cleared", people), people)
    rows = list(letters_of(round_, "opening"))
    assert len({row.link_id for row in rows}) == len(rows)
    assert all(
        "https://link.invalid/here" in row.text and "https://link.invalid/here" in row.html for row in rows
    )


def test_states_count_and_the_others_are_heard(people):
    seats = {place.delegation.name: place.counts for place in plan(document_at("cleared", people)).places}
    assert seats == {"Lao PDR": True, "Norway": True, "Canada": True, "ICRC": False}


def test_delegations_come_by_capacity_then_name(people):
    names = [place.delegation.name for place in plan(document_at("cleared", people)).places]
    assert names == ["Lao PDR", "Norway", "Canada", "ICRC"]


def test_a_deadline_in_the_past_is_refused_with_a_sentence(people):
    with pytest.raises(rounds.CannotOpen, match="already passed"):
        plan(document_at("cleared", people), deadline=NOW)


def test_a_round_without_recipients_is_refused(people):
    document = document_at("cleared", people)
    for group in people.contacts.values():
        for person in group:
            change = contacts.Change(NOW.date() - dt.timedelta(days=1), "left")
            contacts.end(person, change, by=people.admin.actor, now=NOW)
    with pytest.raises(rounds.CannotOpen, match="Nobody"):
        plan(document)


def test_an_uncleared_text_does_not_go_round(people):
    with pytest.raises(documents.NotNow):
        plan(document_at("drafting", people))


def test_what_changed_since_it_was_shown_stops_the_opening(people):
    document = document_at("cleared", people)
    seen = plan(document).fingerprint
    details = contacts.Details("New", "new@example.org")
    row = people.contacts["Norway"][0].assignments.get()
    contacts.add(row, details, contacts.Change(NOW.date(), "joined"), by=people.admin.actor, now=NOW)
    with pytest.raises(rounds.CannotOpen, match="look again"):
        rounds.open(
            document, deadline=DEADLINE, cover_note="", seen=seen, by=people.coordinator.actor, now=NOW + HOUR
        )
    assert not Round.objects.exists() and not Letter.objects.filter(reason__startswith="round:").exists()


def test_only_what_was_cleared_goes_round(people):
    document = document_at("cleared", people)
    cleared = presidency.cleared_revision(document)
    row = document.sections.first().paragraphs.first()
    paragraphs.change(
        row.pk, Wording("Changed since."), version=row.version, by=people.coordinator.actor, now=NOW + HOUR
    )
    planned = plan(document).revision
    assert planned == cleared and "Changed since." not in planned.canonical


def test_replies_belong_to_the_delegation_and_no_comments_never_overrides_a_comment(people):
    round_ = open_round(document_at("cleared", people), people)
    seat = round_.delegations.get(name="Norway")
    comments.write(seat, comments.Said(remark="A remark."), contact=people.friend, now=NOW + HOUR)
    with pytest.raises(comments.HasComments):
        comments.answer(seat, "no_comments", contact=people.contacts["Norway"][1], now=NOW + HOUR)
    comments.send(seat, contact=people.friend, now=NOW + HOUR)
    comments.answer(
        round_.delegations.get(name="ICRC"), "consulting", contact=people.contacts["ICRC"][0], now=NOW + HOUR
    )
    standing = [(seat.name, reply) for seat, reply in rounds.standing(round_)]
    assert standing == [("Lao PDR", None), ("Norway", "comments"), ("Canada", None), ("ICRC", "consulting")]


def test_standing_takes_the_same_number_of_queries_however_much_was_said(people, django_assert_num_queries):
    round_ = open_round(document_at("cleared", people), people)
    seat = round_.delegations.get(name="Norway")
    for expected in (1, 3):
        while seat.comments.count() < expected:
            comments.write(seat, comments.Said(remark="A remark."), contact=people.friend, now=NOW + HOUR)
        with django_assert_num_queries(3):
            rounds.standing(round_)


def test_reminders_go_to_those_yet_to_reply_once_a_day(people):
    round_ = open_round(document_at("cleared", people), people)
    comments.answer(
        round_.delegations.get(name="Norway"), "no_comments", contact=people.friend, now=NOW + HOUR
    )
    by = people.coordinator.actor
    assert rounds.remind(round_, by=by, now=NOW + 2 * HOUR) == 4
    rounds.remind(round_, by=by, now=NOW + 3 * HOUR)
    reminders = Letter.objects.filter(reason__contains=":reminder:")
    assert reminders.count() == 4 and not reminders.filter(delegation="Norway").exists()
    rounds.remind(round_, by=by, now=NOW + dt.timedelta(days=1))
    assert reminders.count() == 8


def test_a_later_deadline_is_told_to_everyone_and_an_earlier_one_refused(people):
    round_ = open_round(document_at("cleared", people), people)
    by = people.coordinator.actor
    rounds.extend(round_, deadline=DEADLINE + HOUR, by=by, now=NOW + 2 * HOUR)
    assert Letter.objects.filter(reason__contains=":extended:").count() == 6
    with pytest.raises(rounds.CannotExtend):
        rounds.extend(round_, deadline=DEADLINE, by=by, now=NOW + 2 * HOUR)


def test_undecided_comments_keep_the_round_open_unless_left_so_openly(people):
    round_ = open_round(document_at("cleared", people), people)
    seat = round_.delegations.get(name="Norway")
    comments.write(seat, comments.Said(remark="A remark."), contact=people.friend, now=NOW + HOUR)
    comments.send(seat, contact=people.friend, now=NOW + HOUR)
    with pytest.raises(rounds.CannotClose, match="1 comment waits"):
        closed(round_, people)
    closed(round_, people, leave_undecided=True)
    assert Round.objects.get().closed_at


def test_each_address_gets_one_closing_note_with_what_became_of_its_delegations_comments(people):
    round_ = open_round(document_at("cleared", people), people)
    comment_and_decide(round_, people)
    closed(round_, people)
    notes = letters_of(round_, "closing")
    assert notes.count() == 6
    assert all("The heading says so." in row.text for row in notes.filter(delegation="Norway"))
    assert not any("The heading says so." in row.text for row in notes.exclude(delegation="Norway"))
    with pytest.raises(rounds.CannotClose):
        closed(round_, people)


def test_somebody_taken_off_the_list_gets_nothing_more_and_the_link_ends(people):
    round_ = open_round(document_at("cleared", people), people)
    gone = people.contacts["Norway"][1]
    change = contacts.Change(NOW.date() - dt.timedelta(days=1), "left")
    contacts.end(gone, change, by=people.admin.actor, now=NOW + 2 * HOUR)
    assert letters_of(round_, "opening").get(recipient=gone.pk).state == "withdrawn"
    closed(round_, people)
    assert letters_of(round_, "closing").count() == 5
    link = AccessLink.objects.get(contact=gone)
    with pytest.raises(Exception, match="no longer on the contact list"):
        access.still_good(link)


def test_contacts_who_join_a_delegation_later_are_invited_on_request(people):
    round_ = open_round(document_at("cleared", people), people)
    row = people.contacts["Norway"][0].assignments.get()
    details = contacts.Details("New", "new@example.org")
    change = contacts.Change(NOW.date(), "joined")
    contacts.add(row, details, change, by=people.admin.actor, now=NOW + 2 * HOUR)
    assert [(seat.name, person.email) for seat, person in rounds.newcomers(round_, NOW + 2 * HOUR)] == [
        ("Norway", "new@example.org")
    ]
    assert rounds.invite_newcomers(round_, by=people.coordinator.actor, now=NOW + 2 * HOUR) == 1
    assert letters_of(round_, "opening").filter(address="new@example.org").count() == 1
