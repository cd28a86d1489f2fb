"""The page that hands a period over: asks, shows exactly what would change, does it once, undoes it."""

import datetime as dt
import re

import pytest
from django.urls import reverse

from ccm_portal import history
from ccm_portal.actors import IMPORT
from ccm_portal.models import Letter
from friends import assignments
from friends.changes import Change
from friends.models import Assignment, HandOver, Period
from tests.cast import NOW, cast, contact, delegation, listed
from tests.queries import at_the_desk, count

DAY = NOW.date() + dt.timedelta(days=30)
Role = Assignment.Role


@pytest.fixture
def people(db, time_machine):
    time_machine.move_to(NOW, tick=False)
    people = cast()
    lebanon = delegation("Lebanon")
    people.designate = listed(
        people.body, lebanon, [contact(lebanon, "lebanon.1")], role=Role.PRESIDENT_DESIGNATE,
        title="President-designate, 2MSP",
    )  # fmt: skip
    return people


@pytest.fixture
def period(people):
    return history.save(Period(body=people.body, name="1MSP to 2MSP"), by=IMPORT)


@pytest.fixture
def coordinator(people):
    return at_the_desk(people.coordinator)


@pytest.fixture
def page(period):
    return reverse("hand-over", args=[period.pk])


@pytest.fixture
def typed(people):
    """What the form sends where nothing is chosen but the day and the reason."""
    return {
        "name": "2MSP to 3MSP", "day": DAY.isoformat(), "reason": "decided by the 2MSP", "status": "proposed",
        "president": str(people.designate.delegation_id), "president_title": "President, 2MSP", "designate": "",
        "designate_title": "President-designate, 3MSP", "new_rows": "1", "until": DAY.isoformat(),
    }  # fmt: skip


def row_of(people, name):
    return people.body.assignments.get(delegation__name=name)


def seen(answer):
    return re.search(r'name="seen" value="(\w+)"', answer.text)[1]


def test_it_works(coordinator, people, period, page, typed):
    assert page in coordinator.get("/desk/contacts/").text
    asked = coordinator.get(page).text
    assert 'value="2MSP to 3MSP"' in asked
    assert 'value="President-designate, 3MSP"' in asked
    norway = row_of(people, "Norway")
    typed[f"choice-{norway.pk}"] = "reconfirm"
    typed |= {"new-0-role": "member", "new-0-title": "Regional meeting"}
    preview = coordinator.post(page, typed)
    assert preview.status_code == 200
    for words in ("From 2 December 2026 on", "norway.2@example.org", "to be reconfirmed", "Regional meeting"):
        assert words in preview.text
    assert not HandOver.objects.exists()
    answer = coordinator.post(page, typed | {"seen": seen(preview), "confirm": "1"}, follow=True)
    assert "is handed over" in answer.text
    assert Letter.objects.filter(reason__startswith="reconfirmation").count() == 2
    assert "to be reconfirmed" in coordinator.get(f"/desk/contacts/?on={DAY}").text


@pytest.mark.parametrize(
    ("typed_so", "sentence"),
    [
        ({"reason": ""}, "This field is required"),
        ({"day": "31.02.2027"}, "Enter a valid date"),
        ({"name": "1MSP to 2MSP"}, "a name of its own"),
        ({"choice": "change"}, "Choose the delegation that takes it over"),
        ({"choice": "change", "holder": "own"}, "Norway holds it already"),
        ({"choice": "reconfirm", "until": ""}, "by which day"),
        ({"new-0-title": "Something"}, "Say in which role"),
        ({"new-0-role": "coordinator"}, "Say which area"),
    ],
)
def test_what_was_typed_is_kept_when_it_is_refused(coordinator, people, page, typed, typed_so, sentence):
    norway = row_of(people, "Norway")
    sent = typed | {"words": "With thanks", "decision": "para. 12"}
    for name, value in typed_so.items():
        field = f"{name}-{norway.pk}" if name in ("choice", "holder") else name
        sent[field] = str(norway.delegation_id) if value == "own" else value
    answer = coordinator.post(page, sent)
    assert answer.status_code == 400
    assert sentence in answer.text
    assert "With thanks" in answer.text
    assert 'value="para. 12"' in answer.text
    assert not HandOver.objects.exists()


def test_another_post_gets_room_and_nothing_is_lost(coordinator, page, typed):
    answer = coordinator.post(page, typed | {"more": "1", "reason": "", "new-0-title": "Kept"})
    assert answer.status_code == 200
    assert 'name="new-1-title"' in answer.text
    assert 'value="Kept"' in answer.text
    assert "required" not in answer.context["form"].errors.as_text()


def test_what_changed_since_the_preview_is_shown_again(coordinator, people, page, typed):
    preview = coordinator.post(page, typed)
    norway = row_of(people, "Norway")
    assignments.end(norway, Change(NOW.date(), "left"), by=people.admin.actor, now=NOW)
    answer = coordinator.post(page, typed | {"seen": seen(preview), "confirm": "1"})
    assert answer.status_code == 400
    assert "changed since you looked" in answer.text
    assert not HandOver.objects.exists()


def test_changing_something_goes_back_to_the_form_as_typed(coordinator, page, typed):
    answer = coordinator.post(page, typed | {"change": "1", "words": "With thanks"})
    assert 'name="words"' in answer.text
    assert "With thanks" in answer.text


def handed_over(coordinator, page, typed):
    preview = coordinator.post(page, typed)
    coordinator.post(page, typed | {"seen": seen(preview), "confirm": "1"})


def test_a_second_one_is_refused_and_the_first_is_shown(coordinator, page, typed):
    handed_over(coordinator, page, typed)
    assert "Undo the hand-over" in coordinator.get(page).text
    answer = coordinator.post(page, typed)
    assert answer.status_code == 400
    assert "was handed over to 2MSP to 3MSP already" in answer.text


def test_it_is_undone_with_a_reason(coordinator, period, page, typed):
    undo = reverse("hand-over-undo", args=[period.pk])
    handed_over(coordinator, page, typed)
    assert coordinator.post(undo, {"reason": ""}).status_code == 400
    assert HandOver.objects.exists()
    assert "is undone" in coordinator.post(undo, {"reason": "too early"}, follow=True).text
    assert not HandOver.objects.exists()
    assert "nothing to undo" in coordinator.post(undo, {"reason": "again"}, follow=True).text


def test_what_hangs_on_it_is_said_in_place_of_the_button(coordinator, people, page, typed):
    handed_over(coordinator, page, typed)
    row = Assignment.objects.get(continues=people.designate)
    assignments.end(row, Change(DAY, "left"), by=people.admin.actor, now=NOW)
    assert "can no longer be undone" in coordinator.get(page).text
    assert "Undo the hand-over" not in coordinator.get(page).text


def test_the_page_costs_the_same_for_more_entries(coordinator, people, page, typed):
    def cost():
        return (count(coordinator, page), count(coordinator, page, **typed))

    one = cost()
    for number in range(3):
        state = delegation(f"State {number}")
        listed(people.body, state, [contact(state, f"state.{number}")], role=Role.MEMBER, title="Paper")
    assert cost() == one


def test_showing_what_was_done_costs_the_same_for_more_entries(coordinator, people, period, page, typed):
    def cost():
        handed_over(coordinator, page, typed)
        found = count(coordinator, page)
        coordinator.post(reverse("hand-over-undo", args=[period.pk]), {"reason": "again"})
        return found

    one = cost()
    for number in range(3):
        state = delegation(f"State {number}")
        listed(people.body, state, [contact(state, f"state.{number}")], role=Role.MEMBER, title="Paper")
    assert cost() == one


def test_a_period_on_record_takes_the_day_and_is_not_handed_over_before_it_begins(
    coordinator, people, page, typed
):
    later = Period(body=people.body, name="2MSP to 3MSP", starts=DAY + dt.timedelta(days=9))
    history.save(later, by=IMPORT)
    assert reverse("hand-over", args=[later.pk]) not in coordinator.get("/desk/contacts/").text
    assert "takes this first day" in coordinator.post(page, typed).text
    handed_over(coordinator, page, typed)
    later.refresh_from_db()
    assert later.starts == DAY
