"""The lines at the head of minutes or of an agenda: title, body, date, time, place, practical note, chair."""

import re
from dataclasses import dataclass, field

from friends.reading.days import PrintedDay, find_days
from friends.reading.lines import Line, without_bold
from friends.reading.names import read_seat
from friends.reading.report import Became, Report
from meetings.reading.agenda import is_agenda_title
from meetings.reading.attendance import is_attendance_heading
from meetings.reading.bodies import read_body
from meetings.reading.headings import is_usual
from meetings.reading.marks import is_empty_bullet, read_bullet, read_markdown_heading, read_number
from meetings.reading.times import PrintedSpan, find_span

LONGEST = 200
# A title page is not longer than this many lines.
MOST_LINES = 20
SENTENCE_WORDS = 25
SHORT_SENTENCE = 10
TITLE = re.compile(
    r"\b(?:meetings?|minutes|committee|group|records?|reports?|notes|sessions?|consultations?|friends|council)\b",
    re.IGNORECASE,
)
TREATY = re.compile(r"(?:the )?(?:convention|treaty|protocol|agreement) (?:on|for) .{3,150}", re.IGNORECASE)
DOCUMENT_TITLE = re.compile(
    r"(?:(?:draft|final|revised|summary|brief|informal|agreed)\s+)*(?:minutes|summary records?|summary"
    r"|records?|notes|report)"
    r"(?: of (?:the )?(?:discussions?|meeting))?(?: and (?:action points|decisions|follow-up|list of actions))?"
    r"|\(?(?:draft|final|revised|presidency draft|for comments?|rev\.)[\w ,.:/-]{0,60}\)?",
    re.IGNORECASE,
)
LABEL = re.compile(
    r"(?P<label>date(?: and time| & time)?|day|time|when|venue|place|location|where|room|chair(?:s|ed by"
    r"|person|man|woman)?"
    r"|co-?chairs?|presid(?:ent|ing)|moderator|facilitat(?:or|ed by)|note(?:s| taker)?|title|meeting|body"
    r"|subject)\s*:\s*(?P<rest>\S.*)",
    re.IGNORECASE,
)
PLACE = re.compile(
    r"\b(?:room|palais|hall|building|centre|center|hotel|mission|embassy|maison|salle|floor|headquarters|avenue|street|rue"
    r"|online|zoom|webex|virtual\w*|video(?:-|\s)?conference|conference room|chemin|route de)\b",
    re.IGNORECASE,
)
HELD = re.compile(
    r"^\W*(?:held|convened|meeting held|on|from|at|in|the|of|and|date|time)\b(?:\W+(?:on|from|at|in|the)\b)*",
    re.IGNORECASE,
)
CHAIRED = re.compile(
    r"(?:chaired by|chair|chairperson|presided by|presiding)\s*:?\s+(?P<who>\S.{1,150})", re.IGNORECASE
)
OPEN_END = re.compile(r"(?:\b(?:of|on|the|to|for|and|in)|[,\u2013\u2014-])$", re.IGNORECASE)
SENTENCE = re.compile(r"(?<=[^\W\d_]{2}|.\d)\.\s+(?=[^\W\d_])")


@dataclass
class Particulars:
    """What the head of a text says; "" and None where it does not. Printed words throughout."""

    title: str = ""
    document_titles: list[str] = field(default_factory=list)
    treaty_words: str = ""
    body_words: str = ""
    day: PrintedDay | None = None
    date_words: str = ""
    span: PrintedSpan | None = None
    venue: str = ""
    note: str = ""
    chair_words: str = ""
    facilitator_words: str = ""
    words: list[str] = field(default_factory=list)
    day_line: int = 0


def read_head(lines: list[Line], report: Report) -> tuple[Particulars, int]:
    """(what the first lines say, how many lines they are). The first line that is none of it begins the text."""
    found = Particulars()
    for index, line in enumerate(lines):
        following = lines[index + 1] if index + 1 < len(lines) else None
        if index >= MOST_LINES or _begins_text(line) or not _read_line(found, line, following, report):
            return found, index
    return found, len(lines)


def read_agenda_head(lines: list[Line], report: Report) -> Particulars:
    """What the lines directly above an agenda say; each is reported and kept, whatever it is."""
    found = Particulars(title="-")
    for line in lines:
        _read_line(found, line, None, report)
        if report.became(line) is None:
            _keep(found, line, Became.PARTICULARS, report)
    return found


def _begins_text(line: Line) -> bool:
    if len(line.words) > LONGEST or is_empty_bullet(line.words) or read_bullet(line.words):
        return True
    words = _plain(line)
    numbered = read_number(words) is not None and not find_days(words)
    heading = is_usual(words) and not DOCUMENT_TITLE.fullmatch(words)
    return (
        numbered
        or heading
        or words.casefold() == "summary"
        or is_agenda_title(line)
        or is_attendance_heading(line)
    )


def _plain(line: Line) -> str:
    markdown = read_markdown_heading(line.words)
    return without_bold(markdown.rest if markdown else line.words)


def _read_line(found: Particulars, line: Line, following: Line | None, report: Report) -> bool:
    """Read one line; False where it is none of the head."""
    words = _plain(line)
    if not words:
        return False
    return (
        _labelled(found, line, words, report)
        or _continued_title(found, line, words, report)
        or _document_title(found, line, words, report)
        or _treaty(found, line, words, report)
        or _title(found, line, words, following, report)
        or _when_and_where(found, line, words, report)
        or _chair(found, line, words, report)
    )


def _keep(found: Particulars, line: Line, became: Became, report: Report, detail: str = "") -> bool:
    marked = read_markdown_heading(line.words)
    found.words.append(marked.rest if marked else line.words)
    if found.day is not None:
        found.day_line = found.day_line or line.number
    report.note(line, became, detail)
    return True


def _labelled(found: Particulars, line: Line, words: str, report: Report) -> bool:
    match = LABEL.fullmatch(words)
    if match is None:
        return False
    label, rest = match["label"].casefold(), match["rest"]
    if label.startswith(("date", "day", "time", "when")):
        _take_when(found, rest)
    elif label.startswith(("venue", "place", "location", "where", "room")):
        _take_venue(found, rest)
    elif label.startswith(("chair", "co", "presid", "moderator")):
        found.chair_words = found.chair_words or rest
        return _keep(found, line, Became.CHAIR, report, rest)
    elif label.startswith("facilitat"):
        found.facilitator_words = found.facilitator_words or rest
    elif label in ("title", "meeting", "body", "subject") and found.title in ("", "-"):
        _take_title(found, rest)
        return _keep(found, line, Became.TITLE, report)
    else:
        found.note = f"{found.note} {words}".strip()
    return _keep(found, line, Became.PARTICULARS, report, _what(found))


def _continued_title(found: Particulars, line: Line, words: str, report: Report) -> bool:
    """A title broken over two lines: the first ends with "of the", or the second begins small."""
    goes_on = bool(found.title) and (OPEN_END.search(found.title) is not None or words[0].islower())
    if (
        not goes_on
        or find_days(words)
        or find_span(words)
        or line.after_blank
        or found.title == "-"
        or len(found.title) + len(words) > LONGEST
    ):
        return False
    _take_title(found, f"{found.title} {words}")
    return _keep(found, line, Became.TITLE, report)


def _document_title(found: Particulars, line: Line, words: str, report: Report) -> bool:
    if not DOCUMENT_TITLE.fullmatch(words) or find_days(words) or (words.casefold() == "summary"):
        return False
    found.document_titles.append(words)
    return _keep(found, line, Became.DOCUMENT_TITLE, report)


def _treaty(found: Particulars, line: Line, words: str, report: Report) -> bool:
    if found.treaty_words or not TREATY.fullmatch(words) or TITLE.search(words):
        return False
    found.treaty_words = words
    return _keep(found, line, Became.TREATY, report)


def _title(found: Particulars, line: Line, words: str, following: Line | None, report: Report) -> bool:
    """The first line that names a meeting, a body or minutes; or a short line with a date under it."""
    if found.title or words.endswith((".", ";")) or len(words.split()) > SENTENCE_WORDS:
        return False
    dated_below = (
        following is not None and len(following.words) <= LONGEST and bool(find_days(following.words))
    )
    if not TITLE.search(words) and not (dated_below and not find_days(words)):
        return False
    _take_title(found, words)
    _take_when(found, words)
    return _keep(found, line, Became.TITLE, report, _what(found))


def _take_title(found: Particulars, words: str) -> None:
    found.title = words
    found.body_words = read_body(words)


def _when_and_where(found: Particulars, line: Line, words: str, report: Report) -> bool:
    """A line of dates, times and places; a sentence of the text that holds a date is none."""
    if len(words.split()) > SENTENCE_WORDS:
        return False
    if find_days(words) or find_span(words):
        told = words.endswith(".") and len(words.split()) > SHORT_SENTENCE
        if told and not HELD.match(words) and not PLACE.search(words):
            return False
        _take_when(found, words, with_place=True)
    elif (PLACE.search(words) and not _is_sentence(words)) or read_seat(words) == (words.strip(), ""):
        _take_venue(found, words)
    else:
        return False
    return _keep(found, line, Became.PARTICULARS, report, _what(found))


def _is_sentence(words: str) -> bool:
    return words.endswith(".") and not SENTENCE.search(words)


def _take_when(found: Particulars, words: str, *, with_place: bool = False) -> None:
    """Take day and times out of a line; what is left may be the place."""
    days = find_days(words)
    rest = words
    if days:
        if found.day is None:
            found.day, found.date_words = days[0], words[days[0].start : days[-1].end]
        rest = f"{words[: days[0].start]} {words[days[-1].end :]}"
    span = find_span(rest)
    if span:
        found.span = found.span or span
        rest = f"{rest[: span.start]} {rest[span.end :]}"
    place = HELD.sub("", rest).strip(" ,;:.\u2013\u2014-()")
    if with_place and place and (PLACE.search(place) or not read_seat(place)[1]):
        _take_venue(found, place)


def _take_venue(found: Particulars, words: str) -> None:
    """The place, and what is said behind it in a sentence of its own ("Coffee is served")."""
    place, *notes = SENTENCE.split(words, maxsplit=1)
    if found.venue and place not in found.venue:
        found.venue = f"{found.venue}, {place}"
    else:
        found.venue = found.venue or place.strip(" .")
    if notes:
        found.note = f"{found.note} {notes[0]}".strip()


def _chair(found: Particulars, line: Line, words: str, report: Report) -> bool:
    match = CHAIRED.fullmatch(words)
    if match is None or found.chair_words:
        return False
    found.chair_words = match["who"]
    return _keep(found, line, Became.CHAIR, report, match["who"])


def _what(found: Particulars) -> str:
    """What has been read so far of date, time and place, for the report."""
    parts = [found.date_words, found.span.words if found.span else "", found.venue]
    return "; ".join(part for part in parts if part)
