"""What may be set as a PDF, and how much it may cost: every limit of the renderer, and its sentence.

Measured reasons: one `colspan=100000` takes 37 s, a hundred nested lists exhaust the stack, 100,000 line
breaks run for minutes, while ordinary minutes of six pages take half a second. Free of Django, because the
renderer is.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

MAX_HTML_BYTES = 4_000_000
MAX_TEXT_BYTES = 1_000_000
MAX_DEPTH = 60
MAX_LIST_DEPTH = 20
MAX_TABLE_DEPTH = 4
MAX_SPAN = 20
MAX_CELLS = 2_000
MAX_BREAKS = 2_000
# Two hundred pages of minutes have some ten thousand; each costs time and memory, whatever it is.
MAX_ELEMENTS = 40_000

CPU_SECONDS = 60
WALL_SECONDS = 90
# Above what the renderer itself has mapped when a job begins.
MEMORY_BYTES = 1024**3
MAX_PDF_BYTES = 64 * 1024**2

NEAR_CHARACTERS = 60
# How a cell says how far it reaches, and a column or a group of columns.
SPANS = ("colspan", "rowspan", "span")
# Elements whose text stands on no page, and comments.
NOT_WORDS = ("style", "script", "title", "")


def gettext_noop(sentence: str) -> str:
    """Marks a sentence for translation where it stands; the client translates it."""
    return sentence


SENTENCES = {
    "markup": gettext_noop("The text is too large to be set as a PDF: %(found)s bytes, at most %(limit)s."),
    "text": gettext_noop(
        "The text is too long to be set as a PDF: at most %(limit)s bytes, reached %(near)s."
    ),
    "depth": gettext_noop("The text is nested more than %(limit)s levels deep %(near)s."),
    "lists": gettext_noop("Lists are nested more than %(limit)s levels deep %(near)s."),
    "tables": gettext_noop("Tables are nested more than %(limit)s levels deep %(near)s."),
    "span": gettext_noop("A table cell spans %(found)s rows or columns, at most %(limit)s, %(near)s."),
    "cells": gettext_noop("The text has more than %(limit)s table cells; the limit is reached %(near)s."),
    "breaks": gettext_noop("The text has more than %(limit)s line breaks; the limit is reached %(near)s."),
    "elements": gettext_noop(
        "The text has more than %(limit)s parts (paragraphs, cells, links); the limit is reached %(near)s."
    ),
    "cpu": gettext_noop(
        "Setting this text as a PDF took more than %(limit)s seconds of computing and was stopped."
    ),
    "wall": gettext_noop("Setting this text as a PDF took longer than %(limit)s seconds and was stopped."),
    "memory": gettext_noop(
        "Setting this text as a PDF needed more than %(limit)s MB of memory and was stopped."
    ),
    "large": gettext_noop("The PDF of this text would be larger than %(limit)s MB."),
    "failed": gettext_noop("This text could not be set as a PDF (%(found)s)."),
}

AT_THE_START = gettext_noop("at the very start")
AFTER_WORDS = gettext_noop("after the words “%(words)s”")


@dataclass
class OverLimit(Exception):
    """A text that may not be set, with the words before the place where it goes over ("" at the start)."""

    code: str
    limit: int
    found: str = ""
    words: str = ""

    def __str__(self) -> str:
        near = AFTER_WORDS % {"words": self.words} if self.words else AT_THE_START
        return SENTENCES[self.code] % {"limit": self.limit, "found": self.found, "near": near}


def check_size(markup: bytes) -> None:
    """Refuses markup that would be dear even to read; raises OverLimit."""
    if len(markup) > MAX_HTML_BYTES:
        raise OverLimit("markup", MAX_HTML_BYTES, found=str(len(markup)))


def check(root: Element) -> None:
    """Refuses a parsed page (elements without namespace) too dear to lay out; raises OverLimit.

    Walks the tree without recursion, in the order of reading, so that the first place that goes over is the
    one named.
    """
    seen = _Seen()
    for part in _in_reading_order(root):
        if isinstance(part, str):
            seen.read(part)
        else:
            seen.enter(*part)


@dataclass(frozen=True)
class _Depth:
    """How deep an element stands: in elements, in lists, in tables."""

    elements: int = 0
    lists: int = 0
    tables: int = 0

    def inside(self, tag: str) -> "_Depth":
        return _Depth(
            self.elements + 1, self.lists + (tag in ("ul", "ol", "dl")), self.tables + (tag == "table")
        )


def _in_reading_order(root: Element) -> Iterator[str | tuple[Element, _Depth]]:
    """Each element with its depth, and each piece of text, as they follow; style sheets are not text."""
    stack: list[str | tuple[Element, _Depth]] = [(root, _Depth().inside(_tag(root)))]
    while stack:
        part = stack.pop()
        yield part
        if isinstance(part, str):
            continue
        element, depth = part
        following: list[str | tuple[Element, _Depth]] = []
        if element.text and _tag(element) not in NOT_WORDS:
            following.append(element.text)
        for child in element:
            following.append((child, depth.inside(_tag(child))))
            if child.tail:
                following.append(child.tail)
        stack.extend(reversed(following))


def _tag(element: Element) -> str:
    """The element's name; comments and the like have none."""
    return element.tag if isinstance(element.tag, str) else ""


class _Seen:
    """What has been counted so far, and the last words read."""

    def __init__(self) -> None:
        self.size = self.cells = self.breaks = self.elements = 0
        self.words = ""

    def read(self, text: str) -> None:
        room = MAX_TEXT_BYTES - self.size
        self.size += len(text.encode("utf-8", "replace"))
        if self.size > MAX_TEXT_BYTES:
            self._remember(text[:room])
            self._refuse("text", MAX_TEXT_BYTES)
        self._remember(text)

    def enter(self, element: Element, depth: _Depth) -> None:
        tag = _tag(element)
        self.cells += tag in ("td", "th")
        self.breaks += tag == "br"
        self.elements += 1
        for code, found, limit in (
            ("lists", depth.lists, MAX_LIST_DEPTH),
            ("tables", depth.tables, MAX_TABLE_DEPTH),
            ("depth", depth.elements, MAX_DEPTH),
            ("span", max(_span(element, name) for name in SPANS), MAX_SPAN),
            ("cells", self.cells, MAX_CELLS),
            ("breaks", self.breaks, MAX_BREAKS),
            ("elements", self.elements, MAX_ELEMENTS),
        ):
            if found > limit:
                self._refuse(code, limit, str(found))

    def _remember(self, text: str) -> None:
        if tail := text[-4 * NEAR_CHARACTERS :].split():
            self.words = " ".join([self.words, *tail])[-NEAR_CHARACTERS:].strip()

    def _refuse(self, code: str, limit: int, found: str = "") -> None:
        raise OverLimit(code, limit, found=found, words=self.words)


def _span(element: Element, name: str) -> int:
    """The span an element asks for, 1 where it asks for none or for nonsense."""
    digits = (element.get(name) or "").strip()[:9]
    return int(digits) if digits.isascii() and digits.isdigit() else 1
