"""A colleague is invited by keyboard, sets up a passkey from a link handed over, loses the device, and leaves."""

import pytest

from tests.journeys.conftest import Meet
from tests.journeys.keyboard import STILL, Keyboard
from tests.journeys.people import Person, link_in
from tests.journeys.portal import Portal
from tests.journeys.test_sign_in import is_in_order, with_device

# The pages do not depend on the database; what they do is tested on both in tests/friends.
pytestmark = pytest.mark.once

EMAIL, NAME = "colleague@example.org", "The Colleague"


def test_it_works(portal: Portal, meet: Meet) -> None:
    told = portal.scene("staff_managed")
    manager = meet("manager of staff", session=told["session"], **STILL)
    link = _invites(manager)
    colleague = meet("colleague")
    with_device(colleague)
    _sets_up(colleague, link)
    _resets(manager, colleague)
    _sets_up(colleague, link_in(portal.letter(to=EMAIL, about="Set up your sign-in")))
    _takes_the_role(manager, colleague)
    _closes(manager)


def _invites(manager: Person) -> str:
    keys = Keyboard(manager)
    manager.goes_to("/desk/staff/")
    manager.sees("You are the only one who manages staff")
    is_in_order(manager, "staff-01-alone")
    keys.enters("Invite, or give a role")
    is_in_order(manager, "staff-02-invite")
    keys.tabs_to("Name")
    keys.types(NAME)
    keys.tabs_to("Email address")
    keys.types("colleague")
    keys.tabs_to("Role", "select")
    keys.types("Exec")
    keys.tabs_to("Reason")
    keys.types("Stands in for the coordinator")
    manager.page.evaluate("document.querySelector('form.form').noValidate = true")
    with manager.page.expect_navigation():
        keys.press("Enter")
    manager.sees("Email address: Enter a valid email address.")
    is_in_order(manager, "staff-03-wrong")
    keys.tabs_to("Email address: Enter")
    keys.press("Enter")
    keys.press("End")
    keys.types("@example.org")
    keys.tabs_to("By letter")
    keys.press("ArrowDown")
    keys.enters("Give the role", "button")
    manager.is_at(f"The set-up link of {NAME}")
    is_in_order(manager, "staff-04-link-shown")
    link = manager.page.locator("main code").inner_text()
    keys.enters("I have kept it")
    manager.sees("The link made last is good until")
    is_in_order(manager, "staff-05-to-be-set-up")
    return str(link)


def _sets_up(colleague: Person, link: str) -> None:
    colleague.goes_to(link)
    colleague.presses(f"Continue as {NAME}")
    colleague.follows("Add a passkey")
    colleague.fills("What you call it", "telephone")
    colleague.presses("Add the passkey")
    colleague.is_at("Recovery codes")
    colleague.presses("Show my recovery codes")
    colleague.follows("I have kept them")
    colleague.is_at("Today")
    colleague.does_not_see("Staff")


def _resets(manager: Person, colleague: Person) -> None:
    keys = Keyboard(manager)
    manager.goes_to("/desk/staff/")
    is_in_order(manager, "staff-06-list")
    keys.enters(NAME)
    keys.tabs_to("Reset the sign-in", "summary")
    keys.press("Enter")
    is_in_order(manager, "staff-07-member")
    keys.tabs_to("Reason")
    keys.types("Telephone left on a train")
    keys.enters("Reset the sign-in", "button")
    manager.is_told("is reset; a new link is on its way")
    answer = colleague.goes_to("/desk/")
    assert answer is not None and answer.status == 404
    letter = colleague.portal.letter(to=EMAIL, about="was reset")
    assert "Telephone left on a train" in letter.text


def _takes_the_role(manager: Person, colleague: Person) -> None:
    manager.goes_to("/desk/staff/")
    manager.follows(NAME)
    manager.page.get_by_text("End this role").click()
    manager.fills("Reason", "Back to the old post", nth=0)
    is_in_order(manager, "staff-08-end")
    manager.presses("End it at once")
    manager.is_told("has ended, and their sessions with it")
    answer = colleague.goes_to("/desk/")
    assert answer is not None and answer.status == 404
    # The sign-in still works, and opens nothing.
    colleague.follows("Sign in")
    colleague.presses("Sign in with a passkey")
    colleague.sees(f"You are signed in as {NAME}")
    colleague.follows("What is open to you")
    colleague.is_at("Your sign-in")
    colleague.is_told("You have no role today")
    is_in_order(colleague, "staff-09-no-role")


def _closes(manager: Person) -> None:
    manager.page.get_by_text("Close the sign-in: the person has left").click()
    manager.page.locator("#close-reason").fill("Left the office")
    manager.presses("Close the sign-in")
    manager.sees("Closed: it opens nothing")
    is_in_order(manager, "staff-10-closed")
    manager.goes_to("/desk/staff/")
    manager.sees("Whose roles have ended")
    is_in_order(manager, "staff-11-list")
    manager.page.emulate_media(media="print")
    manager.looks("staff-12-print")
