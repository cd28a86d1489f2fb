"""At what time of day each agenda item comes: from the start of the meeting and the minutes allotted. Pure."""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from meetings.agendas import Node


@dataclass(frozen=True)
class Slot:
    """When an item begins, and ends where the minutes allotted to it are known."""

    starts: dt.datetime
    ends: dt.datetime | None


def times(nodes: Iterable[Node], starts: dt.datetime | None) -> dict[uuid.UUID, Slot]:
    """The slot of each item as far as times can be known: after the first item without minutes none is.

    An item without a time of its own lasts as long as its points together; points begin with their item.
    """
    found: dict[uuid.UUID, Slot] = {}
    _fill(nodes, starts, found)
    return found


def _fill(nodes: Iterable[Node], at: dt.datetime | None, found: dict[uuid.UUID, Slot]) -> dt.datetime | None:
    """Fills in the slots of neighbours, the first beginning `at`; when the last ends, None where that is not known."""
    for node in nodes:
        if at is None:
            return None
        below = _fill(node.children, at, found) if node.children else None
        ends = at + dt.timedelta(minutes=node.item.minutes) if node.item.minutes else below
        found[node.item.pk] = Slot(at, ends)
        at = ends
    return at


def untimed(nodes: Iterable[Node], slots: dict[uuid.UUID, Slot]) -> Node | None:
    """The first item whose end is not known, with others after it; None where every item has its time."""
    rows = list(nodes)
    for node in rows[:-1]:
        slot = slots.get(node.item.pk)
        if slot is None or slot.ends is None:
            return node
    return None
