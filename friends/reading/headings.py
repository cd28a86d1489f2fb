"""What the columns of a contact list hold: said by their headings, in English, French or Spanish, or guessed."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from friends.reading.names import find_delegation, fold

LONGEST_COLUMN_HEADING = 60
# The first that fits a folded heading holds: "Contact phone" is a telephone, "Capital or mission" no delegation.
KINDS = (
    ("other", r"\bfax|postal|street|\brue\b|remark|comment|observation|^notes?$|^no\.?$|^n[°o]$|^#$"),
    ("honorific", r"salutation|honorific|civilit|^mr\b|^ms\b|tratamiento"),
    ("delegation", r"name of (?:the )?(?:state|country|delegation|organi[sz]ation)"),
    ("first", r"first name|given name|forename|^first$|prenom|^nombre$"),
    ("last", r"last name|surname|family name|^last$|nom de famille|apellido"),
    ("phone", r"\btel\b|telef|telep|phone|\bmobile|\bcell\b"),
    ("posting", r"\bcapitale?\b|\bposting\b"),
    ("speaks", r"\bspeaks\b|\bcopy\b|\bcopies\b|\bcc\b|\bcopie"),
    ("language", r"\blanguages?\b|\blangue|\bidioma"),
    ("address", r"e-?mail|courriel|\bmel\b|correo|address|adresse|\bmail\b"),
    ("name", r"\bnames?\b|\bnoms?\b|contact|person|focal point|representative|representant"),
    (
        "delegation",
        r"country|\bstates?\b|\bpays\b|\betats?\b|\bpais\b|delega|organi[sz]|mission|affiliation|entity|institution",
    ),
    (
        "role",
        r"\barea|\brole|theme|thematic|thematique|topic|function|fonction|\bposte?\b|position|responsib|domaine"
        r"|title|titre|\bcargo\b|\boffice\b",
    ),
)
# A list has one of these.
NAMING = frozenset(("name", "address", "first", "last"))
FREE = ("role", "delegation", "name", "address")
WORDS = {
    "role": _("area or office"),
    "delegation": _("delegation"),
    "name": _("name"),
    "first": _("first name"),
    "last": _("family name"),
    "address": _("address"),
    "phone": _("telephone"),
    "posting": _("capital or mission"),
    "speaks": _("speaks or copies"),
    "language": _("language"),
    "honorific": _("salutation, left out"),
}
# Nothing but digits, blanks and the signs of a telephone number.
NUMBER = re.compile(r"[+(]?[\d][\d\s()./+-]{5,}")
HALF = 0.5
SAMPLE = 50


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a list: its heading, what it holds ("" where nothing says it), and whether that was guessed."""

    heading: str
    kind: str
    guessed: bool = False

    @property
    def word(self) -> str:
        """What the column holds, for a person to read."""
        return str(WORDS.get(self.kind, self.kind))


def kind_of(heading: str) -> str:
    """What a column with this heading holds, "" where the heading does not say."""
    if len(heading) > LONGEST_COLUMN_HEADING:
        return ""
    folded = " ".join(fold(heading).replace("*", " ").split())
    return next((kind for kind, words in KINDS if re.search(words, folded)), "")


def are_headings(cells: list[str]) -> bool:
    """Several short cells, among them one for names or addresses, and no address."""
    if any("@" in cell for cell in cells):
        return False
    kinds = {kind_of(cell) for cell in cells} - {"", "other"}
    return len(kinds) > 1 and bool(kinds & NAMING)


def columns_under(headings: list[str]) -> list[Column]:
    """The columns under these headings; beside a column of first names, "Nom" is the family name."""
    kinds = [kind_of(heading) for heading in headings]
    if "first" in kinds and "last" not in kinds and "name" in kinds:
        kinds[kinds.index("name")] = "last"
    return [
        Column(heading, "" if kind == "other" else kind)
        for heading, kind in zip(headings, kinds, strict=True)
    ]


def guess_columns(rows: list[list[str]]) -> list[Column]:
    """Columns without headings: addresses, delegations and telephone numbers show themselves, the rest is in order."""
    width = max(map(len, rows), default=0)
    kinds = [_shown([row[at] for row in rows[:SAMPLE] if at < len(row) and row[at]]) for at in range(width)]
    free = [kind for kind in FREE if kind not in kinds]
    blanks = [at for at, kind in enumerate(kinds) if not kind]
    if len(blanks) == 1 and "name" in free:
        free = ["name"]
    for at, kind in zip(blanks, free, strict=False):
        kinds[at] = kind
    return [Column("", kind, guessed=True) for kind in kinds]


def _shown(cells: list[str]) -> str:
    """What at least half of the cells of a column show."""
    for kind, shows in (
        ("address", lambda cell: "@" in cell),
        ("delegation", lambda cell: find_delegation(cell) is not None),
        ("phone", lambda cell: NUMBER.fullmatch(cell.strip()) is not None),
    ):
        if cells and sum(map(shows, cells)) >= len(cells) * HALF:
            return kind
    return ""
