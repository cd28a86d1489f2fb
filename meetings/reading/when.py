"""The day of the meeting. A year that is not printed beside the day is looked for elsewhere; it is never invented."""

import datetime as dt
import re
from collections.abc import Iterable

from django.utils.translation import gettext as _

from friends.reading.days import PrintedDay, find_days
from friends.reading.lines import Line
from friends.reading.report import Report
from meetings.reading.dates import read_date
from meetings.reading.particulars import Particulars
from meetings.reading.values import Section

# "… the meeting was held, Tuesday 3 May."
HELD = re.compile(r"\b(?:held|met|convened|took place|meeting)\b", re.IGNORECASE)
NEAR = 80
FIRST_PARAGRAPHS = 20
REACH = 3000
YEARS_SEARCHED = 200_000
YEARS_BACK = 3


def find_date(
    head: Particulars,
    annexed: Particulars,
    sections: Iterable[Section],
    lines: list[Line],
    report: Report,
    today: dt.date | None,
) -> tuple[dt.date | None, str]:
    """(the first day of the meeting, its printed words). Doubts become questions to a person."""
    day, words, line = _printed(head, annexed, sections)
    if day is None:
        report.ask(_("The text does not say on which day the meeting was."))
        return None, ""
    date = day.on() if day.year else _with_year_from_elsewhere(day, lines, line, report, today)
    if date is None:
        return None, words
    _ask_about_doubts(day, date, head, annexed, line, report)
    first = read_date(words).earliest if day.year else None
    return first or date, words


def _printed(
    head: Particulars, annexed: Particulars, sections: Iterable[Section]
) -> tuple[PrintedDay | None, str, int]:
    """(the day as printed, its words, its line): at the head, above the agenda, else in a sentence that tells of it."""
    for found in (head, annexed):
        if found.day is not None:
            return found.day, found.date_words, found.day_line
    paragraphs = [paragraph for section in sections for paragraph in section.paragraphs][:FIRST_PARAGRAPHS]
    for paragraph in paragraphs:
        text = paragraph.text[:REACH]
        for day in find_days(text):
            if HELD.search(text[max(0, day.start - NEAR) : day.start]):
                return day, day.words, paragraph.lines[0]
    return None, "", 0


def _with_year_from_elsewhere(
    day: PrintedDay, lines: list[Line], line: int, report: Report, today: dt.date | None
) -> dt.date | None:
    """The one year printed in the text in which that day has its weekday; asked about either way."""
    years = sorted(_years(lines))
    dates = [date for year in years if (date := day.on(year)) and day.weekday_fits(date)]
    if len(dates) == 1:
        values = {"day": day.words, "year": dates[0].year}
        report.ask(
            _("“%(day)s” is printed without a year; %(year)s stands elsewhere in the text.") % values, line
        )
        return dates[0]
    likely = _likely(day, today)
    if likely:
        values = {"day": day.words, "year": likely.year}
        report.ask(_("“%(day)s” is printed without a year; was it in %(year)s?") % values, line)
    else:
        report.ask(_("“%(day)s” is printed without a year; in which year was it?") % {"day": day.words}, line)
    return None


def _years(lines: list[Line]) -> set[int]:
    """The years of full dates; where there are none, the years that stand alone."""
    text = "\n".join(line.words[:REACH] for line in lines)[:YEARS_SEARCHED]
    dated = {day.year for day in find_days(text) if day.year}
    return dated or {int(year) for year in re.findall(r"(?<![\d./-])(?:19|20)\d\d(?![\d/-])", text)}


def _likely(day: PrintedDay, today: dt.date | None) -> dt.date | None:
    """The latest such day that is not after `today`, with its weekday."""
    if today is None:
        return None
    dates = (day.on(today.year - back) for back in range(YEARS_BACK + 1))
    return next((date for date in dates if date and date <= today and day.weekday_fits(date)), None)


def _ask_about_doubts(
    day: PrintedDay, date: dt.date, head: Particulars, annexed: Particulars, line: int, report: Report
) -> None:
    if not day.weekday_fits(date):
        report.ask(_("“%(day)s” was another day of the week.") % {"day": day.words}, line)
    other = annexed.day.on(date.year) if head.day is not None and annexed.day is not None else None
    if other is not None and other != date:
        values = {"date": head.date_words, "other": annexed.date_words}
        report.ask(_("The minutes say %(date)s, the agenda says %(other)s.") % values, annexed.day_line)
