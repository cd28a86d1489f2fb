"""Contacts as vCard 4 (RFC 6350): one card for each person or role mailbox."""

from collections.abc import Iterable
from dataclasses import dataclass

# RFC 6350, 3.2: lines are folded at 75 octets, the line break not counted.
OCTETS = 75
ESCAPED = str.maketrans({"\\": "\\\\", ",": "\\,", ";": "\\;", "\n": "\\n", "\r": None})
CONTROLS = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 127))


@dataclass(frozen=True)
class Card:
    """uid: a UUID as text. name: "" for a role mailbox. roles: the posts of the delegation. phone: "" where none is."""

    uid: str
    name: str
    email: str
    organisation: str
    roles: tuple[str, ...] = ()
    phone: str = ""
    language: str = ""


def cards(people: Iterable[Card]) -> bytes:
    """All cards one after the other, UTF-8, lines ended by CR LF."""
    lines = [line for person in people for line in _lines(person)]
    return "".join(_folded(line) for line in lines).encode("utf-8", "replace")


def _lines(card: Card) -> list[str]:
    roles = tuple(dict.fromkeys(role for role in card.roles if role))
    fields = [
        ("KIND", "individual" if card.name else "group"),
        ("UID", f"urn:uuid:{card.uid}"),
        ("FN", card.name or _mailbox(card)),
        ("ORG", card.organisation),
        *(("ROLE", role) for role in roles),
        ("EMAIL", card.email),
        ("TEL", card.phone),
        ("LANG", card.language),
    ]
    said = [f"{name}:{_escaped(value)}" for name, value in fields if value]
    return ["BEGIN:VCARD", "VERSION:4.0", *said, "END:VCARD"]


def _mailbox(card: Card) -> str:
    """A role mailbox is called after its delegation: every card must have a name."""
    return ", ".join(words for words in (card.organisation, card.email) if words)


def _escaped(value: str) -> str:
    return value.translate(CONTROLS).translate(ESCAPED)


def _folded(line: str) -> str:
    """The line in pieces of at most 75 octets, never through a letter, each next one begun by a blank."""
    pieces, piece, size = [], "", 0
    for sign in line:
        width = len(sign.encode("utf-8", "replace"))
        if size + width > OCTETS:
            pieces.append(piece)
            # The blank that begins the next piece counts.
            piece, size = "", 1
        piece, size = piece + sign, size + width
    return "\r\n ".join([*pieces, piece]) + "\r\n"
