"""Areas of work with who leads them, who cooperates, who asked for it, in an agenda's or the minutes' own phrases.

"**Clearance** (undertaken by X in cooperation with Y and Z)", "X (clearance)", "Clearance – X", "Clearance: X and Y".
"""

import re

from friends.reading.lines import without_bold
from friends.reading.names import DelegationName, find_delegation, find_delegations, key
from meetings.reading.values import AreaOfWork

LONGEST = 400
LONGEST_NAME = 200
# A line that announces a list of areas.
INTRODUCTION = re.compile(
    r"\b(?:areas? of work|thematic (?:areas?|work|roles?)|work areas?|areas? of responsibilit\w+"
    r"|coordinat\w+ (?:of )?the thematic)\b",
    re.IGNORECASE,
)
NAME_AND_DETAIL = re.compile(r"(?P<name>[^()]{2,250}?)\s*\((?P<detail>[^()]{2,300})\)\W*")
NAME_SIGN_HOLDER = re.compile(
    r"(?P<name>[^():\u2013\u2014]{2,250}?)\s*(?::|\s[\u2013\u2014-])\s+(?P<detail>[^:]{2,300})"
)
LED = re.compile(
    r"\b(?:undertaken|led|co-?led|coordinated|carried out|facilitated|held|headed|co-?chaired"
    r"|chaired)\s+by\b|\blead(?:s|er)?\s*:|\bcoordinators?\s*:",
    re.IGNORECASE,
)
WITH = re.compile(
    r"\b(?:in (?:close )?co-?operation with|in collaboration with|together with|jointly with"
    r"|(?:with the )?support(?:ed)? (?:of|from|by)"
    r"|assisted by|with)\b",
    re.IGNORECASE,
)
ASKED = re.compile(r"\b(?:requested|proposed|suggested|nominated)\s+by\b", re.IGNORECASE)
# What follows speaks of the purpose or the occasion, no longer of who.
PURPOSE = re.compile(
    r"\b(?:as a|in prep\w*|in view|for the|in order|until|since|during|from)\b", re.IGNORECASE
)
STATUS = re.compile(
    r"\b(?:to be (?:re)?confirmed|\(?re\)?confirmed|reconfirm\w*|confirmed|vacant|to be (?:decided"
    r"|determined|filled)|proposed"
    r"|requested|suggested|nominated|undertaken|tbc|tbd|open)\b",
    re.IGNORECASE,
)
RECONFIRM = re.compile(
    r"\b(?:to|will|would)\s+\(?re\)?-?confirm\s+with\s+(?P<whom>[^.;]{2,200})", re.IGNORECASE
)


def announces_areas(words: str) -> bool:
    """Whether a line introduces a list of areas of work."""
    return INTRODUCTION.search(words[:LONGEST]) is not None


def read_area(text: str, *, source: str, line: int, announced: bool) -> AreaOfWork | None:
    """The area of work that a list's line names; None where it names none.

    Without an announcement above it, only words such as "undertaken by" make a line an area.
    """
    if len(text) > LONGEST:
        return None
    words = without_bold(text)
    match = NAME_AND_DETAIL.fullmatch(words) or (NAME_SIGN_HOLDER.fullmatch(words) if announced else None)
    if match is None:
        return None
    name, detail = match["name"].strip(" ,-\u2013"), match["detail"].strip()
    if LED.search(detail) or (ASKED.search(detail) and find_delegations(detail)):
        return _area(name, detail, words, source, line)
    if not announced:
        return None
    return _by_names(name, detail, words, source, line)


def _by_names(name: str, detail: str, words: str, source: str, line: int) -> AreaOfWork | None:
    """ "State (area)" or "Area (State, with State)": the side that begins with a delegation is who."""
    if find_delegation(name) is not None:
        return _held(detail, name, "", words, source, line)
    mentions = find_delegations(detail)
    if mentions and not detail[: mentions[0].start].strip():
        return _held(name, detail, "", words, source, line)
    if STATUS.fullmatch(detail):
        return _held(name, "", detail, words, source, line)
    return None


def _held(name: str, who: str, status: str, words: str, source: str, line: int) -> AreaOfWork | None:
    if len(name) > LONGEST_NAME:
        return None
    leading, _sign, supporting = _split(WITH, who)
    named = [mention.delegation for mention in find_delegations(leading)]
    helping = named[1:] + [mention.delegation for mention in find_delegations(supporting)]
    lead_words = leading.strip(" ,;")
    found = STATUS.search(who)
    status = status or (found.group() if found else "")
    return AreaOfWork(
        name,
        lead_words,
        named[0] if named else None,
        tuple(helping),
        status,
        "",
        None,
        "",
        source,
        words,
        line,
    )


def _area(name: str, detail: str, words: str, source: str, line: int) -> AreaOfWork | None:
    """From "requested by A to be undertaken by B in cooperation with C"."""
    if len(name) > LONGEST_NAME:
        return None
    before, led, after = _split(LED, detail)
    who = _split(PURPOSE, after)[0]
    leading, _sign, supporting = _split(WITH, who)
    leads = find_delegations(leading)
    asking = _split(ASKED, before)
    proposers = find_delegations(asking[2])
    status = asking[1] or led or ""
    found = STATUS.search(detail)
    note = asking[0].strip(" ,;")
    return AreaOfWork(
        name=name,
        lead_words=leading.strip(" ,;"),
        lead=leads[0].delegation if leads else None,
        cooperating=tuple(mention.delegation for mention in [*leads[1:], *find_delegations(supporting)]),
        status_words=found.group() if found else status.removesuffix(" by"),
        proposer_words=proposers[0].words if proposers else "",
        proposer=proposers[0].delegation if proposers else None,
        note=note,
        source=source,
        words=words,
        line=line,
    )


def _split(pattern: re.Pattern[str], words: str) -> tuple[str, str, str]:
    """(before, the sign, after) like str.partition, at the first match."""
    match = pattern.search(words)
    return (words[: match.start()], match.group(), words[match.end() :]) if match else (words, "", "")


def to_reconfirm(text: str) -> list[DelegationName]:
    """The delegations with which a text says something is still to be confirmed."""
    found: dict[str, DelegationName] = {}
    for match in RECONFIRM.finditer(text):
        whom = re.split(r"\b(?:given|as|since|because|who|which|on|about)\b", match["whom"])[0]
        found |= {key(mention.words): mention.delegation for mention in find_delegations(whom)}
    return list(found.values())
