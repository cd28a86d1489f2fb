"""Days as they are printed: "30 November 2010", "Tuesday 30 November", "November 30, 2010", "2010-11-30"."""

import datetime as dt
import re
from dataclasses import dataclass

MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
# Capital first: "may" and "march" are also verbs.
MONTH = (
    r"(?:J(?i:an(?:uary)?|une?|uly?)|F(?i:eb(?:ruary)?)|M(?i:ar(?:ch)?|ay)|A(?i:pr(?:il)?|ug(?:ust)?)"
    r"|S(?i:ept?(?:ember)?)|O(?i:ct(?:ober)?)|N(?i:ov(?:ember)?)|D(?i:ec(?:ember)?))\b\.?"
)
WEEKDAY = r"(?:(?i:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|Mon|Tues?|Wed|Thurs?|Fri|Sat|Sun)\b\.?)"
DAY = r"(?P<{0}day>[0-3]?\d)(?:st|nd|rd|th)?"
YEAR = r"(?P<{0}year>(?:19|20)\d\d)\b"

PRINTED_DAY = re.compile(
    rf"\b(?:(?P<weekday>{WEEKDAY}),?\s+(?:the\s+)?)?(?:"
    + DAY.format("a")
    + rf"\s+(?:of\s+)?(?P<amonth>{MONTH})(?:,?\s+"
    + YEAR.format("a")
    + rf")?|(?P<bmonth>{MONTH})\s+"
    + DAY.format("b")
    + r"\b(?:,?\s+"
    + YEAR.format("b")
    + r")?|"
    + YEAR.format("c")
    + r"-(?P<cmonth>\d\d)-(?P<cday>\d\d)\b|"
    # Day before month, as the United Nations writes it.
    + r"(?P<dday>[0-3]?\d)[./](?P<dmonth>[01]?\d)[./]"
    + YEAR.format("d")
    + ")",
)


@dataclass(frozen=True, slots=True)
class PrintedDay:
    """A day found in a text: year None where none is printed; `weekday` counts from Monday = 0."""

    words: str
    day: int
    month: int
    year: int | None
    weekday: int | None
    start: int
    end: int

    def on(self, year: int | None = None) -> dt.date | None:
        """The date, in the printed year or else in `year`; None where there is no such day."""
        try:
            return dt.date(self.year or year or 0, self.month, self.day)
        except ValueError:
            return None

    def weekday_fits(self, date: dt.date) -> bool:
        return self.weekday is None or self.weekday == date.weekday()


def month_number(words: str) -> int:
    """1 to 12 for "Jan", "January", "jan."; the words must name a month."""
    return next(number for number, month in enumerate(MONTHS, 1) if month.startswith(words.casefold()[:3]))


def weekday_number(words: str) -> int:
    return next(number for number, name in enumerate(WEEKDAYS) if name.startswith(words.casefold()[:3]))


def find_days(text: str) -> list[PrintedDay]:
    """Every possible day printed in `text`, in order; "31 June" is not one."""
    found = []
    for match in PRINTED_DAY.finditer(text):
        groups = match.groupdict()
        form = next(form for form in "abcd" if groups[f"{form}day"])
        month = groups[f"{form}month"]
        year = groups[f"{form}year"]
        printed = PrintedDay(
            words=match.group(),
            day=int(groups[f"{form}day"]),
            month=int(month) if month.isdigit() else month_number(month),
            year=int(year) if year else None,
            weekday=weekday_number(groups["weekday"]) if groups["weekday"] else None,
            start=match.start(),
            end=match.end(),
        )
        # A leap year lets 29 February stand where the year is unknown.
        if printed.on(2000) is not None or printed.on() is not None:
            found.append(printed)
    return found


def first_date(text: str) -> dt.date | None:
    """The first day printed with its year."""
    return next((date for printed in find_days(text) if printed.year and (date := printed.on())), None)
