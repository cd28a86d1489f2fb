"""What changed between two states of a text: paragraphs matched by their identity, then words within a paragraph.

Pure: content values (schema `ccm-portal/document/1`) and strings in, changes out.
"""

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import count
from typing import Any, NamedTuple

import fast_diff_match_patch
from django.utils.translation import gettext as _

SAME, CHANGED, ADDED, REMOVED, MOVED = "same", "changed", "added", "removed", "moved"
SECTION = "section"

TOKEN = re.compile(r"\w+|\s+|[^\w\s]")
# Two texts with nothing in common are compared no longer than this; the rest is then shown as replaced whole.
MOST_SECONDS = 0.5
OPERATIONS = {"=": SAME, "-": REMOVED, "+": ADDED}
# Each different word stands for one character; surrogates are not characters.
FIRST_CHARACTER, SURROGATES, AFTER_SURROGATES = 0x100, 0xD800, 0xE000


class Piece(NamedTuple):
    """A run of words: the same in both texts, added, or removed."""

    op: str
    text: str


@dataclass(frozen=True)
class Change:
    """One paragraph or section heading in the comparison.

    kind: same, changed, added, removed or moved (a moved one may have changed as well).
    row: "section", or the paragraph's kind now (before, where it was removed); number and text likewise.
    was_row, was_number: the same before; "" where it was added.
    """

    id: str
    kind: str
    row: str
    number: str
    text: str
    was_row: str
    was_number: str
    pieces: tuple[Piece, ...]
    owner: tuple[Piece, ...] = ()
    due: tuple[Piece, ...] = ()

    @property
    def is_retyped(self) -> bool:
        """Whether it became another kind of paragraph, for instance a decision."""
        return bool(self.was_row) and self.was_row != self.row

    @property
    def is_reworded(self) -> bool:
        """Whether any of its words changed."""
        return any(piece.op != SAME for piece in (*self.pieces, *self.owner, *self.due))


class Fact(NamedTuple):
    """A part around the text that changed: its label, and its words."""

    label: str
    pieces: tuple[Piece, ...]


class _Row(NamedTuple):
    id: str
    row: str
    number: str
    text: str
    owner: str
    due: str


_NOTHING = _Row("", "", "", "", "", "")

# --- words --------------------------------------------------------------------------------------------------------


def words(old: str, new: str) -> tuple[Piece, ...]:
    """The pieces that turn `old` into `new`; a change never begins or ends within a word."""
    if old == new:
        return (Piece(SAME, new),) if new else ()
    tokens, codes = _alphabet()
    before, after = _encode(old, codes, tokens), _encode(new, codes, tokens)
    found = fast_diff_match_patch.diff(
        before, after, timelimit=MOST_SECONDS, checklines=False, cleanup="Semantic", counts_only=False
    )
    return tuple(Piece(OPERATIONS[op], "".join(tokens[char] for char in run)) for op, run in found)


def readable_words(old: str, new: str, *, read: Callable[[str], str]) -> tuple[Piece, ...]:
    """The pieces between both texts as `read` shows them; where it shows no difference, between the raw texts."""
    before, after = read(old), read(new)
    return words(old, new) if before == after and old != new else words(before, after)


def old_text(pieces: Iterable[Piece]) -> str:
    """The text before the changes."""
    return "".join(piece.text for piece in pieces if piece.op != ADDED)


def new_text(pieces: Iterable[Piece]) -> str:
    """The text after the changes."""
    return "".join(piece.text for piece in pieces if piece.op != REMOVED)


def _characters() -> Iterator[str]:
    return (
        chr(code if code < SURROGATES else code - SURROGATES + AFTER_SURROGATES)
        for code in count(FIRST_CHARACTER)
    )


def _alphabet() -> tuple[dict[str, str], dict[str, str]]:
    """An empty table from characters to words, and one from words to characters that fills itself."""
    characters = _characters()
    return {}, defaultdict(lambda: next(characters))


def _encode(text: str, codes: dict[str, str], tokens: dict[str, str]) -> str:
    """The text with one character for each word, blank run or sign."""
    encoded = []
    for token in TOKEN.findall(text):
        code = codes[token]
        tokens[code] = token
        encoded.append(code)
    return "".join(encoded)


# --- documents ----------------------------------------------------------------------------------------------------


def redline(old: dict[str, Any], new: dict[str, Any], *, read: Callable[[str], str] = str) -> list[Change]:
    """Every section heading and paragraph of both texts once, in the order of `new`.

    What was removed stands where it stood, after the last row before it that is still there. `read` turns a
    paragraph's text into what is compared and shown, for instance words without marks of emphasis.
    """
    before, after = list(_rows(old)), list(_rows(new))
    by_id = {row.id: row for row in before}
    kept = _unmoved([row.id for row in before], [row.id for row in after])
    removed = _removed_after(before, {row.id for row in after}, kept, read)
    changes = removed.pop("", [])
    for row in after:
        changes.append(_change(by_id.get(row.id), row, read, stayed=row.id in kept))
        changes.extend(removed.pop(row.id, []))
    return changes


def summary(changes: Iterable[Change]) -> dict[str, int]:
    """How many paragraphs and headings were changed, added, removed, moved; in this order, zeros left out."""
    counts = Counter(change.kind for change in changes)
    return {kind: counts[kind] for kind in (CHANGED, ADDED, REMOVED, MOVED) if counts[kind]}


def facts(old: dict[str, Any], new: dict[str, Any]) -> list[Fact]:
    """What changed around the text: title, the meeting's details, attendance, agenda."""
    before, after = _lines(old), _lines(new)
    return [
        Fact(label, words(before[label], after[label])) for label in before if before[label] != after[label]
    ]


def _rows(content: dict[str, Any]) -> Iterator[_Row]:
    for section in content["sections"]:
        yield _Row(section["id"], SECTION, section["number"], section["heading"], "", "")
        for row in section["paragraphs"]:
            yield _Row(row["id"], row["kind"], row["number"], row["text"], row["owner"], row["due"])


def _change(was: _Row | None, row: _Row, read: Callable[[str], str], *, stayed: bool) -> Change:
    if was is None:
        return Change(row.id, ADDED, row.row, row.number, row.text, "", "", *_pieces(None, row, read))
    same = (was.row, was.text, was.owner, was.due) == (row.row, row.text, row.owner, row.due)
    kind = MOVED if not stayed else SAME if same else CHANGED
    return Change(row.id, kind, row.row, row.number, row.text, was.row, was.number, *_pieces(was, row, read))


def _pieces(was: _Row | None, row: _Row | None, read: Callable[[str], str]) -> Iterator[tuple[Piece, ...]]:
    """The pieces of text, owner and due words."""
    before, after = was or _NOTHING, row or _NOTHING
    yield readable_words(before.text, after.text, read=read)
    yield words(before.owner, after.owner)
    yield words(before.due, after.due)


def _removed_after(
    before: list[_Row], still_there: set[str], kept: set[str], read: Callable[[str], str]
) -> dict[str, list[Change]]:
    """The removed rows by the id of the row they follow; "" for those at the very beginning."""
    found: dict[str, list[Change]] = defaultdict(list)
    last = ""
    for row in before:
        if row.id in kept:
            last = row.id
        elif row.id not in still_there:
            change = Change(
                row.id, REMOVED, row.row, row.number, row.text, row.row, row.number, *_pieces(row, None, read)
            )
            found[last].append(change)
    return found


def _unmoved(before: list[str], after: list[str]) -> set[str]:
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
    return {
        _("Title"): content["title"],
        _("Meeting"): meeting.get("title", ""),
        _("Date"): meeting.get("date") or meeting.get("when", ""),
        _("Time"): " ".join(part for part in times if part),
        _("Venue"): meeting.get("venue", ""),
        _("Chair"): meeting.get("chair", ""),
        _("Note"): meeting.get("note", ""),
        _("Attendance"): "; ".join(map(_attendee, content.get("attendance", []))),
        _("Agenda"): "; ".join(_items(content.get("agenda", []))),
    }


def _attendee(row: dict[str, str]) -> str:
    said = ", ".join(part for part in (row["role"], row["status"]) if part)
    return f"{row['name']} ({said})" if said else row["name"]


def _items(items: list[dict[str, Any]]) -> Iterator[str]:
    for item in items:
        said = ", ".join([part for part in (item["presenter"], item["note"]) if part] + item["areas"])
        yield f"{item['number']} {item['title']}" + (f" ({said})" if said else "")
        yield from _items(item["children"])
