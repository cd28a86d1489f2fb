"""A record is published, checked by a stranger, corrected, and the old copy checked again; in part by keys alone."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Meet
from tests.journeys.keyboard import STILL, Keyboard
from tests.journeys.people import Person
from tests.journeys.portal import Portal
from tests.journeys.test_accessibility import _look as flaws

pytestmark = pytest.mark.once

FIRST = "CCM-2011-03-08-friends-minutes"
SECOND = f"{FIRST}-Corr.1"
ALTERED = "Zambia recalled the week in few words and said that the rooms had been empty."
REASON = "The rooms were almost full, not full."


def test_a_record_that_is_checked(portal: Portal, meet: Meet) -> None:
    told = portal.scene("approved")
    coordinator = meet("coordinator", session=told["session"])
    stranger = meet("stranger", **STILL)
    coordinator.goes_to(f"/desk/documents/{told['document']}/")
    _publish(coordinator, FIRST)
    copy = _takes_a_copy(stranger)
    _hands_in(stranger, copy)
    stranger.sees(f"This is {FIRST}")
    stranger.sees("It is the newest edition of this text.")
    stranger.looks("check-record")
    _pastes_altered_words(stranger)

    _correct(coordinator)
    _publish(coordinator, SECOND)
    _hands_in(stranger, copy)
    stranger.sees("An older edition")
    stranger.looks("check-older")
    stranger.follows(SECOND)
    stranger.sees(f"It corrects {FIRST}")
    stranger.sees(REASON)
    stranger.sees("Para. 2: changed")
    stranger.looks("corrected")
    assert flaws(stranger, "a corrected edition") == []
    stranger.page.emulate_media(media="print")
    stranger.looks("corrected-print")
    stranger.page.emulate_media(media="screen")
    stranger.follows("What changed, word by word")
    stranger.sees("almost")
    stranger.goes_to("/")
    stranger.sees("corrected")
    stranger.looks("home-corrected")


def _publish(coordinator: Person, identifier: str) -> None:
    coordinator.page.get_by_role("link", name="Publish", exact=True).click()
    coordinator.looks(f"publish-{identifier}")
    coordinator.presses("Prepare page and PDF")
    coordinator.presses("Publish")
    coordinator.is_told(f"public as {identifier}")


def _takes_a_copy(stranger: Person) -> bytes:
    stranger.goes_to("/")
    stranger.follows("Read the minutes")
    address = stranger.page.get_by_role("link", name="PDF", exact=True).first.get_attribute("href")
    assert address
    return stranger.downloads(address)


def _hands_in(stranger: Person, copy: bytes) -> None:
    stranger.goes_to("/record/")
    stranger.follows("Check a copy")
    file = {"name": "copy.pdf", "mimeType": "application/pdf", "buffer": copy}
    stranger.page.get_by_label("A file").set_input_files(file)  # type: ignore[arg-type]
    stranger.presses("Check it")


def _pastes_altered_words(stranger: Person) -> None:
    """By keys alone: the page says which word is not the published one, and where."""
    keys = Keyboard(stranger)
    stranger.goes_to("/record/check/")
    keys.tabs_to("or words from it")
    keys.types(ALTERED)
    keys.enters("Check it", "button")
    stranger.sees("This differs from what was published")
    expect(stranger.page.locator("main h3")).to_have_text("Para. 2")
    expect(stranger.page.locator("main del")).to_contain_text(re.compile(r"full\W+end of"))
    expect(stranger.page.locator("main ins")).to_contain_text("empty")
    stranger.looks("check-altered")
    assert flaws(stranger, "altered words") == []


def _correct(coordinator: Person) -> None:
    """The text is taken up again, one word changed, issued and approved."""
    coordinator.looks("published")
    coordinator.follows("Correct the published text")
    coordinator.looks("correct")
    coordinator.fills("Why the text is corrected", REASON)
    coordinator.presses("Take the text up for correction")
    coordinator.is_told("The text is taken up again.")
    coordinator.looks("correction-begun")
    coordinator.page.get_by_text("Arrange Looking back at the 5MSP").click()
    coordinator.follows("Open as a form, with what was taken out of it")
    box = coordinator.page.locator("textarea").first
    box.fill(box.input_value().replace("had been full", "had been almost full"))
    coordinator.presses("Save")
    coordinator.page.goto(coordinator.page.url.partition("/sections/")[0] + "/")
    coordinator.sees("A correction is in work")
    coordinator.looks("correction-in-work")
    assert flaws(coordinator, "a correction in work") == []
    coordinator.follows("Issue as final")
    coordinator.fills("The chair's word on it", "One word; no round is needed.")
    coordinator.looks("issue-correction")
    coordinator.presses("Issue as final")
    coordinator.looks("correction-final")
    coordinator.follows("Have it approved")
    coordinator.fills("Given by", "the Ambassador")
    coordinator.fills("How", "by telephone")
    coordinator.presses("Record")
    coordinator.is_told("word is recorded")
