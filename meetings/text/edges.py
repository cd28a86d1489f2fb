"""Where a piece of a text begins and ends in it: what is missed before and after the piece is no difference.

Pure: the steps that turn a text into a piece of it in, those that count out.
"""

from typing import NamedTuple

from meetings.text.words import ADDED, REMOVED, SAME

# Of signs so many may stand in both texts by chance.
BY_CHANCE = 2


class Word(NamedTuple):
    """A word or sign: what is compared, and how it reads, with the space before it."""

    key: str
    text: str


class Step(NamedTuple):
    op: str
    word: Word
    unit: int | None


def settled(steps: list[Step]) -> list[Step]:
    """The steps without what is missed before the first and after the last common word."""
    steps = _loosened(_slid(steps))
    return _trimmed(_loosened(steps[::-1])[::-1])


def _loosened(steps: list[Step]) -> list[Step]:
    """A full stop does not say where a piece ends: "been full. [Nobody spoke.]" ends like "been empty."."""
    last = len(steps)
    while last and steps[last - 1].op == REMOVED:
        last -= 1
    end = last
    while end and steps[end - 1].op == SAME:
        end -= 1
    tail = steps[end:last]
    changed = end
    while changed and steps[changed - 1].op != SAME:
        changed -= 1
    ops = [step.op for step in steps[changed:end]]
    signs = not any(sign.isalnum() for step in tail for sign in step.word.key)
    if not changed or not signs or len(tail) > BY_CHANCE or not 0 < ops.count(ADDED) < ops.count(REMOVED):
        return steps
    return steps[:end] + [step._replace(op=op) for op in (REMOVED, ADDED) for step in tail] + steps[last:]


def _slid(steps: list[Step]) -> list[Step]:
    """The same comparison, with what is missed at both ends moved to the very ends where the words allow it.

    "spirit [of the day. Nobody spoke]." says the same as "spirit of the day. [Nobody spoke.]" where the words repeat.
    """
    first = next((at for at, step in enumerate(steps) if step.op == REMOVED), None)
    if first is None:
        return steps
    end = first
    while end < len(steps) and steps[end].op == REMOVED:
        end += 1
    if all(step.op == SAME for step in steps[:first]):
        moved = _slide_left(steps, first, end)
        if moved[0].op == REMOVED:
            steps = moved
    last = max(at for at, step in enumerate(steps) if step.op == REMOVED)
    begin = last
    while begin and steps[begin - 1].op == REMOVED:
        begin -= 1
    if all(step.op == SAME for step in steps[last + 1 :]):
        moved = _slide_right(steps, begin, last + 1)
        if moved[-1].op == REMOVED:
            steps = moved
    return steps


def _slide_left(steps: list[Step], first: int, end: int) -> list[Step]:
    steps = list(steps)
    while first > 0 and steps[first - 1].word.key == steps[end - 1].word.key:
        first, end = first - 1, end - 1
        steps[first] = steps[first]._replace(op=REMOVED)
        steps[end] = steps[end]._replace(op=SAME)
    return steps


def _slide_right(steps: list[Step], first: int, end: int) -> list[Step]:
    steps = list(steps)
    while end < len(steps) and steps[end].word.key == steps[first].word.key:
        steps[end] = steps[end]._replace(op=REMOVED)
        steps[first] = steps[first]._replace(op=SAME)
        first, end = first + 1, end + 1
    return steps


def _trimmed(steps: list[Step]) -> list[Step]:
    same = [at for at, step in enumerate(steps) if step.op == SAME]
    if not same:
        return steps
    head, body, tail = steps[: same[0]], steps[same[0] : same[-1] + 1], steps[same[-1] + 1 :]
    removed, added, stays = (part[::-1] for part in _counterpart(head[::-1], body[0]))
    return stays + removed + added + body + [step for part in _counterpart(tail, body[-1]) for step in part]


def _counterpart(steps: list[Step], near: Step) -> tuple[list[Step], list[Step], list[Step]]:
    """Of the words missed at an end only as many as were put in there; a common sign at their end stays one."""
    added = [step for step in steps if step.op == ADDED]
    removed = [step for step in steps if step.op == REMOVED][: len(added)]
    same: list[Step] = []
    while added and len(removed) == len(added) and removed[-1].word.key == added[-1].word.key:
        same.insert(0, removed.pop()._replace(op=SAME))
        added.pop()
    # What was put in belongs where it begins to differ.
    unit = (*removed, near)[0].unit
    return removed if added else [], [step._replace(unit=unit) for step in added], same
