"""Areas of work: which names mean one the body has, which are new, which are alike and for a person to decide."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from ccm_portal import history
from ccm_portal.actors import Actor
from friends.models import AreaAlias, AreaLikeness, Body, ThematicArea
from friends.reading.likeness import Alike, distinct, find_alike
from friends.reading.names import key

LONGEST_NAME = 250
LONGEST_WHY = 250

# Two folded names.
Pair = frozenset[str]


def pair_of(alike: Alike) -> Pair:
    return frozenset((key(alike.name), key(alike.other)))


@dataclass
class Group:
    """One area: its name first, the other names by which a text or the body calls it; `known` where the body has it."""

    names: list[str]
    known: ThematicArea | None = None

    @property
    def name(self) -> str:
        return self.known.name if self.known else self.names[0]

    @property
    def others(self) -> list[str]:
        return [name for name in self.names if key(name) != key(self.name)]


@dataclass(frozen=True)
class AreaPlan:
    """What the named areas become: `groups` by folded name, and the pairs of names that are alike."""

    groups: dict[str, Group]
    alike: tuple[Alike, ...]

    def of(self, name: str) -> Group | None:
        return self.groups.get(key(name[:LONGEST_NAME]))

    def each(self) -> list[Group]:
        """Every area once, in the order in which they were first named."""
        return list({id(group): group for group in self.groups.values()}.values())


@dataclass
class Standing:
    """The body's areas as they are: each with its names, and the pairs already decided or put to a person."""

    areas: list[tuple[ThematicArea, list[str]]] = field(default_factory=list)
    pairs: set[Pair] = field(default_factory=set)


def standing(body: Body | None) -> Standing:
    """The areas of a body; names of an area that was joined to another count as that other's. Three queries."""
    if body is None:
        return Standing()
    rows = list(ThematicArea.objects.filter(body=body).prefetch_related("aliases"))
    names = {row.pk: [row.name, *(alias.name for alias in row.aliases.all())] for row in rows}
    for row in rows:
        if row.joined_to_id in names:
            names[row.joined_to_id] += names.pop(row.pk)
    likenesses = AreaLikeness.objects.filter(area__body=body).select_related("area", "other")
    return Standing(
        [(row, names[row.pk]) for row in rows if row.pk in names],
        {frozenset((key(like.area.name), key(like.other.name))) for like in likenesses},
    )


def plan(printed: Iterable[str], known: Standing, joined: Collection[Pair] = ()) -> AreaPlan:
    """Which areas the printed names mean. `joined`: pairs of names of which a person said that they are one area.

    Names that differ in capitals, accents and punctuation only are one; what is merely alike is listed, never joined.
    """
    names = distinct(name[:LONGEST_NAME] for name in printed)
    at: dict[str, Group] = {}
    for row, called in known.areas:
        group = Group(list(called), row)
        for name in called:
            at.setdefault(key(name), group)
    standing_names = [name for _row, called in known.areas for name in called]
    alike = _alike(names, standing_names, at, known.pairs)
    for name in names:
        at.setdefault(key(name), Group([name]))
    _join(at, alike, joined)
    return AreaPlan({key(name): at[key(name)] for name in names}, alike)


def _alike(
    names: list[str], standing_names: list[str], at: dict[str, Group], decided: set[Pair]
) -> tuple[Alike, ...]:
    """The pairs of which at least one name is new, and about which nobody was asked before."""
    return tuple(
        pair
        for pair in find_alike([*names, *standing_names])
        if not (key(pair.name) in at and key(pair.other) in at) and pair_of(pair) not in decided
    )


def _join(at: dict[str, Group], alike: tuple[Alike, ...], joined: Collection[Pair]) -> None:
    for pair in alike:
        one, other = at[key(pair.name)], at[key(pair.other)]
        # Two areas the body has already are joined on the contact list's page, not by a text.
        if pair_of(pair) not in joined or one is other or (one.known and other.known):
            continue
        kept, gone = (other, one) if other.known or _first_named(at, other, one) else (one, other)
        kept.names += gone.names
        for name, group in at.items():
            if group is gone:
                at[name] = kept


def _first_named(at: dict[str, Group], one: Group, other: Group) -> bool:
    """Whether `one` was named before `other`."""
    order = [id(group) for group in at.values()]
    return other.known is None and order.index(id(one)) < order.index(id(other))


def write(found: AreaPlan, body: Body, *, apart: Collection[Pair], by: Actor, reason: str) -> None:
    """Make the areas that are new, keep other names as aliases, put open pairs to a person.

    Afterwards every group's `known` is its row.
    """
    position = ThematicArea.objects.filter(body=body).count()
    for group in found.each():
        if group.known is None:
            row = ThematicArea(body=body, name=group.names[0], position=position)
            group.known = history.save(row, by=by, reason=reason)
            position += 1
        aliases = {key(alias.name) for alias in group.known.aliases.all()}
        for name in group.others:
            if key(name) not in aliases:
                AreaAlias.objects.create(area=group.known, name=name)
                aliases.add(key(name))
    for pair in found.alike:
        _propose(pair, found, body, apart=apart, by=by, reason=reason)


def _propose(
    pair: Alike, found: AreaPlan, body: Body, *, apart: Collection[Pair], by: Actor, reason: str
) -> None:
    area, other = _row(pair.name, found, body), _row(pair.other, found, body)
    if area is None or other is None or area.pk == other.pk:
        return
    if AreaLikeness.objects.filter(area__in=(area, other), other__in=(area, other)).exists():
        return
    # Joined later, the second becomes a name of the first: the one the body had, or the text named, before.
    area, other = sorted((area, other), key=lambda row: row.position)
    verdict = AreaLikeness.Verdict.APART if pair_of(pair) in apart else AreaLikeness.Verdict.OPEN
    like = AreaLikeness(area=area, other=other, why=pair.why[:LONGEST_WHY], verdict=verdict)
    history.save(like, by=by, reason=reason)


def _row(name: str, found: AreaPlan, body: Body) -> ThematicArea | None:
    """The area of a name in a pair: one of the text's, or one the body had before."""
    group = found.of(name)
    if group is not None:
        return group.known
    for row, called in standing(body).areas:
        if key(name) in {key(one) for one in called}:
            return row
    return None
