"""The cells of the contact list: each saved for itself, and nobody overwritten without being told.

Two who save at the same moment: tests/trust/list_race.py.
"""

import datetime as dt

import pytest

from ccm_portal import history
from ccm_portal.actors import IMPORT
from friends import assignments, cells, contacts, roster
from friends.assignments import Post
from friends.cells import ChangedMeanwhile
from friends.changes import Change
from friends.models import Assignment, Contact
from tests.cast import NOW, cast

TODAY = NOW.date()
WHY = Change(TODAY, "told by the mission")


@pytest.fixture
def people(db):
    people = cast()
    row = people.friend.assignments.get()
    row.valid_from = dt.date(2020, 1, 1)
    history.save(row, by=IMPORT)
    return people


@pytest.fixture
def row(people):
    return people.friend.assignments.get()


def save(people, thing, cell, seen, **wanted):
    return cells.save(thing, cell, wanted, WHY, seen=seen, by=people.admin.actor, now=NOW)


def status(people, row, to, seen):
    return save(people, row, "status", seen, status=to, proposed_by=None)


def test_it_works(people, row):
    following = status(people, row, "confirmed", cells.written(row, "status"))
    assert (following.continues, following.status) == (row, "confirmed")
    renamed = save(people, people.friend, "name", cells.written(people.friend, "name"), name="Another Name")
    assert Contact.objects.get(pk=renamed.pk).name == "Another Name"


def test_what_somebody_changed_meanwhile_is_told_and_not_overwritten(people, row):
    seen = cells.written(row, "status")
    status(people, row, "confirmed", seen)
    with pytest.raises(ChangedMeanwhile) as meanwhile:
        status(people, row, "proposed", seen)
    assert str(meanwhile.value) == "The Admin changed this meanwhile; it says now: confirmed."
    again = status(people, row, "proposed", cells.written(meanwhile.value.thing, "status"))
    assert again.status == "proposed"


def test_another_cell_of_the_row_may_have_changed(people, row):
    """The row was continued by another since the page was opened; the note goes to the one that holds."""
    following = status(people, row, "confirmed", cells.written(row, "status"))
    wanted = {"title": "", "area": row.area, "role": row.role, "note": "by telephone"}
    kept = save(people, row, "post", cells.written(row, "post"), **wanted)
    assert (kept, kept.status, kept.note) == (following, "confirmed", "by telephone")


def test_the_new_address_of_somebody_is_found_by_the_old(people):
    person = people.friend
    seen_name, seen_address = cells.written(person, "name"), cells.written(person, "address")
    moved = save(people, person, "address", seen_address, email="norway.new@example.org")
    assert moved.continues == person
    old = Contact.objects.get(pk=person.pk)
    assert save(people, old, "name", seen_name, name="Another Name") == moved
    with pytest.raises(ChangedMeanwhile):
        save(people, old, "address", seen_address, email="norway.late@example.org")


@pytest.mark.parametrize("seen", ["", "{}", "[", "null"])
def test_who_does_not_say_what_was_seen_changes_nothing(people, row, seen):
    with pytest.raises(ChangedMeanwhile):
        status(people, row, "confirmed", seen)
    assert Assignment.objects.filter(status="confirmed").count() == 0


def test_saying_what_stands_already_changes_nothing(people, row):
    before = row.history.count()
    assert status(people, row, row.status, "{}") == row
    assert row.history.count() == before


def test_holder_and_vacancy_change_together(people, row):
    seen = cells.written(row, "holder")
    vacant = save(people, row, "holder", seen, delegation=None)
    assert (vacant.status, vacant.delegation) == ("vacant", None)
    chile = people.president.delegation
    held = save(people, vacant, "holder", cells.written(vacant, "holder"), delegation=chile)
    assert (held.status, held.delegation) == ("listed", chile)
    again = status(people, held, "vacant", cells.written(held, "status"))
    assert again.delegation is None


# --- the order of the list --------------------------------------------------------------------------------------------


def order(people):
    return [str(row.delegation) for row in roster.rows_on(people.body, TODAY)]


def move(people, row, beside, *, above):
    by = people.admin.actor
    assignments.move(row, beside=beside, above=above, reason="as the office sorts it", by=by, now=NOW)


def test_a_row_is_moved_and_only_what_changes_its_place_is_saved(people):
    lao, norway, canada, icrc = (row.assignment for row in roster.rows_on(people.body, TODAY))
    before = Assignment.history.count()
    move(people, canada, norway, above=True)
    assert order(people) == ["Lao PDR", "Canada", "Norway", "ICRC"]
    assert Assignment.history.count() == before + 2
    move(people, lao, icrc, above=False)
    assert order(people) == ["Canada", "Norway", "ICRC", "Lao PDR"]


def test_rows_with_one_place_are_moved_apart(people):
    for row in Assignment.objects.all():
        row.position = 0
        history.save(row, by=IMPORT)
    first, *_others, last = (row.assignment for row in roster.rows_on(people.body, TODAY))
    move(people, last, first, above=True)
    assert order(people)[0] == str(last.delegation)


def test_what_continues_a_row_later_moves_along(people, row):
    later = Change(TODAY + dt.timedelta(days=30), "from next month on")
    post = Post.of(row).__class__(**{**vars(Post.of(row)), "status": "confirmed"})
    following = assignments.restate(row, post, later, by=people.admin.actor, now=NOW)
    row.refresh_from_db()
    lao = people.president.assignments.get()
    move(people, row, lao, above=True)
    following.refresh_from_db()
    row.refresh_from_db()
    assert following.position == row.position == 0


def test_a_contact_without_name_and_address_is_refused(people):
    person = people.friend
    save(people, person, "name", cells.written(person, "name"), name="")
    person.refresh_from_db()
    with pytest.raises(contacts.UnfitDetails):
        save(people, person, "address", cells.written(person, "address"), email="")
