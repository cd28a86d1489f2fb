"""Who was at a meeting: proposed from the list of its day, noted in order, never "absent"."""

import datetime as dt

import pytest

from ccm_portal import history
from ccm_portal.actors import IMPORT
from ccm_portal.canonical import canonical
from friends import contacts
from meetings import attendance, minutes, revisions
from meetings.attendance import Presence
from meetings.models import Attendance, AttendancePerson
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


def test_names_in_an_order_of_their_own_keep_it(held, people):
    record(held, people, Presence("A guest", "", None, "present"), Presence("Canada", "", None, "present"))
    found = [row.name for row in attendance.candidates(held)]
    assert found == ["A guest", "Canada", "Lao PDR", "Norway", "ICRC"]
    record(held, people, Presence("Canada", "", None, "present"), Presence("A guest", "", None, "present"))
    # Nothing speaks against the order of all lists.
    found = [row.name for row in attendance.candidates(held)]
    assert found == ["Lao PDR", "Norway", "Canada", "ICRC", "A guest"]


def test_people_are_noted_and_kept_in_the_history(held, people):
    norway = people.contacts["Norway"]
    record(held, people, Presence("Norway", "", None, "present", tuple(norway)))
    assert [str(one) for one in held.attendance.get().people.all()] == ["Norway 1", "Norway 2"]
    record(held, people, Presence("Norway", "", None, "present", (norway[1],)))
    assert [str(one) for one in held.attendance.get().people.all()] == ["Norway 2"]
    last = AttendancePerson.history.filter(contact=norway[0]).latest("history_id")
    assert (last.history_type, last.history_person) == ("-", "The Coordinator")


def test_somebody_who_left_the_list_since_stays_ticked(held, people):
    somebody = people.contacts["Norway"][1]
    norway = Attendance.objects.get(meeting=held, name="Norway")
    history.save(AttendancePerson(attendance=norway, contact=somebody), by=IMPORT)
    contacts.end(somebody, contacts.Change(held.earliest, "left"), by=people.admin.actor, now=NOW)
    row = next(row for row in attendance.candidates(held) if row.name == "Norway")
    assert somebody in row.people and row.noted == {somebody.pk}


def test_people_stand_in_the_text_only_where_the_meeting_names_them(held, people):
    noted = [
        Presence("Norway", "", None, "present", (people.friend,)),
        Presence("ICRC", "", None, "observer"),
    ]
    document = minutes.from_agenda(held, title="Minutes", by=people.coordinator.actor, now=NOW)
    record(held, people, *noted)
    before = canonical(revisions.content(document))
    assert "people" not in before
    attendance.record(held, noted, names_people=True, by=people.coordinator.actor, now=NOW)
    found = revisions.content(document)["attendance"]
    assert found == [
        {"name": "Norway", "role": "", "status": "present", "people": [str(people.friend)]},
        {"name": "ICRC", "role": "", "status": "observer"},
    ]
    attendance.record(held, noted, names_people=False, by=people.coordinator.actor, now=NOW)
    assert canonical(revisions.content(document)) == before


def test_there_is_no_absent():
    assert "absent" not in Attendance.Status.values
