"""Letters: composed from templates, stored once per reason and recipient, made into messages.

A letter is written in the transaction of the verb that causes it and sent by the clock (ccm_portal.outbox).
Its text holds a placeholder where the personal link goes; the link itself exists only in the message while it
is being sent.
"""

import datetime as dt
import re
import unicodedata
import uuid
from collections.abc import Collection, Mapping
from email.headerregistry import Address
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.template import Context, Engine
from django.utils.html import escape
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ccm_portal import audit, clock, enclosures, envelopes, links
from ccm_portal.actors import Actor
from ccm_portal.envelopes import Envelope, File
from ccm_portal.models import Enclosure, Letter

# How long the clock goes on trying where the verb says nothing else.
GIVE_UP_AFTER = dt.timedelta(hours=24)

MAY_BE_SENT_AGAIN = (Letter.State.UNCERTAIN, Letter.State.FAILED)

# LRE RLE PDF LRO RLO and LRI RLI FSI PDI: they make a line read otherwise than it is written. (The marks LRM
# and RLM, which Arabic and Hebrew need, only nudge and stay.)
BIDI_CONTROLS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
UNFIT_CATEGORIES = frozenset({"Cc", "Cs", "Zl", "Zp"})

MAX_SUBJECT = Letter._meta.get_field("subject").max_length
MAX_MESSAGE_ID_DOMAIN = 80


class UnsafeHeader(ValueError):
    """A subject or name holds characters unfit for the head of a letter; the sentence says which."""


class UnusableAddress(ValueError):
    """What is written as an email address is none; the sentence says so."""


class NothingToDecide(Exception):
    """The letter is in a state in which there is nothing to send again or to count; the sentence says so."""


# --- words --------------------------------------------------------------------------------------------------


def compose(template: str, context: Mapping[str, Any]) -> tuple[str, str, str]:
    """Subject, text and HTML of a letter in the language now active.

    Reads `mail/<template>.subject.txt`, `.txt` and `.html`. The templates get `context` and beside it `link`
    (the placeholder of the personal link), `treaty_name`, `base_url` and `language`.
    """
    given = {
        "link": links.PLACEHOLDER,
        "treaty_name": settings.TREATY_NAME,
        "base_url": settings.BASE_URL,
        "language": get_language(),
        **context,
    }
    return (
        header_line(_render(f"mail/{template}.subject.txt", given, autoescape=False), limit=MAX_SUBJECT),
        _tidy(_render(f"mail/{template}.txt", given, autoescape=False)),
        _render(f"mail/{template}.html", given, autoescape=True).strip() + "\n",
    )


def _render(name: str, context: dict[str, Any], *, autoescape: bool) -> str:
    # Plain text is not HTML: "Côte d'Ivoire" must not become "Côte d&#x27;Ivoire".
    return str(Engine.get_default().get_template(name).render(Context(context, autoescape=autoescape)))


def _tidy(text: str) -> str:
    """Plain text without the blank lines and line ends that template tags leave behind."""
    # "-- " begins a signature: mail programs fold it away, and leave it out of replies.
    lines = (line if line == "-- " else line.rstrip() for line in text.strip().splitlines())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)) + "\n"


def header_line(words: str, *, limit: int | None = None) -> str:
    """`words` as one line fit for a header: NFC, any white space as one blank, cut at `limit` characters.

    Raises UnsafeHeader for what would still deceive: controls of writing direction, control characters, lone
    surrogates.
    """
    line = unicodedata.normalize("NFC", " ".join(words.split()))
    for sign in line:
        if sign in BIDI_CONTROLS or unicodedata.category(sign) in UNFIT_CATEGORIES:
            raise UnsafeHeader(
                _("“%(words)s” holds an invisible character (U+%(code)04X) unfit for the head of a letter.")
                % {"words": _visible(line), "code": ord(sign)}
            )
    return line if limit is None or len(line) <= limit else line[: limit - 1].rstrip() + "…"


def _visible(line: str) -> str:
    fit = (
        sign
        for sign in line
        if sign not in BIDI_CONTROLS and unicodedata.category(sign) not in UNFIT_CATEGORIES
    )
    return "".join(fit)[:80]


def wire_address(address: str) -> str:
    """The address as mail servers write it, its domain in ASCII. Raises UnusableAddress."""
    try:
        validate_email(address)
        local, domain = address.rsplit("@", 1)
        return f"{local}@{domain.encode('idna').decode('ascii')}"
    except (ValidationError, UnicodeError) as error:
        raise UnusableAddress(
            _("“%(address)s” is not an email address.") % {"address": address[:80]}
        ) from error


def sender_address() -> Address:
    """MAIL_FROM: who the letters are from."""
    name, address = parseaddr(settings.MAIL_FROM)
    return Address(display_name=header_line(name), addr_spec=wire_address(address))


# --- rows ---------------------------------------------------------------------------------------------------


@transaction.atomic
def write(
    *,
    reason: str,
    recipient: uuid.UUID,
    address: str,
    name: str,
    delegation: str,
    subject: str,
    text: str,
    html: str,
    now: dt.datetime,
    body_id: uuid.UUID | None = None,
    link_id: uuid.UUID | None = None,
    link_epoch: int = 0,
    enclosure_id: uuid.UUID | None = None,
    give_up_at: dt.datetime | None = None,
) -> Letter:
    """Store a letter to be sent once the verb's transaction is in; the clock is poked then.

    A second letter for the same reason to the same recipient is not written: the first comes back unchanged. One that
    names an enclosure waits until that is kept.
    After `give_up_at` (24 hours from `now` unless said otherwise) it is of no use and no longer tried.
    Raises UnsafeHeader and UnusableAddress.
    """
    wire_address(address)
    letter_id = uuid.uuid4()
    letter, written = Letter.objects.get_or_create(
        reason=reason,
        recipient=recipient,
        defaults={
            "id": letter_id,
            "body_id": body_id,
            "delegation": delegation,
            "address": address,
            "name": header_line(name),
            "subject": header_line(subject, limit=MAX_SUBJECT),
            "text": text,
            "html": html,
            "link_id": link_id,
            "link_epoch": link_epoch,
            "enclosure_id": enclosure_id,
            "message_id": _message_id(letter_id),
            "next_try_at": now,
            "give_up_at": give_up_at or now + GIVE_UP_AFTER,
            "written_at": now,
        },
    )
    if written:
        transaction.on_commit(clock.poke, robust=True)
    return letter


def _message_id(letter_id: uuid.UUID) -> str:
    domain = sender_address().domain[-MAX_MESSAGE_ID_DOMAIN:].lstrip(".-")
    return f"<{letter_id.hex}@{domain}>"


@transaction.atomic
def withdraw(recipient: uuid.UUID, *, now: dt.datetime) -> int:
    """Nothing more goes to a person taken off the list; returns how many letters were held back.

    Also a letter a worker has claimed is held back as long as its text is not on its way: the worker finds
    its claim gone before it sends.
    """
    not_on_its_way = Letter.objects.filter(
        recipient=recipient, state=Letter.State.QUEUED
    ) | Letter.objects.filter(recipient=recipient, state=Letter.State.SENDING, phase=Letter.Phase.CLAIMED)
    return not_on_its_way.update(
        state=Letter.State.WITHDRAWN, phase=Letter.Phase.NONE, lease_until=None, settled_at=now
    )


@transaction.atomic
def give_up(reason: str, *, now: dt.datetime) -> int:
    """Letters about this matter that have not left are of no use any more; returns how many.

    They are shown as not sent. One that is being handed over in this instant still goes; it is not tried again.
    """
    unsent = Letter.objects.about(reason).filter(state__in=[Letter.State.QUEUED, Letter.State.SENDING])
    return unsent.update(give_up_at=now)


@transaction.atomic
def erase(recipients: Collection[uuid.UUID], *, instead: str, now: dt.datetime) -> int:
    """Nothing more goes to these people; of what was written to them only that it was stays. Returns how many letters.

    `instead` stands where their name and the subject stood. What the mail server says of one that is on its way in this
    instant is not written down any more.
    """
    for recipient in recipients:
        withdraw(recipient, now=now)
    written = Letter.objects.filter(recipient__in=recipients)
    written.filter(state=Letter.State.SENDING).update(give_up_at=now)
    return written.update(address="", name=instead, subject=instead, text="", html="", server_said="")


@transaction.atomic
def do_without_enclosure(letter: Letter, *, text: str, html: str) -> None:
    """A letter that waited for its enclosure goes out without it, in words that do not speak of it."""
    waiting = Letter.objects.filter(pk=letter.pk, state__in=[Letter.State.QUEUED, Letter.State.SHOWN])
    waiting.update(enclosure_id=None, text=text, html=html)
    transaction.on_commit(clock.poke, robust=True)


@transaction.atomic
def send_again(letter: Letter, *, by: Actor, now: dt.datetime) -> None:
    """Somebody decides that a letter not sent, or perhaps not sent, goes out again as the same message.

    It keeps its Message-ID and link, so a mailbox that has it already may know it for a copy. Raises
    NothingToDecide.
    """
    changed = (
        Letter.objects.written_to_somebody()
        .filter(pk=letter.pk, state__in=MAY_BE_SENT_AGAIN)
        .update(
            state=Letter.State.QUEUED,
            phase=Letter.Phase.NONE,
            next_try_at=now,
            give_up_at=now + GIVE_UP_AFTER,
            settled_at=None,
        )
    )
    if not changed:
        raise NothingToDecide(
            _("Only a letter that was not sent, or that may have been sent, can be sent again.")
        )
    audit.record("letter.sent_again", letter, by=by, now=now, body=letter.body_id, reason=letter.reason)
    transaction.on_commit(clock.poke, robust=True)


@transaction.atomic
def count_as_sent(letter: Letter, *, by: Actor, now: dt.datetime) -> None:
    """Somebody knows that a letter which may have been sent did arrive. Raises NothingToDecide."""
    changed = Letter.objects.filter(pk=letter.pk, state=Letter.State.UNCERTAIN).update(
        state=Letter.State.COUNTED, settled_at=now
    )
    if not changed:
        raise NothingToDecide(_("Only a letter that may have been sent can be counted as sent."))
    audit.record("letter.counted_as_sent", letter, by=by, now=now, body=letter.body_id, reason=letter.reason)


# --- messages -----------------------------------------------------------------------------------------------


def eml(letter: Letter, *, with_link: bool) -> bytes:
    """The letter as an email to its one recipient, text and HTML side by side, as any mail program opens it.

    The personal link stands in it only `with_link`; otherwise a note says that it is not shown.
    """
    text, html = text_shown(letter, with_link=with_link), html_shown(letter, with_link=with_link)
    return envelopes.message(_envelope(letter), text, html, _file(letter))


def on_the_wire(letter: Letter) -> bytes:
    """The same, with its link, as the mail server is given it."""
    text, html = text_shown(letter, with_link=True), html_shown(letter, with_link=True)
    return envelopes.on_the_wire(_envelope(letter), text, html, _file(letter))


def _file(letter: Letter) -> File | None:
    """What is enclosed, once it is made."""
    if letter.enclosure_id is None:
        return None
    try:
        return enclosures.file(letter.enclosure_id)
    except Enclosure.DoesNotExist:
        return None


def _envelope(letter: Letter) -> Envelope:
    return Envelope(
        sender=sender_address(),
        to_name=letter.name,
        to_address=wire_address(letter.address),
        subject=letter.subject,
        message_id=letter.message_id,
        date=letter.written_at,
        reply_to=settings.MAIL_REPLY_TO,
    )


def text_shown(letter: Letter, *, with_link: bool) -> str:
    """The plain text, with the personal link or the note that stands for it."""
    return letter.text.replace(links.PLACEHOLDER, _link(letter) if with_link else _not_shown())


def html_shown(letter: Letter, *, with_link: bool) -> str:
    """The HTML part, with the personal link or, in its place, words that lead nowhere."""
    if with_link:
        return letter.html.replace(links.PLACEHOLDER, escape(_link(letter)))
    without_targets = letter.html.replace(f'href="{links.PLACEHOLDER}"', "")
    return without_targets.replace(links.PLACEHOLDER, escape(_not_shown()))


def _link(letter: Letter) -> str:
    # A letter without a link of its own leads to the public front page.
    return links.url(letter.link_id, letter.link_epoch) if letter.link_id else f"{settings.BASE_URL}/"


def _not_shown() -> str:
    return _("[the personal link is not shown]")
