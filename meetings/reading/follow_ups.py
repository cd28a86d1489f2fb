"""Sentences of the minutes that promise something outside the list of action points: proposed, for a person to decide.

One rule: a delegation or a post, and right behind it words that bind it to do something ("Peru will …", "the Presidency
agreed to …", "Ghana noted that it would …"). Who only hopes, or is spoken about, promises nothing.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from friends.reading.lines import without_bold
from meetings.reading.action_points import LONGEST_OWNER, is_owner, read_due
from meetings.reading.sentences import sentences
from meetings.reading.values import ACTION, DECISION, HEADING, Record

LONGEST = 2_000
MOST_BINDING = 20
# Behind "will" these promise nothing.
IDLE = r"(?:not|be|have|never|only|like|welcome|prefer|support|wish|want|need|see)\b"
VERB = rf"(?:also |then |further |now |therefore |kindly )?\(?(?!{IDLE})[a-z]"
BINDING = re.compile(
    rf"\s+(?:also |further |then |kindly )?(?:(?:will|shall|would) {VERB}"
    rf"|(?:agreed|agrees|undertook|undertakes|offered|offers|promised|promises|committed|commits|volunteered|volunteers"
    rf"|pledged|pledges|intends|intend|plans|plan|is|are|accepted|was asked|were asked|was requested|were requested"
    rf"|was invited|were invited|was tasked|were tasked) to {VERB}"
    rf"|(?:noted|said|added|confirmed|informed|indicated|announced|reported|stated|explained)"
    rf"(?: [\w ]{{2,40}}?)?(?: that)?"
    rf" (?:it|they) (?:will|would|is|are|was|were)(?: going| planning| working)?(?: to| on)? {VERB})"
)
# Where the words for who acts may begin within a sentence.
BEGINNING = re.compile(r"(?:^|[,;:]\s+|\band\s+|\bthat\s+|\bbut\s+|\bwhile\s+|\baddition\s+)")

JOINS = re.compile(r"^(?:and|but|while|that)\s+")


@dataclass(frozen=True, slots=True)
class Promise:
    """A sentence as printed, who is bound and by when in its words, and the lines of its paragraph."""

    sentence: str
    owner_words: str
    due_words: str
    lines: tuple[int, ...] = ()
    heading: str = ""


def promises_in(text: str) -> tuple[Promise, ...]:
    """The sentences of one paragraph that promise something."""
    plain = without_bold(text)
    found = []
    for start, end in sentences(plain):
        sentence = plain[start:end]
        owner = _bound(sentence) if len(sentence) <= LONGEST else ""
        if owner:
            found.append(Promise(sentence, owner, read_due(sentence)))
    return tuple(found)


def find_promises(record: Record) -> tuple[Promise, ...]:
    """Those of a whole record, outside its action points, decisions and headings."""
    found = []
    for section in record.sections:
        for paragraph in section.paragraphs:
            if paragraph.kind not in (ACTION, DECISION, HEADING):
                found += [
                    Promise(one.sentence, one.owner_words, one.due_words, paragraph.lines, section.heading)
                    for one in promises_in(paragraph.text)
                ]
    return tuple(found)


def _bound(sentence: str) -> str:
    """Who is bound by the sentence, as printed; "" where nobody is."""
    for count, match in enumerate(BINDING.finditer(sentence)):
        if count >= MOST_BINDING:
            break
        owner = _subject(
            sentence[max(0, match.start() - LONGEST_OWNER) : match.start()],
            whole=match.start() <= LONGEST_OWNER,
        )
        if owner:
            return owner
    return ""


def _subject(before: str, *, whole: bool) -> str:
    """The longest words at the end of `before` that are nothing but delegations and posts; `whole`: it begins there."""
    starts: Iterable[int] = [match.end() for match in BEGINNING.finditer(before) if match.end() or whole]
    for start in starts:
        words = JOINS.sub("", before[start:].strip())
        if words and is_owner(words):
            return words
    return ""
