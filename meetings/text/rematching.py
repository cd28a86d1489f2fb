"""Which paragraph of a new text is which paragraph of the old one, when nothing but their words can tell.

Pure. First what says the same, in its order; then what says the same elsewhere, so that what moved keeps its identity;
then what says nearly the same, near its place before far from it. Nothing old is given twice.
"""

from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Sequence
from itertools import count

import fast_diff_match_patch

# So much of the words of two paragraphs must be shared for them to be one that was reworded.
ALIKE = 0.5
# Where more than so many pairs would have to be held against each other, only neighbours are.
MOST_PAIRS = 40_000
# Putting equal lines in order takes no longer; whatever is left then is found by the later steps.
MOST_SECONDS = 1.0
# Each different text stands for one character; surrogates are not characters.
FIRST_CHARACTER, SURROGATES, AFTER_SURROGATES = 0x100, 0xD800, 0xE000

Places = list[int | None]
# What a file says of itself: identity and words of each paragraph, in order.
Known = Sequence[tuple[str, str]]


def claim(known: Known, new: Sequence[str]) -> list[str]:
    """For each text of `new` the identity that is known of it, "" for none: each is given once, in order."""
    waiting: defaultdict[str, deque[str]] = defaultdict(deque)
    for identity, words in dict(known).items():
        waiting[words].append(identity)
    return [waiting[words].popleft() if waiting[words] else "" for words in new]


def match(old: Sequence[str], new: Sequence[str]) -> Places:
    """For each text of `new` the place in `old` of the one it continues, None for a new one."""
    found: Places = [None] * len(new)
    _in_order(old, new, found)
    _anywhere(old, new, found)
    _alike_between(old, new, found)
    _alike_anywhere(old, new, found)
    return found


def _in_order(old: Sequence[str], new: Sequence[str], found: Places) -> None:
    """Equal texts in the same order: the longest stretches of them."""
    before, after = _as_characters(old, new)
    at_old = at_new = 0
    for operation, length in fast_diff_match_patch.diff(
        before, after, timelimit=MOST_SECONDS, checklines=False, cleanup="No"
    ):
        if operation == "=":
            for step in range(length):
                found[at_new + step] = at_old + step
        at_old += length if operation != "+" else 0
        at_new += length if operation != "-" else 0


def _as_characters(old: Sequence[str], new: Sequence[str]) -> tuple[str, str]:
    numbers = count(FIRST_CHARACTER)
    known: dict[str, str] = {}
    for text in (*old, *new):
        if text not in known:
            number = next(numbers)
            if number >= SURROGATES:
                number += AFTER_SURROGATES - SURROGATES
            known[text] = chr(number)
    return "".join(map(known.__getitem__, old)), "".join(map(known.__getitem__, new))


def _anywhere(old: Sequence[str], new: Sequence[str], found: Places) -> None:
    """Equal texts that moved."""
    left: defaultdict[str, deque[int]] = defaultdict(deque)
    for place in _unused(old, found):
        left[old[place]].append(place)
    for place, text in enumerate(new):
        if found[place] is None and left[text]:
            found[place] = left[text].popleft()


def _alike_between(old: Sequence[str], new: Sequence[str], found: Places) -> None:
    """What was reworded where it stood: between the same neighbours as before."""
    free = set(_unused(old, found))
    for start, end in _gaps(found):
        low = found[start - 1] if start else -1
        high = found[end] if end < len(found) else len(old)
        if low is None or high is None or low >= high:
            continue
        candidates = [place for place in range(low + 1, high) if place in free]
        _pair(old, new, candidates, range(start, end), found)
        free.difference_update(place for place in found[start:end] if place is not None)


def _alike_anywhere(old: Sequence[str], new: Sequence[str], found: Places) -> None:
    """What was moved and reworded."""
    _pair(old, new, _unused(old, found), [place for place, was in enumerate(found) if was is None], found)


def _pair(
    old: Sequence[str], new: Sequence[str], before: Iterable[int], after: Iterable[int], found: Places
) -> None:
    """The most alike pairs first, in a stretch of its own for each text."""
    was = {place: _words(old[place]) for place in before}
    now = {place: _words(new[place]) for place in after}
    if len(was) * len(now) > MOST_PAIRS:
        return
    pairs = [
        (likeness, one, other)
        for one, words in was.items()
        for other, others in now.items()
        if (likeness := _likeness(words, others)) >= ALIKE
    ]
    taken: set[int] = set()
    for _likeness_of_both, one, other in sorted(
        pairs, key=lambda pair: (-pair[0], abs(pair[1] - pair[2]), pair[1])
    ):
        if one not in taken and found[other] is None:
            found[other] = one
            taken.add(one)


def _likeness(words: Counter[str], others: Counter[str]) -> float:
    """The share of words that two paragraphs have in common, from 0 to 1."""
    together = words.total() + others.total()
    return 2 * (words & others).total() / together if together else 0.0


def _words(text: str) -> Counter[str]:
    return Counter(text.casefold().split())


def _unused(old: Sequence[str], found: Places) -> list[int]:
    used = set(found)
    return [place for place in range(len(old)) if place not in used]


def _gaps(found: Places) -> list[tuple[int, int]]:
    """The stretches of new places that continue nothing yet."""
    gaps: list[tuple[int, int]] = []
    start: int | None = None
    for place, was in enumerate([*found, -1]):
        if was is None and start is None:
            start = place
        elif was is not None and start is not None:
            gaps.append((start, place))
            start = None
    return gaps
