"""The gate before publishing: personal addresses and telephone numbers in a text that is about to become public.

Pure: text in, sentences out. It finds what the contact list holds however it is broken up (line ends, hyphens, soft
hyphens, zero-width characters, markup, entities, "name [at] host"), and whatever else looks like an address or a
telephone number. To raise no false alarm over dates, times, paragraph numbers and identifiers, an unknown number counts
as a telephone number only if it is written internationally (+41…, 0041…) or marked (tel., phone, fax, mobile).
A number of the list with fewer than seven digits is found only where it is marked so.
"""

import html
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Self

from django.utils.translation import gettext as _

# A country code has at most three digits: what is left of an international number is the same however it is dialled.
COUNTRY_CODE_DIGITS = 3
FEWEST_DIGITS = 7
LONGEST_LOCAL = 100
LONGEST_HOST = 260
# An entity written as an entity, and that once more.
ENTITY_DEPTH = 3

NOT_PLAIN = re.compile(r"[^\x20-\x7e\s]")
NOT_COMPACT = re.compile(r"[^\w@]|_")
TAG = re.compile(r"<[^<>]*>")
JSON_ESCAPE = re.compile(r"\\(?:[nrtbf]|u00(?:0[0-9a-f]|1[0-9a-f]))")
# UUIDs; SHA-256 in one piece, and in groups of eight digits as the last page of a PDF has it.
MACHINE_IDS = re.compile(
    r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b|\b[0-9a-f]{64}\b|\b(?:[0-9a-f]{8}\s){7}[0-9a-f]{8}\b",
    re.IGNORECASE,
)
DATES = re.compile(r"(?<!\d)(?:\d{4}-\d{2}-\d{2}|\d{1,2}([./-])\d{1,2}\1\d{4})(?!\d)")

AT_WORD = re.compile(r"\s?[\[({<_]\s?(?:at|@|arobase)\s?[\])}>_]\s?|%40", re.IGNORECASE)
DOT_WORD = re.compile(r"\s?[\[({<_]\s?(?:dot|punkt|point|\.)\s?[\])}>_]\s?", re.IGNORECASE)
SPOKEN_AT = re.compile(r"[\s-](?:at|arobase)[\s-]", re.IGNORECASE)
SPOKEN_DOT = re.compile(r"[\s-](?:dot|punkt|point)[\s-]", re.IGNORECASE)
LOCAL = re.compile(r"[\w.+'\"’”&-]+$")
NO_BEGINNING = "\"'.’”"
HOST = re.compile(r"[\w-]+(?:\.[\w-]+)*")
DOTTED_HOST = re.compile(r"[\w-]+(?:\.\w|\s\.\s\w)")

BETWEEN_DIGITS = r"[\s().\-/\u2010-\u2015]{0,3}"
# A full stop and a space end a number: what follows is the next paragraph's.
WITHIN_A_NUMBER = r"(?:(?!\.\s)[\s().\-/\u2010-\u2015]){0,3}"
DIGIT_RUN = re.compile(rf"\d(?:{BETWEEN_DIGITS}\d){{{FEWEST_DIGITS - 1},}}", re.ASCII)
INTERNATIONAL = re.compile(
    rf"(?:(?<![\w+])\+\(?|(?<![\w:.,/+-])(?<!\d\s)00\s?)[1-9](?:{WITHIN_A_NUMBER}\d){{{FEWEST_DIGITS - 1},14}}",
    re.ASCII,
)
MARKED = re.compile(
    rf"\b(?:tel|telephone|phone|fax|mobile|mob|gsm|whatsapp)\b\s?\.?\s?(?:no\s?\.|number)?\s?:?\s?"
    rf"(?P<number>[+(]{{0,2}}\d(?:{WITHIN_A_NUMBER}\d){{4,14}})",
    re.IGNORECASE | re.ASCII,
)

ANCHOR = re.compile(r"""\bid=["']([\w-]+)["']""")
PARAGRAPH_ANCHOR = re.compile(r"pA?\d+[a-z]*")


@dataclass(frozen=True)
class Known:
    """Addresses (casefolded) and telephone numbers (digits alone)."""

    addresses: frozenset[str] = frozenset()
    telephones: frozenset[str] = frozenset()

    @classmethod
    def of(cls, entries: Iterable[str]) -> Self:
        """Sorts entries into addresses and telephone numbers; blank ones are left out."""
        kept = [entry.strip() for entry in entries if entry and entry.strip()]
        return cls(
            frozenset(_plain(entry).casefold() for entry in kept if "@" in entry),
            frozenset(digits for entry in kept if "@" not in entry and (digits := _digits(entry))),
        )


NOTHING = Known()


def scan(text: str, *, where: str, known: Known, allowed: Known = NOTHING) -> list[str]:
    """One sentence for each address or telephone number in `text`, masked, with its page or paragraph where it has one.

    text: HTML, JSON or plain text (pages parted by form feeds). where: what it is, as in "the PDF". known: what the
    contact list holds or ever held. allowed: what the body itself makes public.
    """
    found: dict[str, str] = {}
    for place, part in _parts(text):
        for hit in _hits(part, known, allowed):
            found.setdefault(hit, f"{where}, {place}" if place else where)
    # Once more as a whole: an address may run over the end of a page or paragraph.
    for hit in _hits(text, known, allowed):
        found.setdefault(hit, where)
    return [
        _("%(what)s stands in %(where)s.") % {"what": hit, "where": place} for hit, place in found.items()
    ]


def _parts(text: str) -> Iterator[tuple[str, str]]:
    """(name of the place or "", the text there): pages of a PDF's text, paragraphs of a page."""
    pages = text.split("\f")
    if len(pages) > 1:
        yield from (
            (_("page %(number)s") % {"number": number}, page) for number, page in enumerate(pages, start=1)
        )
        return
    first, *rest = ANCHOR.split(text)
    yield "", first
    for anchor, part in zip(rest[::2], rest[1::2], strict=True):
        yield _place(anchor), part


def _place(anchor: str) -> str:
    if PARAGRAPH_ANCHOR.fullmatch(anchor):
        return _("paragraph %(number)s") % {"number": anchor[1:]}
    return {"attendance": _("attendance"), "agenda": _("agenda")}.get(anchor, "")


def _hits(text: str, known: Known, allowed: Known) -> list[str]:
    """What was found, masked, each once, in words that begin a sentence."""
    return list(dict.fromkeys(hit for view in _views(text) for hit in _hits_in(view, known, allowed)))


def _hits_in(view: str, known: Known, allowed: Known) -> Iterator[str]:
    listed = list(_known_addresses(view, known, allowed))
    for address in listed:
        yield _("The address %(address)s of the contact list") % {"address": _masked(address)}
    for address in _address_like(view, allowed):
        # A listed address is reported as such, not a second time as something alike.
        if not any(
            _compact(address) in _compact(one) or _compact(one) in _compact(address) for one in listed
        ):
            yield _("The email address %(address)s") % {"address": _masked(address)}
    for number, is_listed in _telephones(view, known, allowed):
        masked = {"number": _masked_number(number)}
        if is_listed:
            yield _("The telephone number %(number)s of the contact list") % masked
        else:
            yield _("The telephone number %(number)s") % masked


# --- what the text says, without its disguises --------------------------------------------------------------------


def _views(text: str) -> Iterator[str]:
    """The text as it stands, without its markup, and with markup as space: whatever a reader or a machine may see."""
    yield from dict.fromkeys(_plain(view) for view in (text, TAG.sub("", text), TAG.sub(" ", text)))


def _plain(text: str) -> str:
    """Entities read, compatibility forms made plain, invisible characters gone, each run of white space one space."""
    for _round in range(ENTITY_DEPTH):
        text = html.unescape(text)
    text = unicodedata.normalize("NFKC", JSON_ESCAPE.sub(" ", text))
    text = NOT_PLAIN.sub(lambda letter: "" if _is_invisible(letter[0]) else letter[0], text)
    text = AT_WORD.sub("@", " ".join(text.split()))
    return DOT_WORD.sub(".", text)


def _is_invisible(letter: str) -> bool:
    """Format and control characters, joiners and variation selectors: nothing a reader sees."""
    return unicodedata.category(letter) in ("Cf", "Cc", "Cs", "Co", "Mn")


def _compact(text: str) -> str:
    """Letters, digits and @ alone: line breaks and hyphens in the midst of an address change nothing."""
    return NOT_COMPACT.sub("", text.casefold())


# --- addresses ----------------------------------------------------------------------------------------------------


def _known_addresses(view: str, known: Known, allowed: Known) -> Iterator[str]:
    """The addresses of the list that occur in the view."""
    whole = _compact(view) if "@" in view else ""
    spoken = SPOKEN_DOT.sub(".", SPOKEN_AT.sub("@", view)).casefold()
    # The longest first: an allowed "info@…" is not taken for a listed "o@…".
    for address in sorted(known.addresses | allowed.addresses, key=len, reverse=True):
        short = _compact(address)
        occurs = short in whole or _occurs_alone(address, spoken)
        whole = whole.replace(short, " ")
        spoken = spoken.replace(address, " ")
        if occurs and address not in allowed.addresses:
            yield address


def _occurs_alone(address: str, text: str) -> bool:
    """Whether the address stands in the text with nothing grown to it on either side."""
    return address in text and bool(re.search(rf"(?<![\w.+-]){re.escape(address)}(?![\w-])", text))


def _address_like(view: str, allowed: Known) -> Iterator[str]:
    """Whatever is written like an address: word@word, or word @ word.word."""
    for address in allowed.addresses:
        view = _loose(address).sub(" ", view)
    for sign in re.finditer("@", view):
        before, after = (
            view[max(0, sign.start() - LONGEST_LOCAL) : sign.start()],
            view[sign.end() :][:LONGEST_HOST],
        )
        local, host = LOCAL.search(before.rstrip()), HOST.match(after.lstrip())
        if not local or not host:
            continue
        tight = not before[-1:].isspace() and not after[:1].isspace()
        if tight or DOTTED_HOST.match(after.lstrip()):
            yield f"{local[0]}@{host[0]}"


def _loose(address: str) -> re.Pattern[str]:
    """The address alone, with room for a line's end and its hyphen between any two letters."""
    letters = r"[\s-]?\s?".join(re.escape(letter) for letter in address)
    return re.compile(rf"(?<![\w.+-]){letters}(?![\w-]|\.\w)", re.IGNORECASE)


def _masked(address: str) -> str:
    """ "k…@example.org": enough to find it, not enough to pass it on."""
    local, _at, host = address.rpartition("@")
    return f"{local.lstrip(NO_BEGINNING)[:1]}…@{host}"


# --- telephone numbers --------------------------------------------------------------------------------------------


def _digits(number: str) -> str:
    """The digits without a leading 00 or trunk 0."""
    return "".join(letter for letter in number if letter in "0123456789").lstrip("0")


def _tail(digits: str) -> str:
    """What stays of a number whether it is dialled from abroad or at home."""
    return digits[-max(FEWEST_DIGITS, len(digits) - COUNTRY_CODE_DIGITS) :]


def _telephones(view: str, known: Known, allowed: Known) -> Iterator[tuple[str, bool]]:
    """(the number as written or as listed, whether it is on the list)."""
    view = MACHINE_IDS.sub(" | ", view)
    tails = {_tail(number): number for number in known.telephones if len(number) >= FEWEST_DIGITS}
    listed: list[str] = []
    for run in DIGIT_RUN.finditer(view):
        rest = _without(_digits(run[0]), allowed)
        listed += [tail for tail in tails if tail in rest]
    yield from ((tails[tail], True) for tail in dict.fromkeys(listed))
    for number in _written_as_telephone(DATES.sub(" | ", view)):
        digits = _digits(number)
        is_allowed = len(_without(digits, allowed).replace("x", "")) < min(FEWEST_DIGITS, len(digits))
        if not is_allowed and not any(tail in digits for tail in listed):
            yield number, digits in known.telephones


def _written_as_telephone(view: str) -> Iterator[str]:
    yield from (match[0] for match in INTERNATIONAL.finditer(view))
    yield from (match["number"] for match in MARKED.finditer(view))


def _without(digits: str, allowed: Known) -> str:
    for number in allowed.telephones:
        digits = digits.replace(_tail(number), "x")
    return digits


def _masked_number(number: str) -> str:
    """ "+41…67"."""
    shown = number.strip()
    return f"{shown[:3]}…{shown[-2:]}"
