"""Agendas: the tree of items, numbered by the system; items added, changed, moved, taken out, taken over."""

import datetime as dt
import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Prefetch
from django.utils.translation import gettext as _

from ccm_portal import audit, history, ranks
from ccm_portal.actors import Actor
from ccm_portal.canonical import canonical, sha256
from friends.models import Delegation, ThematicArea
from meetings.models import AgendaArea, AgendaItem, Document, Meeting

# Points below points below items: more is read by nobody.
DEEPEST = 3


class CannotMove(Exception):
    """The item cannot go there; the sentence says why."""


class ChangedMeanwhile(Exception):
    """Somebody else changed the item since the person looked; `theirs` is what it says now."""

    def __init__(self, theirs: "Item") -> None:
        super().__init__(theirs.title)
        self.theirs = theirs


class IsAnswered(Exception):
    """The minutes answer this item, so it stays on the agenda."""


@dataclass
class Node:
    """An item with its number ("3", "3.1") and the points under it."""

    item: AgendaItem
    number: str
    children: list["Node"] = field(default_factory=list)


@dataclass(frozen=True)
class Item:
    """What an item says: its title, who introduces it, its areas of work, a note, the minutes allotted; who chairs and
    who facilitates it where that is said of it; the earlier minutes it approves.
    """

    title: str
    presenter_words: str = ""
    presenter: Delegation | None = None
    areas: tuple[ThematicArea, ...] = ()
    note: str = ""
    minutes: int | None = None
    chair_words: str = ""
    chair: Delegation | None = None
    facilitator_words: str = ""
    facilitator: Delegation | None = None
    approves: Document | None = None

    @classmethod
    def of(cls, item: AgendaItem) -> "Item":
        """What the item says now."""
        areas = tuple(named.area for named in item.named_areas.all())
        return cls(
            item.title, item.presenter_words, item.presenter, areas, item.note, item.minutes, item.chair_words,
            item.chair, item.facilitator_words, item.facilitator, item.approves,
        )  # fmt: skip

    @property
    def fingerprint(self) -> str:
        """Changes with anything the item says."""
        rows = (self.presenter, *self.areas, self.chair, self.facilitator, self.approves)
        words = [self.title, self.presenter_words, self.note, self.chair_words, self.facilitator_words]
        return sha256(canonical([*words, self.minutes, *(str(row.pk) if row else None for row in rows)]))

    def asked_anew(self) -> "Item":
        """The same on another agenda: who introduces, chairs and facilitates it is asked anew, and so is what it
        approves."""
        return Item(self.title, areas=self.areas, note=self.note, minutes=self.minutes)


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
    return {node.item.pk: node.number for node in flat(nodes)}


def flat(nodes: Iterable[Node]) -> list[Node]:
    """Every node of the tree in reading order."""
    return [one for node in nodes for one in (node, *flat(node.children))]


def allotted(nodes: Iterable[Node]) -> int:
    """The minutes of all items; an item with a time of its own holds those of its points."""
    return sum(node.item.minutes or allotted(node.children) for node in nodes)


# --- changes ----------------------------------------------------------------------------------------------------------


@transaction.atomic
def add(
    meeting: Meeting, said: Item, *, parent: AgendaItem | None, by: Actor, now: dt.datetime
) -> AgendaItem:
    """An item more stands at the end of the agenda, or of the points under `parent`. Raises CannotMove."""
    _lock(meeting)
    if parent is not None and _depth(parent) + 1 >= DEEPEST:
        raise CannotMove(_("Points stand at most %(n)s levels deep.") % {"n": DEEPEST})
    item = AgendaItem(meeting=meeting, parent=parent, rank=_last_rank(meeting, parent))
    _say(item, said, by=by)
    audit.record("agenda item added", item, by=by, now=now, body=meeting.body_id)
    return item


@transaction.atomic
def change(item: AgendaItem, said: Item, *, seen: str | None = None, by: Actor, now: dt.datetime) -> None:
    """The item says this now. `seen`: the fingerprint of what the person had before them. Raises ChangedMeanwhile."""
    _lock(item.meeting)
    item.refresh_from_db()
    stands = Item.of(item)
    if stands == said:
        return
    if seen is not None and seen != stands.fingerprint:
        raise ChangedMeanwhile(stands)
    _say(item, said, by=by)
    audit.record("agenda item changed", item, by=by, now=now, body=item.meeting.body_id)


@transaction.atomic
def remove(item: AgendaItem, *, by: Actor, now: dt.datetime) -> None:
    """The item and the points under it are off the agenda. Raises IsAnswered."""
    _lock(item.meeting)
    below = [item, *_below(item)]
    answered = next((one for one in below if one.sections.filter(removed_at=None).exists()), None)
    if answered is not None:
        raise IsAnswered(
            _("The minutes answer “%(title)s”: take the section out of them first.")
            % {"title": answered.title}
        )
    audit.record("agenda item removed", item, by=by, now=now, body=item.meeting.body_id)
    for one in reversed(below):
        history.named(one, by=by, reason="removed").delete()


@transaction.atomic
def move(item: AgendaItem, direction: str, *, by: Actor, now: dt.datetime) -> None:
    """One place "up" or "down" among its neighbours; "in": under the one before it; "out": after the one it is under.

    At the end of its way it stays. Raises CannotMove.
    """
    _lock(item.meeting)
    item.refresh_from_db()
    {"up": _up, "down": _down, "in": _in, "out": _out}[direction](item)
    history.save(item, by=by, reason="moved")
    audit.record("agenda item moved", item, by=by, now=now, body=item.meeting.body_id)


@transaction.atomic
def take_over(
    meeting: Meeting, other: Meeting, chosen: Collection[uuid.UUID], *, by: Actor, now: dt.datetime
) -> int:
    """Chosen items of another meeting's agenda stand at the end of this one; how many.

    A chosen point whose item is not chosen stands by itself.
    """
    _lock(meeting)

    def copy(nodes: list[Node], parent: AgendaItem | None) -> int:
        copied = 0
        for node in nodes:
            below = parent
            if node.item.pk in chosen:
                below = add(meeting, Item.of(node.item).asked_anew(), parent=parent, by=by, now=now)
                copied += 1
            copied += copy(node.children, below)
        return copied

    return copy(tree(other), None)


def _lock(meeting: Meeting) -> None:
    """Two people at one agenda take turns, so that no item is under itself and ranks are apart."""
    Meeting.objects.select_for_update(no_key=True).only("pk").get(pk=meeting.pk)


def _say(item: AgendaItem, said: Item, *, by: Actor) -> None:
    item.title, item.note, item.minutes = said.title, said.note, said.minutes
    item.presenter_words, item.presenter = said.presenter_words, said.presenter
    item.chair_words, item.chair = said.chair_words, said.chair
    item.facilitator_words, item.facilitator = said.facilitator_words, said.facilitator
    item.approves = said.approves
    history.save(item, by=by)
    words = {named.area_id: named.words for named in item.named_areas.all()}
    if tuple(words) != tuple(area.pk for area in said.areas):
        item.named_areas.all().delete()
        for position, area in enumerate(said.areas):
            AgendaArea.objects.create(item=item, area=area, position=position, words=words.get(area.pk, ""))


def _siblings(item: AgendaItem) -> list[AgendaItem]:
    return list(item.meeting.agenda_items.filter(parent=item.parent_id))


def _last_rank(meeting: Meeting, parent: AgendaItem | None) -> str:
    last = meeting.agenda_items.filter(parent=parent).last()
    return ranks.between(last.rank if last else None, None)


def _up(item: AgendaItem) -> None:
    rows = _siblings(item)
    at = rows.index(item)
    if at:
        item.rank = ranks.between(rows[at - 2].rank if at > 1 else None, rows[at - 1].rank)


def _down(item: AgendaItem) -> None:
    rows = _siblings(item)
    at = rows.index(item)
    if at + 1 < len(rows):
        item.rank = ranks.between(rows[at + 1].rank, rows[at + 2].rank if at + 2 < len(rows) else None)


def _in(item: AgendaItem) -> None:
    rows = _siblings(item)
    at = rows.index(item)
    if not at:
        raise CannotMove(_("There is no item before this one that it could stand under."))
    if _depth(item) + 1 + _height(item) >= DEEPEST:
        raise CannotMove(_("Points stand at most %(n)s levels deep.") % {"n": DEEPEST})
    item.rank = _last_rank(item.meeting, rows[at - 1])
    item.parent = rows[at - 1]


def _out(item: AgendaItem) -> None:
    if item.parent is None:
        raise CannotMove(_("This item stands under no other."))
    after = item.parent
    rows = _siblings(after)
    at = rows.index(after)
    item.rank = ranks.between(after.rank, rows[at + 1].rank if at + 1 < len(rows) else None)
    item.parent = after.parent


def _depth(item: AgendaItem) -> int:
    """How many items it stands under."""
    depth, above = 0, item.parent
    while above is not None:
        depth, above = depth + 1, above.parent
    return depth


def _below(item: AgendaItem) -> list[AgendaItem]:
    """Every point under the item, each after the one it stands under."""
    children = list(item.children.all())
    return [one for child in children for one in (child, *_below(child))]


def _height(item: AgendaItem) -> int:
    """How many levels of points stand under it."""
    return max((1 + _height(child) for child in item.children.all()), default=0)
