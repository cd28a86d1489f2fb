"""D1 to D3: how fast a redline is, beside a comparison by characters, by words, and merely reading both texts.

The texts are the invented minutes of `twins`. Time is that of this process; memory that of a fork of its own.
"""

import copy
import os
import statistics
from collections.abc import Callable
from typing import Any

import diff_match_patch
import fast_diff_match_patch

from meetings.text import redline, words
from tests.bench import pairs, twins
from tests.bench.table import Row, at_least, at_most, must

# The system counts the peak in KiB.
MIB = 1024
MOST_MIB = 200
EQUAL_LINES = 50_000
# diff-match-patch in Python takes a second or two over 200 pages.
SLOW_ROUNDS = 3


def rows() -> list[Row]:
    """The rows of D1, D2 and D3."""
    long = _sides(200, edits=400, added=20)
    return [*_long(*long), _short(*_sides(5, edits=20)), *_hostile(*long)]


def _sides(pages: int, *, edits: int, added: int = 0) -> tuple[dict[str, Any], dict[str, Any]]:
    old = twins.minutes(pages)
    return old, twins.edited(old, edits=edits, added=added)


def _long(old: dict[str, Any], new: dict[str, Any]) -> list[Row]:
    plain = twins.plain(old), twins.plain(new)
    characters = pairs.paired(lambda: redline.redline(old, new), lambda: _characters(*plain))
    by_words = pairs.paired(
        lambda: redline.redline(old, new), lambda: _slow_words(*plain), rounds=SLOW_ROUNDS, warm=False
    )
    changes = redline.redline(old, new)
    peak = _peak_mib(lambda: redline.redline(old, new))
    return [
        at_most("D1", "redline / fast-dmp by characters, 200 pages", 1.2, characters.ratio, figure=characters.figure),
        at_least(
            "D1", "diff-match-patch by words / redline, 200 pages", 50, 1 / by_words.ratio,
            figure=pairs.both(statistics.median(by_words.b), statistics.median(by_words.a)),
        ),
        must("D1", "both texts out of it", "exactly", _both_ways(changes, old, new), figure=f"{len(changes)} rows"),
        must("D1", "changes that begin within a word", "none", not (found := _mid_word(changes)), figure=str(found)),
        must("D1", "peak memory, 200 pages", f"< {MOST_MIB} MiB", peak < MOST_MIB, figure=f"{peak:.0f} MiB"),
    ]  # fmt: skip


def _short(old: dict[str, Any], new: dict[str, Any]) -> Row:
    """The seed's twin: 5 pages, 20 edits."""
    plain = twins.plain(old), twins.plain(new)
    pair = pairs.paired(
        lambda: redline.redline(old, new), lambda: [words.TOKEN.findall(text) for text in plain], rounds=21
    )
    return at_most("D2", "redline / splitting both into words, 5 pages", 2.0, pair.ratio, figure=pair.figure)


def _hostile(old: dict[str, Any], new: dict[str, Any]) -> list[Row]:
    """Every line changed; then 50,000 equal short lines with one more between them, in one paragraph."""
    changed = copy.deepcopy(old)
    for section in changed["sections"]:
        for row in section["paragraphs"]:
            row["text"] = " ".join(reversed(row["text"].split(" ")))
    lines, more = (
        "so\n" * EQUAL_LINES,
        "so\n" * (EQUAL_LINES // 2) + "yes\n" + "so\n" * (EQUAL_LINES // 2 + 1),
    )
    every = pairs.paired(lambda: redline.redline(old, changed), lambda: redline.redline(old, new), rounds=3)
    equal = pairs.paired(lambda: words.compare(lines, more), lambda: redline.redline(old, new), rounds=3)
    note = f"After {redline.MOST_SECONDS:g} s of computing the rest is shown whole, and the page says so."
    return [
        at_most("D3", "every line changed / ordinary, 200 pages", 10, every.ratio, figure=every.figure, note=note),
        at_most("D3", f"{EQUAL_LINES:,} equal lines / ordinary", 10, equal.ratio, figure=equal.figure),
    ]  # fmt: skip


def _characters(old: str, new: str) -> object:
    return fast_diff_match_patch.diff(old, new, timelimit=0, cleanup="Semantic", counts_only=False)


def _slow_words(old: str, new: str) -> object:
    """What diff-match-patch does by lines, done by words: one character for each different word."""
    codes: dict[str, str] = {}
    sides = [
        "".join(codes.setdefault(token, chr(0x10000 + len(codes))) for token in words.TOKEN.findall(text))
        for text in (old, new)
    ]
    tool = diff_match_patch.diff_match_patch()
    tool.Diff_Timeout = 0
    return tool.diff_main(*sides, False)


def _both_ways(changes: list[redline.Change], old: dict[str, Any], new: dict[str, Any]) -> bool:
    after = "\n".join(words.new_text(one.pieces) for one in changes if one.kind not in ("removed", "left"))
    before = "\n".join(words.old_text(one.pieces) for one in changes if one.kind not in ("added", "moved"))
    return (before, after) == (twins.plain(old), twins.plain(new))


def _mid_word(changes: list[redline.Change]) -> int:
    """How many changes begin where a word of one of the texts goes on."""
    return sum(
        bool(words.WORD.match(one.text[-1:]) and words.WORD.match(other.text[:1]))
        for change in changes
        for one, other in zip(change.pieces, change.pieces[1:], strict=False)
        if words.SAME in (one.op, other.op)
    )


def _peak_mib(action: Callable[[], object]) -> float:
    """The peak of a fork that compares, with all that this process holds already."""
    child = os.fork()
    if child == 0:
        action()
        os._exit(0)
    _pid, _status, usage = os.wait4(child, 0)
    return usage.ru_maxrss / MIB
