"""The coordinator's pages of a meeting: the list, one meeting, its details, who was there, its minutes begun."""

import datetime as dt
import re

import pytest
from django.urls import reverse

from ccm_portal import history
from ccm_portal.actors import IMPORT
from meetings.models import AgendaItem, Attendance, Document, Meeting
from tests.cast import document_at, meeting
from tests.queries import count

LIST = "/desk/meetings/"


@pytest.fixture
def held(people) -> Meeting:
    return meeting(people)


def details(held: Meeting, **changed: str) -> dict[str, str]:
    """What the form of details sends for the meeting of the cast."""
    data = {
        "title": held.title, "when_words": held.when_words, "earliest": "2026-10-30", "latest": "2026-10-30",
        "starts": "13:00", "ends": "15:00", "time_zone": held.time_zone, "venue": held.venue, "note": "",
        "chair_words": held.chair_words,
    }  # fmt: skip
    return data | changed


def edit(desk, held, **changed):
    return desk.post(reverse("meeting-edit", args=[held.pk]), details(held, **changed))


def attend(desk, held, **data):
    return desk.post(reverse("attendance", args=[held.pk]), data)


def test_it_works(desk, people, held):
    assert held.title in desk.get(LIST).text
    page = desk.get(reverse("desk-meeting", args=[held.pk])).text
    assert "Draft architecture" in page and "Present:" in page
    answer = desk.post(reverse("minutes-begin", args=[held.pk]))
    document = Document.objects.get(meeting=held)
    assert answer.url == reverse("document", args=[document.pk])
    assert [row.heading for row in document.sections.all()] == ["Debrief", "Draft architecture"]


def test_looking_changes_nothing(desk, held):
    for name in ("desk-meeting", "meeting-edit", "attendance"):
        assert desk.get(reverse(name, args=[held.pk])).status_code == 200
    assert desk.get(reverse("minutes-begin", args=[held.pk])).status_code == 405
    assert not Document.objects.exists()


def test_another_body_does_not_find_it(stranger, held):
    assert held.title not in stranger.get(LIST).text
    for name in ("desk-meeting", "meeting-edit", "attendance"):
        assert stranger.get(reverse(name, args=[held.pk])).status_code == 404
    assert stranger.post(reverse("minutes-begin", args=[held.pk])).status_code == 404


def test_minutes_are_begun_once(desk, people):
    document = document_at("drafting", people)
    page = desk.post(reverse("minutes-begin", args=[document.meeting_id]), follow=True)
    assert "has minutes already" in page.text
    assert Document.objects.count() == 1


def test_details_are_corrected_in_the_zone_of_the_meeting(desk, held):
    page = edit(desk, held, venue="Room 9", starts="10:00", ends="12:30")
    assert page.status_code == 302
    held.refresh_from_db()
    assert (held.venue, held.starts_at) == ("Room 9", dt.datetime(2026, 10, 30, 9, 0, tzinfo=dt.UTC))
    assert held.history.latest("history_id").history_person == "The Coordinator"


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"latest": "2026-10-29"}, "The latest day comes before the earliest."),
        ({"latest": ""}, "Give both days, or neither."),
        ({"latest": "2026-10-31"}, "A time needs one exact day"),
        ({"starts": ""}, "An end needs a beginning."),
        ({"ends": "12:00"}, "The meeting ends before it starts."),
        ({"earliest": "soon"}, "Enter a valid date."),
        ({"earliest": "2026-02-30"}, "Enter a valid date."),
        ({"starts": "25:00"}, "Enter a valid time."),
        ({"time_zone": "Geneva"}, "Geneva is not a time zone"),
        ({"title": ""}, "This field is required."),
    ],
)
def test_details_that_cannot_be_are_given_back(desk, held, changed, sentence):
    answer = edit(desk, held, venue="Room 9", **changed)
    assert answer.status_code == 400
    assert sentence in answer.text
    assert 'value="Room 9"' in answer.text
    held.refresh_from_db()
    assert held.venue == "Palais, room 4"


def test_a_time_that_the_clocks_skip_is_refused(desk, held):
    answer = edit(desk, held, earliest="2026-03-29", latest="2026-03-29", starts="02:30", ends="")
    assert answer.status_code == 400
    assert "02:30 does not exist on 2026-03-29 in Europe/Zurich" in answer.text


def test_who_was_there(desk, held):
    page = desk.get(reverse("attendance", args=[held.pk])).text
    assert page.index("Lao PDR") < page.index("Norway") < page.index("Canada")
    data = {"status-0": "apologies", "status-1": "", "status-2": "present"}
    answer = attend(desk, held, **data, more_name="A guest", more_role="adviser", more_status="observer")
    assert answer.status_code == 302
    noted = [(row.name, row.role, row.status) for row in Attendance.objects.filter(meeting=held)]
    assert noted == [
        ("Lao PDR", "", "apologies"),
        ("Canada", "", "present"),
        ("A guest", "adviser", "observer"),
    ]


def test_ticking_people_says_that_their_delegation_was_there(desk, people, held):
    icrc, norway = people.contacts["ICRC"][0], people.contacts["Norway"]
    attend(desk, held, **{"people-1": [norway[1].pk], "people-3": [icrc.pk], "status-1": "apologies"})
    noted = {row.name: (row.status, [str(one) for one in row.people.all()]) for row in held.attendance.all()}
    # What was said outright holds; where nothing was, who is ticked was there in the delegation's capacity.
    assert noted == {"Norway": ("apologies", ["Norway 2"]), "ICRC": ("observer", ["Icrc 1"])}
    page = desk.get(reverse("attendance", args=[held.pk])).text
    assert re.search(rf'value="{icrc.pk}"[^>]*checked', page)
    assert "Norway 2" in desk.get(reverse("desk-meeting", args=[held.pk])).text


def test_somebody_of_another_delegation_cannot_be_ticked(desk, people, held):
    answer = attend(desk, held, **{"people-3": [people.friend.pk]})
    assert answer.status_code == 400 and "Select a valid choice" in answer.text


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"more_name": "A guest"}, "Say in which way this name attended."),
        ({"more_name": "norway", "more_status": "present"}, "This name is on the list above already."),
        ({"status-0": "absent"}, "Select a valid choice"),
    ],
)
def test_an_attendance_that_cannot_be_is_given_back(desk, held, data, sentence):
    answer = attend(desk, held, **data)
    assert answer.status_code == 400
    assert sentence in answer.text
    assert Attendance.objects.filter(meeting=held).count() == 2


def test_the_list_makes_as_many_queries_for_three_meetings_as_for_one(desk, people):
    document_at("drafting", people)
    one = count(desk, LIST)
    for day in (1, 2):
        document_at("drafting", people, day=dt.date(2026, 11, day))
    assert count(desk, LIST) == one


def test_a_meeting_makes_as_many_queries_with_three_of_everything(desk, held):
    for row in (*held.agenda_items.filter(rank="a1"), *held.attendance.filter(position=1)):
        history.named(row, by=IMPORT).delete()
    address = reverse("desk-meeting", args=[held.pk])
    one = count(desk, address)
    for position in (1, 2):
        item = AgendaItem(meeting=held, rank=f"b{position}", title=f"Point {position}")
        history.save(item, by=IMPORT)
        history.save(Attendance(meeting=held, name=f"Guest {position}", position=position), by=IMPORT)
    assert count(desk, address) == one
