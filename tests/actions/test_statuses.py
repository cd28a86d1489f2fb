"""Statuses taken with their words: on assignments beside each other, on the contact list, in the report."""

import datetime as dt
import io

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from actions import records
from ccm_portal import history
from ccm_portal.actors import IMPORT
from friends import roster
from friends.models import Assignment
from meetings.models import Meeting
from tests import cast as casting
from tests import queries
from tests.actions.records_in import TWIN

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


def test_it_works(meeting: Meeting) -> None:
    peru = Assignment.objects.filter(listed=False, delegation__name="Peru", role="coordinator")
    said = {row.status: row for row in peru}
    assert {"confirmed", "to_be_reconfirmed"} <= said.keys()
    assert said["confirmed"].status_words.startswith("The chair confirmed")
    assert (said["confirmed"].status_line, said["to_be_reconfirmed"].status_line) == (30, 36)
    assert said["confirmed"].status_source == "record.txt"
    assert {row.valid_from for row in peru} == {meeting.earliest}


def test_who_asked_and_who_cooperates_has_its_words(meeting: Meeting) -> None:
    asked = Assignment.objects.get(listed=False, status=Assignment.Status.PROPOSED)
    assert asked.proposed_by is not None
    assert "requested by" in asked.status_words
    helping = Assignment.objects.filter(listed=False, role=Assignment.Role.COOPERATING)
    assert helping.count() == 4
    assert all("in cooperation with" in row.status_words for row in helping)


def test_a_delegation_without_an_area_is_kept_too(meeting: Meeting) -> None:
    malta = Assignment.objects.get(delegation__name="Malta", status=Assignment.Status.TO_BE_RECONFIRMED)
    assert malta.area is None
    assert not malta.listed


def test_the_list_is_not_overwritten(meeting: Meeting) -> None:
    listed = Assignment.objects.filter(listed=True, body=meeting.body, valid_from__lt=meeting.earliest)
    assert set(listed.values_list("status", flat=True)) == {"listed"}


def test_contradictions_are_those_of_one_post(meeting: Meeting, people: casting.Cast) -> None:
    said = {one.delegation.name: one for one in roster.said_on(people.body, meeting.earliest)}
    assert sorted(name for name, one in said.items() if one.contradicts_itself) == ["Chile", "Peru"]
    assert not said["Malta"].contradicts_itself


class TestTheContactList:
    def test_it_works(self, meeting: Meeting, people: casting.Cast, client: Client) -> None:
        client.force_login(people.coordinator)
        page = client.get(f"{reverse('contact-list')}?on={meeting.earliest}").content.decode()
        assert "the records contradict each other" in page
        assert "The chair confirmed which Friends" in page
        assert "record.txt, line 36" in page
        assert "Said of delegations that are not on the list" in page

    def test_it_costs_the_same_for_three_words_as_for_one(
        self, meeting: Meeting, people: casting.Cast, client: Client
    ) -> None:
        client.force_login(people.coordinator)
        address = f"{reverse('contact-list')}?on={meeting.earliest}"
        before = queries.count(client, address)
        for status in ("will_confirm", "confirmed"):
            row = Assignment(
                body=people.body, delegation=people.president.delegation, role="member", status=status, listed=False,
                status_words="It said so.", status_line=1, valid_from=meeting.earliest,
            )  # fmt: skip
            history.save(row, by=IMPORT)
        assert queries.count(client, address) == before


def test_the_report_says_them() -> None:
    out = io.StringIO()
    call_command("import_record", str(TWIN), "--dry-run", stdout=out)
    said = out.getvalue()
    assert "Status, line 36: Malta, –: to be reconfirmed" in said
    assert "The text contradicts itself: Peru is confirmed, and is not yet. Both are kept." in said
    assert "Proposed follow-up, line 36: The Presidency will reconfirm" in said
    assert "Proposed task, line" in said
    assert "not stated when" in said
