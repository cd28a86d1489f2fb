"""Bytes of a file into text, or a sentence that says why it cannot be read as a record."""

import codecs

from django.utils.translation import gettext as _

MAX_BYTES = 10_000_000
# A record of a meeting has some hundred lines; more are a wrong file, and their preview could not be looked through.
MAX_LINES = 20_000
OLE = b"\xd0\xcf\x11\xe0"
# What the first bytes of other kinds of files are.
SIGNATURES = {
    b"PK\x03\x04": "Word, Excel or ZIP",
    OLE: "Word (.doc) or Excel",
    b"%PDF": "PDF",
    b"{\\rtf": "RTF",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"GIF8": "GIF",
    b"\x1f\x8b": "gzip",
}
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
CONTROL = frozenset(range(32)) - frozenset(b"\t\n\r\f\v\x1a\x1b")
SAMPLE = 4096
HALF = 0.5


class UnreadableRecord(ValueError):
    """The file is no plain text that could hold a record. Its text is a sentence for the person who chose the file."""


def decode(data: bytes, name: str) -> str:
    """The text of a file: UTF-8, UTF-16 or UTF-32 by its mark, else UTF-8, else Windows-1252.

    `name` is the file's name, for the sentences of `UnreadableRecord`: too large, empty, another kind of file, binary.
    """
    if len(data) > MAX_BYTES:
        raise UnreadableRecord(too_large(name))
    _refuse_other_kinds(data, name)
    text = _text(data, name)
    if not text.strip("\ufeff\x00 \t\r\n\f\v"):
        raise UnreadableRecord(_("%(name)s is empty.") % {"name": name})
    if max(text.count("\n"), text.count("\r")) > MAX_LINES:
        values = {"name": name, "lines": MAX_LINES}
        raise UnreadableRecord(
            _("%(name)s has more than %(lines)s lines; the record of a meeting has not.") % values
        )
    return text


def too_large(name: str) -> str:
    values = {"name": name, "size": MAX_BYTES // 1_000_000}
    return _("%(name)s is larger than %(size)s MB; the record of a meeting is not.") % values


def _refuse_other_kinds(data: bytes, name: str) -> None:
    if data.startswith(OLE) and "EncryptedPackage".encode("utf-16-le") in data:
        raise UnreadableRecord(
            _("%(name)s is protected by a password. Save it without one, and choose that file.")
            % {"name": name}
        )
    for signature, kind in SIGNATURES.items():
        if data.startswith(signature):
            values = {"name": name, "kind": kind}
            raise UnreadableRecord(
                _(
                    "%(name)s is a %(kind)s file. Save it as a Word document (.docx) or as plain text (.txt), "
                    "and choose that file."
                )
                % values
            )
    if data[:SAMPLE].lstrip().lower().startswith((b"<!doctype html", b"<html")):
        raise UnreadableRecord(
            _("%(name)s is a web page. Save it as plain text, and choose that file.") % {"name": name}
        )


def _text(data: bytes, name: str) -> str:
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return _decoded(data, encoding, name)
    if encoding := _unmarked_utf16(data):
        return _decoded(data, encoding, name)
    if any(byte in CONTROL for byte in set(data)):
        raise UnreadableRecord(_not_text(name))
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _decoded(data, "cp1252", name)


def _unmarked_utf16(data: bytes) -> str:
    """UTF-16 without its mark shows in Western text as a zero in every second byte."""
    sample = data[:SAMPLE]
    half = len(sample) // 2
    if half and len(data) % 2 == 0:
        if sample[1::2].count(0) > half * HALF and not sample[::2].count(0):
            return "utf-16-le"
        if sample[::2].count(0) > half * HALF and not sample[1::2].count(0):
            return "utf-16-be"
    return ""


def _decoded(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableRecord(_not_text(name)) from error


def _not_text(name: str) -> str:
    return _(
        "%(name)s is no plain text. Save the record as plain text (.txt, UTF-8), and choose that file."
    ) % {"name": name}
