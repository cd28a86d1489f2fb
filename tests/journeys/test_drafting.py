"""The minutes of a new meeting typed from its agenda by keyboard; with a colleague; without a connection."""

import re

import pytest
from playwright.sync_api import Page, Route, expect

from tests.journeys.conftest import Meet
from tests.journeys.keyboard import Keyboard
from tests.journeys.people import Person
from tests.journeys.portal import Portal

pytestmark = pytest.mark.once

STATE = "[data-state]"
OPEN = ".editing textarea"
THE_OTHER = "Theirs, and first."


def test_minutes_typed_from_the_agenda(portal: Portal, meet: Meet) -> None:
    told = portal.scene("planned")
    writer = meet("writer", session=told["session"])
    writer.goes_to(f"/desk/meetings/{told['meeting']}/")
    keyboard = Keyboard(writer)
    keyboard.enters("Begin the minutes from the agenda", "button")
    the_minutes_are_typed(keyboard)
    address = writer.page.url
    colleague = meet("colleague", session=told["colleague"])
    two_at_one_paragraph_and_at_neighbours(writer, colleague, address)
    the_connection_goes_and_the_tab_is_closed(writer, address)
    what_was_typed_last_is_in_what_is_frozen(writer)
    writer.looks("drafting")
    an_earlier_state_is_brought_back_by_keyboard(writer, address)


def presses(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def types(page: Page, words: str, *keys: str) -> None:
    page.keyboard.type(words)
    presses(page, *keys)


def is_saved(page: Page) -> None:
    expect(page.locator(STATE)).to_have_text(re.compile(r"^Saved \d\d:\d\d$"))


def texts(page: Page) -> list[str]:
    """The paragraphs as they stand on a page opened anew."""
    page.reload()
    return [words.strip() for words in page.locator("[data-line] [data-words]").all_inner_texts()]


def the_minutes_are_typed(keyboard: Keyboard) -> None:
    page = keyboard.person.page
    keyboard.tabs_to("Write here", "button")
    presses(page, "Enter")
    types(page, "The Presidency looked back on the first ")
    presses(page, "Control+b")
    types(page, "meeting")
    presses(page, "ArrowRight", "ArrowRight")
    types(page, ". Several delegations thanked it.", "Enter")
    types(page, "/decision", "Enter")
    types(page, "The next meeting takes place in May.", "Enter")
    types(page, "/ac", "Enter")
    types(page, "To send the programme to all.", "Tab")
    types(page, "Presidency", "Tab")
    types(page, "before May", "Enter")
    types(page, "/bul", "Enter")
    types(page, "first point;", "Enter")
    types(page, "under it;", "Tab", "Enter")
    presses(page, "Shift+Tab")
    types(page, "last point.", "Enter", "Enter")
    types(page, "Closed.")
    # Made two of one, taken back, joined by hand, moved into the next section.
    presses(page, "Home", "ArrowRight", "ArrowRight", "ArrowRight", "Enter")
    is_saved(page)
    presses(page, "Control+z")
    expect(page.locator(OPEN)).to_have_value("Closed.")
    presses(page, "Home", "ArrowRight", "Enter")
    is_saved(page)
    presses(page, "Backspace")
    expect(page.locator(OPEN)).to_have_value("Closed.")
    presses(page, "Alt+ArrowDown")
    expect(page.locator("[data-told]")).to_have_text("Moved.")
    presses(page, "Escape", "?")
    expect(page.get_by_role("heading", name="Writing by keyboard")).to_be_visible()
    presses(page, "Escape")
    is_saved(page)
    assert texts(page) == [
        "The Presidency looked back on the first meeting. Several delegations thanked it.",
        "The next meeting takes place in May.",
        "To send the programme to all.",
        "first point;",
        "under it;",
        "last point.",
        "Closed.",
    ]
    expect(page.locator(".kind-decision .n")).to_have_text("2")
    expect(page.locator(".kind-action .tag")).to_have_text("Action point · Presidency · before May")
    assert page.locator(".kind-bullet.level-1").count() == 1
    expect(page.locator("[data-section]").nth(1).locator("[data-words]")).to_have_text("Closed.")
    keyboard.person.sees("Have it cleared")


def two_at_one_paragraph_and_at_neighbours(writer: Person, colleague: Person, address: str) -> None:
    colleague.goes_to(address)
    for person, place, words in ((colleague, 0, THE_OTHER), (writer, 1, "Mine, beside it.")):
        person.page.locator("[data-line]").nth(place).focus()
        presses(person.page, "Enter", "Control+a")
        types(person.page, words)
        is_saved(person.page)
    # Whoever comes back to the page is told at once what the other saved, never what they saved themselves.
    writer.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(writer.page.locator(".presence li")).to_have_text(re.compile(r"edited para\. 1, just now$"))
    # The same paragraph: whoever comes second sees both, and decides.
    writer.page.locator("[data-line]").nth(0).click()
    presses(writer.page, "Control+a")
    types(writer.page, "Mine, and second.", "Control+s")
    box = writer.page.locator(".conflict-box")
    expect(box.locator("[data-theirs]")).to_have_text(THE_OTHER)
    expect(box.locator("[data-mine]")).to_have_value("Mine, and second.")
    assert texts(colleague.page)[:2] == [THE_OTHER, "Mine, beside it."]
    box.locator("[data-mine]").fill("Both, one after the other.")
    writer.presses("Save yours")
    is_saved(writer.page)
    assert texts(colleague.page)[0] == "Both, one after the other."


def the_connection_goes_and_the_tab_is_closed(writer: Person, address: str) -> None:
    page = writer.page
    page.locator("[data-line]").nth(1).focus()
    writer.context.set_offline(True)
    presses(page, "Enter", "Control+End")
    types(page, " Typed without a connection.", "Enter")
    types(page, "A paragraph of its own.")
    expect(page.locator(STATE)).to_have_text("Not saved: the connection is gone; your text is kept here")
    page.close()
    writer.context.set_offline(False)
    writer.page = page = writer.context.new_page()
    page.goto(address)
    expect(page.locator("[data-kept] .swap")).to_have_count(2)
    writer.presses("Put it in")
    is_saved(page)
    assert texts(page)[1:3] == ["Mine, beside it. Typed without a connection.", "A paragraph of its own."]
    expect(page.locator("[data-kept]")).to_be_hidden()
    # A connection that comes back while one types on.
    page.locator("[data-line]").nth(2).focus()
    presses(page, "Enter", "Control+End")
    writer.context.set_offline(True)
    types(page, " And more")
    expect(page.locator(STATE)).to_have_text("Not saved: the connection is gone; your text is kept here")
    writer.context.set_offline(False)
    types(page, ", later.")
    is_saved(page)
    assert texts(page)[2] == "A paragraph of its own. And more, later."


def what_was_typed_last_is_in_what_is_frozen(writer: Person) -> None:
    """A button that acts on the text waits for a slow save; a paragraph that goes leaves the focus at its neighbour."""
    page = writer.page
    page.locator("[data-line]").first.focus()
    presses(page, "Enter", "Control+End", "Enter")
    types(page, "To go.", "Control+s")
    is_saved(page)
    count = page.locator("[data-line]").count()
    presses(page, "Control+a", "Backspace", "Escape")
    expect(page.locator("[data-line]")).to_have_count(count - 1)
    expect(page.locator("[data-line]:focus")).to_have_count(1)

    def slowly(route: Route) -> None:
        page.wait_for_timeout(500)
        route.continue_()

    page.route("**/write/", slowly)
    page.locator("[data-line]").first.focus()
    presses(page, "Enter", "Control+End")
    types(page, " In what is frozen.")
    writer.presses("Freeze a revision")
    writer.is_told("is frozen.")
    page.unroute("**/write/")
    expect(page.get_by_text("The working text is revision 1.")).to_be_visible()
    assert texts(page)[0].endswith(" In what is frozen.")


def an_earlier_state_is_brought_back_by_keyboard(writer: Person, address: str) -> None:
    """Back to what the colleague wrote first, and forward again: nothing is lost on either way."""
    page, keyboard = writer.page, Keyboard(writer)
    now = texts(page)
    writer.follows("Earlier states of the text")
    writer.is_at("Earlier states of the text")
    state = page.locator(".moments li").filter(has_text="The Colleague")
    address_then = state.get_by_role("link").first.get_attribute("href")
    assert address_then
    writer.goes_to(address_then)
    then = page.locator(".doc .para p").first.inner_text()
    assert then == THE_OTHER
    for words, tag in (("Bring this state back …", "a"), ("Bring it back", "button")):
        keyboard.enters(words, tag)
    writer.is_told("The text is as it stood on")
    assert texts(page)[0] == then
    writer.goes_to(f"{address}history/")
    page.locator(".moments li").nth(1).get_by_role("link").first.click()
    for words in ("Bring this state back …", "Bring it back"):
        page.get_by_text(words, exact=True).click()
    assert texts(page) == now
