"""Somebody at the keyboard alone: Tab, arrows, Space, Enter, typing. Every stop of the focus must be seen."""

from dataclasses import dataclass
from typing import Any

from tests.journeys.people import Person

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
