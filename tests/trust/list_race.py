"""Two who keep the list save one cell at the same moment: one is kept, the other is told.

Run by `python -m tests.trust.list_race`. Prints one line, ends with 1 where a save was lost in silence or both held.
"""

import importlib
import sys
from collections.abc import Callable
from typing import Any

from tests.trust import alone

STATUSES = ("confirmed", "proposed", "to_be_reconfirmed")


def _run(rounds: int) -> list[str]:
    """The problems of so many races: over a status, which begins a new row, and over an address, a new contact."""
    cast = importlib.import_module("tests.cast")
    cells = importlib.import_module("friends.cells")
    people = cast.cast()
    things = {"status": people.friend.assignments.get(), "address": people.friend}
    for thing in things.values():
        thing.valid_from = None
        cast.history.save(thing, by=cast.IMPORT)
    problems = []
    for number in range(rounds):
        cell = "status" if number % 2 else "address"
        thing = _now(things[cell])
        wanted = [_wanted(cell, thing, number, side) for side in (0, 1)]
        told = sorted(alone.at_once(*(_saving(thing, cell, values) for values in wanted)))
        after = _now(thing)
        if told != ["kept", "told"]:
            problems.append(f"race {number} over the {cell} ended with {told}")
        if _held(after) not in [next(iter(values.values())) for values in wanted]:
            problems.append(f"race {number} over the {cell}: neither holds")
        if cells.written(after, cell) == cells.written(thing, cell):
            problems.append(f"race {number} over the {cell}: nothing changed")
        things[cell] = after
    return problems


def _now(thing: Any) -> Any:
    """What stands in its place by now."""
    found = type(thing).objects.get(pk=thing.pk)
    while following := found.continued_by.first():
        found = following
    return found


def _held(thing: Any) -> str:
    return str(getattr(thing, "status", None) or thing.email)


def _wanted(cell: str, thing: Any, number: int, side: int) -> dict[str, Any]:
    if cell == "address":
        return {"email": f"norway.{number}.{side}@example.org"}
    others = [status for status in STATUSES if status != thing.status]
    return {"status": others[side], "proposed_by": None}


def _saving(thing: Any, cell: str, values: dict[str, Any]) -> Callable[[], str]:
    cast = importlib.import_module("tests.cast")
    cells = importlib.import_module("friends.cells")
    changes = importlib.import_module("friends.changes")
    seen = cells.written(thing, cell)
    why = changes.Change(cast.NOW.date(), "race")

    def act() -> str:
        mine = type(thing).objects.get(pk=thing.pk)
        try:
            cells.save(mine, cell, values, why, seen=seen, by=cast.IMPORT, now=cast.NOW)
        except cells.ChangedMeanwhile:
            return "told"
        return "kept"

    return act


if __name__ == "__main__":
    sys.exit(alone.races("list", _run))
