"""By keyboard alone: everyone is asked, a Friend corrects, the office accepts, an edition is frozen and circulated."""

import pytest

from tests.journeys.conftest import Meet
from tests.journeys.people import link_in
from tests.journeys.portal import Portal
from tests.journeys.test_keyboard import STILL, Keyboard

pytestmark = pytest.mark.once

IRELAND = "Lucas.Verzonnen@ie.example.org"


def test_from_the_review_to_the_list_that_a_friend_opens(portal: Portal, meet: Meet) -> None:
    told = portal.scene("in_round")
    keeper = meet("keeper", session=told["session"], **STILL)
    friend = meet("friend of Ireland", **STILL)
    desk, away = Keyboard(keeper), Keyboard(friend)
    keeper.goes_to("/desk/contacts/review/open/")
    desk.enters("See who would be asked")
    keeper.sees(IRELAND)
    desk.enters("Send")
    keeper.is_told("The Friends are asked.")

    friend.goes_to(link_in(portal.letter(to=IRELAND, about="please check by")))
    away.enters("Continue as Ireland")
    away.enters("Correct")
    away.tabs_to("Name")
    away.press("Control+a")
    away.types("Desk in Dublin")
    away.enters("Propose this")
    friend.is_told("Your proposal is recorded")
    away.enters("The rest is correct")
    friend.is_told("it is recorded that your delegation's entry is correct")

    keeper.page.reload()
    desk.enters("Correction")
    keeper.sees("Desk in Dublin")
    desk.enters("Accept")
    keeper.is_told("Accepted: the list says so now.")

    keeper.goes_to("/desk/contacts/editions/freeze/")
    keeper.sees("Desk in Dublin")
    desk.enters("Freeze edition 1")
    desk.enters("See who would get it")
    desk.enters("Send")
    keeper.is_told("Circulated.")

    letter = portal.letter(to=IRELAND, about="Contact list, update as of")
    [enclosed] = [part for part in letter.message.walk() if part.get_content_type() == "application/pdf"]
    assert enclosed.get_payload(decode=True).startswith(b"%PDF-")  # type: ignore[union-attr]
    friend.goes_to(link_in(letter))
    away.enters("Continue as Ireland")
    friend.sees("Desk in Dublin")
    away.enters("Edition 1")
    friend.is_at("Contact list, update as of")
