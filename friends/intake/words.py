"""How words are compared."""

import unicodedata


def plain(words: str) -> str:
    """Words composed (NFC), with single blanks."""
    return " ".join(unicodedata.normalize("NFC", words).split())
