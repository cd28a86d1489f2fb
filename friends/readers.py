"""Who reads the contact list by link, and the policy of those pages.

The right is asked of the list on each request: whoever was taken off it, or whose delegation was, is told that the link
has ended (410).
"""

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from ccm_portal.policies import Gone, Policy
from friends import access, sight
from friends.edition_sheets import Sight
from friends.models import AccessLink, Assignment, Body, Contact

# How long a link to the list opens it.
LINK_LIFE = dt.timedelta(days=365)


@dataclass(frozen=True)
class Reader:
    """Somebody on the list who reads it, on a day in the body's zone, and how far they see."""

    contact: Contact
    body: Body
    day: dt.date
    sees: Sight


def on_the_list(contact: Contact, body: Body, day: dt.date) -> bool:
    """Whether the contact stands in an entry of the body's list on `day`."""
    posts = Assignment.objects.filter(body=body, contacts=contact).valid_on(day)
    return contact.holds_on(day) and posts.exclude(status=Assignment.Status.ENDED).exists()


def check_on_the_list(contact: Contact, body: Body, day: dt.date) -> None:
    """Raises Gone where the contact is no longer on the body's list."""
    if not on_the_list(contact, body, day):
        raise Gone(_("This address is no longer on the contact list, so its link has ended."))


def link_to_list(contact: Contact, body: Body, *, now: dt.datetime) -> AccessLink:
    """The contact's link to the list of the body, good for a year from now on."""
    link = access.open_link(
        contact, purpose=AccessLink.Purpose.LIST, subject=body.pk, until=now + LINK_LIFE, now=now
    )
    if link.until < now + LINK_LIFE / 2:
        link.until = now + LINK_LIFE
        link.save(update_fields=["until"])
    return link


def _list_reader(request: HttpRequest, kwargs: dict[str, Any]) -> None:
    subject: uuid.UUID = kwargs["body"]
    link = access.session_link(request, purpose=AccessLink.Purpose.LIST, subject=subject)
    body = Body.objects.get(pk=link.subject)
    day = timezone.localtime(timezone.now(), body.zone).date()
    check_on_the_list(link.contact, body, day)
    of = link.contact.delegation
    sees = Sight(sight.reach_of(of, body, day), delegation=str(of.pk))
    timezone.activate(body.zone)
    request.reader = Reader(link.contact, body, day, sees)  # type: ignore[attr-defined]


# Sets `request.reader`. The route's argument is called `body`.
LIST_READER = Policy("reads the contact list by link", _list_reader)
