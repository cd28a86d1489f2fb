"""Who was there: lists under PRESENT, PARTICIPANTS, OBSERVERS, APOLOGIES (RECEIVED), one a line or after commas."""

import re

from django.utils.translation import gettext as _

from friends.reading.lines import Line, without_bold
from friends.reading.names import DelegationName, find_delegation, find_delegations, find_exactly
from friends.reading.report import Became, Report
from meetings.reading.headings import is_usual
from meetings.reading.marks import read_bullet, read_markdown_heading, read_number
from meetings.reading.values import APOLOGIES, OBSERVER, PRESENT, Attendee

LONGEST = 160
LONGEST_INLINE = 2000
HEADING = re.compile(
    r"(?:list of )?(?P<kind>present|participants?|participation|attendance|attendees|in attendance"
    r"|also (?:present|attending)"
    r"|(?:members|delegations|states|friends)(?: \w+)? present|observers?(?: present)?"
    r"|apologies(?: (?:for absence|received|sent|from))?|regrets)\s*(?P<sign>[:\u2013-]?)\s*(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
# Those who neither came nor wrote: the portal has no such list and shames nobody.
MISSING = re.compile(
    r"(?:apologies not received|not present|absent|no apologies(?: received)?)\s*:?.*", re.IGNORECASE
)
BETWEEN = re.compile(r"\s[\u2013\u2014-]\s|\t+|\s{3,}")
BRACKETS = re.compile(r"(?P<before>[^()]+?)\s*\((?P<inside>[^()]+)\)\s*")
LISTED = re.compile(r"\s*[;,]\s*(?:and\s+)?|\s+and\s+")
PARTS_OF_NAME_STATE = 2


def read_attendance(lines: list[Line], report: Report) -> tuple[list[Attendee], list[Line]]:
    """(who was there, the other lines). Lists that do not read like attendance stay with the text."""
    attendees: list[Attendee] = []
    rest: list[Line] = []
    at = 0
    while at < len(lines):
        taken = _read_list(lines, at, attendees, report)
        if taken == 0:
            _ask_about_missing(lines[at], report)
            rest.append(lines[at])
        at += max(taken, 1)
    unknown = [one for one in attendees if one.delegation is None]
    for one in unknown:
        report.ask(
            _("“%(words)s” in the attendance names no delegation known by name.") % {"words": one.words},
            one.line,
        )
    return attendees, rest


def is_attendance_heading(line: Line) -> bool:
    return len(line.words) <= LONGEST_INLINE and _heading(line) is not None


def _heading(line: Line) -> re.Match[str] | None:
    """A heading alone on its line, or with a colon and the list behind it."""
    if len(line.words) > LONGEST_INLINE:
        return None
    markdown = read_markdown_heading(line.words)
    words = without_bold(markdown.rest if markdown else line.words)
    number = read_number(words)
    match = HEADING.fullmatch(number.rest if number else words)
    return match if match and (not match["rest"] or match["sign"]) else None


def _ask_about_missing(line: Line, report: Report) -> None:
    if len(line.words) <= LONGEST and MISSING.fullmatch(without_bold(line.words)):
        report.ask(
            _(
                "A list of those who neither came nor sent apologies was kept as text; is it to stay in the minutes?"
            ),
            line.number,
        )


def _read_list(lines: list[Line], at: int, attendees: list[Attendee], report: Report) -> int:
    """Add the list that begins at a line; the number of lines it takes, 0 where none begins."""
    heading = _heading(lines[at])
    if heading is None:
        return 0
    status = _status(heading["kind"])
    found = _attendees(heading["rest"], status, lines[at].number) if heading["rest"] else []
    if heading["rest"] and not any(one.delegation for one in found):
        return 0
    end = at + 1
    while end < len(lines) and _goes_on(lines[end]):
        end += 1
    if not found and end == at + 1:
        return 0
    report.note(lines[at], Became.ATTENDEE if found else Became.ATTENDANCE_HEADING, _names(found))
    attendees += found
    for line in lines[at + 1 : end]:
        listed = _attendees(_bare(line.words), status, line.number)
        report.note(line, Became.ATTENDEE, _names(listed))
        attendees += listed
    return end - at


def _status(kind: str) -> str:
    kind = kind.casefold()
    if kind.startswith(("apolog", "regret")):
        return APOLOGIES
    return OBSERVER if kind.startswith("observer") else PRESENT


def _goes_on(line: Line) -> bool:
    """Whether the list goes on: directly under it anything short but a heading or a number without a delegation.

    After a blank line it goes on only with a delegation.
    """
    words = _bare(line.words)
    if len(words) > LONGEST and not _all_delegations(words):
        return False
    if _heading(line) or MISSING.fullmatch(words) or is_usual(words) or read_markdown_heading(line.words):
        return False
    if not find_delegations(words):
        if read_number(line.words):
            return False
        return not line.after_blank and len(words) <= LONGEST and not words.endswith(".")
    return not line.after_blank or _names_first_or_last(words)


def _names_first_or_last(words: str) -> bool:
    """After a blank line a delegation must stand where a list has it, not in the middle of a sentence or heading."""
    one = _attendee(words, PRESENT, 0)
    return one.delegation is not None and not words.endswith(".") and one.role != words


def _bare(words: str) -> str:
    mark = read_bullet(words) or read_number(words)
    return without_bold(
        mark.rest if (mark and mark.kind == "bullet") or (mark and mark.words[0].isdigit()) else words
    )


def _all_delegations(words: str) -> list[DelegationName]:
    """The delegations of "Norway, Japan and Austria"; [] where any part is something else."""
    if find_exactly(words) is not None:
        return []
    parts = [part for part in LISTED.split(words.rstrip(". ")) if part]
    found = [find_exactly(part) for part in parts]
    return [one for one in found if one is not None] if len(parts) > 1 and all(found) else []


def _attendees(words: str, status: str, line: int) -> list[Attendee]:
    """The attendees of one line: several after commas where each part names a delegation, else one."""
    listed = _all_delegations(words)
    if listed:
        parts = [part for part in LISTED.split(words.rstrip(". ")) if part]
        return [Attendee(part, one, "", "", status, line) for part, one in zip(parts, listed, strict=True)]
    pieces = [piece.strip() for piece in words.split(";") if piece.strip()]
    return [_attendee(piece, status, line) for piece in pieces]


def _attendee(words: str, status: str, line: int) -> Attendee:
    """ "State – role", "Name – State", "Name (State)", "State (role)", "State: Name", "Name, State", "State"."""
    alone = find_exactly(words)
    if alone is not None:
        return Attendee(words, alone, "", "", status, line)
    brackets = BRACKETS.fullmatch(words)
    pairs = [_two(BETWEEN.split(words, maxsplit=1))]
    pairs.append((brackets["before"], brackets["inside"]) if brackets else None)
    pairs.append(_two(words.split(":", 1)))
    for pair in pairs:
        if pair is None:
            continue
        first, second = find_delegation(pair[0]), find_delegation(pair[1])
        if first is not None:
            role, person = (pair[1], "") if ":" not in words else ("", pair[1])
            return Attendee(words, first, role, person, status, line)
        if second is not None:
            return Attendee(words, second, "", pair[0], status, line)
    return _at_comma(words, status, line)


def _two(parts: list[str]) -> tuple[str, str] | None:
    stripped = [part.strip() for part in parts]
    return (stripped[0], stripped[1]) if len(stripped) == PARTS_OF_NAME_STATE and all(stripped) else None


def _at_comma(words: str, status: str, line: int) -> Attendee:
    """ "Name, State", "State, role"; else the one delegation named somewhere in the words."""
    parts = [part.strip() for part in words.split(",") if part.strip()]
    if len(parts) > 1:
        first, last = find_delegation(parts[0]), find_delegation(parts[-1])
        if first is not None:
            return Attendee(words, first, ", ".join(parts[1:]), "", status, line)
        if last is not None:
            return Attendee(words, last, ", ".join(parts[1:-1]), parts[0], status, line)
    named = {mention.delegation for mention in find_delegations(words)}
    only = named.pop() if len(named) == 1 else None
    return Attendee(words, only, "", "" if only else words, status, line)


def _names(attendees: list[Attendee]) -> str:
    return "; ".join(one.delegation.short if one.delegation else one.words for one in attendees)
