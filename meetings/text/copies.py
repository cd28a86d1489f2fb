"""A copy held against a published text: which words differ, and in which paragraph.

Pure: strings and content values (schema `ccm-portal/document/1`) in, differences out. Words are compared as a reader
sees them: line breaks, hyphens at line ends, kinds of quotation marks and running lines of pages do not count.
"""

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import fast_diff_match_patch

from meetings.text import edges
from meetings.text.edges import Step, Word
from meetings.text.words import ADDED, AFTER_SURROGATES, FIRST_CHARACTER, REMOVED, SAME, SURROGATES, Piece

# Signs that are not seen: soft hyphens, joiners, directions.
UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
HYPHENS = "-\u2010\u2011"
AT_LINE_END = re.compile(rf"(?<=\w)[{HYPHENS}][ \t]*\r?\n\s*(?=\w)")
# Scripts without spaces are compared sign by sign.
TOKEN = re.compile(
    rf"[\u3040-\u30ff\u3400-\u9fff]|[^\W\u3040-\u30ff\u3400-\u9fff]+(?:[{HYPHENS}'\u2019][^\W\u3040-\u30ff\u3400-\u9fff]+)*|[^\w\s]"
)
SAME_SIGN = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u201a", "'"),
        **dict.fromkeys("\u201c\u201d\u201e", '"'),
        **dict.fromkeys(HYPHENS, None),
    }
)
MARKS = "\u2022\u25e6\u2013\u2014*.()[]"
DIGITS = re.compile(r"\d+")
LINES_AT_THE_EDGE = 3
AROUND = 8
MOST_SECONDS = 2.0
# Of a value that is not words, so many characters.
SHOWN = 120
CODES = {"=": SAME, "-": REMOVED, "+": ADDED}


@dataclass(frozen=True)
class Unit:
    """A part of a text that has a name: a paragraph, a heading. number: as printed, "" where it has none."""

    place: str
    number: str
    words: tuple[Word, ...]
    is_heading: bool = False


@dataclass(frozen=True)
class Difference:
    """Where a copy differs: the unit's place ("" outside the numbered text), and the words."""

    place: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class Comparison:
    """The differences in the order of the text, and the places of all units that have words in common."""

    differences: tuple[Difference, ...]
    places: tuple[str, ...]


# --- words --------------------------------------------------------------------------------------------------------


def words(text: str) -> tuple[Word, ...]:
    """The words of a text in their order."""
    text = UNSEEN.sub("", unicodedata.normalize("NFKC", AT_LINE_END.sub("", UNSEEN.sub("", text))))
    found, end = [], 0
    for match in TOKEN.finditer(text):
        key = match[0].translate(SAME_SIGN)
        space = " " if match.start() > end else ""
        end = match.end()
        if key:
            found.append(Word(key, space + match[0]))
    return tuple(found)


def running_lines(pages: Sequence[str]) -> frozenset[str]:
    """The lines at the edges of pages that stand on more than one page, whatever number is in them."""
    seen = Counter(line for page in pages for line in set(_edges(page)))
    return frozenset(line for line, count in seen.items() if count > 1)


def without_lines(pages: Iterable[str], lines: frozenset[str]) -> str:
    """The pages as one text, without such lines at their edges."""
    kept = []
    for page in pages:
        rows = page.strip().splitlines()
        edge = {*range(LINES_AT_THE_EDGE), *range(len(rows) - LINES_AT_THE_EDGE, len(rows))}
        kept += [row for at, row in enumerate(rows) if at not in edge or _shape(row) not in lines]
    return "\n".join(kept)


def _edges(page: str) -> list[str]:
    rows = page.strip().splitlines()
    return [_shape(row) for row in rows[:LINES_AT_THE_EDGE] + rows[-LINES_AT_THE_EDGE:]]


def _shape(line: str) -> str:
    return DIGITS.sub("#", " ".join(line.split()))


# --- the units of a text ------------------------------------------------------------------------------------------


def units(
    content: dict[str, Any], *, read: Callable[[str], str], place: Callable[[dict[str, Any]], str]
) -> list[Unit]:
    """Headings and paragraphs in the order of the text. read: a paragraph's text as it is shown."""
    found = []
    for section in content["sections"]:
        heading = {"kind": "heading", "text": section["heading"], "number": ""}
        found.append(
            Unit(place(heading), str(section.get("number", "")), words(section["heading"]), is_heading=True)
        )
        for row in section["paragraphs"]:
            parts = [read(row["text"]), row.get("owner", ""), row.get("due", "")]
            found.append(
                Unit(place(row), str(row["number"]), words("\n".join(part for part in parts if part)))
            )
    return found


def flat(parts: Iterable[Unit]) -> tuple[tuple[Word, ...], list[int | None]]:
    """All words, and for each the index of its unit."""
    rows = [(word, index) for index, unit in enumerate(parts) for word in unit.words]
    return tuple(word for word, _index in rows), [index for _word, index in rows]


def other_differences(before: dict[str, Any], after: dict[str, Any]) -> Iterable[Difference]:
    """The members of two contents that are not the same value, in the order of their names, as JSON cut short."""
    for name in sorted(before.keys() | after.keys()):
        old, new = (json.dumps(one.get(name), ensure_ascii=False, sort_keys=True) for one in (before, after))
        if old != new:
            same = next(
                (at for at, (one, other) in enumerate(zip(old, new, strict=False)) if one != other), 0
            )
            start = max(0, same - SHOWN // 2)
            pieces = Piece(REMOVED, old[start : start + SHOWN]), Piece(ADDED, new[start : start + SHOWN])
            yield Difference(f"“{name}”", pieces)


def labels(reference: Sequence[Word], parts: Sequence[Unit]) -> list[int | None]:
    """For each word of a whole file the unit it belongs to, None for what stands around the text."""
    inner, indexes = flat(parts)
    found: list[int | None] = [None] * len(reference)
    at = other = 0
    for op, count in _operations(reference, inner):
        if op == SAME:
            found[at : at + count] = indexes[other : other + count]
        at += count if op != ADDED else 0
        other += count if op != REMOVED else 0
    return _filled(found)


def _filled(found: list[int | None]) -> list[int | None]:
    """Words between two of one unit belong to it too."""
    filled, last = list(found), None
    for at, index in enumerate(found):
        if index is None:
            continue
        if last is not None and found[last] == index:
            filled[last:at] = [index] * (at - last)
        last = at
    return filled


def _operations(before: Sequence[Word], after: Sequence[Word]) -> list[tuple[str, int]]:
    """The runs of words that turn one into the other."""
    codes: dict[str, str] = {}

    def encode(row: Sequence[Word]) -> str:
        for word in row:
            if word.key not in codes:
                code = FIRST_CHARACTER + len(codes)
                codes[word.key] = chr(code if code < SURROGATES else code - SURROGATES + AFTER_SURROGATES)
        return "".join(codes[word.key] for word in row)

    found = fast_diff_match_patch.diff(
        encode(before),
        encode(after),
        timelimit=MOST_SECONDS,
        checklines=False,
        cleanup="No",
        counts_only=True,
    )
    return [(CODES[op], count) for op, count in found]


# --- differences --------------------------------------------------------------------------------------------------


def compare(
    reference: Sequence[Word],
    of: Sequence[int | None],
    given: Sequence[Word],
    parts: Sequence[Unit],
    *,
    part: bool = False,
) -> Comparison:
    """`given` against the reference.

    of: the unit of each word of the reference. part: `given` may be a piece of it, so what stands before its first
    and after its last common word is not missed.
    """
    steps = _steps(reference, of, given)
    steps = _without_numbers(steps, parts)
    if part:
        steps = _without_missed_headings(edges.settled(steps), parts)
    touched = dict.fromkeys(step.unit for step in steps if step.op != SAME)
    common = dict.fromkeys(step.unit for step in steps if step.unit is not None)
    return Comparison(
        tuple(one for unit in touched for one in _of_unit(steps, unit, parts)),
        tuple(parts[unit].place for unit in common),
    )


def _steps(reference: Sequence[Word], of: Sequence[int | None], given: Sequence[Word]) -> list[Step]:
    steps: list[Step] = []
    at = other = 0
    for op, count in _operations(reference, given):
        if op == ADDED:
            # What was put in belongs to the words it replaces, else to those before it.
            unit = steps[-1].unit if steps else (of[0] if of else None)
            steps += [Step(op, word, unit) for word in given[other : other + count]]
        else:
            steps += [Step(op, reference[at + step], of[at + step]) for step in range(count)]
        at += count if op != ADDED else 0
        other += count if op != REMOVED else 0
    return steps


def _without_missed_headings(steps: list[Step], parts: Sequence[Unit]) -> list[Step]:
    """Whoever takes paragraphs of two sections along may leave the heading between them."""
    there = {step.unit for step in steps if step.op != REMOVED}
    return [
        step for step in steps if step.unit in there or step.unit is None or not parts[step.unit].is_heading
    ]


def _without_numbers(steps: list[Step], parts: Sequence[Unit]) -> list[Step]:
    """Without the numbers and marks of paragraphs, which a copy may or may not have taken along."""
    steps, at = list(steps), 0
    kept: list[Step] = []
    while at < len(steps):
        if steps[at].op != ADDED:
            kept.append(steps[at])
            at += 1
            continue
        end = at
        while end < len(steps) and steps[end].op == ADDED:
            end += 1
        # ". [2 .] Several" rather than "[. 2] . Several".
        while end < len(steps) and steps[end].op == SAME and steps[at].word.key == steps[end].word.key:
            unit = steps[end].unit
            kept.append(steps[at]._replace(op=SAME, unit=unit))
            steps[end] = steps[end]._replace(op=ADDED)
            at, end = at + 1, end + 1
        run = [step._replace(unit=kept[-1].unit if kept else step.unit) for step in steps[at:end]]
        kept += [] if _is_number(run, kept, steps[end : end + 1], parts) else run
        at = end
    return kept


def _is_number(run: list[Step], before: list[Step], after: list[Step], parts: Sequence[Unit]) -> bool:
    following = after[0].unit if after else None
    if following is None or (before and before[-1].unit == following):
        return False
    said = "".join(step.word.key for step in run).strip(MARKS)
    return said in ("", parts[following].number.strip(MARKS))


def _of_unit(steps: list[Step], unit: int | None, parts: Sequence[Unit]) -> Iterable[Difference]:
    at = [index for index, step in enumerate(steps) if step.unit == unit]
    if unit is not None:
        yield Difference(parts[unit].place, _pieces([steps[index] for index in at]))
        return
    changed = [index for index in at if steps[index].op != SAME]
    while changed:
        first = last = changed[0]
        while changed and changed[0] - last <= AROUND:
            last = changed.pop(0)
        near = [index for index in at if first - AROUND <= index <= last + AROUND]
        yield Difference("", _pieces([steps[index] for index in near]))


def _pieces(steps: Iterable[Step]) -> tuple[Piece, ...]:
    """The steps as runs; the space before a run stands with what is before it."""
    pieces: list[Piece] = []
    for step in steps:
        text = step.word.text
        if pieces and text.startswith(" "):
            pieces[-1] = pieces[-1]._replace(text=pieces[-1].text + " ")
        text = text.lstrip(" ")
        if pieces and pieces[-1].op == step.op:
            pieces[-1] = Piece(step.op, pieces[-1].text + text)
        else:
            pieces.append(Piece(step.op, text))
    return tuple(pieces)
