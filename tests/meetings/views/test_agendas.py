"""The desk's pages of a planned meeting and its agenda."""

import datetime as dt

import pytest
from django.urls import reverse

from ccm_portal import history
from ccm_portal.actors import IMPORT
from meetings.models import AgendaItem, Meeting
from tests.cast import document_at, meeting
from tests.meetings.writing.texts import read
from tests.queries import count

NEW = "/desk/meetings/new/"


@pytest.fixture
def held(people) -> Meeting:
    return meeting(people)


def planned(**changed):
    data = {
        "title": "Second meeting", "when_words": "15 January 2027", "earliest": "2027-01-15", "latest": "2027-01-15",
        "starts": "13:00", "ends": "15:00", "time_zone": "Europe/Zurich", "venue": "Palais", "note": "A light lunch.",
        "chair_words": "Lao PDR",
    }  # fmt: skip
    return data | changed


def page_of(held, name="agenda"):
    return reverse(name, args=[held.pk])


def test_it_works(desk, held):
    page = desk.get(NEW).text
    assert f'value="{held.title}"' in page and "Filled in from the meeting of 30 October 2026." in page
    answer = desk.post(NEW, planned(), follow=True)
    assert "The meeting is planned. Next is its agenda." in answer.text
    new = Meeting.objects.get(title="Second meeting")
    assert (new.slug, new.public) == ("2027-01-15-friends", False)
    assert new.starts_at == dt.datetime(2027, 1, 15, 12, 0, tzinfo=dt.UTC)
    page = desk.post(
        page_of(new), {"title": "Debrief", "presenter_words": "norway", "minutes": "20"}, follow=True
    ).text
    assert "“Debrief” is on the agenda." in page and "20 minutes allotted of 120" in page
    assert AgendaItem.objects.get(meeting=new).presenter.name == "Norway"


def test_a_planned_meeting_is_public_only_when_somebody_says_so(desk, client, held):
    desk.post(NEW, planned())
    new = Meeting.objects.get(title="Second meeting")
    assert "Second meeting" not in client.get("/").text
    assert client.get(reverse("meeting", args=[new.slug])).status_code == 404
    desk.post(page_of(new, "meeting-edit"), planned(public="on"))
    assert "Second meeting" in client.get("/").text
    assert client.get(reverse("meeting", args=[new.slug])).status_code == 200


def test_a_meeting_within_a_window_gets_its_address_when_it_is_dated(desk, held):
    desk.post(
        NEW,
        planned(when_words="end of January", earliest="2027-01-25", latest="2027-01-31", starts="", ends=""),
    )
    new = Meeting.objects.get(title="Second meeting")
    assert new.slug.startswith("undated-")
    desk.post(page_of(new, "meeting-edit"), planned())
    new.refresh_from_db()
    assert new.slug == "2027-01-15-friends"
    desk.post(NEW, planned())
    assert Meeting.objects.filter(slug="2027-01-15-friends-2").exists()


def test_what_is_wrong_is_said_and_what_was_typed_is_kept(desk, held):
    page = desk.post(NEW, planned(earliest="2027-01-16"))
    assert page.status_code == 400
    assert "The latest day comes before the earliest." in page.text and "A light lunch." in page.text
    page = desk.post(page_of(held), {"title": " ", "note": "kept", "minutes": "5000"})
    assert page.status_code == 400 and "kept" in page.text and "1440" in page.text


def test_items_are_moved_changed_and_taken_off_by_buttons(desk, held):
    one, two = held.agenda_items.all()
    answer = desk.post(reverse("agenda-item-move", args=[two.pk]), {"to": "in"})
    assert answer.url == f"{page_of(held)}#item-{two.pk}"
    assert "1.1" in desk.get(page_of(held)).text
    page = desk.post(reverse("agenda-item-move", args=[one.pk]), {"to": "in"}, follow=True)
    assert "There is no item before this one" in page.text
    page = desk.post(reverse("agenda-item", args=[two.pk]), {"title": "A paper"}, follow=True)
    assert "The item is changed." in page.text and "A paper" in page.text
    page = desk.post(reverse("agenda-item-remove", args=[two.pk]), follow=True)
    assert "“A paper” is off the agenda." in page.text
    assert list(held.agenda_items.all()) == [one]


def test_who_saves_second_is_shown_what_stands_and_chooses(desk, held):
    item = held.agenda_items.all()[0]
    address = reverse("agenda-item", args=[item.pk])
    seen = desk.get(address).context["seen"]
    desk.post(address, {"title": "Theirs", "minutes": "5", "seen": seen})
    answer = desk.post(address, {"title": "Mine", "seen": seen})
    assert answer.status_code == 400
    assert "it now says: Theirs · 5 minutes." in answer.text and 'value="Mine"' in answer.text
    item.refresh_from_db()
    assert item.title == "Theirs"
    desk.post(address, {"title": "Mine", "seen": answer.context["seen"]})
    item.refresh_from_db()
    assert (item.title, item.minutes) == ("Mine", None)


def test_an_item_that_the_minutes_answer_stays(desk, people):
    held = document_at("drafting", people).meeting
    item = held.agenda_items.first()
    page = desk.post(reverse("agenda-item-remove", args=[item.pk]), follow=True)
    assert "The minutes answer “Debrief”" in page.text


def test_items_of_another_meeting_are_taken_over(desk, people, held):
    other = meeting(people, day=dt.date(2026, 11, 20))
    page = desk.get(page_of(other, "agenda-from")).text
    assert "From the agenda of 30 October 2026." in page
    ticked = [str(held.agenda_items.get(title="Debrief").pk), "nonsense"]
    page = desk.post(page_of(other, "agenda-take-over"), {"other": str(held.pk), "item": ticked}, follow=True)
    assert "1 item is taken over." in page.text
    page = desk.post(page_of(other, "agenda-take-over"), {"other": str(held.pk)}, follow=True)
    assert "No item was ticked" in page.text
    assert desk.post(page_of(other, "agenda-take-over"), {"other": "x"}).status_code == 404


def test_the_agenda_as_files(desk, held, renderer):
    pdf = desk.get(page_of(held, "agenda-pdf"))
    assert (pdf.status_code, pdf["Content-Type"]) == (200, "application/pdf")
    said = read(desk.get(page_of(held, "agenda-word")).content)
    assert "1\tDebrief (Lao PDR)" in said and "Annex: Agenda" not in said


def test_another_body_does_not_find_it(stranger, held):
    item = held.agenda_items.first()
    for name in ("agenda", "agenda-from", "agenda-pdf", "agenda-word"):
        assert stranger.get(page_of(held, name)).status_code == 404
    assert stranger.get(reverse("agenda-item", args=[item.pk])).status_code == 404
    for name in ("agenda-item-move", "agenda-item-remove"):
        assert stranger.post(reverse(name, args=[item.pk])).status_code == 404
    assert stranger.get(f"{NEW}?body=friends").status_code == 404


def test_the_page_makes_as_many_queries_with_three_times_the_items(desk, held):
    few = count(desk, page_of(held))
    for number in range(6):
        row = AgendaItem(
            meeting=held, rank=f"b{number}", title=f"Item {number}", parent=held.agenda_items.first()
        )
        history.save(row, by=IMPORT)
    assert count(desk, page_of(held)) == few
