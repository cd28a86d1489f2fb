"""The page on which it is recorded what a meeting said of earlier minutes."""

import pytest
from django.urls import reverse

from ccm_portal.models import AuditRow
from meetings import approvals, minutes
from meetings.models import Approval
from tests.cast import NOW, document_at, meeting

GOOD = {"outcome": "corrected", "day": "2026-11-02", "said_by": "the Chair"}


@pytest.fixture
def item(people):
    document_at("drafting", people)
    held = meeting(people, day=NOW.date())
    return approvals.put_on_agenda(held, by=people.coordinator.actor, now=NOW)


def address(item):
    return reverse("approval-recorded", args=[item.pk])


def test_it_works(desk, item):
    page = desk.get(address(item)).text
    assert "Approval of the minutes of 30 October 2026" in page and 'value="2026-11-02"' in page
    page = desk.post(address(item), GOOD, follow=True).text
    assert "Recorded: approved as corrected." in page and "Change what is recorded" in page
    row = Approval.objects.get()
    assert (row.outcome, row.said_by, row.document) == ("corrected", "the Chair", item.approves)
    audit = AuditRow.objects.filter(event="approval recorded").get()
    assert "Chair" not in str(vars(audit))


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"day": "2099-01-01"}, "That day has not come yet."),
        ({"day": "2026-10-01"}, "before the meeting that the minutes are of"),
        ({"outcome": ""}, "required"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_recorded(desk, item, said, sentence):
    answer = desk.post(address(item), GOOD | said)
    assert answer.status_code == 400 and sentence in answer.text and "the Chair" in answer.text
    assert not Approval.objects.exists()


def test_an_item_that_approves_nothing_says_so(desk, item):
    other = item.meeting.agenda_items.filter(approves=None)[0]
    assert "approves no earlier minutes" in desk.get(address(other)).text
    assert desk.post(address(other), GOOD).status_code == 400


def test_who_chairs_and_what_is_approved_can_be_changed(desk, item):
    where = reverse("agenda-item", args=[item.pk])
    assert "30 October 2026" in desk.get(where).text
    data = {"title": item.title, "chair_words": "Norway", "facilitator_words": "the host", "approves": ""}
    desk.post(where, data)
    item.refresh_from_db()
    assert (item.chair.name, item.facilitator_words, item.facilitator, item.approves) == (
        "Norway", "the host", None, None,
    )  # fmt: skip
    page = desk.get(reverse("agenda", args=[item.meeting_id])).text
    assert "Chaired by Norway" in page and "Facilitated by the host" in page


def test_the_minutes_that_record_it_lead_there(desk, item, people):
    text = minutes.from_agenda(item.meeting, title="Minutes", by=people.coordinator.actor, now=NOW)
    assert f'href="{address(item)}"' in desk.get(reverse("document", args=[text.pk])).text
