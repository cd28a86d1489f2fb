"""What changed between two states of a text: paragraphs matched by their identity, then words within a paragraph.

Pure: content values (schema `ccm-portal/document/1`) in, changes out. The limits are in docs/adr/0015.
"""

import time
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from meetings.text import inline, labels, numbering, words
from meetings.text.words import ADDED, REMOVED, SAME, Piece, Pieces

CHANGED, MOVED, LEFT = "changed", "moved", "left"
SECTION, STATEMENT = "section", "statement"

# Comparing word by word takes no more computing than this over a whole text; paragraphs after that are shown replaced
# whole. Two hundred pages with four hundred edits take a tenth of it.
MOST_SECONDS = 0.08
# Fewer unchanged paragraphs in a row than this are shown as they stand.
FOLDED_FROM = 3


# The values of `labels.SELDOM` in a paragraph; () where it says none of them.
Said = tuple[str, ...]


class Change(NamedTuple):
    """One paragraph or section heading in the comparison.

    kind: same, changed, added, removed, moved (a moved one may have changed as well) or left (the place a moved one
    left, with its old words). row: "section", or the paragraph's kind now (before, where it was removed); number and
    text likewise. was_row, was_number: the same before; "" where it was added. pieces: the text's, as `read` shows it
    where it was reworded. whole: too different to be compared word by word in the time given. deeper: by how many
    levels of its list it stands deeper than before. said, was_said: for whom it speaks and how far it was agreed, as in
    its value, now and before.
    """

    id: str
    kind: str
    row: str
    number: str
    text: str
    was_row: str
    was_number: str
    pieces: Pieces
    owner: Pieces = ()
    due: Pieces = ()
    whole: bool = False
    deeper: int = 0
    said: Said = ()
    was_said: Said = ()

    @property
    def label(self) -> Pieces:
        """What stands before the words ("Decision · consensus", "Norway"), with what changed in it."""
        then = _label(self.was_row, self.was_said) if self.was_row else ""
        now = _label(self.row, self.said) if self.kind != REMOVED else ""
        return words.compare(then, now)

    @property
    def is_retyped(self) -> bool:
        """Whether it became another kind of paragraph, for instance a decision."""
        return bool(self.was_row) and self.was_row != self.row

    @property
    def is_renumbered(self) -> bool:
        """Whether the same paragraph has another number now."""
        return bool(self.was_row) and self.was_number != self.number

    @property
    def is_reworded(self) -> bool:
        """Whether any of its words changed."""
        return any(piece.op != SAME for piece in (*self.pieces, *self.owner, *self.due))


class Fact(NamedTuple):
    """A part around the text that changed: its label, and its words."""

    label: str
    pieces: Pieces


@dataclass(frozen=True)
class Comparison:
    """Everything a page shows of two states of a text."""

    changes: list[Change]
    facts: list[Fact]

    @property
    def summary(self) -> dict[str, int]:
        """How many paragraphs and headings changed, by kind."""
        return summary(self.changes)

    @property
    def too_long(self) -> bool:
        """Whether something could not be compared word by word in the time given."""
        return any(change.whole for change in self.changes)


class Stretch(NamedTuple):
    """Neighbours in the comparison; folded where all are unchanged and many."""

    folded: bool
    changes: list[Change]

    @property
    def first(self) -> Change:
        """The first numbered one of them."""
        return next((change for change in self.changes if change.number), self.changes[0])

    @property
    def last(self) -> Change:
        """The last numbered one of them."""
        return next((change for change in reversed(self.changes) if change.number), self.changes[-1])

    @property
    def paragraphs(self) -> int:
        """How many of them are paragraphs."""
        return sum(change.row != SECTION for change in self.changes)


class _Row(NamedTuple):
    id: str
    number: str
    row: str
    text: str
    owner: str
    due: str
    level: int = 0
    said: Said = ()


TYPED = slice(2, None)
SAYING_MORE = frozenset({*numbering.LIST_KINDS, "decision", STATEMENT})
_NOTHING = _Row("", "", "", "", "", "")


class _Comparing:
    """Compares one text's paragraphs with the other's, all within one time limit."""

    def __init__(self, read: Callable[[str], str], seconds: float) -> None:
        self.read = read
        self.end = time.thread_time() + seconds

    def change(self, was: _Row | None, row: _Row, *, stayed: bool = True) -> Change:
        if was is None:
            return self._of(row, ADDED, (_NOTHING, row), ("", ""))
        before = (was.row, was.number)
        # Most are untouched: their kind, words, owner and due words are held against each other as one tuple.
        if was[TYPED] == row[TYPED]:
            return _untouched(row, SAME if stayed else MOVED, row.number, before)
        return self._of(row, CHANGED if stayed else MOVED, (was, row), before)

    def removed(self, row: _Row) -> Change:
        return self._of(row, REMOVED, (row, _NOTHING), (row.row, row.number))

    def _of(self, row: _Row, kind: str, sides: tuple[_Row, _Row], before: tuple[str, str]) -> Change:
        old, new = sides
        pieces, whole = self._pieces(old.text, new.text)
        owner, due = (
            words.compare(one, other, seconds=self._left()) if one or other else ()
            for one, other in ((old.owner, new.owner), (old.due, new.due))
        )
        in_lists = {old.row, new.row} <= set(numbering.LIST_KINDS)
        deeper = new.level - old.level if in_lists else 0
        parts = (pieces, owner, due)
        said = (new.said, old.said)
        return Change(row.id, kind, row.row, row.number, row.text, *before, *parts, whole, deeper, *said)

    def _pieces(self, old: str, new: str) -> tuple[Pieces, bool]:
        try:
            return words.readable_within(old, new, read=self.read, seconds=self._left()), False
        except words.TooLong:
            return words.replaced(self.read(old), self.read(new)), True

    def _left(self) -> float:
        return min(words.MOST_SECONDS, self.end - time.thread_time())


def _untouched(row: _Row, kind: str, number: str, before: tuple[str, str]) -> Change:
    """A change of no words: nothing is compared."""
    id_, _number, type_, text, owner, due, _level, said = row
    change = Change(id_, kind, type_, number, text, *before, _same(text), _same(owner), _same(due))
    return change._replace(said=said, was_said=said) if said else change


def _same(text: str) -> Pieces:
    return (Piece(SAME, text),) if text else ()


def compare(old: dict[str, Any], new: dict[str, Any], *, read: Callable[[str], str] = str) -> Comparison:
    """The two texts side by side: their paragraphs, and what stands around them."""
    return Comparison(redline(old, new, read=read), facts(old, new))


def redline(
    old: dict[str, Any],
    new: dict[str, Any],
    *,
    read: Callable[[str], str] = str,
    seconds: float = MOST_SECONDS,
) -> list[Change]:
    """Every section heading and paragraph of both texts, in the order of `new`.

    What was removed stands where it stood, after the last row before it that is still there; so does the place a moved
    row left. `read` turns a paragraph's text into what is compared and shown, for instance words without marks of
    emphasis. Without added and moved, the changes have the order of `old`; without removed and left, that of `new`.
    """
    comparing = _Comparing(read, seconds)
    before, after = list(_rows(old)), list(_rows(new))
    by_id = {row.id: row for row in before}
    kept = unmoved([row.id for row in before], [row.id for row in after])
    gone = _gone_after(before, {row.id: row for row in after}, kept, comparing)
    changes = gone.pop("", [])
    for row in after:
        changes.append(comparing.change(by_id.get(row.id), row, stayed=row.id in kept))
        changes.extend(gone.pop(row.id, ()))
    return changes


def summary(changes: Iterable[Change]) -> dict[str, int]:
    """How many paragraphs and headings were changed, added, removed, moved; in this order, zeros left out."""
    counts = Counter(change.kind for change in changes)
    return {kind: counts[kind] for kind in (CHANGED, ADDED, REMOVED, MOVED) if counts[kind]}


def stretches(changes: Iterable[Change]) -> list[Stretch]:
    """The changes in reading order, unchanged paragraphs folded; the heading over a changed one stays in sight."""
    found: list[Stretch] = []
    unchanged: list[Change] = []
    for change in changes:
        if change.kind == SAME:
            unchanged.append(change)
            continue
        _fold(found, unchanged, followed=change.row != SECTION)
        unchanged = []
        _show(found, [change])
    _fold(found, unchanged, followed=False)
    return found


def _fold(found: list[Stretch], unchanged: list[Change], *, followed: bool) -> None:
    headings = [place for place, change in enumerate(unchanged) if change.row == SECTION]
    if followed and headings:
        _fold(found, unchanged[: headings[-1]], followed=False)
        _show(found, [unchanged[headings[-1]]])
        unchanged = unchanged[headings[-1] + 1 :]
    if len(unchanged) < FOLDED_FROM:
        _show(found, unchanged)
    else:
        found.append(Stretch(True, unchanged))


def _show(found: list[Stretch], changes: list[Change]) -> None:
    if not found or found[-1].folded:
        found.append(Stretch(False, []))
    found[-1].changes.extend(changes)


def facts(old: dict[str, Any], new: dict[str, Any]) -> list[Fact]:
    """What changed around the text: title, the meeting's details, attendance, agenda."""
    before, after = _lines(old), _lines(new)
    return [
        Fact(label, words.compare(before[label], after[label]))
        for label in before
        if before[label] != after[label]
    ]


def _rows(content: dict[str, Any]) -> Iterator[_Row]:
    for section in content["sections"]:
        yield _Row(section["id"], section["number"], SECTION, section["heading"], "", "")
        for row in section["paragraphs"]:
            kind = row["kind"]
            if kind in SAYING_MORE or "speaks" in row:
                yield _saying_more(row, kind)
            else:
                yield _Row(row["id"], row["number"], kind, row["text"], row["owner"], row["due"])


def _saying_more(row: dict[str, Any], kind: str) -> _Row:
    """A row of a kind that may have a level, lines, for whom it speaks, or how far it was agreed."""
    if kind in numbering.LIST_KINDS:
        return _Row(row["id"], row["number"], kind, row["text"], row["owner"], row["due"], row["level"])
    text = inline.with_lines(row["text"]) if kind == STATEMENT else row["text"]
    said = _said(row) if "speaks" in row or "degree" in row else ()
    return _Row(row["id"], row["number"], kind, text, row["owner"], row["due"], 0, said)


def _said(row: dict[str, Any]) -> Said:
    return tuple(row.get(key, "") for key in labels.SELDOM)


def _label(kind: str, said: Said) -> str:
    return labels.label({"kind": kind, **dict(zip(labels.SELDOM, said, strict=False))})


def _gone_after(
    before: list[_Row], after: dict[str, _Row], kept: set[str], comparing: _Comparing
) -> dict[str, list[Change]]:
    """What was removed or moved away, by the id of the row it follows; "" for what stood at the very beginning."""
    found: dict[str, list[Change]] = defaultdict(list)
    last = ""
    for row in before:
        if row.id in kept:
            last = row.id
        elif row.id in after:
            found[last].append(_untouched(row, LEFT, after[row.id].number, (row.row, row.number)))
        else:
            found[last].append(comparing.removed(row))
    return found


def unmoved(before: list[str], after: list[str]) -> set[str]:
    """The most ids that stand in the same order in both lists (longest increasing subsequence of their places)."""
    place = {id_: position for position, id_ in enumerate(before)}
    ids = [id_ for id_ in after if id_ in place]
    ends: list[int] = []
    holders: list[int] = []
    previous: list[int] = []
    for index, id_ in enumerate(ids):
        length = bisect_left(ends, place[id_])
        previous.append(holders[length - 1] if length else -1)
        ends[length : length + 1] = [place[id_]]
        holders[length : length + 1] = [index]
    kept, index = set(), holders[-1] if holders else -1
    while index >= 0:
        kept.add(ids[index])
        index = previous[index]
    return kept


def _lines(content: dict[str, Any]) -> dict[str, str]:
    """What stands around the text, as one line of words each."""
    meeting = content.get("meeting") or {}
    times = (meeting.get("starts"), meeting.get("ends"), meeting.get("time_zone"))
    paper, file = content.get("paper", {}), content.get("file", {})
    return {
        _("Title"): content["title"],
        _("From"): paper.get("from", ""),
        _("File"): _("version %(number)s") % {"number": file["version"]} if file else "",
        _("Meeting"): meeting.get("title", ""),
        _("Date"): meeting.get("date") or meeting.get("when", ""),
        _("Time"): " ".join(part for part in times if part),
        _("Venue"): meeting.get("venue", ""),
        _("Chair"): meeting.get("chair", ""),
        _("Note"): meeting.get("note", ""),
        _("Attendance"): "; ".join(map(_attendee, content.get("attendance", []))),
        _("Agenda"): "; ".join(_items(content.get("agenda", []))),
    }


def _attendee(row: dict[str, Any]) -> str:
    said = ", ".join(part for part in (row["role"], row["status"], *row.get("people", [])) if part)
    return f"{row['name']} ({said})" if said else row["name"]


def _items(items: list[dict[str, Any]]) -> Iterator[str]:
    for item in items:
        parts = [item.get(key, "") for key in ("presenter", "chair", "facilitator", "approval", "note")]
        said = ", ".join([part for part in parts if part] + item["areas"] + item.get("papers", []))
        yield f"{item['number']} {item['title']}" + (f" ({said})" if said else "")
        yield from _items(item["children"])
