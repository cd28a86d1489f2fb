"""Finding quoted words again in a later state of the text.

First in the same paragraph as they stood, then as they stood in any paragraph, then much the same words in the same
paragraph. What is not found is None: "the quoted text has changed", never dropped.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from meetings.text import words

EXACT, ELSEWHERE, ALIKE = "exact", "elsewhere", "alike"
# So much of the quoted words and of the place found must be common to both, counted in characters.
LIKENESS = 0.6
# Fewer characters than these say nothing by themselves: in another paragraph so many around them must agree too.
TELLING, AROUND = 20, 8


@dataclass(frozen=True)
class Anchor:
    """Words quoted from a paragraph, with what stood before and after them; no words: the paragraph as a whole."""

    paragraph: str
    exact: str = ""
    prefix: str = ""
    suffix: str = ""


@dataclass(frozen=True)
class Place:
    """Where the words stand now: paragraph, first character, the one after the last, and how they were found."""

    paragraph: str
    start: int
    end: int
    how: str


def find(anchor: Anchor, paragraphs: Mapping[str, str]) -> Place | None:
    """The place of `anchor` in paragraphs (id to plain text, in order), or None where the quoted text has changed."""
    own = paragraphs.get(anchor.paragraph)
    if not anchor.exact:
        return None if own is None else Place(anchor.paragraph, 0, len(own), EXACT)
    if own is not None and (at := _best(anchor, own)) is not None:
        return Place(anchor.paragraph, at, at + len(anchor.exact), EXACT)
    return _elsewhere(anchor, paragraphs) or (_alike(anchor, own) if own is not None else None)


def _occurrences(exact: str, text: str) -> Iterator[int]:
    at = text.find(exact)
    while at >= 0:
        yield at
        at = text.find(exact, at + 1)


def _context(anchor: Anchor, text: str, at: int) -> int:
    """How many characters directly before and after the place agree with what stood around the words."""
    before, after = text[:at], text[at + len(anchor.exact) :]
    return _common(reversed(before), reversed(anchor.prefix)) + _common(iter(after), iter(anchor.suffix))


def _common(left: Iterator[str], right: Iterator[str]) -> int:
    count = 0
    for a, b in zip(left, right, strict=False):
        if a != b:
            break
        count += 1
    return count


def _best(anchor: Anchor, text: str) -> int | None:
    """Where the exact words stand; of several places the one whose surroundings agree best, the first of equals."""
    return max(_occurrences(anchor.exact, text), key=lambda at: _context(anchor, text, at), default=None)


def _elsewhere(anchor: Anchor, paragraphs: Mapping[str, str]) -> Place | None:
    """The exact words in another paragraph, when only one holds them: a split or merged paragraph."""
    found = [
        (id_, at, _context(anchor, text, at))
        for id_, text in paragraphs.items()
        if id_ != anchor.paragraph and (at := _best(anchor, text)) is not None
    ]
    if len(found) != 1:
        return None
    [(id_, at, context)] = found
    if context < AROUND and len(anchor.exact) < TELLING:
        return None
    return Place(id_, at, at + len(anchor.exact), ELSEWHERE)


def _alike(anchor: Anchor, text: str) -> Place | None:
    """The stretch of `text` that the quoted words became, when enough of them is left."""
    first, last = len(anchor.prefix), len(anchor.prefix) + len(anchor.exact)
    start, end, common = -1, -1, 0
    was = now = 0
    for op, run in words.exact(anchor.prefix + anchor.exact + anchor.suffix, text):
        if op == words.SAME:
            low, high = max(first, was), min(last, was + len(run))
            if low < high:
                start = now + low - was if start < 0 else start
                end = now + high - was
                common += high - low
        was += 0 if op == words.ADDED else len(run)
        now += 0 if op == words.REMOVED else len(run)
    if 2 * common < LIKENESS * (len(anchor.exact) + end - start) or not common:
        return None
    return Place(anchor.paragraph, start, end, ALIKE)
