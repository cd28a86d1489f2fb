"""Minutes of any length in invented words, the same on every machine: what is measured is measured on these.

`minutes(5)` has the shape of real minutes (text, bullets, an agenda, a table of action points), `minutes(30)` and
`minutes(200)` are as long as their number of printed pages says. `edited` gives the later revision of one: words
changed inside paragraphs, paragraphs added and moved, identities kept.
"""

import copy
import random
import uuid
from typing import Any

from meetings.text import numbering
from tests.meetings import printed

SEED = 20101130
SYLLABLES = (
    *("ar", "bel", "cor", "da", "el", "fen", "gar", "hol", "in", "jor", "kel", "lum", "mar", "nor", "or"),
    *("pel", "quin", "ra", "sol", "ta", "ul", "ven", "wor", "yar", "zel", "ma", "ri", "to", "sen", "di"),
)
WORDS, SHORT_WORDS = 6000, 200
# Sections for so many printed pages, found by rendering; `tests/bench/test_twins.py` holds them to it.
SECTIONS = {5: 5, 30: 44, 200: 319}
ACTIONS_IN = 10


def vocabulary() -> list[str]:
    """Invented words, the frequent ones first and short."""
    chance = random.Random(SEED)
    words = dict.fromkeys(SYLLABLES)
    # There are ten thousand times more words of five syllables than are asked for: the loop ends.
    while len(words) < WORDS:
        length = 2 if len(words) < SHORT_WORDS else chance.randint(2, 5)
        words["".join(chance.choice(SYLLABLES) for _syllable in range(length))] = None
    return list(words)


class Writer:
    """Writes sentences; the frequency of a word falls with its rank, as in any language."""

    def __init__(self, seed: int = SEED) -> None:
        self.chance = random.Random(seed)
        self.words = vocabulary()
        self.weights = [1 / (rank + 2) for rank in range(len(self.words))]

    def some(self, count: int) -> list[str]:
        """So many words."""
        return self.chance.choices(self.words, self.weights, k=count)

    def sentence(self) -> str:
        """A sentence of 9 to 26 words, now and then with a comma, a number or a name."""
        words = self.some(self.chance.randint(9, 26))
        words[len(words) // 2] += self.chance.choice(["", "", ","])
        if self.chance.random() < 0.2:
            words[-2] = str(self.chance.randint(2, 2030))
        if self.chance.random() < 0.3:
            words[3] = self.chance.choice(printed.PRESENT)
        text = " ".join(words)
        return text[0].upper() + text[1:] + "."

    def paragraph(self) -> str:
        """Two to five sentences."""
        return " ".join(self.sentence() for _sentence in range(self.chance.randint(2, 5)))

    def item(self) -> str:
        """The text of a bullet."""
        return " ".join(self.some(self.chance.randint(6, 16))) + ";"


def minutes(pages: int) -> dict[str, Any]:
    """The content (schema `ccm-portal/document/1`) of minutes of about so many printed pages: 5, 30 or 200."""
    writer = Writer()
    content = printed.content()
    content["title"] = f"Minutes of {pages} pages"
    content["sections"] = [
        _section(writer, number, with_actions=number % ACTIONS_IN == 0 or number == SECTIONS[pages])
        for number in range(1, SECTIONS[pages] + 1)
    ]
    return _numbered(content)


def _section(writer: Writer, number: int, *, with_actions: bool) -> dict[str, Any]:
    rows = [_row(writer, "paragraph", writer.paragraph()) for _paragraph in range(2)]
    rows += [_row(writer, "bullet", writer.item()) for _bullet in range(4)]
    rows.append(_row(writer, "decision" if number % 3 == 0 else "paragraph", writer.sentence()))
    if with_actions:
        for _action in range(6):
            owner = writer.chance.choice(printed.PRESENT)
            rows.append(_row(writer, "action", writer.sentence(), owner, "in time for the next meeting"))
    heading = " ".join(writer.some(4)).capitalize()
    return {"id": _identity(writer), "number": str(number), "heading": heading, "paragraphs": rows}


def _row(writer: Writer, kind: str, text: str, owner: str = "", due: str = "") -> dict[str, Any]:
    return {
        "id": _identity(writer), "number": "", "kind": kind, "level": 0,
        "text": text, "owner": owner, "due": due,
    }  # fmt: skip


def _identity(writer: Writer) -> str:
    return str(uuid.UUID(int=writer.chance.getrandbits(128), version=4))


def _numbered(content: dict[str, Any]) -> dict[str, Any]:
    rows = [row for section in content["sections"] for row in section["paragraphs"]]
    for row, number in zip(rows, numbering.numbers(row["kind"] for row in rows), strict=True):
        row["number"] = number
    return content


def edited(content: dict[str, Any], *, edits: int, added: int = 0, moved: int = 0) -> dict[str, Any]:
    """A later revision: `edits` words changed, put in or left out, paragraphs added and moved; identities kept."""
    writer = Writer(SEED + 1)
    chance = writer.chance
    later = copy.deepcopy(content)
    sections = later["sections"]
    rows = [row for section in sections for row in section["paragraphs"]]
    for _edit in range(edits):
        row = chance.choice(rows)
        row["text"] = _changed(row["text"], writer)
    for _added in range(added):
        paragraphs = chance.choice(sections)["paragraphs"]
        paragraphs.insert(chance.randint(0, len(paragraphs)), _row(writer, "paragraph", writer.paragraph()))
    for _moved in range(moved):
        source, target = chance.sample(sections, 2)
        row = source["paragraphs"].pop(chance.randrange(len(source["paragraphs"])))
        target["paragraphs"].insert(0, row)
    return _numbered(later)


def _changed(text: str, writer: Writer) -> str:
    words = text.split(" ")
    at = writer.chance.randrange(len(words))
    new = writer.some(1)
    how = writer.chance.choice(["changed", "put in", "left out"])
    if how == "left out" and len(words) > 3:
        new = []
    return " ".join([*words[:at], *new, *words[at + (how != "put in") :]])


def plain(content: dict[str, Any]) -> str:
    """The text alone, a paragraph a line."""
    return "\n".join(
        line
        for section in content["sections"]
        for line in (section["heading"], *(row["text"] for row in section["paragraphs"]))
    )
