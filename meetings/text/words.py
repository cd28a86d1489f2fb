"""What changed between two strings, by whole words.

Pure: strings in, pieces out. Applying the pieces gives the new text, undoing them the old, character for character.
"""

import re
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import count, takewhile
from typing import NamedTuple

import fast_diff_match_patch

SAME, ADDED, REMOVED = "same", "added", "removed"

# Scripts written without blanks are compared sign by sign: kana and Han.
UNSPACED = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
# Marks that belong to the letter before them, which Python does not count as letters; and joiners within a word.
MARKS = (
    "\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed"
    "\u0900-\u0903\u093a-\u094f\u00ad\u200c\u200d"
)
LETTER = rf"(?:[^\W{UNSPACED}]|[{MARKS}])"
# A word may hold an apostrophe ("Party's"), a number a point or comma ("1,000").
TOKEN = re.compile(rf"{LETTER}+(?:(?:['’]|(?<=\d)[.,](?=\d)){LETTER}+)*|\s+|[^\s]")
WORD = re.compile(rf"{LETTER}|[{UNSPACED}]")

# Two texts with little in common are compared no longer than this; then the one is shown as replaced by the other.
MOST_SECONDS = 0.5
# So few words left standing between two changes are read more easily as part of one change.
STRAY_WORDS = 2
STRAY_CHARACTERS = 40
OPERATIONS = {"=": SAME, "-": REMOVED, "+": ADDED}
# Each different word stands for one character; surrogates are not characters.
FIRST_CHARACTER, SURROGATES, AFTER_SURROGATES = 0x100, 0xD800, 0xE000


class Piece(NamedTuple):
    """A run of words: the same in both texts, added, or removed."""

    op: str
    text: str


Pieces = tuple[Piece, ...]


class TooLong(Exception):
    """Two texts that could not be compared word by word in the time given."""


def compare(old: str, new: str, *, seconds: float = MOST_SECONDS) -> Pieces:
    """The pieces that turn `old` into `new`, as a person reads them: whole words, no stray words between changes.

    Where the time is up, the whole of `old` is removed and the whole of `new` added.
    """
    try:
        return within(old, new, seconds=seconds)
    except TooLong:
        return replaced(old, new)


def within(old: str, new: str, *, seconds: float) -> Pieces:
    """As `compare`; raises TooLong where the time is up."""
    return _tidied(_exact(old, new, seconds))


def readable(old: str, new: str, *, read: Callable[[str], str], seconds: float = MOST_SECONDS) -> Pieces:
    """The pieces between both texts as `read` shows them; where it shows no difference, between the raw texts."""
    try:
        return readable_within(old, new, read=read, seconds=seconds)
    except TooLong:
        return replaced(read(old), read(new))


def readable_within(old: str, new: str, *, read: Callable[[str], str], seconds: float) -> Pieces:
    """As `readable`; raises TooLong where the time is up."""
    if old == new:
        return compare(read(old), read(new))
    before, after = read(old), read(new)
    return within(old, new, seconds=seconds) if before == after else within(before, after, seconds=seconds)


def exact(old: str, new: str, *, seconds: float = MOST_SECONDS) -> Pieces:
    """The fewest words changed, stray ones included: for computing with, not for reading."""
    try:
        return _exact(old, new, seconds)
    except TooLong:
        return replaced(old, new)


def _exact(old: str, new: str, seconds: float) -> Pieces:
    if old == new:
        return (Piece(SAME, new),) if new else ()
    if not (old and new):
        return replaced(old, new)
    head, tail = _shared_ends(old, new)
    before = TOKEN.findall(old[head : len(old) - tail])
    after = TOKEN.findall(new[head : len(new) - tail])
    first = _shared(before, after)
    last = _shared(reversed(before[first:]), reversed(after[first:]))
    begin = old[:head] + "".join(before[:first])
    end = "".join(before[len(before) - last :]) + old[len(old) - tail :] if last or tail else ""
    differing = _differing(before[first : len(before) - last], after[first : len(after) - last], seconds)
    pieces = (Piece(SAME, begin), *differing, Piece(SAME, end))
    return tuple(piece for piece in pieces if piece.text)


def replaced(old: str, new: str) -> Pieces:
    """The whole of one text for the whole of the other."""
    return _joined([Piece(SAME, new)] if old == new else [Piece(REMOVED, old), Piece(ADDED, new)])


def old_text(pieces: Iterable[Piece]) -> str:
    """The text before the changes."""
    return "".join(piece.text for piece in pieces if piece.op != ADDED)


def new_text(pieces: Iterable[Piece]) -> str:
    """The text after the changes."""
    return "".join(piece.text for piece in pieces if piece.op != REMOVED)


# --- what both texts begin and end with ---------------------------------------------------------------------------


def _shared_ends(old: str, new: str) -> tuple[int, int]:
    """How many characters of whole words both begin with, and end with; most changes are few, so most is skipped."""
    head = _common(min(len(old), len(new)), lambda size: old[:size] == new[:size])
    # Back to the end of a word before blanks: there no word can run on.
    ended = old[:head].rsplit(None, 1)
    head = len(ended[0]) if len(ended) > 1 else 0
    left = min(len(old), len(new)) - head
    tail = _common(left, lambda size: old[len(old) - size :] == new[len(new) - size :])
    begun = old[len(old) - tail :].split(None, 1) if tail else []
    return head, len(begun[1]) if len(begun) > 1 else 0


def _common(most: int, same: Callable[[int], bool]) -> int:
    """The largest size up to `most` for which `same` holds, where it holds for every smaller one."""
    least = 0
    while least < most:
        middle = (least + most + 1) // 2
        if same(middle):
            least = middle
        else:
            most = middle - 1
    return least


# --- words as characters ------------------------------------------------------------------------------------------


def _shared(one: Iterable[str], other: Iterable[str]) -> int:
    """How many words both begin with."""
    return sum(1 for _same in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _differing(before: list[str], after: list[str], seconds: float) -> Pieces:
    """The pieces between two lists of words that neither begin nor end alike."""
    if len(before) <= 1 or len(after) <= 1:
        # One word for others, or nothing: there is nothing to look for, unless the one is among the others.
        short, long = (before, after) if len(before) < len(after) else (after, before)
        if not short or short[0] not in long:
            return (Piece(REMOVED, "".join(before)), Piece(ADDED, "".join(after)))
    if seconds <= 0:
        raise TooLong
    tokens, codes = _alphabet()
    begun = time.monotonic()
    found = fast_diff_match_patch.diff(
        _encode(before, codes, tokens), _encode(after, codes, tokens),
        timelimit=seconds, checklines=False, cleanup="Semantic", counts_only=False,
    )  # fmt: skip
    # The library ends in time with whatever it has; that is right, yet no longer by words.
    if time.monotonic() - begun >= seconds:
        raise TooLong
    return _joined(Piece(OPERATIONS[op], "".join(tokens[char] for char in run)) for op, run in found)


def _characters() -> Iterator[str]:
    return (
        chr(code if code < SURROGATES else code - SURROGATES + AFTER_SURROGATES)
        for code in count(FIRST_CHARACTER)
    )


def _alphabet() -> tuple[dict[str, str], dict[str, str]]:
    """An empty table from characters to words, and one from words to characters that fills itself."""
    characters = _characters()
    return {}, defaultdict(lambda: next(characters))


def _encode(words: Iterable[str], codes: dict[str, str], tokens: dict[str, str]) -> str:
    """The words with one character for each word, blank run or sign."""
    encoded = []
    for token in words:
        code = codes[token]
        tokens[code] = token
        encoded.append(code)
    return "".join(encoded)


# --- for reading --------------------------------------------------------------------------------------------------


def _tidied(pieces: Pieces) -> Pieces:
    """Runs of changes with only a blank, a sign or a stray word between them become one change."""
    strays = [
        place
        for place, piece in enumerate(pieces[1:-1], start=1)
        if piece.op == SAME and _is_stray(piece.text, pieces, place)
    ]
    if not strays:
        return pieces
    merged: list[Piece] = []
    for place, piece in enumerate(pieces):
        merged += [Piece(REMOVED, piece.text), Piece(ADDED, piece.text)] if place in strays else [piece]
    return _joined(merged)


def _is_stray(text: str, pieces: Pieces, place: int) -> bool:
    """Whether what stayed is less than what changed on either side of it, and so little that it only disturbs."""
    if len(text) > STRAY_CHARACTERS:
        return False
    stayed = len(_words(text))
    before = [piece for piece in pieces[max(0, place - 2) : place] if piece.op != SAME]
    after = [piece for piece in pieces[place + 1 : place + 3] if piece.op != SAME]
    if stayed == 0:
        # A replacement beside any other change reads as one with it; two additions apart by a comma do not.
        return len(before) > 1 or len(after) > 1
    least = min(sum(len(_words(piece.text)) for piece in side) for side in (before, after))
    return stayed <= STRAY_WORDS and least >= 2 * stayed


def _words(text: str) -> list[str]:
    return [token for token in TOKEN.findall(text) if WORD.match(token)]


def _joined(pieces: Iterable[Piece]) -> Pieces:
    """Neighbours of one kind made one; between what stayed, first everything removed, then everything added."""
    found: list[Piece] = []
    removed, added = "", ""

    def flush() -> None:
        nonlocal removed, added
        found.extend(piece for piece in (Piece(REMOVED, removed), Piece(ADDED, added)) if piece.text)
        removed = added = ""

    for op, text in pieces:
        if op == REMOVED:
            removed += text
        elif op == ADDED:
            added += text
        elif text:
            flush()
            before = found.pop().text if found and found[-1].op == SAME else ""
            found.append(Piece(SAME, before + text))
    flush()
    return tuple(found)
