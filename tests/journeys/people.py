"""Somebody at a browser of their own: what they do and see, and everything that went wrong on their screen."""

import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import APIResponse, BrowserContext, ConsoleMessage, Page, Request, Response, expect

from tests.journeys.portal import Portal
from tests.smtp import Received

WIDE, NARROW = 1280, 400
HEIGHT = 900
LINK = re.compile(r"http://localhost:\d+/l/\S+")


@dataclass
class Person:
    """One person, one browser profile, one page. `troubles` must be empty when the story ends."""

    name: str
    portal: Portal
    context: BrowserContext
    page: Page
    troubles: list[str] = field(default_factory=list)

    def goes_to(self, path: str) -> Response | None:
        """An address of the portal, as if typed; returns the answer."""
        return self.page.goto(path if path.startswith("http") else f"{self.portal.url}{path}")

    def follows(self, words: str, *, nth: int = 0) -> None:
        """A link by its words."""
        self.page.get_by_role("link", name=words).nth(nth).click()

    def presses(self, words: str, *, nth: int = 0) -> None:
        """A button by its words."""
        self.page.get_by_role("button", name=words).nth(nth).click()

    def fills(self, label: str, words: str, *, nth: int = 0) -> None:
        self.page.get_by_label(label).nth(nth).fill(words)

    def chooses(self, label: str) -> None:
        """A radio button or a checkbox by its label."""
        self.page.get_by_label(label, exact=True).check()

    def sees(self, words: str) -> None:
        """Somewhere in the text of the page, once it is there."""
        expect(self.page.locator("main")).to_contain_text(words)

    def does_not_see(self, words: str) -> None:
        expect(self.page.locator("main")).not_to_contain_text(words)

    def is_told(self, words: str) -> None:
        """In the message above the page: what just happened."""
        expect(self.page.locator(".message", has_text=words).first).to_be_visible()

    def is_at(self, heading: str) -> None:
        """The page with this main heading."""
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(heading)

    def opens_letter(self, letter: Received) -> None:
        """Follows the link in the text of a letter that arrived, and confirms it with the button."""
        self.goes_to(link_in(letter))
        self.presses("Continue as")

    def downloads(self, path: str) -> bytes:
        """The bytes at an address, asked for with this person's cookies."""
        url = path if path.startswith("http") else f"{self.portal.url}{path}"
        answer: APIResponse = self.context.request.get(url)
        assert answer.status == 200, f"{path}: {answer.status}"
        return answer.body()

    def looks(self, name: str) -> None:
        """A picture of the page at both widths, where $SCREENSHOTS names a folder."""
        folder = os.environ.get("SCREENSHOTS")
        if not folder:
            return
        for width in (NARROW, WIDE):
            self.page.set_viewport_size({"width": width, "height": HEIGHT})
            picture = Path(folder) / f"{name}-{width}.png"
            picture.parent.mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=picture, full_page=True)


def link_in(letter: Received) -> str:
    """The link in the plain text of a letter."""
    found = LINK.findall(letter.text)
    assert len(set(found)) == 1, f"{len(found)} links in “{letter.subject}”"
    return str(found[0])


def watch(person: Person) -> None:
    """Notes on this person's screen: errors of scripts, what the security policy stopped, 5xx, other hosts."""

    def host(request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme in ("http", "https", "ws", "wss") and address.hostname != "localhost":
            person.troubles.append(f"asked {address.hostname} for {request.url}")

    def answer(response: Response) -> None:
        if response.status >= 500:
            person.troubles.append(f"{response.status} at {response.url}")

    def line(message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text or "Refused to" in message.text:
            person.troubles.append(message.text)

    person.context.on("request", host)
    person.context.on("response", answer)
    person.context.on("console", line)
    person.context.on("weberror", lambda error: person.troubles.append(str(error.error)))
