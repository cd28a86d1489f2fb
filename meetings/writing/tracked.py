"""What changed between two states of a text as a Word file with tracked changes.

Accepting all of them gives the later text, rejecting all the earlier one. Pure: two content values (schema
`ccm-portal/document/1`) and a stamp in, bytes out.

What moved stands at both places as Word marks it. Was it reworded as well, the words that both texts share are the
moved ones; the others are deleted at the old place and inserted at the new: so nothing is ever nested.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph

from meetings.text import inline, labels, redline, words
from meetings.text.redline import CHANGED, LEFT, MOVED, SECTION, STATEMENT, Change
from meetings.text.words import ADDED, REMOVED, SAME, Piece, Pieces
from meetings.writing import runs, word
from meetings.writing.runs import DELETED, INSERTED, MOVED_FROM, MOVED_TO, Tracker

Row = dict[str, Any]
ACTION = "action"
# Rows of a table come and go, the words in them move.
WHOLE_ROWS = {ADDED: INSERTED, MOVED: INSERTED, REMOVED: DELETED, LEFT: DELETED}
# What stands around the words of a paragraph that moved.
MOVES = {
    MOVED_TO: ("w:moveToRangeStart", "w:moveToRangeEnd"),
    MOVED_FROM: ("w:moveFromRangeStart", "w:moveFromRangeEnd"),
}


@dataclass(frozen=True)
class _Said:
    """One of both texts of a row, in runs; its number and level, and who and when of an action point."""

    runs: list[inline.Run]
    row: Row

    @property
    def words(self) -> str:
        return "".join(run.words for run in self.runs)


NOTHING = _Said([], {"number": "", "level": 0, "owner": "", "due": "", "kind": ""})


def document(
    old: Row, new: Row, *, stamp: Any, at: dt.datetime, seconds: float = redline.MOST_SECONDS
) -> bytes:
    """The .docx file of the comparison; its changes are dated `at` and are the office's. seconds: as of redline."""
    with translation.override(new["language"]):
        title = _("What changed: %(title)s") % {"title": new["title"]}
        file = word.start(new, stamp, title=title)
        _Comparison(file, old, new, Tracker(new["body"]["office"], at), seconds).write()
    return word.saved(file)


class _Comparison:
    """Writes the rows of a comparison into a file, one after the other."""

    def __init__(self, file: Document, old: Row, new: Row, tracker: Tracker, seconds: float) -> None:
        self.file, self.tracker = file, tracker
        self.old, self.new = dict(_said(old)), dict(_said(new))
        self.titles = (old["title"], new["title"])
        self.changes = redline.redline(old, new, read=inline.to_text, seconds=seconds)
        self.moved = {change.id: change for change in self.changes if change.kind == MOVED}
        self.facts = redline.facts(old, new)

    def write(self) -> None:
        if any(change.whole for change in self.changes):
            # Beside what the file says of itself: it is no part of either text.
            self.file.paragraphs[0].add_run(
                " "
                + _(
                    "Some paragraphs differ too much to be compared word by word in reasonable time. They are shown "
                    "whole, first as they were, then as they are."
                )
            )
        self._line(self.file.add_paragraph(style="Title"), *self.titles)
        rows = [fact for fact in self.facts if fact.label != _("Title")]
        if rows:
            word.add_facts(self.file, [(fact.label, "") for fact in rows])
            for fact, cells in zip(rows, self.file.tables[0].rows, strict=True):
                self._pieces(cells.cells[1].paragraphs[0], fact.pieces)
        for in_table, neighbours in groupby(self.changes, key=lambda change: change.row == ACTION):
            if in_table:
                self._table(list(neighbours))
            else:
                for change in neighbours:
                    self._write(change)

    # --- rows -------------------------------------------------------------------------------------------------

    def _write(self, change: Change) -> None:
        """One row that is no action point now; where it was one, its words stand removed in a table of their own."""
        if change.kind == CHANGED and change.was_row == ACTION:
            self._table([change], only=DELETED)
            change = change._replace(kind=ADDED)
        tag = self._tag(change)
        said = self._of(change)
        paragraph = self._begin(change, said, tag)
        if tag:
            self._whole(paragraph, change, said, tag)
        else:
            self._words(paragraph, change)
        if change.kind not in (REMOVED, LEFT):
            runs.bookmark(paragraph, change.id, self.tracker.number())

    def _whole(self, paragraph: Paragraph, change: Change, said: _Said, tag: str) -> None:
        """The paragraph came, went, or moved as a whole."""
        _mark(paragraph, self.tracker.mark(tag))
        if tag in MOVES:
            self._move(paragraph, change, tag)
        else:
            runs.append(paragraph, said.runs, tag=tag, tracker=self.tracker)

    def _move(self, paragraph: Paragraph, change: Change, tag: str) -> None:
        """The words at one end of a move, all that stands in the paragraph within the range that Word wants."""
        start, end = MOVES[tag]
        opening = self.tracker.mark(start)
        opening.set(qn("w:name"), f"move_{change.id.replace('-', '')}")
        closing = OxmlElement(end)
        closing.set(qn("w:id"), opening.get(qn("w:id")))
        paragraph._p.insert(0 if paragraph._p.pPr is None else 1, opening)
        side, own, own_tag = (
            (self.old, REMOVED, DELETED) if tag == MOVED_FROM else (self.new, ADDED, INSERTED)
        )
        said, at = side[change.id].runs, 0
        for piece in self._shared(change.id):
            if piece.op in (SAME, own):
                of_piece = inline.cut(said, at, at + len(piece.text))
                at += len(piece.text)
                shown_as = own_tag if piece.op == own else tag
                runs.append(paragraph, of_piece, tag=shown_as, tracker=self.tracker)
        paragraph._p.append(closing)

    def _shared(self, id_: str) -> Pieces:
        """What the two texts of a moved row have in common, and what each has alone."""
        before, after = self.old[id_], self.new[id_]
        pieces = self.moved[id_].pieces
        if _text(pieces, REMOVED) == before.words and _text(pieces, ADDED) == after.words:
            return pieces
        # Only the look of words changed, and each end shows its own.
        return words.compare(before.words, after.words)

    def _begin(self, change: Change, said: _Said, tag: str) -> Paragraph:
        if change.row == SECTION:
            return self._heading(change, said, tag)
        paragraph = word.add_paragraph(self.file, said.row)
        if change.kind == CHANGED and (change.was_row != change.row or change.deeper):
            self._was(paragraph, change)
        elif change.kind == CHANGED and change.said != change.was_said:
            self._lead(paragraph, self._alone(change))
        # Whatever stands before the words ("Decision") comes and goes with them.
        if tag:
            tag = self._lead_tag(change, tag)
            for run in list(paragraph.runs):
                paragraph._p.remove(run._r)
                runs.append(
                    paragraph, [inline.Run(run.text, strong=bool(run.bold))], tag=tag, tracker=self.tracker
                )
        return paragraph

    def _heading(self, change: Change, said: _Said, tag: str) -> Paragraph:
        """A section's heading with its number, which may be another one now."""
        paragraph = self.file.add_heading("", 1)
        if tag:
            lead = [inline.Run(_prefix(said))]
            runs.append(paragraph, lead, tag=self._lead_tag(change, tag), tracker=self.tracker)
        else:
            self._line(paragraph, _prefix(self.old[change.id]), _prefix(said))
        return paragraph

    def _alone(self, change: Change) -> Paragraph:
        """The empty paragraph that the row was before, out of the file."""
        before = word.add_paragraph(self.file, self.old[change.id].row)
        before._p.getparent().remove(before._p)
        return before

    def _was(self, paragraph: Paragraph, change: Change) -> None:
        """The paragraph was of another kind: its look is a tracked change."""
        before = self._alone(change)
        earlier = before._p.get_or_add_pPr()
        self._lead(paragraph, before)
        mark = self.tracker.mark("w:pPrChange")
        mark.append(earlier)
        paragraph._p.get_or_add_pPr().append(mark)

    def _lead(self, paragraph: Paragraph, before: Paragraph) -> None:
        """What stands before the words of the one kind and not of the other, is a change too."""
        now, then = paragraph.text, before.text
        if now == then:
            return
        for run in list(paragraph.runs):
            paragraph._p.remove(run._r)
        for lead, tag in ((then, DELETED), (now, INSERTED)):
            if lead:
                runs.append(paragraph, [inline.Run(lead, strong=True)], tag=tag, tracker=self.tracker)

    def _lead_tag(self, change: Change, tag: str) -> str:
        """How what stands before the words changed: it moves where it is the same at both ends of a move."""
        if tag not in MOVES:
            return tag
        before, after = self.old[change.id], self.new[change.id]
        same_number = change.row != SECTION or _prefix(before) == _prefix(after)
        same_label = change.row == SECTION or labels.label(before.row) == labels.label(after.row)
        if before.row["kind"] == after.row["kind"] and same_number and same_label:
            return tag
        return DELETED if tag == MOVED_FROM else INSERTED

    def _tag(self, change: Change) -> str:
        """How the whole row changed; "" where only words in it did."""
        moves = change.kind in (MOVED, LEFT) and self._moves(change.id)
        return {
            ADDED: INSERTED,
            REMOVED: DELETED,
            MOVED: MOVED_TO if moves else INSERTED,
            LEFT: MOVED_FROM if moves else DELETED,
        }.get(change.kind, "")

    def _moves(self, id_: str) -> bool:
        """Whether any words moved: not where all were replaced, or a paragraph became a row of the table or left it."""
        before, after = self.old[id_], self.new[id_]
        became = (before.row["kind"] == ACTION) != (after.row["kind"] == ACTION)
        return not became and any(piece.op == SAME and piece.text.strip() for piece in self._shared(id_))

    def _of(self, change: Change) -> _Said:
        """The words that stand at this place: of what is gone those of the old text."""
        return (self.old if change.kind in (REMOVED, LEFT) else self.new)[change.id]

    # --- action points ------------------------------------------------------------------------------------------

    def _table(self, changes: list[Change], only: str = "") -> None:
        """Neighbouring action points; what was a paragraph before stands removed between two tables."""
        table = None
        for change in changes:
            became = not only and change.kind in (CHANGED, MOVED) and change.was_row != ACTION
            if became and change.kind == CHANGED:
                self._removed_paragraph(change)
            if table is None or became:
                table = word.action_table(self.file)
            self._action(table, change, INSERTED if became else only or WHOLE_ROWS.get(change.kind, ""))
        self.file.add_paragraph()

    def _removed_paragraph(self, change: Change) -> None:
        """What became an action point stands removed before it."""
        before = self.old[change.id]
        gone = self._begin(change._replace(kind=REMOVED, row=change.was_row), before, DELETED)
        _mark(gone, self.tracker.mark(DELETED))
        runs.append(gone, before.runs, tag=DELETED, tracker=self.tracker)

    def _action(self, table: Table, change: Change, tag: str) -> None:
        gone = tag == DELETED
        said = (self.old if gone else self.new)[change.id]
        cells = word.add_action(table, said.row | {"owner": "", "due": ""})
        wording, who, when = (cells[place].paragraphs[0] for place in (1, 2, 3))
        if tag:
            row = table.rows[-1]._tr
            row.get_or_add_trPr().append(self.tracker.mark(tag))
            if change.kind in (MOVED, LEFT) and self._moves(change.id):
                self._move(wording, change, MOVED_FROM if gone else MOVED_TO)
            else:
                runs.append(wording, said.runs, tag=tag, tracker=self.tracker)
            for paragraph, key in ((who, "owner"), (when, "due")):
                runs.append(paragraph, [inline.Run(said.row[key])], tag=tag, tracker=self.tracker)
        else:
            self._words(wording, change)
            before = self.old[change.id].row
            self._line(who, before["owner"], said.row["owner"])
            self._line(when, before["due"], said.row["due"])
        if not gone:
            runs.bookmark(wording, change.id, self.tracker.number())

    # --- words --------------------------------------------------------------------------------------------------

    def _words(self, paragraph: Paragraph, change: Change) -> None:
        """The row's words with what changed in them, each as it looks in its own text."""
        before, after = self.old.get(change.id, NOTHING), self.new[change.id]
        pieces = change.pieces
        if before.runs == after.runs:
            runs.append(paragraph, after.runs)
            return
        if _text(pieces, REMOVED) != before.words or _text(pieces, ADDED) != after.words:
            pieces = (Piece(REMOVED, before.words), Piece(ADDED, after.words))
        was = now = 0
        for piece in pieces:
            gone = list(inline.cut(before.runs, was, was + len(piece.text))) if piece.op != ADDED else []
            come = list(inline.cut(after.runs, now, now + len(piece.text))) if piece.op != REMOVED else []
            was += len(piece.text) if piece.op != ADDED else 0
            now += len(piece.text) if piece.op != REMOVED else 0
            if gone == come:
                runs.append(paragraph, come)
                continue
            runs.append(paragraph, gone, tag=DELETED, tracker=self.tracker)
            runs.append(paragraph, come, tag=INSERTED, tracker=self.tracker)

    def _line(self, paragraph: Paragraph, old: str, new: str) -> None:
        """A line without marks of its own: title, number, who, when."""
        self._pieces(paragraph, words.compare(old, new))

    def _pieces(self, paragraph: Paragraph, pieces: Iterable[Piece]) -> None:
        for piece in pieces:
            tag = {SAME: "", ADDED: INSERTED, REMOVED: DELETED}[piece.op]
            runs.append(paragraph, [inline.Run(piece.text)], tag=tag, tracker=self.tracker)


def _said(content: Row) -> Iterator[tuple[str, _Said]]:
    """Every heading and paragraph of a text by its identity."""
    for section in content["sections"]:
        yield section["id"], _Said([inline.Run(section["heading"])], section | {"kind": SECTION})
        for row in section["paragraphs"]:
            text = inline.with_lines(row["text"]) if row["kind"] == STATEMENT else row["text"]
            yield row["id"], _Said(inline.to_runs(text), row)


def _prefix(said: _Said) -> str:
    """What stands before the words of a section's heading."""
    return f"{said.row['number']}  " if said.row["number"] else ""


def _text(pieces: Iterable[Piece], side: str) -> str:
    return "".join(piece.text for piece in pieces if piece.op in (SAME, side))


def _mark(paragraph: Paragraph, mark: Any) -> None:
    """The paragraph itself, its end, is a change."""
    properties = paragraph._p.get_or_add_pPr()
    look = OxmlElement("w:rPr")
    look.append(mark)
    properties.append(look)
