"""A link to the contact list for whoever is on it and types their address on the public page.

The page writes the address down and says the same whether it is known or not; the clock answers afterwards. So neither
the words nor the time they take tell anybody who is on the list.
"""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from ccm_portal import clock
from ccm_portal.models import Letter
from friends import letters, readers
from friends.models import Body, Contact, LinkRequest

# TRUST T13: whoever types somebody's address over and over fills nobody's mailbox.
LETTERS_AN_HOUR = 5
HOUR = dt.timedelta(hours=1)
# How many may wait for an answer; more than ever wait but where somebody means harm.
MOST_WAITING = 1_000
AT_ONCE = 20


@transaction.atomic
def ask(address: str, *, now: dt.datetime) -> None:
    """The clock sends a link if the address is on a list."""
    if LinkRequest.objects.count() < MOST_WAITING:
        LinkRequest.objects.create(address=address.strip(), asked_at=now)
        transaction.on_commit(clock.poke, robust=True)


def answer(now: dt.datetime) -> bool:
    """Answer those who asked first; True where more wait."""
    asked = list(LinkRequest.objects.all()[: AT_ONCE + 1])
    for request in asked[:AT_ONCE]:
        _answer(request, now=now)
    return len(asked) > AT_ONCE


@transaction.atomic
def _answer(request: LinkRequest, *, now: dt.datetime) -> None:
    """One letter for each body on whose list the address stands today; the request is gone."""
    held = LinkRequest.objects.select_for_update(skip_locked=True).filter(pk=request.pk).first()
    if held is None:
        return
    known = Contact.objects.filter(email__iexact=held.address).exclude(email="").select_related("delegation")
    for contact in known:
        for body in Body.objects.filter(assignments__contacts=contact).distinct():
            day = timezone.localtime(now, body.zone).date()
            if readers.on_the_list(contact, body, day) and _may_have_another(contact, now):
                link = readers.link_to_list(contact, body, now=now)
                letters.list_link(contact, body, link=link, asked=held.pk, now=now)
    held.delete()


def _may_have_another(contact: Contact, now: dt.datetime) -> bool:
    lately = Letter.objects.about(letters.LINK_ASKED).filter(recipient=contact.pk, written_at__gt=now - HOUR)
    return lately.count() < LETTERS_AN_HOUR
