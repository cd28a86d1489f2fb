"""Addresses that a mail server refused for good, read from the letters the portal wrote to them.

A later letter that was accepted takes the refusal back; a corrected address begins anew.
"""

import datetime as dt
import re
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Max

from ccm_portal.models import Letter
from friends import roster
from friends.models import Body, Contact

# Refusals that speak of the address: RFC 5321, 4.2.3 (550, 551, 553, 556) without the detail of another reason, or
# RFC 3463 (X.1: the address, X.2.1: the mailbox is closed). A full mailbox or a letter taken for spam are others.
OF_THE_ADDRESS = re.compile(r"5\d\d[ -]+5\.(?:1\.\d+|2\.1)\b|(?:550|551|553|556)\b(?![ -]+5\.\d)")


@dataclass(frozen=True)
class Bounce:
    """The newest refusal of a contact's address, with the server's words, and the letter it answered."""

    contact: Contact
    letter: uuid.UUID
    at: dt.datetime
    words: str


def speaks_of_the_address(words: str) -> bool:
    """Whether a server's answer, with its code, refuses the address for good."""
    return OF_THE_ADDRESS.match(words) is not None


def of(contacts: Iterable[Contact]) -> dict[uuid.UUID, Bounce]:
    """By contact: the refusal that stands against its present address. Two queries whatever their number."""
    by_id = {contact.pk: contact for contact in contacts if contact.email}
    written = Letter.objects.filter(recipient__in=by_id)
    refused = written.filter(state=Letter.State.FAILED, server_said__startswith="5", settled_at__isnull=False)
    found: dict[uuid.UUID, Bounce] = {}
    for letter in refused.order_by("-settled_at", "pk").only(
        "recipient", "address", "settled_at", "server_said"
    ):
        contact = by_id[letter.recipient]
        same = letter.address.casefold() == contact.email.casefold()
        if same and letter.settled_at and speaks_of_the_address(letter.server_said):
            found.setdefault(contact.pk, Bounce(contact, letter.pk, letter.settled_at, letter.server_said))
    accepted = written.filter(state=Letter.State.SENT).values_list("recipient", "address")
    for recipient, address, at in accepted.annotate(last=Max("settled_at")).order_by():
        bounce = found.get(recipient)
        if bounce and at > bounce.at and address.casefold() == bounce.contact.email.casefold():
            del found[recipient]
    return found


def on_list(body: Body, day: dt.date) -> list[Bounce]:
    """The refusals that stand against addresses of the list of that day, in its order."""
    people = {contact.pk: contact for row in roster.rows_on(body, day) for contact in row.contacts}
    refused = of(people.values())
    return [refused[pk] for pk in people if pk in refused]
