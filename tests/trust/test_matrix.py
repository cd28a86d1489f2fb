"""The permission matrix: no cell unexpected, and the gate bites."""

import os

import pytest
from django.http import HttpResponse
from django.urls import include, path

from tests import databases
from tests.trust import cells, expectations, sides

pytestmark = pytest.mark.django_db


def planted(request):
    return HttpResponse("open to everybody")


urlpatterns = [path("", include("ccm_portal.urls")), path("planted/", planted, name="planted")]


def test_every_route_has_a_policy_and_a_row_in_the_table():
    assert cells.gate() == []


def test_one_planted_route_without_a_policy_turns_the_gate_red(settings):
    settings.ROOT_URLCONF = __name__
    assert cells.gate() == ["/planted/ has no policy"]


# Who may do what is no matter of the database: on PostgreSQL the states in which there is most to be seen.
STATES = sides.STATES if databases.is_sqlite(os.environ["DATABASE_URL"]) else ("round open", "corrected")


@pytest.mark.parametrize("state", STATES)
def test_no_cell_is_unexpected(state):
    """Pages to which the text's state is nothing in the first and last state alone; in the last also, in turn, methods
    that no page answers to. `python -m tests.trust.matrix` tries them all.
    """
    first, last = state == sides.STATES[0], state == sides.STATES[-1]
    methods = cells.in_turn if last else cells.answered
    report = cells.try_state(state, methods, without=() if first or last else expectations.APART)
    assert report.unexpected == []
    assert report.cells > 1_200
