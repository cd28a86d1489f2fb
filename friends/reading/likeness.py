"""Areas of work, and persons, that are named alike: proposed to a person, never joined."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.utils.translation import gettext as _

from friends.reading.names import key

# Words that tell no area from another.
EMPTY = frozenset(
    "a an and area areas convention for in including international of on the theme to treaty with work".split()  # noqa: SIM905
)
SAME_SPELLING = 0.85
HALF = 0.5
# A body has some ten areas; a text that "names" more is no list of areas, and comparing all pairs would not end.
MOST_NAMES = 60


@dataclass(frozen=True, slots=True)
class Alike:
    """Two names that may mean one area, and why."""

    name: str
    other: str
    why: str


def same(name: str, other: str) -> bool:
    """Whether two names differ in capitals, accents and punctuation only."""
    return key(name) == key(other)


def distinct(names: Iterable[str]) -> list[str]:
    """The names in order, each once, the first spelling of it."""
    first: dict[str, str] = {}
    for name in names:
        first.setdefault(key(name), name)
    return [name for folded, name in first.items() if folded]


def find_alike(names: Iterable[str]) -> tuple[Alike, ...]:
    """The pairs of different names that share their words, the shorter name first."""
    compared = distinct(names)[:MOST_NAMES]
    pairs = []
    for index, name in enumerate(compared):
        for other in compared[index + 1 :]:
            short, long = sorted((name, other), key=lambda one: len(key(one)))
            if why := _why(short, long):
                pairs.append(Alike(short, long, why))
    return tuple(pairs)


def of_persons(name: str, other: str) -> str:
    """Why two names may be one person's; "" where nothing says so, or where one is missing."""
    words, others = key(name).split(), key(other).split()
    if not words or not others:
        return ""
    if words == others:
        return _("the same name")
    if sorted(words) == sorted(others):
        return _("the same names in another order")
    fewer, more = sorted((set(words), set(others)), key=len)
    if len(fewer) > 1 and fewer < more:
        return _("one name stands in the other")
    # "Desk 1" and "Desk 2" are two, however alike.
    numbers, other_numbers = ([word for word in one if word.isdigit()] for one in (words, others))
    alike = numbers == other_numbers and _spelled_alike(name, other)
    return _("the names are spelled almost alike") if alike else ""


def _spelled_alike(name: str, other: str) -> bool:
    spelling = SequenceMatcher(None, key(name), key(other), autojunk=False)
    return spelling.real_quick_ratio() >= SAME_SPELLING and spelling.ratio() >= SAME_SPELLING


def _why(short: str, long: str) -> str:
    fewer, more = _telling(short), _telling(long)
    if not fewer or not more:
        return ""
    if fewer <= more or more <= fewer:
        return _("every word of “%(short)s” stands in “%(long)s”") % {"short": short, "long": long}
    if len(fewer & more) / len(fewer | more) >= HALF:
        return _("both speak of %(words)s") % {"words": ", ".join(sorted(fewer & more))}
    if _spelled_alike(short, long):
        return _("they are spelled almost alike")
    return ""


def _telling(name: str) -> frozenset[str]:
    """The words of a name that tell it from others, plurals and British spelling evened out, years left out."""
    words = (_even(word) for word in key(name).split() if not word.isdigit())
    return frozenset(word for word in words if word not in EMPTY)


def _even(word: str) -> str:
    word = word.replace("isation", "ization")
    return word[:-1] if len(word) > len("area") and word.endswith("s") and not word.endswith("ss") else word
