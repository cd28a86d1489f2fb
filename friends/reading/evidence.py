"""How strongly an address speaks for a name: the part before the @ against the words of the name."""

import re
from dataclasses import dataclass
from enum import IntEnum

from django.utils.translation import gettext as _

from friends.reading.names import fold

LETTERS = re.compile(r"[^\W\d_]+")
# Shorter pieces of a name say too little.
SHORTEST_PREFIX = 3
SHORTEST_WORD = 3
MOST_INITIALS = 4


class Strength(IntEnum):
    """From nothing to the whole name; pairs from ABBREVIATED on may be certain."""

    NONE = 0
    INITIALS = 1
    BEGINNING = 2
    CONTRADICTED = 3
    ABBREVIATED = 4
    ONE_WORD = 5
    WORD_AND_INITIAL = 6
    WHOLE = 7


@dataclass(frozen=True, slots=True)
class Evidence:
    """How strongly an address speaks for a name, and why, in a sentence for a person."""

    strength: Strength
    why: str

    @property
    def may_be_certain(self) -> bool:
        return self.strength >= Strength.ABBREVIATED


def name_words(name: str) -> list[str]:
    """The folded words of a name: "Séan O'Mock-Up" → ["sean", "omock", "up"]."""
    return LETTERS.findall(fold(name.replace("'", "").replace("\u2019", "")))


def weigh(name: str, address: str) -> Evidence:
    """What the local part of `address` says for `name`; the domain says nothing about a person."""
    words = name_words(name)
    tokens = LETTERS.findall(fold(address.partition("@")[0].replace("'", "")))
    joined = "".join(tokens)
    if not words or not joined:
        return Evidence(Strength.NONE, _("the address holds no word of the name"))
    return (
        _whole(words, tokens, joined)
        or _one_word(words, joined)
        or _abbreviated(words, tokens)
        or _beginning(words, tokens)
        or _initials(words, joined)
        or Evidence(Strength.NONE, _("the address holds no word of the name"))
    )


def _whole(words: list[str], tokens: list[str], joined: str) -> Evidence | None:
    """First and last name, in either order, with or without what stands between."""
    if len(words) < 2:  # noqa: PLR2004 (a name in full has two words)
        return None
    spelled = ("".join(words), "".join(reversed(words)), words[0] + words[-1], words[-1] + words[0])
    if joined in spelled or set(tokens) == set(words):
        return Evidence(Strength.WHOLE, _("the address spells the name"))
    return None


def _one_word(words: list[str], joined: str) -> Evidence | None:
    """A word of the name, or several running together, at an end of the address; the rest must fit the name."""
    best: Evidence | None = None
    for piece, others in _pieces(words):
        for rest in _rests(joined, piece):
            found = _judge_rest(rest, others)
            if best is None or found.strength > best.strength:
                best = found
    return best


def _pieces(words: list[str]) -> list[tuple[str, list[str]]]:
    """Every word long enough, and every run of two, with the other words."""
    pieces = [(word, words[:index] + words[index + 1 :]) for index, word in enumerate(words)]
    pieces += [(words[i] + words[i + 1], words[:i] + words[i + 2 :]) for i in range(len(words) - 1)]
    return [(piece, others) for piece, others in pieces if len(piece) >= SHORTEST_WORD]


def _rests(joined: str, piece: str) -> list[str]:
    rests = []
    if joined.startswith(piece):
        rests.append(joined.removeprefix(piece))
    if joined.endswith(piece):
        rests.append(joined.removesuffix(piece))
    return rests


def _judge_rest(rest: str, others: list[str]) -> Evidence:
    if not rest:
        return Evidence(Strength.ONE_WORD, _("the address is a word of the name"))
    if _is_initials(rest, others) or any(_begins(rest, other) for other in others):
        return Evidence(
            Strength.WORD_AND_INITIAL, _("the address has a word of the name and fits the others")
        )
    return Evidence(
        Strength.CONTRADICTED,
        _("a word of the name stands in the address, but “%(rest)s” beside it does not fit") % {"rest": rest},
    )


def _begins(rest: str, other: str) -> bool:
    return other.startswith(rest) or (len(other) >= SHORTEST_PREFIX and rest.startswith(other))


def _is_initials(rest: str, words: list[str]) -> bool:
    return 0 < len(rest) <= len(words) and sorted(rest) == sorted(word[0] for word in words)[: len(rest)]


def _abbreviated(words: list[str], tokens: list[str]) -> Evidence | None:
    """Two and more pieces, each the beginning of another word of the name, in order."""
    if len(tokens) < 2 or len(tokens) > len(words):  # noqa: PLR2004 (one piece alone is a guess)
        return None
    left = iter(words)
    if all(
        len(token) >= SHORTEST_PREFIX and any(word.startswith(token) for word in left) for token in tokens
    ):
        return Evidence(Strength.ABBREVIATED, _("the address abbreviates the words of the name"))
    return None


def _beginning(words: list[str], tokens: list[str]) -> Evidence | None:
    for token in tokens:
        for word in words:
            short, long = sorted((token, word), key=len)
            if len(short) >= SHORTEST_PREFIX and long.startswith(short):
                return Evidence(Strength.BEGINNING, _("the address begins like a word of the name"))
    return None


def _initials(words: list[str], joined: str) -> Evidence | None:
    if len(words) < 2 or not 2 <= len(joined) <= MOST_INITIALS:  # noqa: PLR2004
        return None
    if joined[0] == words[0][0] and joined[-1] == words[-1][0]:
        return Evidence(Strength.INITIALS, _("the address holds initials only"))
    return None
