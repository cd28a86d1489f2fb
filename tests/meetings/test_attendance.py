"""Who was at a meeting: proposed from the list of its day, noted in order, never "absent"."""

import datetime as dt

import pytest

from friends import contacts
from meetings import attendance
from meetings.attendance import Presence
from meetings.models import Attendance
from tests.cast import NOW, cast, meeting

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return cast()


@pytest.fixture
def held(people):
    return meeting(people)


def record(held, people, *presences):
    attendance.record(held, list(presences), by=people.coordinator.actor, now=NOW)


def noted(held):
    return [(row.name, row.role, row.status, row.position) for row in held.attendance.all()]


def test_it_works(held, people):
    found = attendance.candidates(held)
    assert [(row.name, row.status) for row in found] == [
        ("Lao PDR", "present"),
        ("Norway", "present"),
        ("Canada", ""),
        ("ICRC", ""),
    ]
    record(held, people, Presence("ICRC", "", None, "observer"), Presence("Norway", "", None, "apologies"))
    assert noted(held) == [("ICRC", "", "observer", 0), ("Norway", "", "apologies", 1)]


def test_what_is_not_noted_leaves_a_history(held, people):
    record(held, people)
    assert noted(held) == []
    last = Attendance.history.filter(name="Norway").latest("history_id")
    assert (last.history_type, last.history_person, last.history_change_reason) == (
        "-",
        "The Coordinator",
        "no longer noted",
    )


def test_saving_again_writes_no_history(held, people):
    same = [Presence("Lao PDR", "", None, "present"), Presence("Norway", "", None, "present")]
    before = Attendance.history.count()
    record(held, people, *same)
    assert Attendance.history.count() == before


def test_one_name_in_two_roles_is_two_rows(held, people):
    record(
        held, people, Presence("A guest", "", None, "present"), Presence("A guest", "chair", None, "present")
    )
    assert len(noted(held)) == 2


def test_the_list_of_the_meetings_day_proposes_the_names(people):
    early = meeting(people, day=dt.date(2026, 1, 15))
    for person in people.contacts["Canada"]:
        contacts.end(person, contacts.Change(dt.date(2026, 1, 1), "left"), by=people.admin.actor, now=NOW)
    assert "Canada" in [row.name for row in attendance.candidates(early)]


def test_there_is_no_absent():
    assert "absent" not in Attendance.Status.values
