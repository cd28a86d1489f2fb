"""The tasks in one action point, as its printed wording parts them: a proposal for a person, never more.

"X to do this; and to do that. Y would look at it." is three tasks. Each is a piece of the wording as printed, with the
owner where the piece (or, within its sentence, the piece before it) names one, and when, where it says so.
"""

import re
from dataclasses import dataclass

from friends.reading.lines import without_bold
from meetings.reading.action_points import REACH, is_owner, read_due, read_owner
from meetings.reading.sentences import sentences

MOST_TASKS = 20
# Words that make a sentence a task; one without them goes on with the task before it.
DOING = re.compile(
    r"\b(?:to|will|would|shall|should|must|please|kindly|agreed|undertook|offered|promised|asked|requested|invited"
    r"|working on|needs?|is to|are to)\b",
    re.IGNORECASE,
)
# After "and to" these begin a receiver ("to Peru and to all Friends"), not a verb.
RECEIVER = r"(?:all|the|its|their|each|other|others|those|any|this|these|a|an|our|every|both|which|whom|it|them|be)\b"
AND_TO = re.compile(rf",?\s+(?:and|as well as)\s+(?:also\s+)?(?=to\s+(?!{RECEIVER})[a-z]{{2,}})")
SEMICOLON = re.compile(r"\s*;\s*(?:and\s+|as well as\s+)?(?:also\s+)?")
BEFORE_DOING = re.compile(
    r",?\s+before\s+(?=(?!meeting|being|beginning|during|evening|morning)[a-z]{3,}ing\b)"
)
# "X to 1) do this, 2) do that": each a task. After a verb ("to meet in order to 1) …") they are what it is for.
ENUMERATED = re.compile(r"[\s,;]*(?:\band\s+)?(?<![\w.])\(?(?P<mark>\d|[a-h])\)\s+")
BARE_HEAD = re.compile(
    r"(?P<owner>[^.;:]{2,120}?),?\s+(?:to|will|shall|should|agreed to)\s*:?\s*", re.IGNORECASE
)
LEAD = re.compile(
    r"(?:(?:also|and|further(?:more)?|in addition|moreover|finally|additionally|then)\b,?\s*)*(?:that\s+)?",
    re.IGNORECASE,
)
SAYS = re.compile(
    r"(?P<owner>[^.;:,\n]{2,120}?),?\s+(?:also\s+|further\s+|then\s+)?"
    r"(?:would|will|noted|said|agreed|undertook|offered|promised|informed|indicated|is|are|was|were|has|have)\b"
)


@dataclass(frozen=True, slots=True)
class Task:
    """A piece of an action point: its printed words; owner and due words, "" where they are not stated."""

    words: str
    owner_words: str = ""
    due_words: str = ""


@dataclass(frozen=True, slots=True)
class _Piece:
    """Where a piece stands; `first`: it begins its sentence."""

    start: int
    end: int
    first: bool


def split_tasks(text: str, *, owner_words: str = "", due_words: str = "") -> tuple[Task, ...]:
    """The tasks of a wording, at least one for any words. `owner_words`, `due_words`: what the whole point says.

    Every task is a piece of `text` (without `**`, single spaces); between the pieces only joining words are left away.
    """
    plain = without_bold(text)
    pieces = _pieces(plain)
    if not pieces or len(pieces) > MOST_TASKS:
        return (Task(plain, owner_words, due_words),) if plain else ()
    # A date of its own column holds for each of them.
    of_column = due_words if due_words and due_words not in plain else ""
    tasks: list[Task] = []
    owner = owner_words
    for index, piece in enumerate(pieces):
        words = plain[piece.start : piece.end]
        named = _owner(words)
        if named or (piece.first and index):
            owner = named
        tasks.append(Task(words, owner, read_due(words) or of_column))
    return tuple(tasks)


def _owner(words: str) -> str:
    """Who is to act, as the piece itself says."""
    lead = LEAD.match(words)
    bare = words[lead.end() :] if lead else words
    named = read_owner(bare)
    if named:
        return named
    said = SAYS.match(bare[:REACH])
    return said["owner"].strip(" ,") if said and is_owner(said["owner"]) else ""


def _pieces(text: str) -> list[_Piece]:
    found: list[_Piece] = []
    for start, end in sentences(text):
        if found and not DOING.search(text[start:end]):
            before = found.pop()
            found.append(_Piece(before.start, end, before.first))
            continue
        found += _clauses(text, start, end)
    return found


def _clauses(text: str, start: int, end: int) -> list[_Piece]:
    """The pieces of one sentence."""
    cuts = _enumeration(text, start, end) or [
        (match.start(), match.end())
        for pattern in (SEMICOLON, AND_TO, BEFORE_DOING)
        for match in pattern.finditer(text, start, end)
        if pattern is not SEMICOLON or _begins_task(text[match.end() : end])
    ]
    pieces: list[_Piece] = []
    at = start
    for cut, follows in sorted(cuts):
        if cut <= at or not text[at:cut].strip():
            continue
        pieces.append(_Piece(at, cut, not pieces))
        at = follows
    pieces.append(_Piece(at, end, not pieces))
    return [piece for piece in pieces if text[piece.start : piece.end].strip(" .,;")]


def _begins_task(words: str) -> bool:
    """Whether what follows a semicolon is something to do, and not the next of a list of things."""
    return re.match(r"to\s+[a-z]", words) is not None or bool(_owner(words))


def _enumeration(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The cuts before "2)", "3)" of a list that stands directly after "to"; [] where there is no such list."""
    marks = list(ENUMERATED.finditer(text, start, end))
    printed = "".join(mark["mark"] for mark in marks)
    in_order = len(printed) > 1 and ("123456789".startswith(printed) or "abcdefgh".startswith(printed))
    head = BARE_HEAD.fullmatch(text, start, marks[0].start()) if in_order else None
    if head is None or not is_owner(LEAD.sub("", head["owner"], count=1)):
        return []
    return [(mark.start(), mark.end()) for mark in marks[1:]]
