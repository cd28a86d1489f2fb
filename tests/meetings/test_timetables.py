"""The timetable of minutes: reckoned from the meeting's day, honest where there is none, and never public."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from ccm_portal import history
from ccm_portal.actors import IMPORT
from ccm_portal.models import AuditRow
from ccm_portal.pdf import RendererProcess
from meetings import documents, public, public_status, publishing, timetable_standing, withholding
from meetings.models import Document
from meetings.timetables import Days, Facts, Standing, Step, standing
from tests import queries
from tests.cast import HOUR, NOW, Cast, cast, document_at, meeting
from tests.meetings.hand_overs import next_coordinator
from tests.meetings.publications import published
from tests.queries import at_the_desk

DAYS = Days(draft=7, circulate=10, comments=7, publish=21)
HELD = dt.date(2026, 10, 30)


def at(day: int, **facts: object) -> Standing:
    """So many days after the meeting."""
    found = standing(Facts(HELD, **facts), DAYS, HELD + dt.timedelta(days=day))  # type: ignore[arg-type]
    assert found is not None
    return found


def on(day: int) -> dt.date:
    return HELD + dt.timedelta(days=day)


# --- reckoned -----------------------------------------------------------------------------------------------------

WORDS = [
    (at(0), "Day 0 of 7 to have the draft ready"),
    (at(3), "Day 3 of 7 to have the draft ready"),
    (at(7), "Today is the day by which the draft was to be ready"),
    (at(8), "1 day past the day by which the draft was to be ready"),
    (at(3, drafted=on(2)), "Day 3 of 10 to circulate"),
    (at(12, drafted=on(2)), "2 days past the day by which the draft was to go to the Friends"),
    (at(12, drafted=on(2), circulated=on(10), comments_end=on(17)), "Day 2 of 7 for comments"),
    (at(19, circulated=on(10), comments_end=on(17)), "2 days past the day until which comments were asked for"),
    (at(18, circulated=on(10), comments_end=on(17), commented=True), "Day 18 of 21 to publish"),
    (at(68), "6 November 2026 was the day by which the draft was to be ready"),
    (at(30, published=on(20)), ""),
    (at(30, circulated=on(10), comments_end=on(17), commented=True, withheld=True), ""),
    # Before the meeting nothing is counted.
    (at(-1), ""),
]  # fmt: skip


@pytest.mark.once
@pytest.mark.parametrize(("found", "words"), WORDS)
def test_it_says_where_the_text_stands(found: Standing, words: str) -> None:
    assert found.words == words


@pytest.mark.once
def test_a_step_that_a_later_one_went_without_is_left_out() -> None:
    rows = {row.step: row for row in at(9, drafted=on(3), published=on(9)).rows}
    assert [step for step, row in rows.items() if row.left_out] == [Step.CIRCULATE, Step.COMMENTS]
    assert rows[Step.DRAFT].done == on(3)
    assert rows[Step.DRAFT].in_time


@pytest.mark.once
def test_without_an_exact_day_nothing_is_reckoned() -> None:
    assert standing(Facts(None, drafted=on(1)), DAYS, on(3)) is None


# --- read from what was done --------------------------------------------------------------------------------------


@pytest.fixture
def people(db, time_machine) -> Cast:  # type: ignore[no-untyped-def]
    time_machine.move_to(NOW, tick=False)
    return cast()


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("drafting", "Day 3 of 7 to have the draft ready"),
        ("cleared", "Day 3 of 10 to circulate"),
        ("in_round", "Day 0 of 7 for comments"),
        ("under_revision", "Day 3 of 21 to publish"),
        ("approved", "Day 3 of 21 to publish"),
    ],
)
def test_the_text_stands_where_its_verbs_brought_it(people: Cast, status: str, words: str) -> None:
    document = document_at(status, people)
    found = timetable_standing.of_document(document, NOW)
    assert found is not None
    assert found.words == words
    page = at_the_desk(people.coordinator).get(f"/desk/documents/{document.pk}/").text
    assert words in page
    assert words in at_the_desk(people.coordinator).get("/desk/meetings/").text


def test_today_says_so_too_and_a_meeting_without_minutes(people: Cast) -> None:
    document_at("drafting", people)
    meeting(people, day=dt.date(2026, 10, 20))
    page = at_the_desk(people.coordinator).get("/desk/").text
    assert "Day 3 of 7 to have the draft ready" in page
    assert "6 days past the day by which the draft was to be ready" in page


def test_the_days_are_those_of_the_body_and_of_its_zone(people: Cast) -> None:
    document = document_at("drafting", people)
    people.body.draft_days = 2
    people.body.time_zone = "Pacific/Auckland"
    history.save(people.body, by=IMPORT)
    document = Document.objects.select_related("body", "meeting").get(pk=document.pk)
    # In Auckland the next day has begun.
    found = timetable_standing.of_document(document, NOW + 3 * HOUR)
    assert found is not None
    assert found.words == "2 days past the day by which the draft was to be ready"


def test_a_meeting_within_a_window_has_no_timetable_and_the_page_says_so(people: Cast) -> None:
    document = document_at("drafting", people)
    held = document.meeting
    assert held is not None
    held.starts_at = held.ends_at = None
    held.latest, held.when_words = dt.date(2026, 11, 3), "week of 30 October"
    history.save(held, by=IMPORT)
    page = at_the_desk(people.coordinator).get(f"/desk/documents/{document.pk}/").text
    assert "The meeting has no exact day yet (week of 30 October), so no days are counted." in page


def test_a_tentative_day_is_not_counted_from_and_the_page_says_so(people: Cast) -> None:
    document = document_at("drafting", people)
    held = document.meeting
    assert held is not None
    held.tentative = True
    history.save(held, by=IMPORT)
    page = at_the_desk(people.coordinator).get(f"/desk/documents/{document.pk}/").text
    assert f"The day of the meeting is tentative ({held.when_words}), so no days are counted." in page


def test_the_proposed_deadline_follows_the_days_of_the_body(people: Cast) -> None:
    people.body.comment_days = 12
    history.save(people.body, by=IMPORT)
    document = document_at("cleared", people)
    page = at_the_desk(people.coordinator).get(f"/desk/documents/{document.pk}/circulate/").text
    assert 'value="2026-11-14"' in page


def test_the_list_of_meetings_costs_the_same_with_three(people: Cast) -> None:
    document_at("in_round", people)
    browser = at_the_desk(people.coordinator)
    one = queries.count(browser, "/desk/meetings/")
    for day in (20, 21):
        document_at("cleared", people, day=dt.date(2026, 10, day))
    assert queries.count(browser, "/desk/meetings/") == one


# --- what the public reads ----------------------------------------------------------------------------------------

MEETING = "/meetings/2026-10-30-friends/"


def line(client: Client) -> str:
    """The public line of the meeting, as the page shows it."""
    found = public.meeting("2026-10-30-friends", now=timezone.now())
    assert found is not None
    answer = client.get(MEETING)
    assert f'<span class="chip">{found.status}</span>' in answer.text
    # Nobody keeps it without asking.
    assert "no-cache" in answer["Cache-Control"]
    return found.status


def test_each_step_of_a_text_is_public_at_once(people: Cast, client: Client) -> None:
    document = document_at("drafting", people)
    by = people.coordinator.actor
    for step, transition in documents.TRANSITIONS.items():
        for source in transition.sources:
            document.status = source
            history.save(document, by=by)
            assert line(client) == public_status.LINES[Document.Status(source)]
            documents.move(document, step, by=by, now=NOW)
            assert line(client) == public_status.LINES[Document.Status(transition.target)]


def test_the_public_never_reads_how_late_it_is(people: Cast, client: Client, time_machine) -> None:  # type: ignore[no-untyped-def]
    document_at("in_round", people)
    time_machine.move_to(NOW + dt.timedelta(days=40), tick=False)
    assert line(client) == "With the Friends for comment"
    assert "With the Friends for comment" in client.get("/").text
    for address in ("/", MEETING):
        assert "past the day" not in client.get(address).text
    assert "past the day" in at_the_desk(people.coordinator).get("/desk/meetings/").text


def test_a_body_may_opt_out(people: Cast, client: Client) -> None:
    document = document_at("in_round", people)
    withholding.withhold(document, reason="closed meeting", by=people.coordinator.actor, now=NOW)
    people.body.status_shown = False
    history.save(people.body, by=IMPORT)
    page = client.get(MEETING).text
    assert "No minutes yet." in page
    assert "Not for publication" not in page


# --- not for publication ------------------------------------------------------------------------------------------

WHY = "The meeting was closed at the wish of the host."


def test_minutes_are_withheld_and_released(people: Cast, client: Client) -> None:
    document = document_at("approved", people)
    coordinator = at_the_desk(people.coordinator)
    address = f"/desk/documents/{document.pk}/withhold/"
    assert "publishing it is refused until this is taken back" in coordinator.get(address).text
    assert coordinator.post(address, {"reason": f" {WHY} "}).status_code == 302
    assert line(client) == "Not for publication"
    assert WHY not in client.get(MEETING).text
    assert WHY in coordinator.get(f"/desk/documents/{document.pk}/").text
    document.refresh_from_db()
    assert "Not for publication" in publishing.missing(document)
    with pytest.raises(publishing.NotApproved):
        publishing.prepare(document, by=people.coordinator.actor, now=NOW)
    assert "Publish it" not in coordinator.get("/desk/").text
    assert {row.event: row.detail for row in AuditRow.objects.filter(event="not for publication")} == {
        "not for publication": {}
    }
    coordinator.post(address, {"take_back": "1"})
    assert line(client) == "Final"
    document.refresh_from_db()
    assert publishing.missing(document) == ""


@pytest.mark.parametrize(("reason", "sentence"), [("  ", "Say why"), ("x" * 501, "at most 500 fit")])
def test_it_needs_a_reason(people: Cast, client: Client, reason: str, sentence: str) -> None:
    document = document_at("drafting", people)
    answer = at_the_desk(people.coordinator).post(
        f"/desk/documents/{document.pk}/withhold/", {"reason": reason}
    )
    assert answer.status_code == 400
    assert sentence in answer.text
    assert line(client) == "In preparation"


def test_what_is_public_stays_so(people: Cast, renderer: RendererProcess) -> None:
    document = published(people).document
    with pytest.raises(documents.NotNow):
        withholding.withhold(document, reason=WHY, by=people.coordinator.actor, now=NOW)


def test_the_reason_is_sealed_for_the_next_coordinator(people: Cast, time_machine) -> None:  # type: ignore[no-untyped-def]
    document = document_at("drafting", people)
    withholding.withhold(document, reason=WHY, by=people.coordinator.actor, now=NOW)
    time_machine.move_to(NOW + dt.timedelta(days=2), tick=False)
    newcomer = next_coordinator(people, NOW.date() + dt.timedelta(days=1))
    for page in ("", "withhold/"):
        assert WHY not in newcomer.get(f"/desk/documents/{document.pk}/{page}").text
        assert WHY in at_the_desk(people.coordinator).get(f"/desk/documents/{document.pk}/{page}").text
