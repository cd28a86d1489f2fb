"""What anybody may know of the roster: settled posts of areas by period, States and organisations, and nothing else."""

import datetime as dt

import pytest

from ccm_portal import history
from ccm_portal.actors import IMPORT
from friends import delegations, public
from friends.models import Assignment, Period, ThematicArea
from tests.cast import NOW, cast, contact, delegation, listed

pytestmark = pytest.mark.django_db

TODAY = NOW.date()
ONE_DAY = dt.timedelta(days=1)
Role, Status = Assignment.Role, Assignment.Status


@pytest.fixture
def people():
    return cast()


@pytest.fixture
def area(people):
    return history.save(ThematicArea(body=people.body, name="Clearance", position=9), by=IMPORT)


def put(people, area, name, status=Status.LISTED, *, role=Role.COORDINATOR, **fields):
    row = delegation(name) if isinstance(name, str) else name
    return listed(people.body, row, [], area=area, role=role, status=status, **fields)


def seen(area, *, now=NOW):
    found = public.area(area.slug, language="en", now=now)
    return [
        (
            term.period,
            [one.name for one in term.coordinating],
            [one.name for one in term.cooperating],
            set(term.open),
        )
        for term in found.terms
    ]


def test_it_works(people, area):
    first = history.save(Period(body=people.body, name="1MSP to 2MSP", starts=dt.date(2026, 1, 1)), by=IMPORT)
    second = history.save(Period(body=people.body, name="2MSP to 3MSP", starts=TODAY), by=IMPORT)
    put(people, area, "Peru", Status.CONFIRMED, period=first, valid_until=TODAY - ONE_DAY)
    put(people, area, "Chile", role=Role.COOPERATING, period=first)
    put(people, area, None, Status.VACANT, period=second)
    assert seen(area) == [
        ("2MSP to 3MSP", [], [], {Role.COORDINATOR}),
        ("1MSP to 2MSP", ["Peru"], ["Chile"], set()),
    ]
    found = public.area(area.slug, language="en", now=NOW)
    assert [one.name for one in found.now.cooperating] == ["Chile"] and not found.now.coordinating


@pytest.mark.parametrize(
    "status", [Status.PROPOSED, Status.TO_BE_RECONFIRMED, Status.WILL_CONFIRM, Status.ENDED]
)
def test_what_is_not_settled_is_nobodys_business(people, area, status):
    put(people, area, "Peru", status)
    assert seen(area) == []
    assert area.slug not in [one.slug for one in public.areas(language="en", now=NOW)]


def test_being_asked_again_changes_nothing_in_public(people, area):
    peru = delegation("Peru")
    put(people, area, peru, valid_until=TODAY - 9 * ONE_DAY)
    put(people, area, peru, Status.TO_BE_RECONFIRMED, valid_from=TODAY - 8 * ONE_DAY)
    found = public.area(area.slug, language="en", now=NOW)
    [holder] = found.terms[0].coordinating
    assert (holder.name, holder.until) == ("Peru", None)


def test_what_a_record_said_and_what_is_yet_to_come_are_left_out(people, area):
    put(people, area, "Peru", Status.CONFIRMED, listed=False, status_words="in a draft")
    put(people, area, "Chile", Status.CONFIRMED, valid_from=TODAY + ONE_DAY)
    put(people, area, "Mali", Status.LISTED, role=Role.COOPERATING, listed=False)
    assert seen(area) == [("", [], ["Mali"], set())]
    assert seen(area, now=NOW + ONE_DAY)[0][1] == ["Chile"]


def test_a_new_status_within_a_period_is_one_holder(people, area):
    peru = delegation("Peru")
    for status, first, last in ((Status.LISTED, None, TODAY - ONE_DAY), (Status.CONFIRMED, TODAY, None)):
        put(people, area, peru, status, valid_from=first, valid_until=last)
    [holder] = public.area(area.slug, language="en", now=NOW).terms[0].coordinating
    assert (holder.since, holder.until) == (None, None)


def test_names_are_those_of_the_language_and_in_its_order(people, area):
    for name in ("Egypt", "Finland", "Spain"):
        row = delegation(name)
        delegations.take_proposed(row, reason="table", by=IMPORT, now=NOW)
        put(people, area, row, role=Role.COOPERATING)
    [term] = public.area(area.slug, language="fr", now=NOW).terms
    assert [one.name for one in term.cooperating] == ["Égypte", "Espagne", "Finlande"]


def test_an_area_that_was_joined_or_has_ended(people, area):
    put(people, area, "Peru", valid_until=TODAY - ONE_DAY)
    area.valid_until = TODAY - ONE_DAY
    history.save(area, by=IMPORT)
    assert public.area(area.slug, language="en", now=NOW).ended == TODAY - ONE_DAY
    assert [one.name for one in public.areas(language="en", now=NOW)] == ["General status and operation"]
    area.joined_to = people.friend.assignments.get().area
    history.save(area, by=IMPORT)
    assert public.area(area.slug, language="en", now=NOW) is None


def test_it_takes_the_same_queries_at_any_length(people, area, django_assert_num_queries):
    for number in range(3):
        row = delegation(f"State {number}")
        contact(row, f"state.{number}")
        more = history.save(ThematicArea(body=people.body, name=f"Area {number}"), by=IMPORT)
        put(people, more, row)
        put(people, area, row, role=Role.COOPERATING)
        with django_assert_num_queries(6):
            public.areas(language="en", now=NOW)
        with django_assert_num_queries(6):
            public.area(area.slug, language="en", now=NOW)
