"""Random edits of a whole text through its page, and who is still who afterwards.

Every paragraph says something no other does, so that it is known which ones were left as they are, moved or not.
"""

import random
import re
from dataclasses import dataclass

from django.test import Client
from django.urls import reverse

from meetings import revisions, whole_texts
from meetings.models import Document

SEEN = re.compile(r'name="seen" value="([0-9a-f]{64})"')
WORDS = (
    "meeting",
    "heard",
    "States",
    "agreed",
    "work",
    "paper",
    "June",
    "host",
    "plan",
    "aid",
    "report",
    "office",
)
# So many edits are handed in at once, at the most.
AT_ONCE = 8
ACTS = ("reword", "move", "move", "add", "remove", "section")


@dataclass
class Result:
    """untouched: paragraphs left as they are, counted at each handing in; kept: those with their UUID."""

    edits: int = 0
    handed_in: int = 0
    untouched: int = 0
    kept: int = 0
    moved: int = 0
    wrong: int = 0

    @property
    def good(self) -> bool:
        return self.untouched == self.kept > 0 and self.moved > 0 and not self.wrong

    def __str__(self) -> str:
        return (
            f"{self.edits} edits in {self.handed_in} hand-ins, untouched paragraphs {self.untouched}, of them moved "
            f"{self.moved}, with their UUID {self.kept}; texts other than handed in {self.wrong}"
        )


def run(desk: Client, document: Document, *, edits: int, seed: int) -> Result:
    """So many random edits, a few at a time, each handed in and put in place by the page's two buttons."""
    rng, result = random.Random(seed), Result()
    address = reverse("whole-text", args=[document.pk])
    _hand_in(desk, address, "# One\n\n" + "\n\n".join(_sentence(rng, f"first {n}") for n in range(20)) + "\n")
    while result.edits < edits:
        before = _identities(document)
        blocks = whole_texts.lines(document).strip().split("\n\n")
        order = [block for block in blocks if block in before]
        for _edit in range(min(rng.randint(1, AT_ONCE), edits - result.edits)):
            _one(blocks, rng, result.edits)
            result.edits += 1
        text = "\n\n".join(blocks) + "\n"
        _hand_in(desk, address, text)
        result.handed_in += 1
        after = _identities(document)
        result.wrong += whole_texts.lines(document) != text
        stayed = [block for block in blocks if block in before]
        result.untouched += len(stayed)
        result.kept += sum(after.get(block) == before[block] for block in stayed)
        result.moved += sum(
            one != other for one, other in zip(stayed, [b for b in order if b in stayed], strict=True)
        )
    return result


def _hand_in(desk: Client, address: str, text: str) -> None:
    """See what would change, and put it in place."""
    if found := SEEN.search(desk.post(address, {"text": text}).text):
        desk.post(address, {"text": text, "seen": found[1]})


def _sentence(rng: random.Random, number: str) -> str:
    return " ".join([*rng.choices(WORDS, k=9), f"no {number}."])


def _identities(document: Document) -> dict[str, str]:
    """The UUID of each paragraph by its line."""
    return {
        row["text"]: row["id"]
        for part in revisions.content(document)["sections"]
        for row in part["paragraphs"]
    }


def _one(blocks: list[str], rng: random.Random, number: int) -> None:
    """One edit of the lines; the first of them, a heading, stays."""
    at = rng.randrange(1, len(blocks)) if len(blocks) > 1 else 0
    act = rng.choice(ACTS) if at else "add"
    if act == "move":
        blocks.insert(rng.randrange(1, len(blocks)), blocks.pop(at))
    elif act == "remove":
        del blocks[at]
    elif act == "reword":
        blocks[at] += f" and more, {number}"
    elif act == "section":
        blocks.insert(at + 1, f"# Part {number}")
    else:
        blocks.insert(at + 1, _sentence(rng, str(number)))
