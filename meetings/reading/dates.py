"""Honest dates: words, with the earliest and latest day they allow. Never an invented day.

"week of 13 December" is Monday to Sunday of that week; beginning, middle and end of a month are its days 1 to 10,
11 to 20, and 21 to the last. A meeting that has no day yet ("the next Friends meeting") gives words alone.
"""

import calendar
import datetime as dt
import re
from dataclasses import dataclass

from friends.reading.days import MONTH, PrintedDay, find_days, month_number

LONGEST = 400
TENTATIVE = re.compile(r"\btentativ|\bprovisional|\bto be confirmed|\btbc\b|\bprobabl", re.IGNORECASE)
# Said of a day, these leave open on which side of it: no window.
AFTER = re.compile(r"^\W*(?:after|following|from|since|not before)\b", re.IGNORECASE)
WEEK = re.compile(r"\bweeks?\s+(?:of|beginning|commencing|starting)\s+(?:on\s+)?(?:the\s+)?", re.IGNORECASE)
PART = r"(?P<part>(?i:beginning|start|early|mid(?:dle)?|end|late))(?i:\s+of|\s+in)?[\s-]+(?i:the\s+)?"
# Not after a number: "31 June" is no day, and does not mean the whole of June.
MONTH_NAMED = re.compile(rf"(?<!\d )\b(?:{PART})?(?P<month>{MONTH})(?:,?\s+(?P<year>(?:19|20)\d\d)\b)?")
YEAR_NAMED = re.compile(r"\b(?:in|during|of|for)\s+(?P<year>(?:19|20)\d\d)\b", re.IGNORECASE)
RELATIVE = re.compile(
    r"\b(?P<meeting>(?:the|its|our|their)\s+(?:next|following|forthcoming|coming)\s+(?:\w+\s+){0,4}?"
    r"(?:meeting|gathering|session|consultation|conference|MSP)(?: of (?:the )?[\w-]+)?)\b",
    re.IGNORECASE,
)
# The first day of "27 to 30 June 2011"; looked for in what stands before the "30".
SPAN_BEFORE = re.compile(r"\b(?P<day>[0-3]?\d)(?:st|nd|rd|th)?\s*(?:-|\u2013|to|and|/)\s*$")
FIRST_PART, SECOND_PART = 10, 20


@dataclass(frozen=True, slots=True)
class ReadDate:
    """The printed words, the window they allow (both days or neither), and the meeting they hang on ("" for none)."""

    words: str
    earliest: dt.date | None
    latest: dt.date | None
    tentative: bool
    follows: str = ""

    @property
    def exact(self) -> bool:
        return self.earliest is not None and self.earliest == self.latest and not self.tentative


def read_date(words: str, *, meeting_date: dt.date | None = None) -> ReadDate:
    """The honest date that `words` name; a missing year is the first one that is not before `meeting_date`."""
    words = " ".join(words[:LONGEST].split())
    window = None if AFTER.search(words) else _window(words, meeting_date)
    relative = RELATIVE.search(words)
    earliest, latest = window or (None, None)
    return ReadDate(
        words=words,
        earliest=earliest,
        latest=latest,
        tentative=TENTATIVE.search(words) is not None,
        follows=relative["meeting"] if relative else "",
    )


def _window(words: str, after: dt.date | None) -> tuple[dt.date, dt.date] | None:
    days = find_days(words)
    dates = [date for printed in days if (date := printed.on(_year(printed.month, printed.day, after)))]
    week = WEEK.search(words)
    if week and dates and days[0].start >= week.end() - 1:
        monday = dates[0] - dt.timedelta(days=dates[0].weekday())
        return monday, monday + dt.timedelta(days=6)
    if dates:
        return min([*dates, *_first_of_span(words, days[0], dates[0])]), max(dates)
    return _months(words, after) or _whole_year(words)


def _first_of_span(words: str, last: PrintedDay, date: dt.date) -> list[dt.date]:
    """The first day of "27 to 30 June 2011", where there is one."""
    first = SPAN_BEFORE.search(words[: last.start])
    if first is None or not 0 < int(first["day"]) < date.day:
        return []
    return [date.replace(day=int(first["day"]))]


def _year(month: int, day: int, after: dt.date | None) -> int | None:
    """The year in which that day comes next."""
    if after is None:
        return None
    return after.year if (month, day) >= (after.month, after.day) else after.year + 1


def _months(words: str, after: dt.date | None) -> tuple[dt.date, dt.date] | None:
    """From the first to the last day of the months or parts of months named; a year holds for those before it."""
    windows: list[tuple[dt.date, dt.date]] = []
    year: int | None = None
    for match in reversed(list(MONTH_NAMED.finditer(words))):
        month = month_number(match["month"])
        printed = int(match["year"]) if match["year"] else year
        resolved = printed or _year(month, calendar.monthrange(2000, month)[1], after)
        if resolved is None:
            return None
        year = printed
        windows.append(_part_of_month(resolved, month, (match["part"] or "").casefold()))
    if not windows:
        return None
    return min(first for first, _ in windows), max(last for _, last in windows)


def _part_of_month(year: int, month: int, part: str) -> tuple[dt.date, dt.date]:
    last = calendar.monthrange(year, month)[1]
    first = 1
    if part in ("beginning", "start", "early"):
        last = FIRST_PART
    elif part.startswith("mid"):
        first, last = FIRST_PART + 1, SECOND_PART
    elif part in ("end", "late"):
        first = SECOND_PART + 1
    return dt.date(year, month, first), dt.date(year, month, last)


def _whole_year(words: str) -> tuple[dt.date, dt.date] | None:
    match = YEAR_NAMED.search(words)
    return (dt.date(int(match["year"]), 1, 1), dt.date(int(match["year"]), 12, 31)) if match else None
