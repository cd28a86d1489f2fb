"""A Word file as the paragraphs of a text: headings, lists with levels, tables of action points, our own bookmarks.

Pure: bytes in, `HandedIn` out. Words keep bold, italic and links. A file of our own carries the UUID of each paragraph
and section in a bookmark (`meetings.writing.runs`); what stands around the text in it (its title, the attendance, the
agenda) is known by bookmarks too and left away.
"""

import re
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from xml.etree.ElementTree import Element

from meetings.reading.action_tables import WHAT, WHEN, WHO
from meetings.reading.word import tables
from meetings.reading.word.document import Opened, Writer, beside, opened
from meetings.reading.word.findings import Findings, words_of
from meetings.reading.word.inline import Piece, Reader, Words
from meetings.reading.word.markup import W, number, value
from meetings.reading.word.numbering import BULLET, Numbering
from meetings.reading.word.styles import Look
from meetings.reading.word.values import ACCEPTED, REJECTED, Change, LeftOut
from meetings.text import whole
from meetings.text.inline import Run
from meetings.text.marking import even, plain
from meetings.writing.runs import AROUND, BOOKMARK

# Styles of our own files (meetings.writing.template).
PARAGRAPH, ITEM, DECISION = "Paragraph", "Item", "Decision"
OWN = {PARAGRAPH: "paragraph", ITEM: "numbered", DECISION: "decision"}
TITLES = ("Title", "Subtitle", "Stamp")
HANGING_TWIPS = 624
FEWEST_COLUMNS = 2
# What every file of ours has on each page.
FURNITURE = ("header", "footer")
# A number typed before a heading.
NUMBER = re.compile(r"\d{1,3}(?:\.\d{1,3})*[.)]?\s+(?=\S)")


@dataclass(frozen=True)
class Block:
    """A heading or paragraph of the file. kind: "section" or a kind of paragraph; identity: its UUID, "" without one.

    depth: of a heading, as Word counts.
    """

    kind: str
    runs: tuple[Run, ...]
    level: int = 0
    identity: str = ""
    owner: str = ""
    due: str = ""
    depth: int = 0
    # The same line by line, where the file breaks lines within it.
    lines: tuple[tuple[Run, ...], ...] = ()

    @property
    def words(self) -> str:
        return plain(self.runs)


@dataclass(frozen=True)
class HandedIn:
    """A file as it is read with its tracked changes accepted, and rejected; the two are equal without any."""

    accepted: tuple[Block, ...]
    rejected: tuple[Block, ...]
    changes: tuple[Change, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    # How many comments stand in the margin: they are not taken over.
    comments: int = 0


def open_text(data: bytes, name: str) -> HandedIn:
    """The paragraphs of a .docx. `name` is for the sentences of UnreadableRecord."""
    file = opened(data, name)
    accepted = _blocks(file, ACCEPTED, file.findings)
    file.findings.finish()
    beside(file)
    rejected = _blocks(file, REJECTED, None) if file.findings.changes else accepted
    own = any(block.identity for block in accepted)
    return HandedIn(
        accepted,
        rejected,
        tuple(file.findings.changes),
        tuple(row for row in file.findings.left_out if not row.read and not (own and row.kind in FURNITURE)),
        len(file.findings.comments),
    )


def _blocks(file: Opened, mode: str, findings: Findings | None) -> tuple[Block, ...]:
    reader = Reader(file.parts.styles, mode, file.parts.notes, findings, file.links)
    gatherer = _Gatherer(reader, Numbering(file.parts.numbering), file.name)
    gatherer.blocks(file.body)
    gatherer.finish()
    return tuple(_leveled(_text_alone(gatherer.found)))


@dataclass(frozen=True)
class _Found:
    """A block with the mark of what stands around the text ("" for the text itself)."""

    block: Block
    around: str = ""


@dataclass
class _Gatherer(Writer):
    """Walks the file as the reader of records does, and keeps paragraphs in the place of lines."""

    found: list[_Found] = field(default_factory=list)

    def _write(self, words: Words, look: Look) -> None:
        mark = self.numbering.mark(look.list_id, look.list_level) if look.list_id else ""
        if not words.plain.strip() or look.style in TITLES:
            return
        names = dict(_bookmarks(words.paragraph))
        runs = _runs(words.pieces)
        if look.heading is not None:
            kind = "section" if look.heading == 1 else "heading"
            block = Block(kind, _bare(runs, kind), identity=names.get(BOOKMARK, ""), depth=look.heading)
            self.found.append(_Found(block, names.get(AROUND, "")))
            return
        block = _paragraph(runs, mark, look, words.paragraph)
        lines = tuple(_lines(words.pieces))
        self.found.append(_Found(replace(block, identity=names.get(BOOKMARK, ""), lines=lines)))

    def _blank(self, words: Words, look: Look) -> None:
        """A paragraph without words says nothing here."""

    def _table(self, table: Element) -> None:
        self.finish()
        self._tables += 1
        rows = [row for row in tables.inside(table, f"{W}tr") if not self.reader.row_gone(row)]
        cells = [
            [self._cell(cell) for cell in tables.inside(row, f"{W}tc")] for row in rows[: tables.MOST_ROWS]
        ]
        columns = _columns(cells[0]) if cells else {}
        if columns:
            self.found += [_Found(_action(row, columns)) for row in cells[1:] if any(row)]
            return
        if all(len(row) <= 1 for row in cells):
            # A frame around text, not a table.
            self.found += [found for row in cells for cell in row for found in cell]
            return
        if self.reader.findings:
            self.reader.findings.leave_out("table", words_of(table), "", read=True)
        self.found += [_Found(block) for row in cells if (block := _as_words(row)) is not None]

    def _cell(self, cell: Element) -> list[_Found]:
        inner = _Gatherer(self.reader, self.numbering, self.name)
        inner.blocks(cell)
        inner.finish()
        return inner.found


# --- one paragraph --------------------------------------------------------------------------------------------------


def _bookmarks(paragraph: Element) -> Iterator[tuple[str, str]]:
    """Our own bookmarks in a paragraph: what they mark, and the UUID, or what stands around the text."""
    for row in paragraph.iter(f"{W}bookmarkStart"):
        name = value(row, "name")
        if name.startswith(AROUND):
            yield AROUND, name
        if name.startswith(BOOKMARK):
            try:
                yield BOOKMARK, str(uuid.UUID(hex=name.removeprefix(BOOKMARK)))
            except ValueError:
                continue


def _bare(runs: tuple[Run, ...], kind: str) -> tuple[Run, ...]:
    """Headings of sections are words alone; others look bold by their style, which says nothing."""
    if kind == "section":
        return tuple(even(Run(run.words) for run in runs))
    return (
        tuple(even(replace(run, strong=False) for run in runs)) if all(run.strong for run in runs) else runs
    )


def _lines(pieces: Iterable[Piece]) -> Iterator[tuple[Run, ...]]:
    """The lines of a paragraph, where its file breaks them by hand."""
    line: list[Piece] = []
    for piece in pieces:
        first, *others = piece.text.split("\n")
        line.append(replace(piece, text=first))
        for other in others:
            yield _runs(line)
            line = [replace(piece, text=other)]
    yield _runs(line)


def _runs(pieces: Iterable[Piece]) -> tuple[Run, ...]:
    return tuple(even(Run(piece.text, piece.bold, piece.italic, piece.href) for piece in pieces))


def _paragraph(runs: tuple[Run, ...], mark: str, look: Look, paragraph: Element) -> Block:
    if look.style in OWN:
        level = max(0, _indent(paragraph) - 2) if look.style == ITEM else 0
        return Block(OWN[look.style], runs, min(level, whole.DEEPEST))
    if mark:
        return Block("bullet" if mark == BULLET else "numbered", runs, min(look.depth, whole.DEEPEST))
    if (typed := whole.MARK.fullmatch(plain(runs))) is not None:
        kind = "bullet" if typed["bullet"] else "numbered"
        return Block(kind, tuple(_from(runs, typed.start("words"))))
    for kind, pattern in (("decision", whole.DECISION), ("action", whole.ACTION)):
        if (typed := pattern.fullmatch(plain(runs))) is not None and typed["words"]:
            return Block(kind, tuple(_from(runs, typed.start("words"))))
    return Block("paragraph", runs)


def _indent(paragraph: Element) -> int:
    """How far in it stands, in steps of our own lists."""
    row = paragraph.find(f"{W}pPr/{W}ind")
    return round(number(row, "left") / HANGING_TWIPS) if row is not None else 2


def _from(runs: Iterable[Run], start: int) -> Iterator[Run]:
    """The runs without their first characters."""
    at = 0
    for run in runs:
        words = run.words[max(0, start - at) :]
        if words:
            yield replace(run, words=words)
        at += len(run.words)


# --- tables ---------------------------------------------------------------------------------------------------------

Cells = list[list[_Found]]


def _said(cell: list[_Found]) -> str:
    return " ".join(found.block.words for found in cell)


def _columns(head: Cells) -> dict[str, int]:
    """Which column of a heading row is what, who and when; {} where it is no table of action points."""
    found: dict[str, int] = {}
    for index, cell in enumerate(head):
        for kind, words in (("when", WHEN), ("who", WHO), ("what", WHAT)):
            if kind not in found and words.search(_said(cell)):
                found[kind] = index
                break
    return found if "what" in found and len(found) >= FEWEST_COLUMNS else {}


def _action(row: Cells, columns: dict[str, int]) -> Block:
    taken = {kind: row[index] if index < len(row) else [] for kind, index in columns.items()}
    runs: list[Run] = []
    for found in taken["what"]:
        runs += [Run(" "), *found.block.runs]
    identity = next((found.block.identity for found in taken["what"] if found.block.identity), "")
    return Block(
        "action",
        tuple(even(runs)),
        identity=identity,
        owner=_said(taken.get("who", [])),
        due=_said(taken.get("when", [])),
    )


def _as_words(row: Cells) -> Block | None:
    """A row of any other table as one paragraph."""
    words = "; ".join(said for cell in row if (said := _said(cell)))
    return Block("paragraph", (Run(words),)) if words else None


# --- the text alone -------------------------------------------------------------------------------------------------


def _text_alone(found: list[_Found]) -> Iterator[Block]:
    """The text without what a file of our own has around it."""
    own = any(one.block.kind == "section" and (one.block.identity or one.around) for one in found)
    taken = not own
    for one in found:
        if one.block.kind == "section":
            taken = not one.around
        if taken and not (one.block.kind == "action" and not one.block.words):
            yield one.block


def _leveled(blocks: Iterable[Block]) -> Iterator[Block]:
    """The outermost headings of the file begin sections, the others stand in them; numbers are given by the portal."""
    rows = list(blocks)
    outermost = min((row.depth for row in rows if row.depth), default=1)
    for row in rows:
        if not row.depth:
            yield row
            continue
        kind = "section" if row.depth == outermost else "heading"
        runs = row.runs if row.identity else _unnumbered(row.runs)
        yield replace(row, kind=kind, runs=tuple(runs))


def _unnumbered(runs: tuple[Run, ...]) -> Iterable[Run]:
    typed = NUMBER.match(plain(runs))
    return _from(runs, typed.end()) if typed else runs
