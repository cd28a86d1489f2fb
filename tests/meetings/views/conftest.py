"""Fixtures of the pages' tests: the cast at a moment while the round of the cast is open, and two at their desks."""

import pytest
from django.test import Client

from meetings.models import Round
from tests.cast import Cast, cast, document_at
from tests.meetings.views.walking import DURING, reviewing, round_of
from tests.queries import at_the_desk


@pytest.fixture
def people(db, time_machine) -> Cast:
    time_machine.move_to(DURING, tick=False)
    return cast()


@pytest.fixture
def desk(people: Cast) -> Client:
    """The coordinator's browser."""
    return at_the_desk(people.coordinator)


@pytest.fixture
def stranger(people: Cast) -> Client:
    """The browser of another body's coordinator."""
    return at_the_desk(people.stranger)


@pytest.fixture
def round_(people) -> Round:
    return round_of(document_at("in_round", people))


@pytest.fixture
def norway(people, round_) -> Client:
    """The browser of Norway's first contact."""
    return reviewing(people.friend, round_)


@pytest.fixture
def seat(round_):
    return round_.delegations.get(name="Norway")
