"""Runs of a Word paragraph, plain or as a tracked insertion, deletion or move."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from meetings.text.inline import Run
from meetings.writing.template import clean

INSERTED, DELETED, MOVED_TO, MOVED_FROM = "w:ins", "w:del", "w:moveTo", "w:moveFrom"
LINKS = ("http://", "https://", "mailto:")
# A place in the file by the paragraph's UUID, so that a returned file is matched without guessing.
BOOKMARK = "p_"
# The beginning of what stands around the text: the attendance, the agenda. It is not read back.
AROUND = "around_"


@dataclass
class Tracker:
    """Who changed the text, and when; counts the changes, as Word wants each numbered."""

    author: str
    at: dt.datetime
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def mark(self, tag: str) -> Any:
        """A new element that marks a change."""
        element = OxmlElement(tag)
        element.set(qn("w:id"), str(next(self._numbers)))
        element.set(qn("w:author"), clean(self.author))
        element.set(qn("w:date"), self.at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))
        return element

    def number(self) -> str:
        """The next number, for a place that is no change itself."""
        return str(next(self._numbers))


def append(
    paragraph: Paragraph, runs: Iterable[Run], *, tag: str = "", tracker: Tracker | None = None
) -> None:
    """The runs at the end of the paragraph; with `tag` each of them as a change."""
    for run in runs:
        if not run.words:
            continue
        element = _run(run, deleted=tag == DELETED)
        if tracker is not None and tag:
            mark = tracker.mark(tag)
            mark.append(element)
            element = mark
        if run.href.startswith(LINKS):
            element = _link(paragraph, run.href, element)
        paragraph._p.append(element)


def _run(run: Run, *, deleted: bool) -> Any:
    element = OxmlElement("w:r")
    if run.strong or run.emphasis:
        look = OxmlElement("w:rPr")
        if run.strong:
            look.append(OxmlElement("w:b"))
        if run.emphasis:
            look.append(OxmlElement("w:i"))
        element.append(look)
    for part in _parts(clean(run.words)):
        if part == "\n":
            element.append(OxmlElement("w:br"))
        elif part == "\t":
            element.append(OxmlElement("w:tab"))
        else:
            words = OxmlElement("w:delText" if deleted else "w:t")
            words.text = part
            words.set(qn("xml:space"), "preserve")
            element.append(words)
    return element


def _parts(words: str) -> Iterator[str]:
    """The words between line breaks and tabs, and these."""
    gathered = ""
    for sign in words.replace("\r\n", "\n").replace("\r", "\n"):
        if sign in "\n\t":
            if gathered:
                yield gathered
            yield sign
            gathered = ""
        else:
            gathered += sign
    if gathered:
        yield gathered


def _link(paragraph: Paragraph, href: str, run: Any) -> Any:
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), paragraph.part.relate_to(href, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    link.append(run)
    return link


def bookmark(paragraph: Paragraph, identity: str, number: str, *, begins: str = BOOKMARK) -> None:
    """The paragraph is found again by its UUID; `begins` AROUND: it begins what is no part of the text."""
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    for element in (start, end):
        element.set(qn("w:id"), number)
    start.set(qn("w:name"), begins + identity.replace("-", ""))
    paragraph._p.append(start)
    paragraph._p.append(end)
