"""The desk's pages of the app: records, actions, today. Who may, what is shown, what is kept."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from actions.models import ActionPoint, RecordFile
from friends.models import AreaLikeness, BodyAlias
from meetings.models import Meeting
from tests import cast as casting
from tests.actions.records_in import SMALL, TWIN, digest

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> casting.Cast:
    return casting.cast()


@pytest.fixture
def desk(people: casting.Cast, client: Client) -> Client:
    client.force_login(people.coordinator)
    return client


def hand_in(desk: Client, people: casting.Cast, data: bytes, **fields: str) -> Any:
    file = SimpleUploadedFile("record.txt", data)
    sent = {"body": str(people.body.pk), "time_zone": "Europe/Zurich", "file": file} | fields
    return desk.post(reverse("records"), sent)


class TestRecords:
    def test_it_works(self, desk: Client, people: casting.Cast) -> None:
        answer = hand_in(desk, people, TWIN.read_bytes())
        kept = RecordFile.objects.get()
        assert answer["Location"] == reverse("record", args=[kept.pk])
        assert kept.report[0]["line"] > 0
        page = desk.get(answer["Location"]).content.decode()
        assert "29 addresses" in page
        assert "17 rows" in page
        assert not Meeting.objects.exists()
        done = desk.post(answer["Location"], {"time_zone": "Europe/Zurich", **self.later(page)})
        assert done["Location"] == reverse("desk-meeting", args=[Meeting.objects.get().pk])
        assert AreaLikeness.objects.filter(verdict="open").exists()

    def later(self, page: str, verdict: str = "later") -> dict[str, str]:
        """Every question about areas named alike, answered alike."""
        names = {piece.split('"')[0] for piece in page.split('name="')[1:]}
        return {name: verdict for name in names if name.startswith("pair-")}

    def test_choices_are_kept(self, desk: Client, people: casting.Cast) -> None:
        address = hand_in(desk, people, TWIN.read_bytes())["Location"]
        page = desk.get(address).content.decode()
        other = "Friends of the Chair"
        sent = {"time_zone": "Asia/Tokyo", "other_names": [other], **self.later(page, "join")}
        desk.post(address, sent)
        assert Meeting.objects.get().time_zone == "Asia/Tokyo"
        assert not AreaLikeness.objects.filter(verdict="open", area__agenda_items__isnull=False).exists()
        assert BodyAlias.objects.get(name=other).body == people.body

    def test_a_day_is_asked_for_where_the_text_has_none(self, desk: Client, people: casting.Cast) -> None:
        text = SMALL.replace("4 April 2012, ", "").replace("as of 1 April 2012", "")
        address = hand_in(desk, people, text.encode())["Location"]
        refused = desk.post(address, {"time_zone": "Europe/Zurich"})
        assert refused.status_code == 400
        assert not Meeting.objects.exists()
        desk.post(address, {"time_zone": "Europe/Zurich", "day": "2012-04-05"})
        assert Meeting.objects.get().slug == "2012-04-05-friends"

    def test_a_text_may_be_pasted(self, desk: Client, people: casting.Cast) -> None:
        answer = hand_in(desk, people, b"", file="", text=SMALL)
        assert answer.status_code == 302
        assert RecordFile.objects.get().text == SMALL

    @pytest.mark.parametrize(
        ("data", "sentence"),
        [(b"%PDF-1.7", "is a PDF file"), (b"", "is empty"), (b"\x00\x01\x02", "no plain text")],
    )
    def test_bad_files_get_a_sentence(
        self, desk: Client, people: casting.Cast, data: bytes, sentence: str
    ) -> None:
        answer = hand_in(desk, people, data)
        assert answer.status_code == 400
        assert sentence in answer.content.decode()
        assert not RecordFile.objects.exists()

    def test_what_was_pasted_is_not_lost_with_an_error(self, desk: Client, people: casting.Cast) -> None:
        answer = hand_in(desk, people, b"", file="", text=SMALL, time_zone="Mars")
        assert answer.status_code == 400
        assert "Ada Dock" in answer.content.decode()

    def test_the_same_record_again_changes_nothing(self, desk: Client, people: casting.Cast) -> None:
        address = hand_in(desk, people, SMALL.encode())["Location"]
        desk.post(address, {"time_zone": "Europe/Zurich"})
        assert Meeting.objects.count() == 1
        sessions = ("sessions.Session",)
        before = digest(without=sessions)
        assert hand_in(desk, people, SMALL.encode())["Location"] == address
        assert desk.post(address, {"time_zone": "Europe/Zurich"}).status_code == 200
        assert digest(without=sessions) == before

    def test_a_get_changes_nothing(self, desk: Client, people: casting.Cast) -> None:
        address = hand_in(desk, people, SMALL.encode())["Location"]
        before = digest()
        for page in (address, f"{address}?became=paragraph", f"{address}?page=99", reverse("records")):
            assert desk.get(page).status_code == 200
        assert digest() == before

    def test_the_report_can_be_narrowed(self, desk: Client, people: casting.Cast) -> None:
        address = hand_in(desk, people, SMALL.encode())["Location"]
        page = desk.get(f"{address}?became=row%20of%20the%20contact%20list").content.decode()
        table = page.partition('id="lines"')[2]
        assert "Ada Dock" in table
        assert "was brief about it" not in table

    def test_nobody_else_sees_it(self, desk: Client, people: casting.Cast, client: Client) -> None:
        address = hand_in(desk, people, SMALL.encode())["Location"]
        for user in (people.stranger, people.admin, None):
            other = Client()
            if user:
                other.force_login(user)
            assert other.get(address).status_code == 404
            assert other.post(address, {"time_zone": "UTC"}).status_code == 404
        other = Client()
        other.force_login(people.stranger)
        assert "record.txt" not in other.get(reverse("records")).content.decode()
        assert hand_in(other, people, SMALL.encode()).status_code == 400


class TestActions:
    @pytest.fixture(autouse=True)
    def minutes(self, people: casting.Cast) -> None:
        casting.document_at("drafting", people)

    def test_it_works(self, desk: Client, people: casting.Cast) -> None:
        page = desk.get(reverse("actions")).content.decode()
        assert "Canada to revise the paper" in page
        assert "in time for the next meeting" in page
        point = ActionPoint.objects.first()
        address = reverse("action-point", args=[point.pk])
        assert desk.get(address).status_code == 200
        done = desk.post(address, {"status": "done", "note": "Canada reported it on the telephone."})
        assert done["Location"] == reverse("actions")
        assert "Canada reported it" in desk.get(f"{done['Location']}?status=done").content.decode()
        assert "Canada to revise" not in desk.get(f"{done['Location']}?status=open").content.decode()

    def test_a_note_is_needed(self, desk: Client) -> None:
        point = ActionPoint.objects.first()
        answer = desk.post(reverse("action-point", args=[point.pk]), {"status": "done", "note": " "})
        assert answer.status_code == 400
        assert ActionPoint.objects.get(pk=point.pk).status == "open"

    def test_nobody_else_may(self, people: casting.Cast) -> None:
        address = reverse("action-point", args=[ActionPoint.objects.first().pk])
        for user in (people.stranger, people.admin, None):
            other = Client()
            if user:
                other.force_login(user)
            assert other.get(address).status_code == 404
            assert other.post(address, {"status": "done", "note": "x"}).status_code == 404

    def test_the_list_costs_the_same_for_three_meetings_as_for_one(
        self, desk: Client, people: casting.Cast
    ) -> None:
        def cost() -> int:
            with CaptureQueriesContext(connection) as queries:
                desk.get(reverse("actions"))
            return len(queries)

        one = cost()
        for day in (1, 2):
            casting.document_at("drafting", people, day=casting.NOW.date().replace(day=day))
        assert cost() == one


class TestToday:
    def test_the_coordinator_sees_the_texts(self, desk: Client, people: casting.Cast) -> None:
        casting.document_at("drafting", people)
        page = desk.get(reverse("today")).content.decode()
        assert "ask the Presidency to clear it" in page

    def test_the_list_keeper_sees_no_text(self, people: casting.Cast, client: Client) -> None:
        casting.document_at("drafting", people)
        client.force_login(people.admin)
        page = client.get(reverse("today")).content.decode()
        assert "To the contact list" in page
        assert "Presidency" not in page.replace(people.body.name, "")
        assert "Minutes" not in page

    def test_the_public_finds_nothing(self, client: Client) -> None:
        assert client.get(reverse("today")).status_code == 404
