"""Two things measured side by side in one run, A B A B …, because a shared machine is never twice as fast.

pair = paired(lambda: ours(text), lambda: theirs(text), rounds=7)
pair.ratio      # the median of the ratios of each round, ours / theirs
pair.figure     # "12.1 / 48.0 ms"
"""

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

Clock = Callable[[], float]
# For work in this process: what others do at the same time does not count.
IN_PROCESS: Clock = time.process_time
# Against another process, a server or a program that is started.
ACROSS_PROCESSES: Clock = time.perf_counter

ROUNDS = 7


@dataclass(frozen=True)
class Pair:
    """The same number of figures of A and of B, in the order they were taken; seconds, or whatever was counted."""

    a: tuple[float, ...]
    b: tuple[float, ...]

    @property
    def ratio(self) -> float:
        """The median of a/b, round by round."""
        return statistics.median(one / other for one, other in zip(self.a, self.b, strict=True))

    @property
    def figure(self) -> str:
        """The medians of both, for reading seconds: "0.21 / 1.04 s"."""
        return both(statistics.median(self.a), statistics.median(self.b))


def both(a: float, b: float) -> str:
    """Two durations (in seconds) in one unit."""
    if max(a, b) < 1:
        return f"{a * 1000:.3g} / {b * 1000:.3g} ms"
    return f"{a:.3g} / {b:.3g} s"


def timed(action: Callable[[], object], clock: Clock) -> float:
    """The seconds of one call."""
    began = clock()
    action()
    return clock() - began


def alternate(
    actions: Sequence[Callable[[], object]],
    *,
    rounds: int = ROUNDS,
    clock: Clock = IN_PROCESS,
    warm: bool = True,
) -> list[tuple[float, ...]]:
    """The seconds of each action in each round, every action once a round; with `warm`, after one uncounted round."""
    if warm:
        for action in actions:
            action()
    taken = [[timed(action, clock) for action in actions] for _round in range(rounds)]
    return list(zip(*taken, strict=True))


def paired(
    a: Callable[[], object],
    b: Callable[[], object],
    *,
    rounds: int = ROUNDS,
    clock: Clock = IN_PROCESS,
    warm: bool = True,
) -> Pair:
    """A and B in turn, `rounds` times."""
    return Pair(*alternate([a, b], rounds=rounds, clock=clock, warm=warm))
