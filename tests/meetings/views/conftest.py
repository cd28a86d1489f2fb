"""Fixtures of the pages' tests: the cast at a moment while the round of the cast is open, and two at their desks."""

import pytest
from django.test import Client

from tests.cast import Cast, cast
from tests.meetings.views.walking import DURING
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
