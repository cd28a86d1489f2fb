"""Taking words out of values: out of plain text, out of HTML, out of what JSON holds. Pure; knows no table.

`Words` says what is looked for. Some words are nobody else's (`sure`: an address, a UUID) and are found wherever they
stand. Others may be somebody else's too (`beside`: a name, a telephone number); they count only where something sure
stands in the same line, or in the same list or mapping of JSON.
"""

import re
import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

# How a sign may also be written where text is HTML.
SPELLINGS = {
    "'": ("'", "’", "&#x27;", "&#39;", "&apos;"),
    "’": ("'", "’", "&#x27;", "&#39;", "&apos;"),
    '"': ('"', "&quot;", "&#34;"),
    "&": ("&amp;", "&"),
    "<": ("&lt;", "<"),
    ">": ("&gt;", ">"),
}
SPACE = r"(?:\s|&nbsp;|\u00a0)+"
# What an address or a name does not end beside: else "ann@x.org" would be found in "mary-ann@x.org".
BEFORE = r"(?<![\w.+\-])"
AFTER = r"(?![\w\-@])"


@dataclass(frozen=True)
class Words:
    """What is looked for. sure: nobody else's. beside: only together with something sure. ids: UUIDs, which are never
    taken out but make what stands beside them sure."""

    sure: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()

    @property
    def everywhere(self) -> "Words":
        """The same where all of it is known to be meant."""
        return Words(sure=(*self.sure, *self.beside), ids=self.ids)


@dataclass
class Count:
    """How many places were found."""

    places: int = field(default=0)


@lru_cache(256)
def pattern(words: str) -> re.Pattern[str]:
    """Finds the words whatever the case, the white space between them, and whether the text is HTML."""
    parts = unicodedata.normalize("NFC", words).split()
    spelt = SPACE.join("".join(_sign(sign) for sign in part) for part in parts)
    return re.compile(BEFORE + spelt + AFTER, re.IGNORECASE)


def _sign(sign: str) -> str:
    spellings = SPELLINGS.get(sign)
    if spellings is None:
        return re.escape(sign)
    return "(?:" + "|".join(re.escape(one) for one in spellings) + ")"


def stands_in(value: Any, words: tuple[str, ...]) -> bool:
    """Whether any of the words stands anywhere in the value: text, or what JSON holds."""
    if isinstance(value, str):
        text = unicodedata.normalize("NFC", value)
        return any(pattern(one).search(text) for one in words)
    if isinstance(value, dict):
        return any(stands_in(part, words) for pair in value.items() for part in pair)
    if isinstance(value, list | tuple):
        return any(stands_in(part, words) for part in value)
    return False


def without(value: Any, words: Words, instead: str, count: Count | None = None) -> Any:
    """The value with `instead` where the words stood; the same object where nothing of them stands in it."""
    count = count if count is not None else Count()
    if isinstance(value, str):
        return _text_without(value, words, instead, count)
    if isinstance(value, dict | list | tuple):
        return _container_without(value, words, instead, count)
    return value


def _text_without(text: str, words: Words, instead: str, count: Count) -> str:
    sure = (*words.sure, *words.ids)
    if not words.beside:
        return _replaced(text, words.sure, instead, count)
    lines = text.splitlines(keepends=True)
    kept = [
        _replaced(line, (*words.sure, *words.beside), instead, count) if stands_in(line, sure) else line
        for line in lines
    ]
    return text if kept == lines else "".join(kept)


def _replaced(text: str, words: tuple[str, ...], instead: str, count: Count) -> str:
    """The longest first: a name may be part of another one."""
    plain = unicodedata.normalize("NFC", text)
    changed = plain
    for one in sorted(filter(None, words), key=len, reverse=True):
        changed, times = pattern(one).subn(lambda _match: instead, changed)
        count.places += times
    return text if changed == plain else changed


def _container_without(value: Any, words: Words, instead: str, count: Count) -> Any:
    """Beside something sure among a container's own strings, all below it counts as meant."""
    own = list(value.values()) if isinstance(value, dict) else list(value)
    strings = tuple(part for part in own if isinstance(part, str))
    if words.beside and stands_in(strings, (*words.sure, *words.ids)):
        words = words.everywhere
    if isinstance(value, dict):
        changed: Any = {
            without(key, words, instead, count): without(part, words, instead, count)
            for key, part in value.items()
        }
        return value if changed == value else changed
    parts = [without(part, words, instead, count) for part in value]
    return value if parts == list(value) else parts


def needles(words: str) -> list[str]:
    """Short plain pieces, one of which stands in the stored form of any text that holds the words.

    For a first look by the database, which knows neither case beyond ASCII nor HTML nor the escapes of JSON: the
    longest run of ASCII letters and digits, where there is one of three or more; otherwise the words as they may be
    stored.
    """
    runs = re.findall(r"[A-Za-z0-9@._+\-]{3,}", words)
    if runs:
        return [max(runs, key=len)]
    forms = {unicodedata.normalize(form, words).split()[0] for form in ("NFC", "NFD") if words.split()}
    escaped = {form.encode("ascii", "backslashreplace").decode() for form in forms}
    return sorted(forms | {_as_json(one) for one in escaped} | {form.casefold() for form in forms})


def _as_json(escaped: str) -> str:
    """Python writes "\\xe9" where JSON has "\\u00e9"."""
    return re.sub(r"\\x([0-9a-f]{2})", r"\\u00\1", escaped)
