"""Beside the text: private notes typed by two at once and without a connection, and the text as PDF, by keyboard."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Meet
from tests.journeys.portal import Portal

pytestmark = pytest.mark.once

STATE = "[data-notes-state]"
SAVED = re.compile(r"^Saved \d\d:\d\d$")


def test_notes_and_preview(portal: Portal, meet: Meet) -> None:
    told = portal.scene("every_stage")
    address = f"/desk/documents/{told['draft']}/"
    writer, other = meet("writer", session=told["session"]), meet("other", session=told["session"])
    for person in (writer, other):
        person.goes_to(address)
    mine, theirs = writer.page.locator("#private-notes"), other.page.locator("#private-notes")
    theirs.press_sequentially("NOR: theirs.")
    expect(other.page.locator(STATE)).to_have_text(SAVED)
    # Somebody was first: both texts stand there, and both are kept.
    mine.press_sequentially("CAN: mine.")
    expect(writer.page.locator("[data-theirs]")).to_have_text("NOR: theirs.")
    # Nothing is sent before somebody chose, whatever is typed on and however often the page is loaded.
    mine.press_sequentially(" On.")
    writer.page.once("dialog", lambda asked: asked.accept())
    writer.page.reload()
    expect(mine).to_have_value("CAN: mine. On.")
    expect(writer.page.locator("[data-theirs]")).to_have_text("NOR: theirs.")
    writer.page.get_by_role("button", name="Keep both").press("Enter")
    expect(writer.page.locator(STATE)).to_have_text(SAVED)
    without_a_connection(writer.page)
    writer.page.reload()
    expect(mine).to_have_value("NOR: theirs.\n\nCAN: mine. On. More.")
    writer.page.get_by_role("link", name="Preview as PDF").focus()
    with writer.page.expect_response(re.compile("/preview/")) as answer:
        writer.page.keyboard.press("Enter")
    told_of = {200: "^As of ", 503: "^No preview"}
    expect(writer.page.locator("[data-preview-state]")).to_have_text(re.compile(told_of[answer.value.status]))
    writer.looks("preview beside the text")
    writer.page.keyboard.press("Escape")
    expect(writer.page.locator("[data-preview]")).to_be_hidden()
    expect(writer.page.get_by_role("link", name="Preview as PDF")).to_be_focused()


def without_a_connection(page: Page) -> None:
    """What was typed is kept over a reload, and sent when the connection is back."""
    page.context.set_offline(True)
    page.locator("#private-notes").press_sequentially(" More.")
    expect(page.locator(STATE)).to_have_text(re.compile("^Not saved: the connection is gone"))
    page.context.set_offline(False)
    expect(page.locator(STATE)).to_have_text(SAVED)
