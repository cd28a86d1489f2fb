"""Which text do these words come from? Runs of a few words are looked for in every text.

Pure: words in (`meetings.text.copies`), shares and units out.
"""

from collections.abc import Iterable, Sequence

from meetings.text.copies import Unit, Word

SAMPLE, SAMPLES = 4, 60


def joined(found: Iterable[Word]) -> str:
    """The keys as one string, in which samples are looked for."""
    return f" {' '.join(word.key for word in found)} "


def samples(found: Sequence[Word]) -> list[str]:
    """Runs of a few words from all over a text."""
    starts = range(len(found) - SAMPLE + 1)
    step = max(1, len(starts) // SAMPLES)
    return [joined(found[start : start + SAMPLE]) for start in starts[::step]]


def likeness(looked_for: Sequence[str], text: str) -> float:
    """How many of the samples stand in a joined text: from 0 to 1."""
    return sum(sample in text for sample in looked_for) / len(looked_for) if looked_for else 0.0


def window(parts: Sequence[Unit], given: Sequence[Word]) -> list[Unit]:
    """The units from the first to the last that share words with a piece of the text."""
    wanted = {joined(given[start : start + SAMPLE]) for start in range(len(given) - SAMPLE + 1)}
    hit = [
        index
        for index, unit in enumerate(parts)
        if any(joined(unit.words[at : at + SAMPLE]) in wanted for at in range(len(unit.words) - SAMPLE + 1))
    ]
    # One more at each side: fewer words of it may be there.
    return list(parts[max(0, hit[0] - 1) : hit[-1] + 2]) if hit else list(parts)
