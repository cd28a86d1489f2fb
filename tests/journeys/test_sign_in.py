"""Staff sign in: from the link of the first run to a passkey; and with password and app, without JavaScript."""

import re
import subprocess
import sys

from allauth.mfa.totp.internal import auth as totp
from playwright.sync_api import expect

from tests import databases
from tests.journeys.conftest import Meet
from tests.journeys.people import Person
from tests.journeys.portal import Portal
from tests.journeys.test_accessibility import _look as flaws

EMAIL, NAME = "coordinator@example.org", "The Coordinator"
PASSWORD = "seven quiet rivers of paper"
NOTE = "Please look above all at the action points."
# A device with a lock of its own, which its owner always opens.
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def first_run(portal: Portal, *more: str) -> str:
    """The link that `manage.py createcoordinator` prints."""
    command = [sys.executable, "manage.py", "createcoordinator", EMAIL, "--name", NAME, *more]
    said = subprocess.run(
        command, cwd=databases.ROOT, env=portal.environment, check=True, capture_output=True, text=True
    ).stdout
    [link] = re.findall(rf"{portal.url}/l/\S+", said)
    return str(link)


def with_device(person: Person) -> None:
    """Chromium's own virtual authenticator, in place of a finger on a key."""
    line = person.context.new_cdp_session(person.page)
    line.send("WebAuthn.enable")
    line.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})


def is_in_order(person: Person, name: str) -> None:
    person.looks(f"sign-in-{name}")
    assert flaws(person, name) == []
    person.page.set_viewport_size({"width": 1280, "height": 900})


def test_with_a_passkey(portal: Portal, meet: Meet) -> None:
    someone = meet("the first coordinator")
    with_device(someone)
    _sets_up_a_passkey(portal, someone)
    _comes_back_by_passkey(someone)
    told = portal.scene("cleared_for_whoever_is_there")
    circulate = f"/desk/documents/{told['document']}/circulate/"
    someone.goes_to(circulate)
    someone.is_at("Circulate")
    someone.fills("Note to the Friends", NOTE)
    portal.scene("an_hour_passes")
    _a_stolen_session_gets_nowhere(portal, someone, meet, circulate)
    _confirms_and_loses_nothing(someone, circulate)
    portal.scene("an_hour_passes")
    _confirms_and_is_offered_the_file(someone, circulate.replace("circulate", "pdf"))


def _sets_up_a_passkey(portal: Portal, someone: Person) -> None:
    link = first_run(portal)
    someone.goes_to(link)
    someone.is_at("Set up your sign-in")
    is_in_order(someone, "01-set-up-link")
    someone.presses(f"Continue as {NAME}")
    someone.sees("The desk opens once you have one of these")
    is_in_order(someone, "02-set-up")
    assert "/l/" not in someone.page.url
    answer = someone.goes_to("/desk/")
    assert answer is not None and answer.status == 404
    someone.goes_to("/your-sign-in/")
    someone.follows("Add a passkey")
    is_in_order(someone, "03-add-passkey")
    someone.fills("What you call it", "office laptop")
    someone.presses("Add the passkey")
    someone.is_at("Recovery codes")
    is_in_order(someone, "04-codes-before")
    someone.presses("Show my recovery codes")
    expect(someone.page.locator(".codes li")).to_have_count(10)
    is_in_order(someone, "05-codes")
    someone.follows("I have kept them")
    someone.is_at("Today")
    told = portal.letters(about="Your sign-in was changed", count=2)
    assert any("A passkey was added." in letter.text for letter in told)
    # The link was good once.
    answer = someone.goes_to(link)
    assert answer is not None and answer.status == 410
    is_in_order(someone, "06-link-void")
    someone.goes_to("/your-sign-in/")
    someone.sees("office laptop")
    is_in_order(someone, "07-overview")


def _comes_back_by_passkey(someone: Person) -> None:
    someone.presses("Sign out")
    someone.follows("Sign in to the desk")
    is_in_order(someone, "08-enter")
    someone.presses("Sign in with a passkey")
    someone.is_at("Today")


def _a_stolen_session_gets_nowhere(portal: Portal, someone: Person, meet: Meet, circulate: str) -> None:
    """Another computer, with a copy of the cookie: it reads, and neither circulates nor publishes."""
    [cookie] = [cookie for cookie in someone.context.cookies() if cookie["name"] == "sessionid"]
    thief = meet("somebody with a copied cookie", session=cookie["value"])
    assert thief.goes_to("/desk/").status == 200
    for address in (circulate, circulate.replace("circulate", "publish")):
        assert thief.goes_to(address).status == 403
        thief.is_at("Confirm it is you")
    key = next(cookie["value"] for cookie in thief.context.cookies() if cookie["name"] == "csrftoken")
    for address in (circulate, circulate.replace("circulate", "publish")):
        sent = {"csrfmiddlewaretoken": key, "confirm": "1", "cover_note": "mine"}
        answer = thief.context.request.post(f"{portal.url}{address}", form=sent)
        assert answer.status == 403
    assert portal.received("comments by") == []


def _confirms_and_loses_nothing(someone: Person, circulate: str) -> None:
    someone.presses("See who gets what")
    someone.is_at("Confirm it is you")
    is_in_order(someone, "09-confirm")
    someone.presses("Confirm with a passkey")
    someone.is_at("Thank you; now once more")
    is_in_order(someone, "10-confirmed")
    someone.presses("Send it now")
    someone.sees("Nothing is sent yet")
    someone.sees(NOTE)
    # Fresh now: nothing is asked.
    someone.goes_to(circulate)
    someone.is_at("Circulate")


def _confirms_and_is_offered_the_file(someone: Person, file: str) -> None:
    answer = someone.goes_to(file)
    assert answer is not None and answer.status == 403
    someone.sees("takes out of the portal what is not public")
    is_in_order(someone, "11-confirm-for-a-file")
    someone.presses("Confirm with a passkey")
    someone.is_at("Thank you; here is the file")
    is_in_order(someone, "12-the-file")
    link = someone.page.get_by_role("link", name="Take the file")
    expect(link).to_have_attribute("href", file)
    expect(link).to_be_focused()


def test_without_javascript(portal: Portal, meet: Meet) -> None:
    someone = meet("a coordinator without JavaScript", java_script_enabled=False)
    someone.goes_to(first_run(portal))
    someone.presses(f"Continue as {NAME}")
    someone.follows("Choose a password")
    someone.fills("Password", "coordinator1", nth=0)
    someone.fills("Password (again)", "coordinator1")
    someone.presses("Set the password")
    expect(someone.page.get_by_role("alert")).to_be_visible()
    someone.looks("sign-in-20-weak-password")
    someone.page.get_by_label("Password", exact=True).fill(PASSWORD)
    someone.fills("Password (again)", PASSWORD)
    someone.presses("Set the password")
    someone.is_at("Connect an authenticator app")
    someone.looks("sign-in-21-app")
    key = someone.page.locator("main code").inner_text().replace(" ", "")
    someone.fills("Code from the app", _code(key, early=True))
    someone.presses("Connect the app")
    someone.is_at("Recovery codes")
    someone.presses("Show my recovery codes")
    kept = someone.page.locator(".codes li").all_inner_texts()
    someone.follows("I have kept them")
    someone.is_at("Today")
    someone.presses("Sign out")
    someone.goes_to("/desk/letters/")
    someone.follows("Sign in")
    someone.fills("Email address", EMAIL)
    someone.fills("Password", "not this one")
    someone.presses("Continue")
    someone.sees("do not open a sign-in")
    someone.looks("sign-in-22-wrong")
    someone.fills("Password", PASSWORD)
    someone.presses("Continue")
    someone.is_at("Second step")
    someone.looks("sign-in-23-second-step")
    someone.fills("Code from the authenticator app", _code(key))
    someone.presses("Sign in")
    someone.is_at("Letters")
    # With a recovery code, on the day the telephone is lost.
    someone.presses("Sign out")
    someone.goes_to("/sign-in/")
    someone.fills("Email address", EMAIL)
    someone.fills("Password", PASSWORD)
    someone.presses("Continue")
    someone.fills("Code from the authenticator app", kept[0].strip())
    someone.presses("Sign in")
    someone.is_at("Today")
    assert "A recovery code was used" in " ".join(
        letter.text for letter in portal.letters(about="Your sign-in was changed", count=4)
    )


def _code(key: str, *, early: bool = False) -> str:
    """What the app shows now; `early`: what it showed half a minute ago, so that the next one is another."""
    counters = list(totp.yield_hotp_counters_from_time())
    return str(totp.format_hotp_value(totp.hotp_value(key, counters[0 if early else 1])))
