"""Agendas: the tree of items, numbered by the system."""

import uuid
from dataclasses import dataclass, field

from django.db.models import Prefetch

from meetings.models import AgendaArea, AgendaItem, Meeting


@dataclass
class Node:
    """An item with its number ("3", "3.1") and the points under it."""

    item: AgendaItem
    number: str
    children: list["Node"] = field(default_factory=list)


def tree(meeting: Meeting) -> list[Node]:
    """The agenda as a tree; two queries whatever its size."""
    named = AgendaArea.objects.select_related("area")
    items = list(meeting.agenda_items.prefetch_related(Prefetch("named_areas", queryset=named)))
    by_parent: dict[uuid.UUID | None, list[AgendaItem]] = {}
    for item in items:
        by_parent.setdefault(item.parent_id, []).append(item)

    def nodes(parent: uuid.UUID | None, prefix: str) -> list[Node]:
        return [
            Node(item, f"{prefix}{position}", nodes(item.pk, f"{prefix}{position}."))
            for position, item in enumerate(by_parent.get(parent, []), start=1)
        ]

    return nodes(None, "")


def numbers(nodes: list[Node]) -> dict[uuid.UUID, str]:
    """Number of every item in the tree."""
    found: dict[uuid.UUID, str] = {}
    for node in nodes:
        found[node.item.pk] = node.number
        found |= numbers(node.children)
    return found
