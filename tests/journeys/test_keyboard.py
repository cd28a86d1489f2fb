"""The Friend's answer and the coordinator's decisions by keyboard alone: Tab, arrows, Space, Enter, typing."""

import pytest

from tests.journeys.conftest import Meet
from tests.journeys.keyboard import STILL, Keyboard
from tests.journeys.people import link_in
from tests.journeys.portal import Portal

pytestmark = pytest.mark.once

IRELAND = "Lucas.Verzonnen@ie.example.org"
REMARK = "The rooms were full on every day."


def test_a_friend_comments_and_sends(portal: Portal, meet: Meet) -> None:
    portal.scene("in_round")
    friend = meet("friend of Ireland", **STILL)
    keys = Keyboard(friend)
    friend.goes_to(link_in(portal.letter(to=IRELAND, about="comments by")))
    keys.enters("Continue as Ireland")
    keys.enters("Comment on para. 2")
    keys.tabs_to("Remark")
    keys.types(REMARK)
    keys.enters("Save")
    friend.is_told("not sent yet")
    keys.enters("Send our comment")
    friend.is_told("1 comment is sent")
    assert REMARK in portal.letter(to=IRELAND, about="receipt for Ireland").text


def test_a_friend_has_no_comments(portal: Portal, meet: Meet) -> None:
    portal.scene("in_round")
    friend = meet("friend of Ireland", **STILL)
    keys = Keyboard(friend)
    friend.goes_to(link_in(portal.letter(to=IRELAND, about="comments by")))
    keys.enters("Continue as Ireland")
    keys.enters("We have no comments")
    friend.sees("What has arrived from your delegation")


def test_the_coordinator_decides_and_closes(portal: Portal, meet: Meet) -> None:
    told = portal.scene("commented")
    coordinator = meet("coordinator", session=told["session"], **STILL)
    keys = Keyboard(coordinator)
    coordinator.goes_to(f"/desk/rounds/{told['round']}/")
    keys.enters("Decide the next comment")
    for last in (False, True):
        keys.tabs_to("Reflected")
        # Into the group, then down to the third.
        keys.press("Space")
        keys.press("ArrowDown")
        keys.press("ArrowDown")
        keys.tabs_to("Reason, for the author")
        keys.types("Thank you.")
        keys.enters("Record the decision")
        coordinator.is_told("Decided: Noted")
        coordinator.is_at("Comment round 1" if last else "Comment by")
    keys.enters("Close the round", "a")
    keys.tabs_to("Note to the Friends")
    keys.types("With thanks to all.")
    keys.enters("Close the round", "button")
    coordinator.is_told("The round is closed")
    assert "With thanks to all." in portal.letter(to=IRELAND, about="the comment round is closed").text
