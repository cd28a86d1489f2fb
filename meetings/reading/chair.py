"""Who chaired and who facilitated, as the text says it."""

import re
from collections.abc import Iterable, Iterator

from friends.reading.names import DelegationName, find_delegations
from meetings.reading.values import PRESENT, Attendee, Section

# The chair is named early in a text.
FIRST_PARAGRAPHS = 60
REACH = 3000
ENDS = r"(?=\s+(?:with|who|which|on|in accordance|in the absence|and the|at|assisted|facilitat\w+)\b|[,;(]|\.\s|\.?$)"
BY = re.compile(
    rf"\b(?:chaired|presided over|moderated)(?: and [\w]+)? by\s+(?:the\s+)?(?P<who>\S.{{1,120}}?){ENDS}"
    rf"|\bunder the (?:chair(?:wo)?manship|chair|presidency) of\s+(?:the\s+)?(?P<under>\S.{{1,120}}?){ENDS}",
    re.IGNORECASE,
)
SUBJECT = re.compile(
    r"(?:^|[.;]\s+)(?:The\s+)?(?P<who>[A-Z][^.;:]{1,100}?),?\s+(?:opened and\s+)?(?:chaired"
    r"|presided over)\s+the\s+(?:meeting|session)\b"
)
FACILITATED = re.compile(
    rf"\bfacilitat(?:ed|ion)\b[^.;]{{0,80}}?\bby\s+(?:the\s+)?(?P<who>\S.{{1,120}}?){ENDS}", re.IGNORECASE
)
CHAIRING = re.compile(
    r"\b(?:president|presidency|chair(?:person|man|woman)?|co-?chairs?)\b(?!-designate)", re.IGNORECASE
)


def read_chair(sections: Iterable[Section]) -> str:
    """The printed words after "chaired by", without a leading "the"; "" where no sentence says it."""
    for text in _texts(sections):
        match = BY.search(text)
        if match:
            return (match["who"] or match["under"]).strip()
        subject = SUBJECT.search(text)
        if subject:
            return subject["who"].strip()
    return ""


def read_facilitator(sections: Iterable[Section]) -> str:
    for text in _texts(sections):
        match = FACILITATED.search(text)
        if match:
            return match["who"].strip()
    return ""


def chair_from_attendance(attendance: Iterable[Attendee]) -> str:
    """The first of those present whose role says President or Chair."""
    return next(
        (
            one.words
            for one in attendance
            if one.status == PRESENT and CHAIRING.search(one.role) and one.delegation
        ),
        "",
    )


def delegation_in(words: str) -> DelegationName | None:
    """The one delegation that the words name, also by its adjective; None for none or two."""
    named = {mention.delegation for mention in find_delegations(words[:REACH], adjectives=True)}
    return named.pop() if len(named) == 1 else None


def _texts(sections: Iterable[Section]) -> Iterator[str]:
    count = 0
    for section in sections:
        for paragraph in section.paragraphs:
            count += 1
            if count > FIRST_PARAGRAPHS:
                return
            yield paragraph.text[:REACH]
