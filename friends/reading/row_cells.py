"""A row of a contact list while it is gathered from its cells, and from the lines under it."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from friends.reading.addresses import take_addresses
from friends.reading.headings import Column
from friends.reading.lines import without_bold
from friends.reading.particulars import (
    Particulars,
    read_language,
    read_phone,
    read_posting,
    read_speaks,
)

# Signs that turn the direction of writing: a name that holds one is not what it looks like.
TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
PARTICULARS = ("phone", "posting", "speaks", "language")


@dataclass
class RowCells:
    """line: where the row begins. told: the cells of columns about persons, with their headings."""

    line: int
    words: list[str]
    role: str = ""
    delegation: str = ""
    names: str = ""
    first: str = ""
    last: str = ""
    addresses: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    printed: dict[str, str] = field(default_factory=dict)
    told: dict[str, tuple[str, str]] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, line: int, words: str, cells: list[str], columns: list[Column]) -> "RowCells":
        """The cells under their columns; what stands under none is a note."""
        row = cls(line, [words])
        for at, cell in enumerate(cells):
            column = columns[at] if at < len(columns) else Column("", "")
            if cell.strip():
                row._take(cell, column)
        return row

    def _take(self, cell: str, column: Column) -> None:
        if TURNING.intersection(cell):
            self.problems.append(
                _("“%(words)s” holds a sign that turns the direction of writing; write it without.")
                % {"words": "".join(sign for sign in cell if sign not in TURNING)}
            )
        if column.kind:
            before = self.printed.get(column.kind)
            self.printed[column.kind] = f"{before} {cell}" if before else cell
        if column.kind in PARTICULARS:
            self._tell(cell, column)
            return
        rest = self._words_beside_addresses(cell, column.kind)
        if column.kind in ("role", "delegation") and rest:
            flat = " ".join(rest.split())
            setattr(self, column.kind, f"{getattr(self, column.kind)} {flat}".strip())
        elif column.kind in ("first", "last"):
            setattr(self, column.kind, rest)
        elif column.kind in ("name", "address") and any(letter.isalpha() for letter in rest):
            self._name(rest, column.kind)
        elif rest and column.kind != "honorific":
            self.notes.append(f"{column.heading}: {rest}" if column.heading else rest)

    def _words_beside_addresses(self, cell: str, kind: str) -> str:
        """What a cell says beside its addresses, in its lines."""
        parts = []
        for line in cell.split("\n"):
            bare = line.replace("**", "") if kind == "address" else without_bold(line)
            addresses, rest = take_addresses(bare)
            self.addresses += addresses
            parts.append(rest)
        return "\n".join(part for part in parts if part)

    def _name(self, rest: str, kind: str) -> None:
        if kind == "address" and "@" in rest:
            wrong = next(word for word in rest.split() if "@" in word)
            self.problems.append(_("“%(words)s” is no address.") % {"words": wrong})
            return
        self.names = f"{self.names}; {rest}" if self.names else rest

    def _tell(self, cell: str, column: Column) -> None:
        if column.kind in self.told:
            self.notes.append(f"{column.heading}: {cell}" if column.heading else cell)
        else:
            self.told[column.kind] = (column.heading, cell)

    def go_on(self, words: str) -> bool:
        """A line without columns under the row: its addresses belong to it, other words are a note."""
        addresses, rest = take_addresses(words)
        self.words.append(words)
        self.addresses += addresses
        if addresses and rest:
            self.names = f"{self.names}; {rest}" if self.names else rest
        elif rest:
            self.notes.append(rest)
        return bool(addresses)

    @property
    def all_names(self) -> str:
        """The names as one cell; first and last names put together, line by line."""
        if not self.first and not self.last:
            return self.names
        firsts, lasts = self.first.split("\n"), self.last.split("\n")
        if len(firsts) == len(lasts):
            whole = "\n".join(f"{one} {other}".strip() for one, other in zip(firsts, lasts, strict=True))
        else:
            whole = f"{self.first} {self.last}".replace("\n", " ").strip()
        return f"{whole}\n{self.names}" if self.names else whole

    def particulars(self, names: list[str]) -> dict[str, Particulars]:
        """What is told of each person, by name or else address: of the only one, or line by line where lines agree."""
        who = names or self.addresses
        alone = max(len(names), len(self.addresses)) == 1
        found: dict[str, dict[str, object]] = {person: {} for person in who}
        for kind, (heading, cell) in self.told.items():
            lines = [line.strip() for line in cell.split("\n")]
            values = [_reader(kind, heading)(line) for line in ([cell] if alone else lines)]
            if who and len(values) == len(who) and None not in values:
                for person, value in zip(who, values, strict=True):
                    found[person][kind] = value
            else:
                flat = " ".join(cell.split())
                self.notes.append(f"{heading}: {flat}" if heading else flat)
        return {person: Particulars(**told) for person, told in found.items() if told}  # type: ignore[arg-type]


def _reader(kind: str, heading: str) -> Callable[[str], str | bool | None]:
    if kind == "speaks":
        return lambda words: read_speaks(words, heading)
    return {"phone": read_phone, "posting": read_posting, "language": read_language}[kind]
