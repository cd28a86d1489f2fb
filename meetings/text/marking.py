"""From runs that look alike back to the inline Markdown of a paragraph: the other way than `inline.to_runs`.

Pure. What is written is read again before it is given out: `plain(to_runs(to_marks(runs)))` are always the same words,
and the same looks wherever Markdown can say them.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from meetings.text import inline
from meetings.text.inline import Run

# What stands before a sign that would be a mark. Only where it would be: words with a backslash are hard to read.
LIGHT = re.compile(r"\\(?=[!-/:-@\[-`{-~]|$)|\*|(?<![^\W_])_|_(?![^\W_])|\](?=\()|&(?=#?\w+;)")
HEAVY = re.compile(r"[\\*_\[\]()&<>!`#]")
BLANKS = re.compile(r"\s+")


def even(runs: Iterable[Run]) -> list[Run]:
    """The same words with one blank for each stretch of white space, none at the ends, neighbours alike as one run.

    Blanks between two runs belong to the first, and nothing is emphasised in them alone.
    """
    found: list[Run] = []
    for run in runs:
        words = BLANKS.sub(" ", run.words)
        if found and found[-1].words.endswith(" "):
            words = words.lstrip(" ")
        if not found:
            words = words.lstrip(" ")
        if words:
            found += _outside(replace(run, words=words))
    merged: list[Run] = []
    for run in found:
        if merged and _look(merged[-1]) == _look(run):
            merged[-1] = replace(run, words=merged[-1].words + run.words)
        else:
            merged.append(run)
    if merged and merged[-1].words.endswith(" "):
        last = replace(merged[-1], words=merged[-1].words.rstrip(" "))
        merged = merged[:-1] + ([last] if last.words else [])
    return merged


def _outside(run: Run) -> Iterator[Run]:
    """White space at the ends of a run that looks like something stands outside the look."""
    inner = run.words.strip(" ")
    if not inner or not (run.strong or run.emphasis or run.href):
        yield replace(run, strong=False, emphasis=False, href="") if not inner else run
        return
    before = run.words[: len(run.words) - len(run.words.lstrip(" "))]
    behind = run.words[len(run.words.rstrip(" ")) :]
    if before:
        yield Run(before)
    yield replace(run, words=inner)
    if behind:
        yield Run(behind)


def _look(run: Run) -> tuple[bool, bool, str]:
    return run.strong, run.emphasis, run.href


def plain(runs: Iterable[Run]) -> str:
    """The words alone."""
    return "".join(run.words for run in runs)


def to_marks(runs: Iterable[Run]) -> str:
    """The Markdown that reads as these runs, on one line; where it cannot, of the looks as many as it can."""
    wanted = even(runs)
    bold = [replace(run, emphasis=False) for run in wanted]
    bare = [Run(run.words) for run in wanted]
    for attempt in (wanted, bold, bare):
        goal = even(attempt)
        for signs in (LIGHT, HEAVY):
            text = "".join(_marked(run, signs) for run in goal)
            if even(inline.to_runs(text)) == goal:
                return text
    return HEAVY.sub(lambda found: "\\" + found[0], plain(wanted))


def _marked(run: Run, signs: re.Pattern[str]) -> str:
    words = signs.sub(lambda found: "\\" + found[0], run.words)
    sign = ("**" if run.strong else "") + ("*" if run.emphasis else "")
    said = f"{sign}{words}{sign[::-1]}"
    return f"[{said}](<{run.href}>)" if run.href else said


def cut_off(runs: Iterable[Run], before: str) -> list[Run]:
    """The runs without these words at their beginning; as they are where they begin otherwise."""
    rows = list(runs)
    if not before or not plain(rows).startswith(before):
        return rows
    return even(inline.cut(rows, len(before), len(plain(rows))))
