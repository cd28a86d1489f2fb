"""The delegations a record names: found by name or alias, made where they are new."""

from collections.abc import Iterable
from dataclasses import dataclass

from ccm_portal import history
from ccm_portal.actors import Actor
from friends.models import Capacity, Delegation, DelegationAlias
from friends.reading.likeness import find_alike
from friends.reading.names import STATE, DelegationName, find_exactly, key

LONGEST_NAME = 200
LONGEST_SEAT = 100


@dataclass(frozen=True)
class Party:
    """Who is meant: the name to keep, other names, and the capacity ("" where the text does not tell)."""

    name: str
    aliases: tuple[str, ...] = ()
    capacity: str = ""


def party(delegation: DelegationName | None, words: str) -> Party | None:
    """From what was read and how it was printed; None where nothing was printed.

    A unit of an organisation ("UNDP/BCPR") or two organisations in one cell ("CMC/ICBL") keep their printed name: to
    call them by the first part alone would lose the other.
    """
    printed = " ".join(words.split())[:LONGEST_NAME]
    if delegation is None:
        return Party(printed) if key(printed) else None
    if delegation.kind == STATE:
        return Party(delegation.short, (delegation.name,), Capacity.Kind.STATE)
    if printed and find_exactly(printed) is None:
        return Party(printed, (), Capacity.Kind.OBSERVER)
    return Party(delegation.short, (delegation.name, printed), Capacity.Kind.OBSERVER)


class Roll:
    """All delegations by every name they go by."""

    def __init__(self) -> None:
        self._by_key: dict[str, Delegation] = {}
        for row in Delegation.objects.prefetch_related("aliases"):
            for name in (row.name, *(alias.name for alias in row.aliases.all())):
                self._by_key.setdefault(key(name), row)

    def find(self, wanted: Party | None) -> Delegation | None:
        """The delegation that is meant, None while the portal does not know it."""
        if wanted is None:
            return None
        names = (key(name) for name in (wanted.name, *wanted.aliases))
        return next((self._by_key[name] for name in names if name in self._by_key), None)

    def named(self, words: str) -> Delegation | None:
        """The delegation of exactly this name or alias."""
        return self._by_key.get(key(words)) if key(words) else None

    def ensure(self, wanted: Party, *, seat: str = "", by: Actor, reason: str) -> Delegation:
        """The delegation that is meant, made with its capacity and other names where it is new."""
        standing = self.find(wanted)
        if standing is not None:
            return standing
        row = history.save(Delegation(name=wanted.name, seat=seat[:LONGEST_SEAT]), by=by, reason=reason)
        if wanted.capacity:
            history.save(Capacity(delegation=row, kind=wanted.capacity), by=by, reason=reason)
        self._by_key[key(wanted.name)] = row
        for name in wanted.aliases:
            if key(name) and key(name) not in self._by_key:
                DelegationAlias.objects.create(delegation=row, name=name)
                self._by_key[key(name)] = row
        return row


@dataclass(frozen=True)
class SameDelegation:
    """A name that is new and like one the portal has: a question for a person, never an answer."""

    name: str
    known: Delegation
    why: str


def questions(wanted: Iterable[Party]) -> list[SameDelegation]:
    """Of the parties the portal does not know: which are named like one it knows."""
    roll = Roll()
    standing = {row.name: row for row in Delegation.objects.all()}
    found = []
    for one in wanted:
        if roll.find(one) is not None:
            continue
        for name, row in standing.items():
            alike = () if _two_of_the_table(one.name, name) else find_alike((one.name, name))
            if alike:
                found.append(SameDelegation(one.name, row, alike[0].why))
    return found


def _two_of_the_table(name: str, other: str) -> bool:
    """Two States or organisations of our table are two, however alike ("Guinea", "Guinea-Bissau")."""
    one, two = find_exactly(name), find_exactly(other)
    return one is not None and two is not None and one != two
