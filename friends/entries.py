"""The contact list as its page shows it: rows with who cooperates, their people, what records say, what was refused."""

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from friends import bounces, cells, roster
from friends.bounces import Bounce
from friends.models import Assignment, Body, Capacity, Contact, Delegation
from friends.reading.names import fold
from friends.roster import Row, Said

DOUBTS, SETTLED, REFUSED = "doubts", "settled", "refused"


@dataclass(frozen=True)
class Person:
    """A contact in a row, with the refusal that stands against its address."""

    contact: Contact
    bounce: Bounce | None = None

    @property
    def seen(self) -> dict[str, str]:
        """What each cell of the person holds, to be given back when it is changed."""
        return {cell: cells.written(self.contact, cell) for cell in cells.OF_A_CONTACT}


@dataclass(frozen=True)
class Entry:
    """One row of the list with all that is shown in it."""

    row: Row
    people: list[Person]
    capacity: str = ""
    cooperating: list[Assignment] = field(default_factory=list)
    said: Said | None = None

    @property
    def assignment(self) -> Assignment:
        return self.row.assignment

    @property
    def delegation(self) -> Delegation | None:
        return self.row.delegation

    @property
    def lines(self) -> Sequence[Person | None]:
        """The lines of the table that the entry takes: one for each person, or one for nobody."""
        return self.people or [None]

    @property
    def marks(self) -> set[str]:
        """What may be asked for beside the words: doubts about pairs or records or none, refused addresses."""
        unsettled = any(not one.contact.pair_confirmed for one in self.people)
        contradicted = self.said is not None and self.said.contradicts_itself
        marks = {DOUBTS if unsettled or contradicted else SETTLED}
        if any(one.bounce for one in self.people):
            marks.add(REFUSED)
        return marks

    @property
    def words(self) -> str:
        """Everything one may look for, in lower case and without accents."""
        post = self.assignment
        told = [
            post.title,
            post.area.name if post.area else "",
            post.get_role_display(),
            post.get_status_display(),
            post.note,
            self.delegation.name if self.delegation else "",
            self.delegation.seat if self.delegation else "",
            *(str(other.delegation) for other in self.cooperating),
        ]
        for one in self.people:
            told += [one.contact.name, one.contact.email]
        return fold(" ".join(filter(None, told)))

    @property
    def seen(self) -> dict[str, str]:
        """What each cell of the row holds, to be given back when it is changed."""
        seen = {cell: cells.written(self.assignment, cell) for cell in cells.OF_A_ROW}
        return seen | ({"seat": cells.written(self.delegation, "seat")} if self.delegation else {})


@dataclass(frozen=True)
class Asked:
    """What a reader of the list looks for; empty fields ask for everything."""

    find: str = ""
    status: str = ""
    capacity: str = ""
    only: str = ""

    @property
    def anything(self) -> bool:
        return bool(self.find.strip() or self.status or self.capacity or self.only)

    def takes(self, entry: Entry) -> bool:
        """Whether every word asked for stands in the entry, whatever its capitals and accents, and the rest fits."""
        return (
            all(word in entry.words for word in fold(self.find).split())
            and self.status in ("", entry.assignment.status)
            and self.capacity in ("", entry.capacity)
            and (not self.only or self.only in entry.marks)
        )


def on(body: Body, day: dt.date) -> list[Entry]:
    """The entries of the list on `day`, as recorded now; nine queries whatever its length."""
    rows = roster.rows_on(body, day)
    refused = bounces.of(contact for row in rows for contact in row.contacts)
    said = {one.delegation.pk: one for one in roster.said_on(body, day)}
    return [
        _entry(row, cooperating, capacity, refused, said)
        for row, cooperating, capacity in _with_others(body, rows, day)
    ]


def said_of_others(body: Body, day: dt.date, shown: Iterable[Entry]) -> list[Said]:
    """What records say of delegations that are not on the list. One query."""
    on_list = {entry.delegation.pk for entry in shown if entry.delegation}
    return [one for one in roster.said_on(body, day) if one.delegation.pk not in on_list]


def recorded(body: Body, day: dt.date, moment: dt.datetime) -> list[Entry]:
    """The entries of the list on `day` as they were recorded at `moment`: to be read, never to be saved."""
    rows = roster.rows_recorded(body, day, moment)
    return [_entry(*found, {}, {}) for found in _with_others(body, rows, day)]


def _entry(
    row: Row,
    cooperating: list[Assignment],
    capacity: str,
    refused: dict[uuid.UUID, Bounce],
    said: dict[uuid.UUID, Said],
) -> Entry:
    people = [Person(contact, refused.get(contact.pk)) for contact in row.contacts]
    words = said.get(row.delegation.pk) if row.delegation else None
    return Entry(row, people, capacity, cooperating, words)


def _with_others(body: Body, rows: list[Row], day: dt.date) -> Iterable[tuple[Row, list[Assignment], str]]:
    """Each row with the posts of those who cooperate in its area, and the capacity of its own; two queries."""
    held = Capacity.objects.valid_on(day).filter(delegation__assignments__body=body)
    capacities = dict(held.values_list("delegation_id", "kind"))
    together = roster.cooperating_on(body, day)
    for row in rows:
        post = row.assignment
        leads = post.role != Assignment.Role.COOPERATING and post.area_id is not None
        others = together.get(post.area_id, []) if leads else []
        capacity = capacities.get(post.delegation_id, "") if post.delegation_id else ""
        yield row, [one for one in others if one.delegation_id != post.delegation_id], capacity


def addresses(entries: Iterable[Entry]) -> list[str]:
    """Every address in them once, in the order of the list."""
    found = (one.contact.email for entry in entries for one in entry.people)
    return list(dict.fromkeys(address for address in found if address))
