"""Headings: which lines are one, and their number and words.

A heading is a short line without a full stop that stands apart and has something under it. Numbers, "Agenda Item 3:",
`#`, bold, capitals, a usual heading's words or a title of the agenda make it one by themselves.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass

from friends.reading.lines import Line, without_bold
from friends.reading.names import key
from meetings.reading.marks import (
    Mark,
    is_empty_bullet,
    read_bullet,
    read_item,
    read_label,
    read_markdown_heading,
    read_number,
)

LONGEST = 120
LONGEST_NUMBERED = 200
MOST_WORDS = 16
# Shorter than any line of wrapped text: may stand directly on its text.
SHORT = 50
SENTENCE_END = (".", ";", "!", "?", ",", ":")
USUAL = re.compile(
    r"(?:executive )?summary|background|introduction|opening(?: of the meeting| remarks)?|welcome(?: remarks)?"
    r"|clos(?:ing|ure)(?: of the meeting| remarks)?|discussions?|any other business|a\.?o\.?b\.?|other matters"
    r"|(?:date of (?:the )?)?next meeting|adoption of the agenda|(?:approval"
    r"|adoption) of (?:the )?minutes(?: of .{1,80})?"
    r"|(?:summary of )?(?:the )?decisions?(?: taken)?|conclusions?(?: and recommendations)?",
    re.IGNORECASE,
)
ACTIONS = re.compile(
    r"(?:list of |summary of |agreed )*(?:the )?(?:action (?:points?|items?|list|plan|table)|actions?"
    r"|(?:agreed )?follow[- ]up(?: actions?)?|next steps|to do)(?: (?:agreed|arising|required"
    r"|for follow-up|from the meeting))?",
    re.IGNORECASE,
)
DECISIONS = re.compile(r"(?:summary of |list of )?(?:the )?decisions?(?: taken| made)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading's words without marks, its number as printed and as numbers."""

    words: str
    number_words: str = ""
    number: tuple[int, ...] = ()

    @property
    def of_actions(self) -> bool:
        return ACTIONS.fullmatch(self.words.rstrip(": ")) is not None

    @property
    def of_decisions(self) -> bool:
        return DECISIONS.fullmatch(self.words.rstrip(": ")) is not None


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a line's reading depends on: the next line, the titles of the agenda, and where the text stands."""

    following: Line | None
    agenda_titles: Collection[str] = ()
    last_number: tuple[int, ...] = ()
    in_list: bool = False
    in_actions: bool = False


def read_heading(line: Line, around: Surroundings) -> Heading | None:
    """The heading that `line` is; None where it is text."""
    if len(line.words) > LONGEST_NUMBERED:
        return None
    marked = read_markdown_heading(line.words)
    words = marked.rest if marked else line.words
    found = _item(words) or _numbered(words, line, around, sure=marked is not None)
    if found or marked:
        return found or Heading(without_bold(words))
    plain = without_bold(words)
    if not plain:
        return None
    if is_usual(plain, around.agenda_titles) or _bold(words) or _apart(plain, line, around):
        return Heading(plain)
    return None


def is_usual(words: str, agenda_titles: Collection[str] = ()) -> bool:
    """Words that head a section wherever they stand alone."""
    bare = words.rstrip(": ")
    return bool(USUAL.fullmatch(bare) or ACTIONS.fullmatch(bare)) or key(bare) in agenda_titles


def reads_like_one(words: str) -> bool:
    """Short, begins with a capital or a figure, and does not end like a sentence."""
    return (
        len(words) <= LONGEST
        and len(words.split()) <= MOST_WORDS
        and not words.endswith(SENTENCE_END)
        and not words[0].islower()
        and any(letter.isalpha() for letter in words)
    )


def _item(words: str) -> Heading | None:
    item = read_item(without_bold(words))
    return Heading(item.rest, item.words, item.number) if item and not item.rest.endswith(".") else None


def _numbered(words: str, line: Line, around: Surroundings, *, sure: bool) -> Heading | None:
    mark = read_number(without_bold(words))
    if mark is None or not mark.number:
        return None
    heading = Heading(mark.rest, mark.words, mark.number)
    if sure or is_usual(mark.rest, around.agenda_titles):
        return heading
    if not reads_like_one(mark.rest.rstrip(":")) or around.following is None or mark.words[0].islower():
        return None
    if mark.words.startswith("(") or (around.in_list and not line.after_blank):
        return None
    in_order = bool(around.last_number) and (*mark.number[:-1], mark.number[-1] - 1) == around.last_number
    if around.in_actions and not in_order:
        return None
    return heading if in_order and line.after_blank else _with_text_under_it(heading, mark, around.following)


def _with_text_under_it(heading: Heading, mark: Mark, following: Line) -> Heading | None:
    """A number alone makes no heading: what follows must be text or a deeper number, not the next of a list."""
    following_mark = read_number(without_bold(following.words))
    if following_mark is None:
        return None if following.words[0].islower() else heading
    deeper = len(following_mark.number) > len(mark.number)
    return heading if deeper or len(following_mark.rest) > LONGEST else None


def _bold(words: str) -> bool:
    """Bold from its first sign to its last, and nothing else."""
    return (
        words.startswith("**") and words.find("**", 1) == len(words) - len("**") > 1 and reads_like_one(words)
    )


def _apart(words: str, line: Line, around: Surroundings) -> bool:
    """A short line on its own with longer text, or a list, under it; capitals count as longer text does."""
    following = around.following
    if following is None or is_empty_bullet(words) or read_bullet(line.words) or read_number(line.words):
        return False
    if "\t" in line.words or "|" in line.words:
        return False
    if _in_capitals(words) and len(words) <= LONGEST and not words.endswith((".", ",", ";")):
        return line.after_blank or not around.in_list
    if not reads_like_one(words) or not line.after_blank or following.words[0].islower():
        return False
    if not line.before_blank and len(words) > SHORT:
        return False
    return _is_text(following)


def _in_capitals(words: str) -> bool:
    letters = [letter for letter in words if letter.isalpha()]
    return len(letters) > len("CCM") and all(letter.isupper() for letter in letters)


def _is_text(line: Line) -> bool:
    """Something that stands under a heading: a list, a label, a sentence, words that go on for some lines."""
    listed = read_bullet(line.words) or read_number(line.words) or read_label(line.words)
    return (
        bool(listed)
        or line.words.endswith(SENTENCE_END)
        or len(line.words) > LONGEST
        or not line.before_blank
    )
