"""Without JavaScript: a Friend comments on quoted words, the coordinator edits a section."""

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Meet
from tests.journeys.portal import Portal

pytestmark = pytest.mark.once

IRELAND = "Lucas.Verzonnen@ie.example.org"
QUOTED = "the rooms had been full"
REMARK = "On every day."
EDITED = "Zambia thanked all who had prepared the week."


def test_a_friend_comments_on_quoted_words(portal: Portal, meet: Meet) -> None:
    portal.scene("in_round")
    friend = meet("friend of Ireland", java_script_enabled=False)
    friend.opens_letter(portal.letter(to=IRELAND, about="comments by"))
    friend.follows("Comment on para. 2")
    friend.fills("The words it is about", "words that are not in the text")
    friend.fills("Remark", REMARK)
    friend.presses("Save")
    expect(friend.page.get_by_label("Remark")).to_have_value(REMARK)
    expect(friend.page.get_by_role("alert")).to_be_visible()
    friend.fills("The words it is about", QUOTED)
    friend.presses("Save")
    friend.is_told("not sent yet")
    friend.presses("Send our comment")
    friend.sees("What has arrived from your delegation")
    receipt = portal.letter(to=IRELAND, about="receipt for Ireland").text
    assert QUOTED in receipt and REMARK in receipt


def test_the_coordinator_edits_a_section(portal: Portal, meet: Meet) -> None:
    told = portal.scene("drafting")
    coordinator = meet("coordinator", session=told["session"], java_script_enabled=False)
    coordinator.goes_to(f"/desk/documents/{told['document']}/")
    coordinator.follows("Edit Looking back at the 5MSP")
    coordinator.fills("Text of para", EDITED)
    coordinator.fills("Text of the new paragraph", "The rest was left open.")
    coordinator.presses("Save")
    coordinator.is_told("2 paragraphs changed")
    coordinator.goes_to(f"/desk/documents/{told['document']}/")
    coordinator.sees(EDITED)
    coordinator.sees("The rest was left open.")
