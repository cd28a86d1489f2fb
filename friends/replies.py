"""Refusals of mail servers and replies that were handed in, made into proposals on the list."""

import datetime as dt
from dataclasses import dataclass, replace

from django.utils import timezone
from django.utils.translation import gettext as _

from ccm_portal.actors import CLOCK, Actor
from ccm_portal.models import Letter
from friends import bounces, proposals
from friends.contacts import Details
from friends.models import Body, Contact, Proposal
from friends.proposals import Wanted
from friends.reading import replies
from friends.reading.replies import Reply, Says

# Older refusals were looked at when they came.
LOOK_BACK = dt.timedelta(days=3)
AT_ONCE = 20
Kind, Source = Proposal.Kind, Proposal.Source


class NotUnderstood(Exception):
    """Nothing can be proposed from it; the sentence says what is missing."""


@dataclass(frozen=True)
class Given:
    """What whoever hands a reply in says beside it: which kind it is, whom it is about ("" for as it is read)."""

    kind: str = ""
    address: str = ""


# --- refusals ---------------------------------------------------------------------------------------------------------


def propose_refused(now: dt.datetime) -> int:
    """Each address that a mail server refused lately for good becomes a proposal, once; how many were made."""
    lately = Letter.objects.filter(
        state=Letter.State.FAILED, server_said__startswith="5", settled_at__gt=now - LOOK_BACK
    )
    recipients = set(lately.order_by().values_list("recipient", flat=True))
    if not recipients:
        return 0
    people = Contact.objects.filter(pk__in=recipients, valid_until=None).select_related("delegation")
    known = set(Proposal.objects.filter(source=Source.REFUSAL).values_list("once", flat=True))
    refused = [one for one in bounces.of(people).values() if _once(one.contact) not in known]
    return sum(_propose_refusal(one, now=now) for one in refused[:AT_ONCE])


def _once(contact: Contact) -> str:
    return f"refusal:{contact.pk}:{contact.email.casefold()}"


def _propose_refusal(bounce: bounces.Bounce, *, now: dt.datetime) -> bool:
    body = body_of(bounce.contact)
    if body is None:
        return False
    wanted = Wanted(Kind.LEFT, bounce.contact, words=bounce.words)
    made = proposals.from_mail(
        body, wanted, source=Source.REFUSAL, once=_once(bounce.contact), by=CLOCK, now=now
    )
    return made is not None


def body_of(contact: Contact) -> Body | None:
    """The body on whose list the contact stands, the first by name."""
    return Body.objects.filter(assignments__contacts=contact).order_by("name").first()


# --- replies that are handed in ---------------------------------------------------------------------------------------


def hand_in(data: bytes, given: Given, body: Body, *, by: Actor, now: dt.datetime) -> Proposal:
    """A mail, or its words, that somebody got in reply to a letter becomes a proposal; the mail is not kept.

    Raises replies.UnreadableReply, NotUnderstood.
    """
    day = timezone.localtime(now, body.zone).date()
    reply = replies.read(data, today=day)
    contact = _about(reply, given, body, day)
    wanted = _wanted(reply, given, contact)
    made = proposals.from_mail(body, wanted, source=Source.REPLY, by=by, now=now)
    if made is None:
        raise NotUnderstood(_("This was proposed before."))
    return made


def _about(reply: Reply, given: Given, body: Body, day: dt.date) -> Contact:
    """The contact of the list whom the reply is about. Raises NotUnderstood."""
    addresses = [given.address] if given.address else list(reply.about)
    listed = Contact.objects.valid_on(day).filter(assignments__body=body).exclude(email="")
    known = {contact.email.casefold(): contact for contact in listed.select_related("delegation").distinct()}
    for address in addresses:
        if contact := known.get(address.casefold()):
            return contact
    if not addresses:
        raise NotUnderstood(_("It names no address. Say below whom it is about."))
    raise NotUnderstood(
        _("%(address)s is not on the list. Say below whom of the list it is about.")
        % {"address": addresses[0]}
    )


def _wanted(reply: Reply, given: Given, contact: Contact) -> Wanted:
    """What is proposed: as somebody said, or else as it was read. Raises NotUnderstood."""
    kinds = {Says.REFUSED: Kind.LEFT, Says.LEFT: Kind.LEFT, Says.AWAY: Kind.AWAY}
    kind = given.kind or kinds.get(reply.says)
    if not kind:
        raise NotUnderstood(
            _(
                "It says neither that an address was refused, nor that somebody left or is away. Say below which it is."
            )
        )
    words = reply.words
    if reply.instead:
        words = "\n\n".join(
            (_("To be written to instead: %(who)s") % {"who": ", ".join(reply.instead)}, words)
        )
    wanted = Wanted(kind, contact, words=words)
    if kind == Kind.AWAY:
        return replace(wanted, holds_from=reply.until)
    successor = _successor(reply, contact)
    if kind == Kind.SUCCESSOR and successor is None:
        raise NotUnderstood(_("It names no new address for a successor; say that the person has left."))
    if successor is not None and (kind == Kind.SUCCESSOR or reply.says == Says.LEFT):
        return replace(wanted, kind=Kind.SUCCESSOR, details=successor)
    return wanted


def _successor(reply: Reply, contact: Contact) -> Details | None:
    """The one address to write to instead, if nobody on the list has it; its name is for a person to find."""
    if len(reply.instead) != 1:
        return None
    [address] = reply.instead
    if Contact.objects.filter(email__iexact=address, valid_until=None).exists():
        return None
    return replace(Details.of(contact), name="", email=address, phone="")
