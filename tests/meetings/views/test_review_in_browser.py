"""The review in a real browser: by keyboard alone, with selected words, without JavaScript."""

import json
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests import databases

pytestmark = pytest.mark.once

START_SECONDS = 30.0


@dataclass(frozen=True)
class Site:
    """A running portal with an open round in it."""

    url: str
    round: str
    # The path of the link of Norway's first contact.
    door: str

    @property
    def review(self) -> str:
        return f"{self.url}/review/{self.round}/"


@pytest.fixture
def site(cloned_database: str, tmp_path: Path) -> Iterator[Site]:
    """The portal served by a process of its own, on a database of its own."""
    environment = databases.environment(cloned_database, tmp_path)
    made = subprocess.run(
        [sys.executable, "-m", "tests.meetings.views.open_round"],
        cwd=databases.ROOT, env=environment, check=True, capture_output=True, text=True,
    )  # fmt: skip
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        "-m",
        "gunicorn",
        "ccm_portal.wsgi",
        "--threads",
        "4",
        "--no-control-socket",
        "--bind",
        f"127.0.0.1:{port}",
    ]
    server = subprocess.Popen([sys.executable, *command], cwd=databases.ROOT, env=environment)
    try:
        url = f"http://localhost:{port}"
        _await(url)
        yield Site(url, **json.loads(made.stdout.splitlines()[-1]))
    finally:
        server.terminate()
        server.wait()


def _await(url: str) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        try:
            urllib.request.urlopen(f"{url}/healthz")
            return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError("the server did not start")


def press_until(page: Page, words: str, key: str = "Tab", most: int = 60) -> None:
    """Press Tab until what has the focus says these words."""
    for _ in range(most):
        page.keyboard.press(key)
        said = page.evaluate("document.activeElement.innerText || document.activeElement.value || ''")
        if words in said:
            return
    raise AssertionError(f"“{words}” is not reached by keyboard")


def test_no_comments_by_keyboard_in_two_clicks(page, site):
    page.goto(site.url + site.door)
    press_until(page, "Continue as Norway")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Minutes and action points")
    press_until(page, "We have no comments")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Recorded for Norway: No comments")
    expect(page.locator(".receipt")).to_contain_text("Norway 1")


def test_a_comment_by_keyboard(page, site):
    page.goto(site.url + site.door)
    page.get_by_role("button", name="Continue as Norway").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Minutes and action points")
    press_until(page, "Comment on para. 2")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Comment on para. 2")
    page.get_by_label("Remark").focus()
    page.keyboard.type("Which delegations?")
    press_until(page, "Save")
    page.keyboard.press("Enter")
    expect(page.get_by_text("The comment is saved.")).to_be_visible()
    press_until(page, "Send our comment")
    page.keyboard.press("Enter")
    expect(page.get_by_text("1 comment is sent.")).to_be_visible()
    expect(page.locator("#p2 .card")).to_contain_text("Which delegations?")


def select(page: Page, selector: str, words: str) -> None:
    """Select these words where they stand in an element."""
    page.evaluate(
        """([selector, words]) => {
            const walker = document.createTreeWalker(document.querySelector(selector), NodeFilter.SHOW_TEXT);
            while (walker.nextNode() && !walker.currentNode.data.includes(words));
            const start = walker.currentNode.data.indexOf(words);
            const range = document.createRange();
            range.setStart(walker.currentNode, start);
            range.setEnd(walker.currentNode, start + words.length);
            getSelection().removeAllRanges();
            getSelection().addRange(range);
        }""",
        [selector, words],
    )


QUOTABLE = {
    "#p1 > p": "Presidency looked back",
    ".items li:nth-child(2)": "small support office",
    "tr[id] td:nth-child(2)": "Canada to revise the paper",
}


def test_selected_words_are_quoted_from_paragraph_list_and_table(page, site):
    page.goto(site.url + site.door)
    page.get_by_role("button", name="Continue as Norway").click()
    offer = page.get_by_role("button", name="Comment on these words")
    for selector, words in QUOTABLE.items():
        expect(offer).to_be_hidden()
        select(page, selector, words)
        expect(offer).to_be_visible()
        offer.click()
        expect(page.get_by_label("The words it is about")).to_have_value(words)
        # Words of a draft do not belong into addresses, which are logged.
        assert words.split()[0] not in page.url
        page.get_by_label("Remark").fill("A remark.")
        page.get_by_role("button", name="Save", exact=True).click()
        expect(page.get_by_text("The comment is saved.")).to_be_visible()
    expect(page.locator(".quote")).to_have_text([f"“{words}”" for words in QUOTABLE.values()])


def test_what_was_typed_and_not_saved_comes_back(page, site):
    page.goto(site.url + site.door)
    page.get_by_role("button", name="Continue as Norway").click()
    page.get_by_role("link", name="Comment on para. 1").click()
    address = page.url
    page.get_by_label("Remark").press_sequentially("Half a thought")
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(site.review)
    page.goto(address)
    expect(page.get_by_label("Remark")).to_have_value("Half a thought")
    expect(page.get_by_text("What you typed before")).to_be_visible()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("The comment is saved.")).to_be_visible()
    page.goto(address)
    expect(page.get_by_label("Remark")).to_have_value("")


def test_all_of_it_works_without_javascript(browser: Browser, site):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 400, "height": 800})
    page = context.new_page()
    page.goto(site.url + site.door)
    page.get_by_role("button", name="Continue as Norway").click()
    page.get_by_role("link", name="Comment on para. 5").click()
    page.get_by_label("You are writing as").select_option(label="Norway 2")
    page.get_by_label("Proposed wording").fill("Support should be independent and answer to the Meeting.")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("button", name="Send our comment").first.click()
    expect(page.locator("#p5 .card")).to_contain_text("Norway 2")
    page.get_by_role("button", name="This was not us").first.click()
    expect(page.get_by_text("It no longer counts")).to_be_visible()
    expect(page.get_by_role("button", name="We have no comments")).to_be_visible()
    context.close()
