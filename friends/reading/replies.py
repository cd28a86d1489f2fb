"""A mail that came back: a delivery report (RFC 3464), an automatic reply (RFC 3834), or somebody's own words.

Bytes or pasted text in, what it says out; nothing else is touched. Whatever is handed in costs little: sizes, parts and
headers are bounded, and what goes over a bound is refused with a sentence.
"""

import datetime as dt
import email
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message
from email.policy import compat32
from email.utils import getaddresses
from enum import StrEnum

from django.utils.translation import gettext as _

from friends.reading.addresses import is_address
from friends.reading.days import find_days

LARGEST = 1_000_000
MOST_PARTS = 60
LONGEST_HEADER = 1_000
LONGEST_TEXT = 50_000
LONGEST_EXCERPT = 600
# A day without a year is taken in the year that makes it the next to come, within so many days.
A_YEAR = 366


class UnreadableReply(Exception):
    """What was handed in cannot be read as a mail; the sentence says why."""


class Says(StrEnum):
    REFUSED = "refused"
    AWAY = "away"
    LEFT = "left"
    NOTHING = "nothing"


@dataclass(frozen=True)
class Reply:
    """What a mail says. about: addresses it may speak of, the likeliest first. instead: whom to write to.

    until: the day until which somebody is away, None where it does not say. words: the part that says it.
    """

    says: Says
    about: tuple[str, ...] = ()
    until: dt.date | None = None
    instead: tuple[str, ...] = ()
    words: str = ""


# Plain words, in the languages in which they were seen.
LEFT_WORDS = re.compile(
    r"no longer (?:work|employed|with|at|in|part|serv|respons|the)|(?:has|have|had) (?:now )?left\b"
    r"|left (?:the|my|our) (?:ministry|mission|post|position|office|organi[sz]ation)|\bretired\b"
    r"|(?:new|another) (?:post|position|assignment)\b|(?:my|his|her|their) successor|replaced by"
    r"|ne travaille plus|a quitté|ya no trabaja",
    re.IGNORECASE,
)
AWAY_WORDS = re.compile(
    r"out of (?:the )?office|(?:on|annual|maternity|parental|sick) leave\b|away (?:from|until|till)|\babsent\b"
    r"|on mission until|on (?:a )?(?:holiday|vacation)|(?:back|return(?:ing)?) (?:in the office )?on\b"
    r"|automatic reply|auto(?:matic)?[- ]?(?:reply|response)|absence du bureau|en congé|en vacances"
    r"|réponse automatique|fuera de la oficina|de vacaciones|respuesta automática",
    re.IGNORECASE,
)
REFUSED_WORDS = re.compile(
    r"user unknown|unknown user|no such (?:user|mailbox|recipient)|does(?:n't| not) exist"
    r"|(?:address|recipient|mailbox) (?:was )?(?:rejected|not found)|account (?:is )?(?:disabled|inactive)"
    r"|mailbox (?:unavailable|is (?:closed|disabled))|\b5\.(?:1\.\d{1,3}|2\.1)\b|\b55[0136]\b",
    re.IGNORECASE,
)
UNTIL_WORDS = re.compile(
    r"\b(?:until|till|through|back on|return(?:ing)?(?: to the office)? on|jusqu'au|hasta el)\b",
    re.IGNORECASE,
)
INSTEAD_WORDS = re.compile(
    r"\b(?:contact|write to|address(?:ed)? to|send (?:it|them|mail|messages) to|reach|replaced by|successor|instead|"
    r"turn to|contacter|écrire à|escrib\w+ a)\b",
    re.IGNORECASE,
)
ADDRESS = re.compile(r"[\w.+'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
# RFC 3834, 5: "no" alone says that a person wrote it.
BY_A_PERSON = ("", "no")


def read(data: bytes, *, today: dt.date) -> Reply:
    """A mail as it was saved (.eml), or its text as it was pasted (UTF-8). Raises UnreadableReply."""
    if len(data) > LARGEST:
        raise UnreadableReply(
            _("This is too large for a reply: at most %(limit)s bytes are read.") % {"limit": LARGEST}
        )
    if not data.strip():
        raise UnreadableReply(_("There is nothing in it."))
    # Parts within parts are read by going into each: a message made of nothing else exhausts the stack.
    lowered = data.lower()
    if lowered.count(b"boundary") > MOST_PARTS or lowered.count(b"message/rfc822") > MOST_PARTS:
        raise UnreadableReply(
            _("This mail has more than %(limit)s parts; paste the words that matter instead.")
            % {"limit": MOST_PARTS}
        )
    try:
        message = email.message_from_bytes(data, policy=compat32)
        if _looks_like_a_mail(message):
            return _of_mail(message, today)
    except (RecursionError, LookupError, ValueError, HeaderParseError) as problem:
        raise UnreadableReply(
            _("This mail cannot be read; paste the words that matter instead.")
        ) from problem
    return _of_words(data.decode("utf-8", "replace")[:LONGEST_TEXT], today, subject="", sender=())


def _looks_like_a_mail(message: Message) -> bool:
    return any(
        message.get(name) for name in ("From", "Received", "MIME-Version", "Return-Path", "Auto-Submitted")
    )


# --- mails ------------------------------------------------------------------------------------------------------------


def _of_mail(message: Message, today: dt.date) -> Reply:
    refused = list(_refused(message))
    text = _text(message)
    if refused:
        return Reply(Says.REFUSED, tuple(dict.fromkeys(refused)), words=_excerpt(text, REFUSED_WORDS))
    sender = tuple(_addresses(message, "From", "Reply-To"))
    subject = _header(message, "Subject")
    said = _of_words(text, today, subject=subject, sender=sender)
    failed = tuple(_addresses(message, "X-Failed-Recipients"))
    if failed:
        return Reply(Says.REFUSED, failed, words=said.words)
    by_machine = _header(message, "Auto-Submitted").partition(";")[0].strip().lower() not in BY_A_PERSON
    if said.says == Says.NOTHING and by_machine:
        return Reply(Says.AWAY, said.about, said.until, said.instead, said.words)
    return said


def _refused(message: Message) -> Iterator[str]:
    """The addresses that a delivery report says are refused for good: action failed, status 5 (RFC 3464, 2.3)."""
    for part in message.walk():
        if part.get_content_type() != "message/delivery-status":
            continue
        payload = part.get_payload()
        for block in payload if isinstance(payload, list) else []:
            if not isinstance(block, Message):
                continue
            failed = _header(block, "Action").lower() == "failed"
            final = _header(block, "Original-Recipient") or _header(block, "Final-Recipient")
            address = final.rpartition(";")[2].strip().strip("<>")
            if failed and _header(block, "Status").startswith("5") and is_address(address):
                yield address


def _header(message: Message, name: str) -> str:
    """A header decoded, on one line, cut where it is too long."""
    raw = str(message.get(name, ""))[:LONGEST_HEADER]
    try:
        return " ".join(str(make_header(decode_header(raw))).split())
    except (HeaderParseError, LookupError, ValueError):
        return " ".join(raw.split())


def _addresses(message: Message, *names: str) -> Iterator[str]:
    pairs = getaddresses([str(message.get(name, ""))[:LONGEST_HEADER] for name in names])
    yield from dict.fromkeys(address for _name, address in pairs if is_address(address))


def _text(message: Message) -> str:
    """The first plain text of the mail; where there is none, its HTML without tags."""
    found = {"text/plain": "", "text/html": ""}
    for part in message.walk():
        kind = part.get_content_type()
        if kind in found and not found[kind] and part.get_content_disposition() != "attachment":
            data = part.get_payload(decode=True)
            if isinstance(data, bytes):
                found[kind] = _decoded(data, part.get_content_charset() or "utf-8")[:LONGEST_TEXT]
    return found["text/plain"] or re.sub(r"<[^<>]{0,2000}>", " ", found["text/html"])


def _decoded(data: bytes, charset: str) -> str:
    try:
        return data.decode(charset, "replace")
    except LookupError:
        return data.decode("latin-1")


# --- words ------------------------------------------------------------------------------------------------------------


def _of_words(text: str, today: dt.date, *, subject: str, sender: tuple[str, ...]) -> Reply:
    own = _own_words(text)
    said = f"{subject}\n{own}"
    instead = tuple(
        one for one in _instead(own) if one.casefold() not in {each.casefold() for each in sender}
    )
    about = (
        *sender,
        *(one for one in dict.fromkeys(ADDRESS.findall(text)) if one not in (*sender, *instead)),
    )
    if LEFT_WORDS.search(said):
        return Reply(Says.LEFT, about, None, instead, _excerpt(own, LEFT_WORDS))
    if AWAY_WORDS.search(said):
        return Reply(Says.AWAY, about, _until(own, today), instead, _excerpt(own, AWAY_WORDS))
    if REFUSED_WORDS.search(said) and not sender:
        return Reply(Says.REFUSED, about, words=_excerpt(own, REFUSED_WORDS))
    return Reply(Says.NOTHING, about, None, instead, own[:LONGEST_EXCERPT].strip())


def _own_words(text: str) -> str:
    """Without the letter that is quoted beneath."""
    lines = []
    for line in text.splitlines():
        if re.match(r"\s*-{2,}\s*(?:original|forwarded) message", line, re.IGNORECASE):
            break
        if not line.lstrip().startswith(">"):
            lines.append(line)
    return "\n".join(lines)


def _instead(text: str) -> list[str]:
    """Addresses that stand after words like "please contact", in the same or the next sentence."""
    return list(
        dict.fromkeys(
            address
            for found in INSTEAD_WORDS.finditer(text)
            for address in ADDRESS.findall(text[found.start() : found.end() + 200])
        )
    )


def _until(text: str, today: dt.date) -> dt.date | None:
    """The first day after a word like "until"; one without a year is the next such day."""
    for found in UNTIL_WORDS.finditer(text):
        for day in find_days(text[found.end() : found.end() + 60])[:1]:
            this, following = day.on(today.year), day.on(today.year + 1)
            return this if this and (day.year or this >= today) else following
    return None


def _excerpt(text: str, pattern: re.Pattern[str]) -> str:
    """The lines around what was recognised."""
    found = pattern.search(text)
    start = max(0, (found.start() if found else 0) - LONGEST_EXCERPT // 3)
    return text[start : start + LONGEST_EXCERPT].strip()
