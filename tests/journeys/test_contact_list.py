"""The keeper of the list by keyboard alone: three cells in place, a person more, an entry moved, yesterday compared."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Meet
from tests.journeys.people import Person
from tests.journeys.portal import Portal

pytestmark = pytest.mark.once

HERE = "() => [document.activeElement.dataset.cell, document.activeElement.textContent.trim()]"


def presses(keeper: Person, *keys: str) -> None:
    for key in keys:
        keeper.page.keyboard.press(key)


def types(keeper: Person, words: str, *keys: str) -> None:
    keeper.page.keyboard.type(words)
    presses(keeper, *keys)


def is_on(keeper: Person, cell: str, words: str) -> None:
    """The focus is on this cell, and it says so."""
    keeper.page.wait_for_function(
        f"([cell, words]) => {{ const [at, said] = ({HERE})(); return at === cell && said.includes(words); }}",
        arg=[cell, words],
    )


def test_the_list_in_place(portal: Portal, meet: Meet) -> None:
    told = portal.scene("in_round")
    keeper = meet("keeper", session=told["session"])
    keeper.goes_to("/desk/contacts/")
    expect(keeper.page.get_by_text("all keys")).to_be_visible()
    keeper.page.get_by_label("Find a delegation").focus()
    types(keeper, "IRELAND", "Enter")
    # The status; the reason of the sitting is asked for once, and then the change goes through.
    presses(keeper, "ArrowRight", "ArrowRight", "F2")
    keeper.page.keyboard.type("to be")
    presses(keeper, "Enter")
    expect(keeper.page.get_by_text("Say once why the list is changed")).to_be_visible()
    types(keeper, "told by the mission", "Enter")
    is_on(keeper, "status", "to be reconfirmed")
    presses(keeper, "ArrowRight", "ArrowRight", "Enter", "Control+a")
    types(keeper, "Desk in Dublin", "Tab")
    expect(keeper.page.get_by_role("link", name="Desk in Dublin", exact=True)).to_be_visible()
    # What is no address stays in the cell with the reason; then it is mended.
    presses(keeper, "Enter", "Control+a")
    types(keeper, "no address", "Enter")
    expect(keeper.page.get_by_role("alert")).to_contain_text("“no address” is not an email address.")
    presses(keeper, "Control+a")
    types(keeper, "dublin@example.org", "Enter")
    is_on(keeper, "address", "dublin@example.org")
    presses(keeper, "Control+Enter")
    types(keeper, "Second Desk", "Tab")
    types(keeper, "second@example.org", "Enter")
    is_on(keeper, "name", "Second Desk")
    # The whole list again; the entry goes one up.
    keeper.page.get_by_label("Find a delegation").fill("")
    keeper.page.get_by_role("link", name="Second Desk", exact=True).focus()
    before = _above(keeper)
    presses(keeper, "Alt+ArrowUp")
    expect(keeper.page.locator("[data-said]")).to_have_text("Moved.")
    assert _above(keeper) != before
    yesterday = dt.datetime.now(ZoneInfo("Europe/Zurich")).date() - dt.timedelta(days=1)
    keeper.goes_to(f"/desk/contacts/changes/?from={yesterday.isoformat()}")
    for words in ("dublin@example.org", "Second Desk", "told by the mission", "to be reconfirmed"):
        keeper.sees(words)


def _above(keeper: Person) -> str:
    """Which entry stands above the one that has the focus."""
    above: str = keeper.page.evaluate(
        "() => document.activeElement.closest('[data-row]').previousElementSibling.id"
    )
    return above
