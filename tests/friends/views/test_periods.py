"""The periods of a body: who presides as its posts say, added, put right."""

import datetime as dt

import pytest
from django.urls import reverse

from ccm_portal import history
from ccm_portal.actors import IMPORT
from friends.models import Assignment, Period
from tests.cast import NOW, Cast, cast, delegation, listed
from tests.queries import at_the_desk, count

# What the pages say is no matter of the database.
pytestmark = pytest.mark.once

PERIODS = "/desk/periods/"
WHY = "decided at the meeting"
DAYS = {"starts": "2026-11-01", "ends": "2027-09-16"}


@pytest.fixture
def people(db, time_machine) -> Cast:
    time_machine.move_to(NOW, tick=False)
    return cast()


@pytest.fixture
def keeper(people):
    return at_the_desk(people.admin)


def add(keeper, name="1MSP to 2MSP", **days):
    return keeper.post(PERIODS, {"name": name, "starts": "", "ends": "", "reason": WHY} | days)


def test_it_works(keeper, people):
    add(keeper, **DAYS)
    [period] = Period.objects.all()
    text = keeper.get(PERIODS).text
    assert "1 November 2026" in text and "16 September 2027" in text and text.count("not yet known") == 2
    row = people.president.assignments.get()
    row.period = period
    history.save(row, by=IMPORT)
    lebanon = delegation("Lebanon")
    listed(
        people.body, lebanon, [], role="president_designate", period=period, status=Assignment.Status.PROPOSED
    )
    text = keeper.get(PERIODS).text
    assert "Lao PDR" in text and "Lebanon" in text and "proposed" in text and "not yet known" not in text


def test_a_period_is_put_right(keeper):
    add(keeper)
    [period] = Period.objects.all()
    address = reverse("period", args=[period.pk])
    keeper.post(address, {"name": "First to second", **DAYS, "reason": WHY})
    period.refresh_from_db()
    assert (period.name, period.starts) == ("First to second", dt.date(2026, 11, 1))
    text = keeper.get(address).text
    assert "1MSP to 2MSP</del>" in text and "The Admin" in text and WHY in text


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": "1msp TO 2msp"}, "There is a period called"),
        ({"name": "Next", "starts": "2027-09-01", "ends": "2028-09-01"}, "overlap with those of"),
        (
            {"name": "Next", "starts": "2027-10-01", "ends": "2027-09-30"},
            "The last day lies before the first.",
        ),
        ({"name": "Next", "starts": "soon"}, "Enter a valid date."),
        ({"name": " "}, "This field is required."),
    ],
)
def test_what_does_not_fit_is_said(keeper, wrong, sentence):
    add(keeper, **DAYS)
    answer = add(keeper, **wrong)
    assert answer.status_code == 400 and sentence in answer.text
    # The day of the Meeting is the last of one and the first of the next.
    assert add(keeper, "2MSP to 3MSP", starts="2027-09-16", ends="2028-09-01").status_code == 302


def test_it_takes_the_same_queries_at_any_length(keeper, people):
    found = []
    for number in range(3):
        period = history.save(Period(body=people.body, name=f"{number}MSP"), by=IMPORT)
        listed(people.body, delegation(f"State {number}"), [], role="president", period=period)
        found.append(count(keeper, PERIODS))
    assert found[0] == found[2]
