"""The rows of the contact list: begun, changed from a day on, ended; what held on an earlier day still shows."""

import datetime as dt
from dataclasses import replace

import pytest

from ccm_portal import history
from ccm_portal.actors import IMPORT
from ccm_portal.models import AuditRow
from friends import assignments, roster
from friends.assignments import Post
from friends.changes import BadDay, Change, NoReason
from friends.models import Assignment, Period, ThematicArea
from tests.cast import NOW, cast, contact, delegation, listed

pytestmark = pytest.mark.django_db

TODAY = NOW.date()
YESTERDAY = TODAY - dt.timedelta(days=1)
BEFORE = dt.date(2020, 1, 1)
TOLD = Change(TODAY, "told by the mission")
Role, Status = Assignment.Role, Assignment.Status


@pytest.fixture
def people():
    return cast()


@pytest.fixture
def area(people):
    return history.save(ThematicArea(body=people.body, name="Clearance"), by=IMPORT)


@pytest.fixture
def row(people, area):
    """Peru coordinates an area since long ago, with one contact."""
    peru = delegation("Peru")
    row = listed(people.body, peru, [contact(peru, "peru.1")], role=Role.COORDINATOR, area=area)
    row.valid_from = BEFORE
    return history.save(row, by=IMPORT)


def said(people, day, area):
    """Of the area's rows on a day: holder, status and who stands there."""
    return [
        (str(row.delegation), row.assignment.status, [person.email for person in row.contacts])
        for row in roster.rows_on(people.body, day)
        if row.assignment.area == area
    ]


def restate(people, row, change=TOLD, **new):
    return assignments.restate(row, replace(Post.of(row), **new), change, by=people.admin.actor, now=NOW)


def test_a_new_status_holds_from_its_day_and_overwrites_none(people, row, area):
    following = restate(people, row, status=Status.CONFIRMED, decision="1MSP, para. 12")
    assert said(people, YESTERDAY, area) == [("Peru", "listed", ["peru.1@example.org"])]
    assert said(people, TODAY, area) == [("Peru", "confirmed", ["peru.1@example.org"])]
    assert assignments.story(following) == [row, following]
    assert AuditRow.objects.filter(subject_id=following.pk).count() == 1


def test_another_holder_brings_its_own_contacts(people, row, area):
    chile = delegation("Chile")
    listed(people.body, chile, [contact(chile, "chile.1")], role=Role.MEMBER)
    contact(chile, "chile.elsewhere")
    restate(people, row, delegation=chile)
    assert said(people, TODAY, area) == [("Chile", "listed", ["chile.1@example.org"])]
    assert said(people, YESTERDAY, area) == [("Peru", "listed", ["peru.1@example.org"])]


def test_a_post_may_fall_vacant(people, row, area):
    restate(people, row, delegation=None, status=Status.VACANT)
    assert said(people, TODAY, area) == [("None", "vacant", [])]


def test_what_began_on_that_day_is_put_right_itself(people, row, area):
    following = restate(people, row, status=Status.PROPOSED)
    again = restate(people, following, status=Status.CONFIRMED)
    assert again == following
    assert Assignment.objects.filter(area=area).count() == 2
    assert [old.status for old in again.history.all()] == ["confirmed", "proposed"]


def test_what_is_said_already_changes_nothing(people, row):
    assert restate(people, row) == row
    assert row.history.count() == 2


def test_begin_and_end(people, area):
    body = people.body
    norway = people.friend.delegation
    post = Post(Role.COORDINATOR, area=area, delegation=norway, status=Status.PROPOSED)
    row = assignments.begin(body, post, TOLD, by=people.admin.actor, now=NOW)
    [(holder, status, addresses)] = said(people, TODAY, area)
    assert (holder, status) == ("Norway", "proposed")
    assert people.friend.email in addresses
    assert said(people, YESTERDAY, area) == []
    assignments.end(row, TOLD, by=people.admin.actor, now=NOW)
    assert len(said(people, TODAY, area)) == 1
    assert said(people, TODAY + dt.timedelta(days=1), area) == []


@pytest.mark.parametrize(
    "new",
    [
        {"area": None},
        {"delegation": None},
        {"status": Status.VACANT},
    ],
)
def test_what_does_not_go_together_is_refused(people, row, new):
    with pytest.raises(assignments.UnfitPost):
        restate(people, row, **new)


def test_areas_and_periods_are_those_of_the_body(people, row):
    other = people.other_body
    with pytest.raises(assignments.UnfitPost):
        restate(people, row, area=history.save(ThematicArea(body=other, name="Clearance"), by=IMPORT))
    with pytest.raises(assignments.UnfitPost):
        restate(people, row, period=history.save(Period(body=other, name="1MSP to 2MSP"), by=IMPORT))


def test_every_change_says_why_and_fits_the_days_of_the_row(people, row):
    with pytest.raises(NoReason):
        restate(people, row, Change(TODAY, " "), status=Status.CONFIRMED)
    with pytest.raises(BadDay):
        restate(people, row, Change(BEFORE - dt.timedelta(days=1), "as heard"), status=Status.CONFIRMED)
    assignments.end(row, Change(YESTERDAY, "left"), by=people.admin.actor, now=NOW)
    with pytest.raises(BadDay):
        restate(people, row, status=Status.CONFIRMED)


def test_what_somebody_changed_meanwhile_is_not_changed_over(people, row):
    earlier = Assignment.objects.get(pk=row.pk)
    restate(people, row, status=Status.CONFIRMED)
    with pytest.raises(assignments.Overtaken):
        restate(people, earlier, status=Status.PROPOSED)
    with pytest.raises(assignments.Overtaken):
        assignments.end(earlier, TOLD, by=people.admin.actor, now=NOW)
    assert Assignment.objects.filter(area=row.area).count() == 2


def test_what_came_to_its_end_is_taken_up_again_with_its_contacts(people, row, area):
    assignments.end(row, Change(YESTERDAY, "the period ends"), by=people.admin.actor, now=NOW)
    following = assignments.begin(
        people.body, Post.of(row), TOLD, continues=row, by=people.admin.actor, now=NOW
    )
    assert said(people, TODAY, area) == [("Peru", "listed", ["peru.1@example.org"])]
    assert assignments.story(following) == [row, following]


def test_a_row_taken_back_leaves_the_list_as_it_was(people, row, area):
    before = said(people, TODAY, area)
    following = restate(people, row, status=Status.CONFIRMED)
    assignments.take_back(following, reason="a slip", by=people.admin.actor, now=NOW)
    assert said(people, TODAY, area) == []
    assignments.hold_until(row, None, reason="a slip", by=people.admin.actor, now=NOW)
    assert said(people, TODAY, area) == before
