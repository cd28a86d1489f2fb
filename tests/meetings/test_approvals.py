"""Minutes approved at the next meeting: by itself on its agenda, recorded, public with that meeting's minutes."""

import datetime as dt
from pathlib import Path

import pytest

from meetings import (
    agendas,
    approvals,
    meetings,
    presidency,
    public,
    public_approvals,
    public_folder,
    publishing,
    revisions,
)
from meetings.approvals import CannotApprove, Said
from meetings.models import Meeting
from meetings.public_texts import Series
from tests.cast import HOUR, NOW, cast, document_at
from tests.meetings.publications import PUBLISHED_AT, issued_again, prepared, published

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 11, 2)
GOOD = Said("approved", DAY, "the Chair")


@pytest.fixture
def people():
    return cast()


@pytest.fixture
def earlier(people):
    return document_at("drafting", people, day=dt.date(2026, 10, 30))


def by(people, now=NOW):
    return {"by": people.coordinator.actor, "now": now}


def planned(people, **more):
    return meetings.plan(
        Meeting(body=people.body, title="The next", time_zone="Europe/Zurich", **more), **by(people)
    )


def test_it_works(people, earlier):
    held = planned(people)
    [one] = approvals.asked(agendas.tree(held), held)
    assert (one.number, one.item.title, one.document, one.approval) == (
        "1", "Approval of the minutes of 30 October 2026", earlier, None,
    )  # fmt: skip
    approvals.record(held, earlier, GOOD, **by(people))
    [one] = approvals.asked(agendas.tree(held), held)
    assert (one.approval.outcome, one.approval.said_by) == ("approved", "the Chair")
    assert approvals.open_texts(planned(people)).count() == 0


def test_deferred_waits_for_the_meeting_after(people, earlier):
    held = planned(people)
    approvals.record(held, earlier, Said("deferred", DAY), **by(people))
    assert planned(people).agenda_items.get().approves == earlier


def test_two_meetings_do_not_approve_the_same_text(people, earlier):
    first, second = planned(people), planned(people)
    approvals.record(first, earlier, GOOD, **by(people))
    with pytest.raises(CannotApprove, match="approved these minutes already"):
        approvals.record(second, earlier, GOOD, **by(people))


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        (Said("approved", dt.date(2026, 11, 3)), "has not come yet"),
        (Said("approved", dt.date(2026, 10, 1)), "before the meeting"),
        (Said("liked", DAY), "what the meeting decided"),
    ],
)
def test_bad_words_are_refused(people, earlier, said, sentence):
    with pytest.raises(CannotApprove, match=sentence):
        approvals.record(planned(people), earlier, said, **by(people))


def test_no_meeting_approves_its_own(people, earlier):
    with pytest.raises(CannotApprove, match="its own"):
        approvals.record(earlier.meeting, earlier, GOOD, **by(people))


def test_it_stands_in_the_minutes_and_nowhere_else_in_a_text(people, earlier):
    before = revisions.content(earlier)
    assert "approval" not in before["agenda"][0] and "chair" not in before["agenda"][0]
    held = document_at("drafting", people, day=dt.date(2026, 11, 1)).meeting
    approvals.put_on_agenda(held, **by(people))
    approvals.record(held, earlier, Said("corrected", DAY), **by(people))
    last = revisions.content(held.documents.get())["agenda"][-1]
    assert last["approval"] == "corrected"
    assert "approval" not in revisions.agenda(held)["agenda"][-1]


def test_it_is_public_with_the_minutes_of_the_meeting_that_said_so(
    people, settings, renderer, django_capture_on_commit_callbacks
):
    publication = published(people)
    slug = publication.document.meeting.slug
    text = publication.document
    path = Path(settings.PUBLIC_DIR) / f"meetings/{slug}/minutes/1/index.html"
    public_folder.replace(Series.of(text))
    # The other meeting's text is final after the approval was recorded.
    later = document_at("drafting", people, day=dt.date(2026, 11, 1))
    approvals.put_on_agenda(later.meeting, **by(people))
    approvals.record(later.meeting, text, Said("corrected", DAY), **by(people))
    line = "Approved as corrected on 2 November 2026"
    assert public_approvals.of_meetings([text.meeting_id]) == {}
    assert public.meeting(slug, now=NOW).status == "Final"
    public_folder.replace(Series.of(text))
    assert line not in path.read_text()
    before = public_folder.stamp(Series.of(text))
    with django_capture_on_commit_callbacks(execute=True):
        _publish(later, people)
    assert public_approvals.of_meetings([text.meeting_id]) == {text.meeting_id: line}
    assert public.meeting(slug, now=NOW).status == line
    assert public_folder.stamp(Series.of(text)) != before
    assert line in path.read_text()
    assert public_folder.out_of_date() == []
    approvals.record(later.meeting, text, GOOD, **by(people, PUBLISHED_AT + HOUR))
    assert not path.exists()
    assert public_approvals.of_meetings([text.meeting_id]) == {}


def _publish(document, people):
    recorded = presidency.Recorded("the Ambassador", "by telephone", NOW)
    presidency.record(
        document, "clear", given=True, note="", recorded=recorded, user=people.coordinator, now=NOW + HOUR
    )
    preparation = prepared(issued_again(document, people, now=NOW + HOUR), people)
    publishing.confirm(preparation, **by(people, PUBLISHED_AT))
