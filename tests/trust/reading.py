"""Everything readable in what a channel hands out: text, PDF with its metadata, letters with their parts, archives."""

import base64
import binascii
import io
import re
import zipfile
from collections.abc import Iterator
from email import message_from_bytes, policy

import pikepdf
import pypdf

from ccm_portal import pdf

# A PDF breaks words over lines and pages.
BREAKS = re.compile(r"[\s\u00ad\u2010-]+")
BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{24,}={0,2}")


def squeezed(text: str) -> str:
    """The text without blanks, line ends and hyphens, so that a broken word is found."""
    return BREAKS.sub("", text)


def texts(data: bytes, media_type: str = "") -> Iterator[tuple[str, str]]:
    """(kind of channel, text) of everything that can be read in `data`; what is packed is unpacked."""
    kind = media_type.partition(";")[0].strip().lower()
    if data.startswith(b"%PDF"):
        yield from _pdf(data)
    elif data.startswith(b"PK\x03\x04"):
        yield from _archive(data)
    elif kind == "message/rfc822":
        yield from _letter(data)
    elif kind == "application/json":
        yield "JSON", data.decode("unicode_escape", "replace")
    elif kind in ("text/html", "application/xhtml+xml"):
        yield "pages", data.decode("utf-8", "replace")
    else:
        yield "other files", data.decode("utf-8", "replace")


def _pdf(data: bytes) -> Iterator[tuple[str, str]]:
    try:
        told = pdf.extract_text(data), pdf.metadata(data)
    except (pypdf.errors.PdfReadError, pikepdf.PdfError):
        # Only called one, as some of the world's enclosures are.
        yield "other files", data.decode("latin-1")
        return
    yield "PDF text", squeezed(told[0])
    yield "PDF metadata", squeezed(told[1])


def _archive(data: bytes) -> Iterator[tuple[str, str]]:
    """The names and contents of what a ZIP holds; a Word file is one."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        yield "archives", " ".join(archive.namelist()) + archive.comment.decode("utf-8", "replace")
        for name in archive.namelist():
            yield from (("archives", text) for _kind, text in texts(archive.read(name)))


def _letter(data: bytes) -> Iterator[tuple[str, str]]:
    message = message_from_bytes(data, policy=policy.default)
    yield "letters as files", "\n".join(f"{name}: {value}" for name, value in message.items())
    for part in message.walk():
        if part.is_multipart():
            continue
        content = part.get_payload(decode=True)
        assert isinstance(content, bytes)
        yield from (("letters as files", text) for _kind, text in texts(content, part.get_content_type()))


def with_base64(data: bytes) -> str:
    """The bytes as text, and once more what stands in them as base64: messages in Redis, sessions."""
    parts = [data]
    for found in BASE64.findall(data):
        for decode in (base64.b64decode, base64.urlsafe_b64decode):
            try:
                parts.append(decode(found + b"=" * (-len(found) % 4)))
            except binascii.Error:
                continue
    return b"\n".join(parts).decode("utf-8", "replace")
