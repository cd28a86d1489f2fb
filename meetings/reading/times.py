"""Times of day and spans as printed: "13:00 – 15:00", "1 p.m. to 3 p.m.", "10h00", "1500-1700 hrs", "noon"."""

import datetime as dt
import re
from dataclasses import dataclass

HALF = r"(?:(?P<{0}half>[ap])\.?\s?m\b\.?)"
CLOCK = (
    r"(?:(?P<{0}word>noon|midday|midnight)|(?P<{0}hour>[0-2]?\d)(?:(?P<{0}sign>[:.h])(?P<{0}minute>[0-5]\d))?"
    rf"(?!\d)(?:\s?(?:{HALF}|(?P<{{0}}hours>hrs?\b\.?|h\b|hours\b|o['\u2019]clock\b)))?"
    r"|(?P<{0}military>[0-2]\d[0-5]\d)(?:\s?(?P<{0}after>hrs?\b\.?|h\b|hours\b))?)"
)
BETWEEN = r"\s*(?:[-\u2013\u2014]|\bto\b|\buntil\b|\btill\b|\band\b)\s*"
SPAN = re.compile(rf"(?<![\w.,/]){CLOCK.format('a')}{BETWEEN}{CLOCK.format('b')}(?![\w/])", re.IGNORECASE)
MOMENT = re.compile(rf"(?<![\w.,/]){CLOCK.format('a')}(?![\w/])", re.IGNORECASE)
WORDS = {"noon": 12, "midday": 12, "midnight": 0}
NOON = 12


@dataclass(frozen=True, slots=True)
class PrintedSpan:
    """From when to when (`end` None where only a start is printed), and where in the text it stands."""

    words: str
    begins: dt.time
    ends: dt.time | None
    start: int
    end: int


def find_span(text: str) -> PrintedSpan | None:
    """The first span of time printed in `text`, else the first moment; a bare number is neither ("items 2-4")."""
    for match in SPAN.finditer(text):
        groups = match.groupdict()
        ends = _time(groups, "b", "")
        begins = _time(groups, "a", _half_for_start(groups))
        if begins and ends and begins < ends and (_shows_time(groups, "a") or _shows_time(groups, "b")):
            return PrintedSpan(match.group(), begins, ends, match.start(), match.end())
    for match in MOMENT.finditer(text):
        groups = match.groupdict()
        begins = _time(groups, "a", "")
        if begins and _shows_time(groups, "a"):
            return PrintedSpan(match.group(), begins, None, match.start(), match.end())
    return None


def _shows_time(groups: dict[str, str | None], side: str) -> bool:
    """Whether the writing itself says that it is a time; "4.10" may be a paragraph, "10.00" is not."""
    if groups[f"{side}word"] or groups[f"{side}half"] or groups[f"{side}hours"] or groups[f"{side}after"]:
        return True
    sign, minute, hour = groups[f"{side}sign"], groups[f"{side}minute"], groups[f"{side}hour"]
    if sign == ".":
        return minute in ("00", "15", "30", "45") and len(hour or "") > 1
    return sign is not None


def _half_for_start(groups: dict[str, str | None]) -> str:
    """ "1 – 3 p.m." is afternoon from its start, "11 – 1 p.m." is not."""
    half = groups["bhalf"] or ""
    if groups["ahalf"] or not half or not (groups["ahour"] and groups["bhour"]):
        return ""
    return half if int(groups["ahour"]) % NOON < int(groups["bhour"]) % NOON else ""


def _time(groups: dict[str, str | None], side: str, half: str) -> dt.time | None:
    if word := groups[f"{side}word"]:
        return dt.time(WORDS[word.casefold()])
    if military := groups[f"{side}military"]:
        hour, minute = int(military[:2]), int(military[2:])
    else:
        hour, minute = int(groups[f"{side}hour"] or 0), int(groups[f"{side}minute"] or 0)
    half = (groups[f"{side}half"] or half).casefold()
    if half and hour <= NOON:
        hour = hour % NOON + (NOON if half == "p" else 0)
    return dt.time(hour, minute) if hour < 24 else None  # noqa: PLR2004 (a day has 24 hours)
