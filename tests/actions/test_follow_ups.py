"""Follow-ups outside the list: proposed from the minutes, decided by a person, never public."""

import datetime as dt

import pytest
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse

from actions import follow_ups, records
from actions.models import ActionPoint, FollowUp
from ccm_portal import history
from ccm_portal.actors import IMPORT
from meetings.models import Meeting, Paragraph
from tests import cast as casting
from tests import queries
from tests.actions.records_in import TWIN, digest

NOW = dt.datetime(2026, 11, 2, 9, 0, tzinfo=dt.UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> casting.Cast:
    return casting.cast()


@pytest.fixture
def meeting(people: casting.Cast) -> Meeting:
    kept = records.hand_in(
        "record.txt", TWIN.read_bytes(), body=people.body, time_zone="Europe/Zurich", by=IMPORT, now=NOW
    )
    return records.bring_in(kept, records.Choices(), by=IMPORT, now=NOW)


def decide(meeting: Meeting, people: casting.Cast, verdict: str = "accepted", at: int = 0) -> FollowUp:
    proposal = follow_ups.proposed(meeting)[at]
    return follow_ups.decide(meeting, proposal.key, verdict, by=people.coordinator.actor, now=NOW)


def test_it_works(meeting: Meeting, people: casting.Cast) -> None:
    first, second = follow_ups.proposed(meeting)
    assert (first.owner_words, second.owner_words) == ("The Presidency", "Portugal")
    assert first.place.startswith("Areas of work")
    row = decide(meeting, people, at=1)
    assert [owner.name for owner in row.owners.all()] == ["Portugal"]
    assert row.status == "open"
    assert "internal until its delegation confirms" in row.mark
    assert [one.owner_words for one in follow_ups.proposed(meeting)] == ["The Presidency"]


def test_looking_writes_nothing(meeting: Meeting) -> None:
    before = digest()
    follow_ups.proposed(meeting)
    assert digest() == before


def test_a_declined_sentence_is_not_proposed_again(meeting: Meeting, people: casting.Cast) -> None:
    row = decide(meeting, people, "declined")
    assert len(follow_ups.proposed(meeting)) == 1
    assert not FollowUp.objects.accepted().exists()
    with pytest.raises(follow_ups.NotThere):
        follow_ups.decide(meeting, row.sentence_sha256, "accepted", by=people.coordinator.actor, now=NOW)


def test_a_sentence_stands_once(meeting: Meeting, people: casting.Cast) -> None:
    row = decide(meeting, people)
    row.pk, row._state.adding = None, True
    with pytest.raises(IntegrityError):
        history.save(row, by=IMPORT)


def test_where_it_stands(meeting: Meeting, people: casting.Cast) -> None:
    row = decide(meeting, people)
    by = people.coordinator.actor
    row = follow_ups.set_status(row, "done", note="Written in May.", confirmed=True, by=by, now=NOW)
    assert (row.status, row.confirmed) == ("done", True)
    assert "confirmed by its delegation, internal" in row.mark
    assert row.history.first().history_change_reason == "Written in May."


class TestTheDesk:
    @pytest.fixture
    def desk(self, people: casting.Cast, client: Client) -> Client:
        client.force_login(people.coordinator)
        return client

    def test_it_works(self, desk: Client, meeting: Meeting) -> None:
        address = reverse("follow-ups", args=[meeting.pk])
        page = desk.get(address).content.decode()
        assert "Portugal will tell" in page
        key = follow_ups.proposed(meeting)[1].key
        assert desk.post(address, {"sentence": key, "verdict": "accepted"}).status_code == 302
        page = desk.get(reverse("actions")).content.decode()
        assert "Portugal will tell" in page
        assert "internal until its delegation confirms" in page
        row = FollowUp.objects.get()
        own = reverse("follow-up", args=[row.pk])
        assert desk.post(own, {"status": "done", "note": ""}).status_code == 400
        desk.post(own, {"status": "done", "note": "Told us.", "confirmed": "on"})
        assert "Told us." in desk.get(f"{reverse('actions')}?status=done").content.decode()
        assert "Portugal will tell" not in desk.get(f"{reverse('actions')}?status=open").content.decode()

    def test_another_answer_is_refused(self, desk: Client, meeting: Meeting) -> None:
        key = follow_ups.proposed(meeting)[0].key
        sent = {"sentence": key, "verdict": "perhaps"}
        assert desk.post(reverse("follow-ups", args=[meeting.pk]), sent).status_code == 400
        assert not FollowUp.objects.exists()

    def test_they_are_proposed_on_the_page_of_the_record(self, desk: Client, meeting: Meeting) -> None:
        page = desk.get(meeting.record_files.get().get_absolute_url()).content.decode()
        assert "Portugal will tell" in page
        assert "Follow it up" in page
        assert "Accept these 2 tasks" in page

    def test_the_list_costs_the_same_for_two_as_for_one(
        self, desk: Client, meeting: Meeting, people: casting.Cast
    ) -> None:
        decide(meeting, people)
        one = queries.count(desk, reverse("actions"))
        decide(meeting, people)
        assert queries.count(desk, reverse("actions")) == one


def test_it_is_no_action_point_and_stands_on_no_public_page(
    meeting: Meeting, people: casting.Cast, client: Client
) -> None:
    before = ActionPoint.objects.count()
    row = decide(meeting, people, at=1)
    assert ActionPoint.objects.count() == before
    assert row.sentence not in client.get(reverse("meeting", args=[meeting.slug])).content.decode()


def test_any_sentence_is_marked_from_the_desk_once(people: casting.Cast) -> None:
    document = casting.document_at("drafting", people)
    row = Paragraph.objects.get(text__startswith="Several delegations", section__document=document)
    desk = queries.at_the_desk(people.coordinator)
    address = reverse("follow-up-mark", args=[row.pk])
    words = "Several  delegations praised the good spirit of the meeting."
    for _time in range(2):
        answer = desk.post(address, {"sentence": words}, headers={"Accept": "application/json"})
        assert answer.json()["sentence"] == "Several delegations praised the good spirit of the meeting."
    marked = FollowUp.objects.get()
    assert (marked.place, marked.paragraph, marked.confirmed) == ("Debrief", row.pk, False)
    assert "internal until its delegation confirms" in marked.mark
    page = desk.get(reverse("document", args=[document.pk])).text
    assert f'data-marked-in="{row.pk}"' in page
    for lost in ("", "Never said.", "x" * 3_000):
        answer = desk.post(address, {"sentence": lost}, headers={"Accept": "application/json"})
        assert answer.status_code == 409 and answer.json()["problem"].endswith(".")
    assert FollowUp.objects.count() == 1


def test_a_sentence_that_was_declined_can_be_marked_after_all(meeting: Meeting, people: casting.Cast) -> None:
    declined = decide(meeting, people, "declined", at=1)
    row = Paragraph.objects.select_related("section__document__meeting").get(pk=declined.paragraph)
    marked = follow_ups.mark(row, declined.sentence, by=people.coordinator.actor, now=NOW)
    assert (marked.pk, marked.verdict) == (declined.pk, "accepted")
    assert [owner.name for owner in marked.owners.all()] == ["Portugal"]
