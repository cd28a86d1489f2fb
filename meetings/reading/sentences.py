"""Where sentences begin and end in a line of text."""

import re

# What stands before a full stop and ends no sentence: "Exec. Coord.", "Amb. Example", "No. 3", "e.g."
ABBREVIATION = re.compile(
    r"(?:\b(?:exec|coord|amb|mr|mrs|ms|dr|prof|no|nos|st|para|art|approx|incl|etc|vs|dept|min|max|e\.g|i\.e|[a-z])\.)$",
    re.IGNORECASE,
)
SENTENCE_END = re.compile(r"(?<=[.!?])[\"'\u201d\u2019)]?\s+(?=[\"'\u201c(]?[^\W\d_a-z])")
LONGEST_ABBREVIATION = 12


def sentences(text: str) -> list[tuple[int, int]]:
    """(from, to) of each sentence, in order; without the white space between them."""
    spans = []
    start = 0
    for match in SENTENCE_END.finditer(text):
        if ABBREVIATION.search(text[max(start, match.start() - LONGEST_ABBREVIATION) : match.start()]):
            continue
        spans.append((start, match.start()))
        start = match.end()
    spans.append((start, len(text)))
    return [(start, end) for start, end in spans if text[start:end].strip()]
