"""What changed on the list between two days, by validity and by record: each change told once, with who and why."""

import datetime as dt
from dataclasses import replace

import pytest
import time_machine

from ccm_portal import history
from ccm_portal.actors import IMPORT
from friends import assignments, contacts, list_changes
from friends.assignments import Post
from friends.changes import Change
from friends.contacts import Details
from friends.models import ListedContact
from tests.cast import HOUR, NOW, cast, contact, delegation, listed

TODAY = NOW.date()
BEFORE = dt.date(2020, 1, 1)
YESTERDAY, TOMORROW = TODAY - dt.timedelta(days=1), TODAY + dt.timedelta(days=1)
LATER = NOW + HOUR
WHY = Change(TODAY, "told by the mission")


@pytest.fixture
def people(db):
    with time_machine.travel(NOW - dt.timedelta(days=2), tick=False):
        people = cast()
        row = people.friend.assignments.get()
        row.valid_from = BEFORE
        history.save(row, by=IMPORT)
    return people


def recorded(people):
    """The lists as known yesterday and today, and each change between."""
    ends = [dt.datetime.combine(day, dt.time.max, tzinfo=people.body.zone) for day in (YESTERDAY, TODAY)]
    compared = list_changes.by_record(people.body, (YESTERDAY, ends[0]), (TODAY, ends[1]))
    return changed(compared), list_changes.steps_of_record(people.body, *ends, 1)


def held(people, first=YESTERDAY, second=TODAY):
    compared = list_changes.by_validity(people.body, first, second)
    return changed(compared), list_changes.steps_of_validity(compared, 1)


def changed(compared):
    return [row for row in compared if row.changed]


def told(steps):
    return [
        (step.entry.what, [(one.label, one.old, one.new) for one in step.entry.changes])
        for step in steps.steps
    ]


def move(people, email="norway.new@example.org"):
    with time_machine.travel(LATER, tick=False):
        details = replace(Details.of(people.friend), email=email)
        return contacts.correct(people.friend, details, WHY, by=people.admin.actor, now=LATER)


def confirm(people):
    row = people.friend.assignments.get()
    with time_machine.travel(LATER, tick=False):
        post = replace(Post.of(row), status="confirmed")
        return assignments.restate(row, post, WHY, by=people.admin.actor, now=LATER)


@pytest.mark.parametrize("look", [recorded, held])
def test_a_new_address_is_one_change(people, look):
    new = move(people)
    [row], steps = look(people)
    [moved] = [pair for pair in row.people if pair.changed]
    assert (moved.address.was, moved.address.now) == ("norway.1@example.org", "norway.new@example.org")
    [(what, changes)] = told(steps)
    assert what == "Norway: Norway 1"
    assert ("Email address", "norway.1@example.org", "norway.new@example.org") in changes
    assert ("Holds from", "", "2 November 2026") in changes
    [step] = steps.steps
    assert (step.entry.who, step.entry.why, step.contact) == ("The Admin", WHY.reason, new.pk)


@pytest.mark.parametrize("look", [recorded, held])
def test_a_new_status_is_one_change_of_its_entry(people, look):
    following = confirm(people)
    [row], steps = look(people)
    assert (row.status.was, row.status.now) == ("as listed", "confirmed")
    assert not any(pair.changed for pair in row.people)
    [(what, changes)] = told(steps)
    assert what == "General status and operation, Norway"
    assert changes == [("Status", "as listed", "confirmed"), ("Holds from", "", "2 November 2026")]
    assert steps.steps[0].assignment == following.pk


@pytest.mark.parametrize("look", [recorded, held])
def test_who_left_and_who_came(people, look):
    with time_machine.travel(LATER, tick=False):
        by = people.admin.actor
        contacts.end(people.contacts["Norway"][1], Change(YESTERDAY, "left"), by=by, now=LATER)
        row = people.contacts["Canada"][0].assignments.get()
        contacts.add(row, Details("Third", "canada.3@example.org"), WHY, by=by, now=LATER)
    rows, steps = look(people)
    gone = [pair.before.email for row in rows for pair in row.people if pair.after is None]
    came = [pair.after.email for row in rows for pair in row.people if pair.before is None]
    assert came == ["canada.3@example.org"]
    # Until yesterday: on yesterday's list by validity; the portal learned of it today.
    assert gone == ["norway.2@example.org"]
    assert sorted((step.entry.what, step.entry.kind) for step in steps.steps) == [
        ("Canada: Third", "+"),
        ("Norway: Norway 2", "~"),
    ]


def test_a_correction_of_a_name_is_a_change_of_the_record_only(people):
    with time_machine.travel(LATER, tick=False):
        details = replace(Details.of(people.friend), name="Another Name")
        contacts.correct(people.friend, details, WHY, by=people.admin.actor, now=LATER)
    assert held(people) == ([], list_changes.Steps([], 1, 0))
    [row], steps = recorded(people)
    assert ("Name", "Norway 1", "Another Name") in told(steps)[0][1]
    assert [pair.name.now for pair in row.people if pair.changed] == ["Another Name"]


def test_a_change_that_holds_from_last_year_was_learned_today(people):
    last_year = Change(TODAY - dt.timedelta(days=365), "as we hear now")
    with time_machine.travel(LATER, tick=False):
        contacts.end(people.friend, last_year, by=people.admin.actor, now=LATER)
    assert held(people)[0] == []
    assert len(recorded(people)[0]) == 1


def test_an_entry_that_is_gone_stands_where_it_stood(people):
    row = people.friend.assignments.get()
    with time_machine.travel(LATER, tick=False):
        assignments.end(row, Change(YESTERDAY, "left"), by=people.admin.actor, now=LATER)
    compared = list_changes.by_validity(people.body, YESTERDAY, TODAY)
    assert [row.holder.was for row in compared][1] == "Norway" and compared[1].after is None
    assert [row.after is not None for row in compared] == [True, False, True, True]


def test_a_place_that_comes_alone_is_told(people):
    with time_machine.travel(LATER, tick=False):
        row = people.contacts["Canada"][0].assignments.get()
        history.save(ListedContact(assignment=row, contact=people.friend, position=9), by=IMPORT)
    assert told(recorded(people)[1]) == [
        ("Norway 1", [("Listed under", "", "Architecture: Canada")]),
    ]


def test_an_entry_moved_up_says_so(people):
    with time_machine.travel(LATER, tick=False):
        norway, lao = people.friend.assignments.get(), people.president.assignments.get()
        assignments.move(norway, beside=lao, above=True, reason="order", by=people.admin.actor, now=LATER)
    assert ("General status and operation, Norway", [("Place on the list", "2", "1")]) in told(
        recorded(people)[1]
    )


def test_changes_of_another_body_are_not_told(people):
    with time_machine.travel(LATER, tick=False):
        state = delegation("Peru")
        listed(people.other_body, state, [contact(state, "peru.1")], role="member")
    assert recorded(people)[1].total == 0


def test_a_hundred_changes_to_the_page(people):
    person = people.friend
    with time_machine.travel(LATER, tick=False):
        for number in range(101):
            person.phone = str(number)
            history.save(person, by=IMPORT)
    steps = recorded(people)[1]
    assert (len(steps.steps), steps.total, steps.pages) == (100, 101, 2)
    assert told(steps)[0][1] == [("Telephone", "99", "100")]
    ends = [dt.datetime.combine(day, dt.time.max, tzinfo=people.body.zone) for day in (YESTERDAY, TODAY)]
    [last] = list_changes.steps_of_record(people.body, *ends, 2).steps
    assert [(one.old, one.new) for one in last.entry.changes] == [("", "0")]
