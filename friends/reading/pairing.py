"""Which address belongs to which name of a row. A pair that the address does not show by itself is not certain."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from friends.reading.evidence import Evidence, Strength, weigh

# Rows have a handful of people; a "row" with more is paired by no comparison at all.
MOST_COMPARED = 40


@dataclass(frozen=True, slots=True)
class Pairing:
    """A name and an address; where not `certain`, a person must confirm the pair; `why` says what speaks for it."""

    name: str
    address: str
    certain: bool
    why: str


@dataclass(frozen=True, slots=True)
class Pairs:
    """The pairs in the order of the names, and what found no partner."""

    pairings: tuple[Pairing, ...]
    names_without_address: tuple[str, ...] = ()
    addresses_without_name: tuple[str, ...] = ()


def pair(names: list[str], addresses: list[str]) -> Pairs:
    """Pair names with addresses by what the addresses say; each is used once, none is lost.

    What is left over is paired in the printed order where the numbers agree, flagged; else it stays without partner.
    """
    if max(len(names), len(addresses)) > MOST_COMPARED:
        return Pairs((), tuple(names), tuple(addresses))
    table = [[weigh(name, address) for address in addresses] for name in names]
    chosen = _choose(table)
    found = {
        row: Pairing(names[row], addresses[column], *_certainty(table, row, column))
        for row, column in chosen.items()
    }
    free_names = [row for row in range(len(names)) if row not in found]
    free_addresses = [column for column in range(len(addresses)) if column not in chosen.values()]
    if len(free_names) == len(free_addresses):
        for row, column in zip(free_names, free_addresses, strict=True):
            found[row] = Pairing(names[row], addresses[column], False, _left_over(len(free_names)))
        free_names, free_addresses = [], []
    return Pairs(
        tuple(found[row] for row in sorted(found)),
        tuple(names[row] for row in free_names),
        tuple(addresses[column] for column in free_addresses),
    )


def _choose(table: list[list[Evidence]]) -> dict[int, int]:
    """Name → address, the strongest evidence first, then what stands nearest to its place."""
    ranked = sorted(
        (-evidence.strength, abs(row - column), row, column)
        for row, cells in enumerate(table)
        for column, evidence in enumerate(cells)
        if evidence.strength > Strength.NONE
    )
    chosen: dict[int, int] = {}
    taken: set[int] = set()
    for _strength, _distance, row, column in ranked:
        if row not in chosen and column not in taken:
            chosen[row] = column
            taken.add(column)
    return chosen


def _certainty(table: list[list[Evidence]], row: int, column: int) -> tuple[bool, str]:
    evidence = table[row][column]
    if not evidence.may_be_certain:
        return False, evidence.why
    rival_names = any(
        cells[column].strength >= evidence.strength for i, cells in enumerate(table) if i != row
    )
    rival_addresses = any(
        cell.strength >= evidence.strength for i, cell in enumerate(table[row]) if i != column
    )
    if rival_names or rival_addresses:
        return False, _("another name or address of the row fits as well")
    return True, evidence.why


def _left_over(count: int) -> str:
    if count == 1:
        return _("the only name and the only address left in the row; the address does not show the name")
    return _("paired in the printed order; the addresses do not show the names")
