"""The page of what changed between two days: the list with its marks, each change, at a constant cost."""

import pytest
import time_machine
from django.urls import reverse

from tests.cast import HOUR, NOW, cast
from tests.friends.views.test_cells import save
from tests.queries import at_the_desk, count

PAGE = "/desk/contacts/changes/"
DAYS = {"from": "2026-11-01", "to": "2026-11-02"}
RECORD = DAYS | {"by": "record"}


@pytest.fixture
def people(db, time_machine):
    time_machine.move_to(NOW - 48 * HOUR, tick=False)
    people = cast()
    time_machine.move_to(NOW, tick=False)
    return people


@pytest.fixture
def keeper(people):
    return at_the_desk(people.admin)


def test_it_works(keeper, people):
    save(keeper, people.friend, "address", email="norway.new@example.org")
    for asked in (DAYS, RECORD):
        page = keeper.get(PAGE, asked).text
        assert "1 of 4 entries changed" in page
        assert '<del class="was"><span class="visually-hidden">was </span>norway.1@example.org</del>' in page
        assert "The Admin" in page and "told by the mission" in page and "1 change, the newest first" in page
    assert reverse("contact-list-changes") in keeper.get("/desk/contacts/").text


def test_nothing_changed(keeper, people):
    page = keeper.get(PAGE, DAYS).text
    assert "The two lists are the same." in page and "Nothing was changed between the two." in page
    assert (
        "The list holds nothing on either day."
        in keeper.get(PAGE, RECORD | {"from": "2026-09-01", "to": "2026-10-01"}).text
    )


@pytest.mark.parametrize(
    "asked", [{}, {"page": "x"}, {"page": "999999"}, {"by": "<b>"}, {"from": "2027-01-01"}]
)
def test_what_is_not_asked_well_still_shows_the_list(keeper, people, asked):
    assert keeper.get(PAGE, asked).status_code == 200


def test_a_day_that_cannot_be_read_is_said(keeper, people):
    assert "“yesterday” is not a day" in keeper.get(PAGE, {"from": "yesterday"}).text


def test_a_stranger_sees_the_own_list_only(people):
    stranger = at_the_desk(people.stranger)
    assert "Norway" not in stranger.get(PAGE).text
    assert stranger.get(PAGE, {"body": "friends"}).status_code == 404


@pytest.mark.parametrize("by", ["validity", "record"])
def test_it_takes_the_same_queries_for_more_changes(keeper, people, by):
    address = f"{PAGE}?from=2026-11-01&to=2026-11-02&by={by}"

    def change(number):
        for name in ("Norway", "Canada"):
            person = people.contacts[name][1]
            save(keeper, person, "address", email=f"{name.lower()}.new.{number}@example.org")
            row = person.assignments.get()
            with time_machine.travel(NOW + HOUR * number, tick=False):
                save(keeper, row, "post", title=f"Post {number}", role="member")

    change(1)
    before = count(keeper, address)
    for person in ("Lao PDR", "ICRC"):
        save(keeper, people.contacts[person][0], "address", email=f"{person[:3]}.new@example.org")
    assert count(keeper, address) == before
