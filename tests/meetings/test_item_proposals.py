"""Items proposed for an agenda: invited once, proposed, changed, withdrawn, late ones kept, decided, told once."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from ccm_portal import history
from ccm_portal.actors import IMPORT
from ccm_portal.models import AuditRow, Letter
from meetings import agendas, item_decisions, item_proposals
from meetings.item_decisions import CannotClose, CannotDecide
from meetings.item_proposals import CannotCall, CannotPropose, ChangedMeanwhile, Said
from meetings.models import ItemProposal
from tests import cast as casting
from tests.cast import NOW
from tests.meetings import calls
from tests.meetings.calls import LATE, LATER, UNTIL

pytestmark = pytest.mark.django_db

JUNE = Said("Agenda of the June meeting", why="It comes near.", paper="We will hand one in.")


@pytest.fixture
def people():
    return casting.cast()


@pytest.fixture
def meeting(people):
    return casting.meeting(people, day=dt.date(2026, 12, 14))


@pytest.fixture
def call(meeting, people):
    return calls.call(meeting, people)


@pytest.fixture
def proposal(call, people):
    return item_proposals.propose(call, JUNE, contact=people.friend, now=LATER)


def as_it_stands(proposal, title):
    return agendas.Item(title, proposal.delegation.name, proposal.delegation)


def accept(proposal, people, title=JUNE.title, now=LATER):
    said = as_it_stands(proposal, title)
    return item_decisions.accept(proposal, said, parent=None, by=people.coordinator.actor, now=now)


def decline(proposal, people, reason="It was settled by letter.", now=LATER):
    item_decisions.decline(proposal, reason=reason, by=people.coordinator.actor, now=now)


def close(call, people, words="", now=LATE):
    seen = item_decisions.closing(call, words=words, now=now).fingerprint
    return item_decisions.close(call, words=words, seen=seen, by=people.coordinator.actor, now=now)


# --- inviting ---------------------------------------------------------------------------------------------------------


def test_everybody_who_speaks_on_the_list_gets_one_letter(meeting, people):
    copy_only = people.contacts["Canada"][1]
    copy_only.speaks = False
    history.save(copy_only, by=IMPORT)
    made = calls.call(meeting, people)
    letters = Letter.objects.filter(reason=f"items:{made.pk}:invited")
    assert len(letters) == 5
    assert copy_only.email not in {letter.address for letter in letters}
    assert "Please think of June." in letters[0].text
    assert "Thursday 12 November 2026, 10:00 (Europe/Zurich)" in letters[0].text
    # What is shared of the agenda stands behind the link, not in the letter.
    assert "Debrief" not in letters[0].text + letters[0].html


def test_only_what_was_chosen_is_shared_as_it_stood(meeting, people, call):
    assert call.shared == [{"number": "1", "title": "Debrief", "presenter": "Lao PDR", "depth": 0}]
    item = meeting.agenda_items.get(title="Debrief")
    agendas.change(item, agendas.Item("Debrief, confidential"), by=IMPORT, now=NOW)
    call.refresh_from_db()
    assert call.shared[0]["title"] == "Debrief"


def test_while_one_invitation_is_open_there_is_no_other(meeting, people, call):
    with pytest.raises(CannotCall, match="invited already"):
        calls.call(meeting, people)
    close(call, people)
    calls.call(meeting, people)


def test_what_changed_since_it_was_looked_at_is_not_sent(meeting, people):
    with pytest.raises(CannotCall, match="look again"):
        item_proposals.call(meeting, [], words="", until=UNTIL, seen="old", by=IMPORT, now=NOW)
    assert not Letter.objects.exists()


@pytest.mark.parametrize(
    ("until", "sentence"),
    [(NOW, "has passed"), (dt.datetime(2026, 12, 15, tzinfo=dt.UTC), "will have begun")],
)
def test_a_deadline_lies_between_now_and_the_meeting(meeting, people, until, sentence):
    with pytest.raises(CannotCall, match=sentence):
        calls.call(meeting, people, until=until)


# --- proposing --------------------------------------------------------------------------------------------------------


def test_it_works(meeting, people, call, proposal):
    accept(proposal, people)
    close(call, people, words="Until the fourteenth.")
    item = meeting.agenda_items.get(title=JUNE.title)
    assert (item.presenter.name, item.presenter_words) == ("Norway", "Norway")
    letters = Letter.objects.filter(reason=f"items:{call.pk}:closed")
    assert {letter.delegation for letter in letters} == {"Norway"}
    assert len(letters) == 2
    assert "It is on the agenda in your words." in letters[0].text
    assert "Until the fourteenth." in letters[0].text


def test_everybody_who_speaks_for_the_delegation_gets_a_receipt(people, proposal):
    receipts = Letter.objects.filter(reason=f"item-proposal:{proposal.pk}:waiting")
    assert {letter.delegation for letter in receipts} == {"Norway"}
    assert len(receipts) == 2


def test_a_colleague_changes_it_until_the_deadline(people, proposal):
    colleague = people.contacts["Norway"][1]
    said = Said("The June meeting")
    row = item_proposals.change(proposal, said, version=1, contact=colleague, now=UNTIL)
    assert (row.pk, row.title, row.version, row.contact) == (proposal.pk, "The June meeting", 2, colleague)
    assert [then.title for then in row.history.all()] == ["The June meeting", JUNE.title]


def test_who_is_second_sees_what_the_first_made_of_it(people, proposal):
    colleague = people.contacts["Norway"][1]
    item_proposals.change(proposal, Said("First"), version=1, contact=colleague, now=LATER)
    with pytest.raises(ChangedMeanwhile) as caught:
        item_proposals.change(proposal, Said("Second"), version=1, contact=people.friend, now=LATER)
    assert caught.value.theirs.title == "First"


def test_what_comes_late_is_kept_and_marked(people, call):
    on_time, late = (
        item_proposals.propose(call, JUNE, contact=people.friend, now=now) for now in (UNTIL, LATE)
    )
    assert (on_time.is_late, late.is_late) == (False, True)


def test_a_late_change_is_kept_beside_what_came_in_time(people, proposal):
    row = item_proposals.change(
        proposal, Said("The July meeting"), version=1, contact=people.friend, now=LATE
    )
    proposal.refresh_from_db()
    assert (proposal.title, row.title) == (JUNE.title, "The July meeting")
    assert (row.instead_of, row.is_late) == (proposal, True)


def test_withdrawn_it_is_gone_from_the_desk(people, call, proposal):
    item_proposals.withdraw(proposal, contact=people.contacts["Norway"][1], now=UNTIL)
    assert item_proposals.of_call(call) == item_proposals.own(call, people.friend.delegation_id) == []
    assert Letter.objects.filter(reason=f"item-proposal:{proposal.pk}:withdrawn").count() == 2


def test_after_the_deadline_nothing_is_withdrawn(people, proposal):
    with pytest.raises(CannotPropose, match="deadline has passed"):
        item_proposals.withdraw(proposal, contact=people.friend, now=LATE)


def test_another_delegation_and_who_gets_copies_only_change_nothing(people, call, proposal):
    canada = people.contacts["Canada"][0]
    copy_only = people.contacts["Norway"][1]
    copy_only.speaks = False
    for who in (canada, copy_only):
        with pytest.raises(CannotPropose):
            item_proposals.change(proposal, Said("Ours"), version=1, contact=who, now=LATER)
        with pytest.raises(CannotPropose):
            item_proposals.withdraw(proposal, contact=who, now=LATER)
    with pytest.raises(CannotPropose):
        item_proposals.propose(call, JUNE, contact=copy_only, now=LATER)
    assert item_proposals.own(call, canada.delegation_id) == []


# --- deciding ---------------------------------------------------------------------------------------------------------


def test_reworded_both_wordings_are_kept(people, call, proposal):
    accept(proposal, people, title="June: dates and agenda")
    close(call, people)
    proposal.refresh_from_db()
    assert (proposal.title, proposal.accepted_as) == (JUNE.title, "June: dates and agenda")
    text = Letter.objects.filter(reason=f"items:{call.pk}:closed")[0].text
    assert JUNE.title in text
    assert "It is on the agenda as “June: dates and agenda”." in text


def test_declined_with_a_reason_that_the_delegation_reads(people, call, proposal):
    with pytest.raises(CannotDecide, match="Say why"):
        decline(proposal, people, " ")
    decline(proposal, people)
    assert not Letter.objects.filter(subject__contains="what became").exists()
    close(call, people)
    assert "It was not taken up: It was settled by letter." in Letter.objects.filter(
        reason=f"items:{call.pk}:closed"
    )[0].text.replace("\n", " ")


def test_the_database_asks_for_a_reason_too(people, proposal):
    proposal.state, proposal.settled_at = "declined", NOW
    with pytest.raises(IntegrityError), transaction.atomic():
        history.save(proposal, by=IMPORT)


def test_until_the_closing_one_may_think_again(people, meeting, call, proposal):
    decline(proposal, people)
    item = accept(proposal, people)
    with pytest.raises(CannotDecide, match="on the agenda"):
        decline(proposal, people)
    agendas.remove(item, by=people.coordinator.actor, now=LATER)
    with pytest.raises(CannotClose, match="1 proposal is still"):
        close(call, people)
    decline(proposal, people)
    close(call, people)
    with pytest.raises(CannotDecide, match="decided and told"):
        accept(proposal, people)


def test_nothing_is_closed_while_something_waits_or_twice(people, call, proposal):
    with pytest.raises(CannotClose, match="1 proposal is still"):
        close(call, people)
    accept(proposal, people)
    close(call, people)
    with pytest.raises(CannotClose, match="closed already"):
        close(call, people)
    assert AuditRow.objects.filter(event="items closed").count() == 1


def test_what_comes_after_the_closing_is_kept_and_told_when_decided(people, call, proposal):
    accept(proposal, people)
    close(call, people)
    after = LATE + casting.HOUR
    late = item_proposals.propose(call, Said("One more"), contact=people.friend, now=after)
    assert late.after_closing
    [waiting] = item_proposals.waiting([people.body.pk], after)
    assert (waiting.undecided, waiting.passed) == (1, False)
    decline(late, people, now=after)
    assert Letter.objects.filter(reason=f"item-proposal:{late.pk}:decided").count() == 2
    assert item_proposals.waiting([people.body.pk], after) == []


def test_what_comes_after_an_early_closing_is_late(people, call):
    close(call, people, now=LATER)
    assert item_proposals.propose(call, JUNE, contact=people.friend, now=LATER + casting.HOUR).is_late


def test_a_receipt_tells_nobody_to_take_back_what_cannot_be(people, call, proposal):
    late = item_proposals.propose(call, JUNE, contact=people.friend, now=LATE)
    item_proposals.withdraw(proposal, contact=people.friend, now=LATER)
    reasons = [f"{proposal.pk}:waiting", f"{proposal.pk}:withdrawn", f"{late.pk}:waiting"]
    receipts = [Letter.objects.filter(reason=f"item-proposal:{reason}")[0] for reason in reasons]
    assert ["please take it back" in letter.text for letter in receipts] == [True, False, False]
    assert ["please take it back" in letter.html for letter in receipts] == [True, False, False]


def test_who_proposed_nothing_gets_no_letter(people, call):
    assert item_proposals.waiting([people.body.pk], LATER) == []
    [waiting] = item_proposals.waiting([people.body.pk], LATE)
    assert waiting.passed
    close(call, people)
    assert not Letter.objects.filter(reason=f"items:{call.pk}:closed").exists()


def test_audit_rows_hold_no_words(people, call, proposal):
    accept(proposal, people)
    for row in AuditRow.objects.all():
        assert JUNE.title not in str(row.detail)
    assert ItemProposal.objects.get().item is not None
