"""Walking through a round as a Friend would: by the link of a letter and the buttons of the pages."""

import datetime as dt
from typing import Any

from django.test import Client

from ccm_portal import links
from friends.models import AccessLink, Contact
from meetings import comments, rounds
from meetings.models import Comment, Document, Round
from tests.cast import NOW, Cast, link_of

# While the round of the cast is open, and before its deadline.
DURING = NOW + dt.timedelta(hours=2)


def door(link: AccessLink) -> str:
    """The path of the link, as it stands in a letter."""
    return links.url(link.pk, link.epoch).removeprefix("http://localhost:8000")


def enter(link: AccessLink) -> Client:
    """A browser in which the person confirmed the link with the button."""
    browser = Client()
    assert browser.post(door(link)).status_code == 303
    return browser


def round_of(document: Document) -> Round:
    return document.rounds.get()


def reviewing(person: Contact, round_: Round) -> Client:
    """A browser of an invited contact, past the door."""
    return enter(link_of(person, round_))


def page_of(round_: Round, rest: str = "") -> str:
    return f"/review/{round_.pk}/{rest}"


def paragraph(round_: Round, section: int = 0, position: int = 0) -> dict[str, Any]:
    """A paragraph of the circulated text."""
    found: dict[str, Any] = round_.revision.content["sections"][section]["paragraphs"][position]
    return found


def as_friend(people: Cast, **fields: str) -> dict[str, str]:
    """What the form of a comment is sent with."""
    return {"speaker": str(people.friend.pk), "type": "general", **fields}


def write(browser: Client, round_: Round, fields: dict[str, str], *, about: str | None = None) -> Any:
    """Send the form of a new comment; the answer."""
    address = page_of(round_, "comment/") + (f"?paragraph={about}" if about else "")
    return browser.post(address, fields)


def said(round_: Round, delegation: str = "Norway", **fields: Any) -> Comment:
    """A comment of a delegation's first contact, not sent yet."""
    seat = round_.delegations.get(name=delegation)
    person = Contact.objects.filter(invitations__seat=seat)[0]
    fields = {"remark": f"A remark of {delegation}."} | fields
    return comments.write(seat, comments.Said(**fields), contact=person, now=DURING)


def close(round_: Round, people: Cast, note: str = "Thank you.") -> None:
    """The round is closed, whatever is undecided."""
    rounds.close(round_, note=note, leave_undecided=True, by=people.coordinator.actor, now=DURING)
