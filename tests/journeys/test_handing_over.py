"""A period is handed over by keyboard alone; a delegation that was asked says that it carries on."""

import pytest

from tests.journeys.conftest import Meet
from tests.journeys.keyboard import STILL, Keyboard
from tests.journeys.people import link_in
from tests.journeys.portal import Portal

pytestmark = pytest.mark.once

IRELAND = "Lucas.Verzonnen@ie.example.org"
POST = "Reporting form/ openness of reports"


def test_a_period_is_handed_over_and_a_delegation_carries_on(portal: Portal, meet: Meet) -> None:
    told = portal.scene("handing_over")
    coordinator = meet("coordinator", session=told["session"], **STILL)
    keys = Keyboard(coordinator)
    coordinator.goes_to("/desk/contacts/")
    keys.enters("Hand over")
    coordinator.is_at("Hand over")
    keys.tabs_to(f"{POST}, Ireland")
    keys.types("Ask")
    keys.tabs_to("Malta seminar, Malta")
    keys.types("End")
    keys.tabs_to("Answers are wanted by")
    keys.types(told["until"])
    keys.tabs_to("Reason")
    keys.types("decided by the 6MSP")
    keys.enters("See exactly what will change")
    coordinator.sees("President, 6MSP")
    coordinator.sees(IRELAND)
    keys.enters("Hand over and send 1 letter", "button")
    coordinator.is_told("is handed over")
    coordinator.looks("handed-over")

    friend = meet("friend of Ireland", **STILL)
    keys = Keyboard(friend)
    friend.goes_to(link_in(portal.letter(to=IRELAND, about="does Ireland carry on?")))
    keys.enters("Continue as Ireland")
    friend.is_at("Does Ireland carry on?")
    keys.tabs_to("We carry on")
    keys.press("Space")
    keys.enters("Send our answer")
    friend.is_told("Recorded for Ireland")
    assert POST in portal.letter(to=IRELAND, about="receipt for Ireland, whether").text

    coordinator.goes_to("/desk/reconfirmations/")
    coordinator.sees("We carry on")
    coordinator.goes_to("/desk/contacts/")
    coordinator.does_not_see("Malta")
    coordinator.sees("confirmed")
