"""The Friend's answer and the coordinator's decisions by keyboard alone: Tab, arrows, Space, Enter, typing."""

from dataclasses import dataclass
from typing import Any

import pytest

from tests.journeys.conftest import Meet
from tests.journeys.people import Person, link_in
from tests.journeys.portal import Portal

pytestmark = pytest.mark.once

IRELAND = "Lucas.Verzonnen@ie.example.org"
REMARK = "The rooms were full on every day."
MOST_STOPS = 150

# Pages that scroll at once, so that what has the focus can be looked for where it will stay.
STILL = {"reduced_motion": "reduce"}
# What has the focus: what it is called, and whether a person can see that it has it.
FOCUSED = """() => {
  const at = document.activeElement;
  const style = getComputedStyle(at);
  const box = at.getBoundingClientRect();
  // Of a tall box for writing its first line is enough.
  const middle = document.elementFromPoint(box.left + box.width / 2, box.top + Math.min(box.height, 30) / 2);
  const words = at.getAttribute("aria-label") || at.labels?.[0]?.textContent || at.textContent || at.value || "";
  return {
    tag: at.tagName.toLowerCase(),
    words: words.replace(/\\s+/g, " ").trim(),
    marked: at.matches(":focus-visible, :is([type=date], [type=time]):focus-within") &&
      ((style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== "none"),
    seen: middle !== null && (at.contains(middle) || middle.contains(at) || middle.tagName === "LABEL"),
  };
}"""


@dataclass
class Keyboard:
    """Somebody who touches nothing but keys. Every stop of the focus must be seen."""

    person: Person

    def tabs_to(self, words: str, tag: str = "") -> None:
        """Presses Tab until what is called so has the focus."""
        for _stop in range(MOST_STOPS):
            self.press("Tab")
            focused = self._focused()
            if focused["words"].startswith(words) and tag in ("", focused["tag"]):
                return
        raise AssertionError(f"“{words}” is not reached by {MOST_STOPS} tabs")

    def _focused(self) -> dict[str, Any]:
        focused: dict[str, Any] = self.person.page.evaluate(FOCUSED)
        if focused["tag"] != "body":
            assert focused["marked"], f"the focus on “{focused['words']}” is not seen"
            assert focused["seen"], f"“{focused['words']}” has the focus and is out of sight"
        return focused

    def press(self, key: str) -> None:
        self.person.page.keyboard.press(key)

    def types(self, words: str) -> None:
        self.person.page.keyboard.type(words)

    def enters(self, words: str, tag: str = "") -> None:
        """Goes there, presses Enter, and waits for the page that comes."""
        self.tabs_to(words, tag)
        with self.person.page.expect_navigation():
            self.press("Enter")


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
