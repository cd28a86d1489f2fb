"""A letter as the bytes that go over the line.

The letters of one round differ in a few values and share the rest, above all an enclosure of many pages. So what is
large or the same for many is encoded once and kept; what is personal is encoded for each letter by functions written in
C. Every value goes through the encoding of its place: a name can neither end its line nor begin another header.
"""

import base64
import binascii
import datetime as dt
import re
import unicodedata
from dataclasses import dataclass
from email.headerregistry import Address
from email.policy import SMTP
from email.utils import format_datetime
from functools import lru_cache

# "=" is followed by two digits or a line end wherever text or file is encoded: no content can hold these.
MIXED, ALTERNATIVE = b"=_mixed", b"=_alternative"
LONGEST_LINE = 78
# RFC 2047, 2: an encoded word has 75 characters at the most, of which 12 stand around the content. The first one also
# has the header's name on its line.
BYTES_OF_A_WORD = 42
# What needs neither quotes nor encoding (RFC 5322, 3.2.3).
PLAIN_NAME = re.compile(r"[A-Za-z0-9]+(?: [A-Za-z0-9]+)*")
PLAIN_ADDRESS = re.compile(r"[A-Za-z0-9.+_-]+@[A-Za-z0-9.-]+")
PLAIN_WORDS = re.compile(r"[!-~]{1,60}(?: [!-~]{1,60})*")
# The subjects, senders and files that letters on their way have in common.
KEPT_HEADERS, KEPT_FILES = 64, 4


@dataclass(frozen=True)
class Envelope:
    """Who writes to whom, what about, when; addresses as mail servers write them."""

    sender: Address
    to_name: str
    to_address: str
    subject: str
    message_id: str
    date: dt.datetime
    reply_to: str = ""


@dataclass(frozen=True)
class File:
    """What is enclosed with a letter."""

    name: str
    data: bytes


def message(envelope: Envelope, text: str, html: str, file: File | None = None) -> bytes:
    """The whole message, with the line ends of mail. Raises ValueError for what cannot stand in a header."""
    return b"".join(_pieces(envelope, text, html, file))


def on_the_wire(envelope: Envelope, text: str, html: str, file: File | None = None) -> bytes:
    """The same as it stands between DATA and the final dot, which no line of it is (RFC 5321, 4.5.2)."""
    words, *rest = _pieces(envelope, text, html, file)
    # An encoded file has no dots, and its lines were counted once.
    return b"".join((words.replace(b"\r\n.", b"\r\n.."), *rest))


def _pieces(envelope: Envelope, text: str, html: str, file: File | None) -> list[bytes]:
    """The message in one piece, or what comes before the file, the file, and what comes after it."""
    head, body = _head(envelope), _alternative(text, html)
    if file is None:
        return [b"".join((head, _multipart(b"alternative", ALTERNATIVE), body))]
    before = (
        head,
        _multipart(b"mixed", MIXED),
        b"--%s\r\n" % MIXED,
        _multipart(b"alternative", ALTERNATIVE),
        body,
    )
    return [b"".join((*before, b"--%s\r\n" % MIXED)), encoded(file), b"--%s--\r\n" % MIXED]


def _head(envelope: Envelope) -> bytes:
    lines = [
        _addresses("From", str(envelope.sender)),
        _to(envelope.to_name, envelope.to_address),
        _subject(envelope.subject),
        f"Message-ID: {envelope.message_id}\r\n",
        f"Date: {format_datetime(envelope.date)}\r\n",
        # RFC 3834: keeps out-of-office programs from answering.
        "Auto-Submitted: auto-generated\r\n",
    ]
    if envelope.reply_to:
        lines.append(_addresses("Reply-To", envelope.reply_to))
    return "".join(lines).encode("ascii") + b"MIME-Version: 1.0\r\n"


@lru_cache(KEPT_HEADERS)
def _addresses(name: str, value: str) -> str:
    """A header of addresses that many letters have."""
    return _folded(name, value)


def _folded(name: str, value: str | Address) -> str:
    """One header as Python's own package writes it: right for everything, and slow."""
    return str(SMTP.header_factory(*SMTP.header_store_parse(name, value)).fold(policy=SMTP))


def _to(name: str, address: str) -> str:
    if not PLAIN_ADDRESS.fullmatch(address) or len(address) > LONGEST_LINE - 4:
        return _folded("To", Address(display_name=name, addr_spec=address))
    if not name:
        return f"To: {address}\r\n"
    if PLAIN_NAME.fullmatch(name) and len(name) + len(address) <= LONGEST_LINE - 7:
        return f"To: {name} <{address}>\r\n"
    words = _encoded_words(name)
    if len(words) > 1:
        # Some readers put a blank between the encoded words of a name.
        return _folded("To", Address(display_name=name, addr_spec=address))
    return _lines("To:", [*words, f"<{address}>"])


@lru_cache(KEPT_HEADERS)
def _subject(words: str) -> str:
    # What looks like an encoded word must not be taken for one.
    is_plain = PLAIN_WORDS.fullmatch(words) and "=?" not in words
    return _lines("Subject:", words.split(" ") if is_plain else _encoded_words(words))


def _encoded_words(words: str) -> list[str]:
    """RFC 2047, in words that each end with a whole character. Raises ValueError for control characters."""
    if any(unicodedata.category(sign) == "Cc" for sign in words):
        raise ValueError("A header must not hold control characters.")
    chunks = [b""]
    for sign in words:
        encoded_sign = sign.encode()
        if len(chunks[-1]) + len(encoded_sign) > BYTES_OF_A_WORD:
            chunks.append(b"")
        chunks[-1] += encoded_sign
    return [f"=?utf-8?b?{base64.b64encode(chunk).decode()}?=" for chunk in chunks]


def _lines(name: str, words: list[str]) -> str:
    """A header folded between words."""
    lines = [name]
    for word in words:
        if len(lines[-1]) + 1 + len(word) > LONGEST_LINE and lines[-1] != name:
            lines.append("")
        lines[-1] += f" {word}"
    return "\r\n".join(lines) + "\r\n"


# --- content ------------------------------------------------------------------------------------------------


def _multipart(kind: bytes, boundary: bytes) -> bytes:
    return b'Content-Type: multipart/%s; boundary="%s"\r\n\r\n' % (kind, boundary)


def _alternative(text: str, html: str) -> bytes:
    """The text and the HTML that says the same, each as its own part."""
    parts = (b"plain", text), (b"html", html)
    return b"".join(
        b'--%s\r\nContent-Type: text/%s; charset="utf-8"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n%s'
        % (ALTERNATIVE, kind, _quoted_printable(words))
        for kind, words in parts
    ) + b"--%s--\r\n" % ALTERNATIVE  # fmt: skip


def _quoted_printable(words: str) -> bytes:
    """RFC 2045, 6.7: at most 76 characters a line; ends with a line end."""
    lines = words.replace("\r\n", "\n").replace("\r", "\n")
    if not lines.endswith("\n"):
        lines += "\n"
    return binascii.b2a_qp(lines.replace("\n", "\r\n").encode())


@lru_cache(KEPT_FILES)
def encoded(file: File) -> bytes:
    """The file as a part of a message; once for all letters it goes with, because it is most of the work."""
    content = base64.encodebytes(file.data).replace(b"\n", b"\r\n")
    heads = (
        b"Content-Type: application/pdf",
        b"Content-Transfer-Encoding: base64",
        _folded("Content-Disposition", f'attachment; filename="{file.name}"').encode("ascii"),
    )
    return b"\r\n".join((*heads, content))
