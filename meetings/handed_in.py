"""A text handed in as a file: its lines for the box of the whole text, and which paragraph is which where it says so.

Nothing is changed by reading. A paragraph that says what our own file of this text would say is taken over exactly as
it stands, whatever a word processor makes of its looks; one that says something else keeps its kind and its identity.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from meetings import revisions, stamps
from meetings.models import Document, Paragraph
from meetings.reading.decoding import MAX_BYTES as MOST_BYTES
from meetings.reading.decoding import decode, too_large
from meetings.reading.word import is_package
from meetings.reading.word.handed_in import Block, open_text
from meetings.reading.word.values import Change, LeftOut
from meetings.text import inline, whole
from meetings.text.inline import Run
from meetings.text.marking import cut_off, even, plain, to_marks
from meetings.whole_texts import UNKNOWN, Identities
from meetings.writing import word

__all__ = ["MOST_BYTES", "HandedIn", "Lines", "read", "too_large"]

Row = dict[str, Any]
STATEMENT = "statement"
LISTS = frozenset({"bullet", "numbered"})


@dataclass(frozen=True)
class Lines:
    """A text as lines, and which of them are known as what."""

    text: str
    known: Identities = UNKNOWN


@dataclass(frozen=True)
class HandedIn:
    """What the file says with its tracked changes accepted, and rejected; and what stood beside the text in it."""

    accepted: Lines
    rejected: Lines
    changes: Sequence[Change] = ()
    left_out: Sequence[LeftOut] = ()
    comments: int = 0


def read(document: Document, data: bytes, name: str, *, now: dt.datetime) -> HandedIn:
    """A Word file or a plain text handed in for this text. Raises UnreadableRecord."""
    if not is_package(data):
        lines = Lines(decode(data, name))
        return HandedIn(lines, lines)
    file = open_text(data, name)
    standing = _standing(document, now)
    accepted = standing.lines(file.accepted)
    rejected = standing.lines(file.rejected) if file.changes else accepted
    return HandedIn(accepted, rejected, file.changes, file.left_out, file.comments)


@dataclass
class _Standing:
    """The text as it stands, each paragraph with the block that our own file has of it."""

    rows: dict[str, Row]
    headings: dict[str, str]
    printed: dict[str, Block]
    label: str
    by_words: dict[tuple[Run, ...], Row] = field(default_factory=dict)

    def lines(self, blocks: Iterable[Block]) -> Lines:
        """The blocks of a file as lines."""
        sections: list[Row] = []
        paragraphs: list[tuple[str, str]] = []
        known: list[tuple[str, str]] = []
        for block in blocks:
            if block.kind == "section":
                heading = self._heading(block)
                sections.append({"heading": heading, "paragraphs": []})
                known += [(block.identity, whole.one_line(heading))] if block.identity else []
                continue
            row = self._row(block)
            if not sections:
                sections.append({"heading": "", "paragraphs": []})
            sections[-1]["paragraphs"].append(row)
            paragraphs += [(row["id"], whole.one_line(row["text"]))] if row["id"] in self.rows else []
        text = whole.write({"sections": sections})
        # What stands before the first heading: the box says that it needs one.
        return Lines(text.removeprefix("# \n\n"), Identities(tuple(paragraphs), tuple(known)))

    def _heading(self, block: Block) -> str:
        """A heading of ours was written with its number before it."""
        ours = self.headings.get(block.identity)
        if ours is None:
            return block.words
        before = self.printed[block.identity].words.removesuffix(plain(even([Run(ours)])))
        return ours if block.words == self.printed[block.identity].words else block.words.removeprefix(before)

    def _row(self, block: Block) -> Row:
        ours = self.rows.get(block.identity)
        if ours is None:
            return self.by_words.get(block.runs) or self._new(block)
        printed = self.printed[block.identity]
        row = dict(ours)
        before = printed.words.removesuffix(plain(even(inline.to_runs(ours["text"]))))
        if ours["kind"] == STATEMENT and block.lines != printed.lines:
            # A statement for the record keeps its lines.
            first, *others = block.lines or (block.runs,)
            row["text"] = "\n".join(map(to_marks, (cut_off(first, before), *others)))
        elif block.runs != printed.runs:
            row["text"] = to_marks(cut_off(block.runs, before))
        if block.kind != printed.kind and not {block.kind, row["kind"]} <= LISTS:
            row["kind"], row["level"] = block.kind, block.level
        if row["kind"] != "action":
            row["owner"] = row["due"] = ""
        elif block.kind == "action":
            row["owner"] = ours["owner"] if block.owner == printed.owner else block.owner
            row["due"] = ours["due"] if block.due == printed.due else block.due
        return row

    def _new(self, block: Block) -> Row:
        runs = cut_off(block.runs, f"{self.label} ") if block.kind == "decision" else block.runs
        blank = Paragraph(
            kind=block.kind,
            level=block.level,
            text=to_marks(runs),
            owner_words=block.owner,
            due_words=block.due,
        )
        return revisions.value(blank)


def _standing(document: Document, now: dt.datetime) -> _Standing:
    content = revisions.content(document)
    ours = open_text(word.document(content, stamps.working(document, now)), "")
    rows = {row["id"]: row for section in content["sections"] for row in section["paragraphs"]}
    headings = {section["id"]: section["heading"] for section in content["sections"]}
    with translation.override(document.language):
        label = _("Decision")
    by_words = {tuple(even(inline.to_runs(row["text"]))): row for row in reversed(rows.values())}
    printed = {block.identity: block for block in ours.accepted if block.identity}
    # A paragraph that our own file does not show has nothing to be held against.
    rows = {identity: row for identity, row in rows.items() if identity in printed}
    headings = {identity: words for identity, words in headings.items() if identity in printed}
    return _Standing(rows, headings, printed, label, by_words)
