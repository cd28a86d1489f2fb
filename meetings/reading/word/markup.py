"""XML of a Word file, parsed without document types, entities or anything from outside, up to limits."""

from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser
from django.utils.translation import gettext as _

from meetings.reading.decoding import UnreadableRecord

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
MOST_ELEMENTS = 600_000
DEEPEST = 100
CHUNK = 65_536


@dataclass
class Budget:
    """How many elements may still be made, over all parts of a file."""

    elements: int = MOST_ELEMENTS


class _TooMuch(Exception):
    """The part goes over a limit."""


class _Builder(TreeBuilder):
    """A tree that stops growing at the limits."""

    def __init__(self, budget: Budget) -> None:
        super().__init__()
        self._budget = budget
        self._depth = 0

    def start(self, tag: Any, attrs: Any) -> Element:
        self._budget.elements -= 1
        self._depth += 1
        if self._budget.elements < 0 or self._depth > DEEPEST:
            raise _TooMuch
        return super().start(tag.replace(STRICT, W), attrs)

    def end(self, tag: Any) -> Element:
        self._depth -= 1
        return super().end(tag.replace(STRICT, W))


def parse(data: bytes, name: str, path: str, budget: Budget) -> Element:
    """The root of one part. Raises UnreadableRecord with the file's name, the part's path, and what is wrong."""
    values = {"name": name, "part": path}
    parser = DefusedXMLParser(target=_Builder(budget), forbid_dtd=True)
    try:
        for start in range(0, len(data), CHUNK):
            parser.feed(data[start : start + CHUNK])
        root: Element = parser.close()
    except DefusedXmlException as problem:
        raise UnreadableRecord(
            _("%(name)s defines entities or a document type in “%(part)s”; it is not read.") % values
        ) from problem
    except _TooMuch as problem:
        raise UnreadableRecord(
            _(
                "%(name)s is larger or more deeply nested than the record of a meeting, in “%(part)s”; it is not read."
            )
            % values
        ) from problem
    except (ParseError, ValueError, LookupError, AssertionError) as problem:
        raise UnreadableRecord(
            _("%(name)s is damaged in “%(part)s”: %(why)s. Save it again, and choose that file.")
            % {**values, "why": str(problem)[:100]}
        ) from problem
    return root


def value(element: Element | None, name: str = "val") -> str:
    """The attribute of Word's own namespace; "" without element or attribute."""
    return element.get(W + name, "") if element is not None else ""


def number(element: Element | None, name: str = "val", default: int = 0) -> int:
    """An attribute as a whole number between -32,000 and 32,000; the default where it is none."""
    words = value(element, name)
    try:
        return max(-32_000, min(32_000, int(float(words))))
    except (ValueError, OverflowError):
        return default


def switched_on(element: Element | None) -> bool | None:
    """A switch of Word's: on where it stands, unless its value says no; None where it does not stand."""
    if element is None:
        return None
    return value(element) not in ("0", "false", "off", "none")
