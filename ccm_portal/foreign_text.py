"""Bytes of a stranger's file into text, inside `foreign_reader`: by mark, as UTF-8, else by a guess, which is said."""

import re
import unicodedata
from typing import Any

from ccm_portal.foreign_tables import Refused

MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
# What Western programs write besides plain letters: dashes, quotation marks, the euro.
WESTERN = re.compile(r"[\x00-\x7f\xa0-\xff\u2013\u2014\u2018\u2019\u201c\u201d\u2026\u20ac\u0152\u0153]*")


def decoded(data: bytes, charset_normalizer: Any, encoding: str) -> tuple[str, str]:
    """(the text, the encoding where it was guessed)."""
    if encoding:
        try:
            return data.decode(encoding), ""
        except (UnicodeDecodeError, LookupError) as error:
            raise Refused("encoding", words=encoding) from error
    for mark, marked in MARKS:
        if data.startswith(mark):
            try:
                return data.decode(marked), ""
            except UnicodeDecodeError as error:
                raise Refused("binary", data.count(b"\n", 0, error.start) + 1) from error
    sample = data[:4096]
    for zero, other, wide in ((1, 0, "utf-16-le"), (0, 1, "utf-16-be")):
        if sample[zero::2].count(0) > len(sample) // 4 and not sample[other::2].count(0):
            return data.decode(wide, "replace"), ""
    try:
        return data.decode("utf-8"), ""
    except UnicodeDecodeError as error:
        _refuse_surrogates(data, error)
    if b"\x00" in data:
        raise Refused("nul", data.count(b"\n", 0, data.index(b"\x00")) + 1)
    return _guessed(data, charset_normalizer)


def _refuse_surrogates(data: bytes, error: UnicodeDecodeError) -> None:
    try:
        data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return
    raise Refused("surrogate", data.count(b"\n", 0, error.start) + 1) from error


def _guessed(data: bytes, charset_normalizer: Any) -> tuple[str, str]:
    best = charset_normalizer.from_bytes(data[:200_000]).best()
    western = data.decode("cp1252", "replace")
    # Encodings of one alphabet are hard to tell apart in a short text; the Western one is by far the most usual.
    if WESTERN.fullmatch(western) and (best is None or _is_latin(str(best))):
        return western, "cp1252"
    if best is None:
        raise Refused("binary", 1)
    return data.decode(best.encoding, "replace"), str(best.encoding)


def _is_latin(text: str) -> bool:
    letters = [sign for sign in text if sign > "\x7f" and sign.isalpha()]
    return all(unicodedata.name(sign, "").startswith("LATIN") for sign in letters)
