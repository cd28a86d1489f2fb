"""The list as recorded at a moment: whatever was done since, it reads as it did then."""

import datetime as dt
from dataclasses import replace

import pytest
import time_machine
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from friends import assignments, contacts, duplicates, roster
from friends.assignments import Post
from friends.changes import BadDay
from friends.contacts import Change, Details
from friends.models import Assignment, Contact
from tests.cast import HOUR, NOW, cast, contact, delegation, listed

pytestmark = pytest.mark.django_db

TODAY = NOW.date()
DAYS = [TODAY + dt.timedelta(days=days) for days in (-400, 0, 30)]
WHY = "told by the mission"
REFUSED = (
    contacts.AddressTaken, contacts.UnfitDetails, assignments.UnfitPost, duplicates.NotTwo, BadDay
)  # fmt: skip


@pytest.fixture
def people():
    with time_machine.travel(NOW, tick=False):
        return cast()


def told(rows):
    """All that the list shows, row by row."""
    return [
        (
            row.assignment.post,
            row.assignment.get_status_display(),
            row.delegation.name if row.delegation else None,
            [(person.name, person.email, person.main, person.valid_until) for person in row.contacts],
        )
        for row in rows
    ]


def shown(body, day):
    return told(roster.rows_on(body, day))


def recorded(body, day, moment):
    return told(roster.rows_recorded(body, day, moment))


def test_it_works(people):
    before = shown(people.body, TODAY)
    with time_machine.travel(NOW + HOUR, tick=False):
        new = Details("Another Name", "another@example.org")
        contacts.correct(people.friend, new, Change(TODAY, WHY), by=people.admin.actor, now=NOW + HOUR)
    after = shown(people.body, TODAY)
    assert after != before
    assert recorded(people.body, TODAY, NOW) == before
    assert recorded(people.body, TODAY, NOW + HOUR) == after


def test_before_anything_was_recorded_it_is_empty(people):
    assert recorded(people.body, TODAY, NOW - HOUR) == []


def test_what_holds_and_what_was_recorded_are_two_things(people):
    """A change entered today that holds from last year on: the list of last year has it, as recorded now."""
    last_year = TODAY - dt.timedelta(days=365)
    with time_machine.travel(NOW + HOUR, tick=False):
        gone = Change(last_year, "left a year ago, we hear")
        contacts.end(people.friend, gone, by=people.admin.actor, now=NOW + HOUR)
    address = people.friend.email

    def has_it(day, moment):
        return address in str(recorded(people.body, day, moment))

    assert has_it(TODAY, NOW) and not has_it(TODAY, NOW + HOUR)
    assert has_it(last_year, NOW + HOUR)


def test_it_takes_the_same_queries_at_any_length(people, django_assert_num_queries):
    for number in range(2):
        with django_assert_num_queries(5):
            assert roster.rows_recorded(people.body, TODAY, NOW)
        with time_machine.travel(NOW, tick=False):
            more = delegation(f"State {number}")
            listed(people.body, more, [contact(more, f"state.{number}")], role="member")


# What is done, to the how many-th contact, with which detail, from which day, and how many hours later (0: a tie).
acts = st.tuples(
    st.sampled_from(
        ["name", "address", "main", "add", "end", "merge", "part", "back", "status", "holder", "move"]
    ),
    st.integers(0, 7),
    st.integers(0, 3),
    st.sampled_from(DAYS),
    st.integers(0, 1),
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(story=st.lists(acts, min_size=1, max_size=8))
def test_at_each_moment_it_reads_as_it_did_then(people, story):
    """And on each day it holds what the days between which its rows hold say, whatever was joined, parted or undone."""
    with transaction.atomic():
        now, read = NOW, {NOW: [shown(people.body, day) for day in DAYS]}
        for act in story:
            now += act[-1] * HOUR
            with time_machine.travel(now, tick=False):
                _do(people, *act[:-1], now=now)
            read[now] = [shown(people.body, day) for day in DAYS]
            assert read[now] == [plainly(people.body, day) for day in DAYS]
        for moment, lists in read.items():
            assert [recorded(people.body, day, moment) for day in DAYS] == lists
        transaction.set_rollback(True)


def plainly(body, day):
    """The same list, counted out from the days of each row and of each contact."""
    found = []
    for row in Assignment.objects.filter(body=body, listed=True).order_by("position", "title", "id"):
        if not (row.valid_from or dt.date.min) <= day <= (row.valid_until or dt.date.max):
            continue
        places = [
            (place.position, place.contact.name.casefold(), place.contact.email, place.contact)
            for place in row.listed_contacts.all()
            if (place.contact.valid_from or dt.date.min) <= day <= (place.contact.valid_until or dt.date.max)
        ]
        people = [one[-1] for one in sorted(places, key=lambda place: (*place[:3], place[-1].pk))]
        found.append(
            (
                row.post,
                row.get_status_display(),
                row.delegation.name if row.delegation else None,
                [(person.name, person.email, person.main, person.valid_until) for person in people],
            )
        )
    return found


def _do(people, act, which, detail, day, *, now):
    """One act as the keeper of the list does it; what is refused changes nothing."""
    everybody = list(Contact.objects.order_by("pk"))
    person = everybody[which % len(everybody)]
    rows = list(Assignment.objects.filter(body=people.body).order_by("pk"))
    row = rows[which % len(rows)]
    said = {"change": Change(day, WHY), "by": people.admin.actor, "now": now}
    again = {"reason": WHY, "by": people.admin.actor, "now": now}
    try:
        with transaction.atomic():
            if act in ("status", "holder", "move"):
                _do_to_row(people, act, row, rows[detail % len(rows)], detail, said, again)
            elif act == "end":
                contacts.end(person, **said)
            elif act == "back":
                contacts.put_back(person, **again)
            elif act == "part":
                duplicates.part(person, **again)
            elif act == "merge":
                other = everybody[(which + detail) % len(everybody)]
                duplicates.merge(person, other, Details.of(person), **said)
            elif act == "add":
                fresh = Details(f"Added {detail}", f"added.{detail}@example.org", main=bool(detail % 2))
                contacts.add(row, fresh, **said)
            else:
                _correct(person, act, detail, said)
    except REFUSED:
        return


def _do_to_row(people, act, row, other, detail, said, again):
    if act == "move":
        assignments.move(row, beside=other, above=bool(detail % 2), **again)
    elif act == "status":
        post = replace(Post.of(row), status=["confirmed", "proposed", "listed", "will_confirm"][detail])
        assignments.restate(row, post, **said)
    else:
        post = replace(Post.of(row), delegation=other.delegation)
        assignments.restate(row, post, **said)


def _correct(person, act, detail, said):
    name = f"Name {detail}" if act == "name" else person.name
    email = f"moved.{detail}@example.org" if act == "address" else person.email
    contacts.correct(person, Details(name, email, main=act == "main" or person.main), **said)
