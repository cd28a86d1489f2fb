"""What the minutes say of who carries on: confirmed, to be reconfirmed, will confirm, proposed; each with its words.

A text that says two things of one delegation gives both: the reader decides nothing between them.
"""

import re
from collections.abc import Iterable, Sequence

from django.utils.translation import gettext_lazy as _

from friends.reading.lines import without_bold
from friends.reading.names import DelegationName, find_delegations
from meetings.reading.areas import to_reconfirm
from meetings.reading.sentences import sentences
from meetings.reading.values import HEADING, IN_MINUTES, AreaOfWork, Section, StatusSaid

CONFIRMED, TO_BE_RECONFIRMED, WILL_CONFIRM, PROPOSED = (
    "confirmed", "to be reconfirmed", "will confirm", "proposed",
)  # fmt: skip
LABELS = {
    CONFIRMED: _("confirmed"),
    TO_BE_RECONFIRMED: _("to be reconfirmed"),
    WILL_CONFIRM: _("will confirm"),
    PROPOSED: _("proposed"),
}
REACH = 20_000
# How far before the verb its subject may begin.
SUBJECT_REACH = 200
CONFIRM = r"\(?(?:re)?\)?-?confirm"
# A delegation, and right behind it …
SAYINGS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        WILL_CONFIRM,
        re.compile(
            r"\s+(?:also\s+)?(?:will|would|shall|is to|are to|agreed to|undertook to|has yet to|still has to)"
            rf"\s+{CONFIRM}\b(?!\s+with\b)"
        ),
    ),
    (
        TO_BE_RECONFIRMED,
        re.compile(rf",?\s+(?:is|are|was|were|remains?|who (?:is|are))\s+(?:still\s+)?to be\s+{CONFIRM}ed\b"),
    ),
    (CONFIRMED, re.compile(rf"\s+(?:has\s+|have\s+|had\s+)?(?:also\s+)?{CONFIRM}ed\b(?!\s+with\b)")),
    (PROPOSED, re.compile(r"\s+(?:is|are|was|were)\s+(?:proposed|nominated|suggested)\b")),
)
BETWEEN = re.compile(r"\s*(?:,|and|&|, and)?\s*")


def read_statuses(sections: Iterable[Section], areas: Sequence[AreaOfWork]) -> tuple[StatusSaid, ...]:
    """Everything the minutes say of a delegation's status, in the order of the text.

    What is said of a delegation that leads areas in the minutes is said of these areas.
    """
    led: dict[DelegationName, list[str]] = {}
    found = []
    for area in areas:
        if area.source == IN_MINUTES and area.lead is not None:
            led.setdefault(area.lead, []).append(area.name)
            if area.announced:
                found.append(StatusSaid(CONFIRMED, area.lead, area.name, area.announced, area.line))
    for section in sections:
        for paragraph in section.paragraphs:
            if paragraph.kind == HEADING:
                continue
            for status, delegation, words in _said(without_bold(paragraph.text[:REACH])):
                for name in led.get(delegation, [""]):
                    found.append(StatusSaid(status, delegation, name, words, paragraph.lines[0]))
    return tuple(dict.fromkeys(found))


def _said(text: str) -> list[tuple[str, DelegationName, str]]:
    """(status, delegation, sentence) for each thing a paragraph says."""
    found = []
    for start, end in sentences(text):
        sentence = text[start:end]
        found += [(TO_BE_RECONFIRMED, delegation, sentence) for delegation in to_reconfirm(sentence)]
        for status, pattern in SAYINGS:
            for match in pattern.finditer(sentence):
                found += [(status, one, sentence) for one in _subjects(sentence[: match.start()])]
    return found


def _subjects(before: str) -> list[DelegationName]:
    """The delegations that stand at the very end of these words: "… Peru and Malta"."""
    mentions = find_delegations(before[-SUBJECT_REACH:])
    end = len(before[-SUBJECT_REACH:])
    found: list[DelegationName] = []
    for mention in reversed(mentions):
        if not BETWEEN.fullmatch(before[-SUBJECT_REACH:], mention.end, end):
            break
        found.insert(0, mention.delegation)
        end = mention.start
    return found


def contradicting(said: Iterable[StatusSaid]) -> list[str]:
    """The short names of the delegations of which a text says two things that do not go together."""
    by_delegation: dict[str, set[str]] = {}
    for one in said:
        by_delegation.setdefault(one.delegation.short, set()).add(one.status)
    return [
        name
        for name, statuses in by_delegation.items()
        if CONFIRMED in statuses and statuses & {TO_BE_RECONFIRMED, WILL_CONFIRM}
    ]
