"""Several people in one cell: the names apart, also where the comma between two of them is missing."""

import re
from functools import cache, lru_cache

from friends.reading.evidence import Strength, weigh

APART = re.compile(r"\s*[;\n]\s*|\s+(?:and|&)\s+|\s+/\s+|\s*&\s*")
HONORIFIC = re.compile(
    r"(?<=\S)\s+(?=(?:Mr|Mrs|Ms|Miss|Mme|Dr|Prof|Amb|Ambassador|H\.E|Lt|Col|Capt|Maj|Sir|M)\b\.?\s+[^\W\d_])"
)
# Longer runs of words are no list of names; their splitting would cost more than it tells.
MOST_WORDS = 24
MOST_ADDRESSES = 12
MOST_WORDS_A_NAME = 4
# How usual a name of so many words is; evidence of an address outweighs it.
USUAL = {1: -3.0, 2: 1.0, 3: 0.0, 4: -1.0}
# A letter and nothing else, as in "Jane Q. Example".
INITIAL = re.compile(r"[^\W\d_]\.?")


def split_names(cell: str, addresses: list[str]) -> list[str]:
    """The names printed in a cell, in order, no word lost.

    Signs separate names (`;`, `,`, "and"); where they give fewer names than there are addresses, the words of the
    addresses show where a comma is missing. "Family, Given" stays one name.
    """
    parts = [part for part in APART.split(cell) if part.strip(" ,")]
    if not any(sign in cell for sign in ";\n"):
        parts = [name for part in parts for name in _at_commas(part, len(addresses))]
    names = [name.strip(" ,") for part in parts for name in HONORIFIC.split(part) if name.strip(" ,")]
    missing = len(addresses) - len(names)
    if missing <= 0 or len(addresses) > MOST_ADDRESSES:
        return names
    return _split_further(names, addresses, missing)


def _at_commas(part: str, addresses: int) -> list[str]:
    pieces = [piece for piece in part.split(",") if piece.strip()]
    family_first = len(pieces) == 2 and addresses == 1 and len(pieces[0].split()) == 1  # noqa: PLR2004
    return [part] if family_first else pieces


def _split_further(names: list[str], addresses: list[str], missing: int) -> list[str]:
    result = []
    for name in names:
        split = _groups(name, tuple(addresses), missing + 1)
        missing -= len(split) - 1
        result += split
    return result


def _groups(name: str, addresses: tuple[str, ...], most: int) -> list[str]:
    """The words of a run of names in at most `most` groups, as usual name lengths and the addresses speak for."""
    words = name.split()
    if most < 2 or not 2 < len(words) <= MOST_WORDS:  # noqa: PLR2004 (two words are one name)
        return [name]

    @cache
    def best(start: int, left: int) -> tuple[float, tuple[str, ...]]:
        rest = words[start:]
        if not rest:
            return 0.0, ()
        options: list[tuple[float, tuple[str, ...]]] = [
            (_usual(rest) + _spoken_for(" ".join(rest), addresses), (" ".join(rest),))
        ]
        if left > 1:
            for count in range(1, min(MOST_WORDS_A_NAME, len(rest) - 1) + 1):
                score, groups = best(start + count, left - 1)
                first = " ".join(rest[:count])
                options.append(
                    (score + _usual(rest[:count]) + _spoken_for(first, addresses), (first, *groups))
                )
        return max(options, key=lambda option: option[0])

    return list(best(0, most)[1])


def _usual(words: list[str]) -> float:
    counted = [word for word in words if not INITIAL.fullmatch(word)]
    return USUAL.get(len(counted), -float(len(counted)))


@lru_cache(maxsize=4096)
def _spoken_for(name: str, addresses: tuple[str, ...]) -> float:
    strongest = max((weigh(name, address).strength for address in addresses), default=Strength.NONE)
    return float(strongest)
