"""What Word's styles say that the text depends on: headings, numbering, space between paragraphs, how words look."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from xml.etree.ElementTree import Element

from meetings.reading.word.markup import W, number, switched_on, value

# A gap that a reader sees: three points.
SEEN = 60
LONGEST_CHAIN = 12
NAMED_LEVEL = re.compile(r"list (?:bullet|number) ([2-5])")
HEADING = "heading "
TITLES = ("title", "subtitle")
BODY_LEVEL = 9


@dataclass(frozen=True, slots=True)
class Look:
    """How a paragraph stands: heading level (None: text), space above and below in twips, its list and level in it.

    `depth`: how far in it is printed, also where each depth is a list of its own.
    """

    style: str
    heading: int | None
    before: int
    after: int
    contextual: bool
    list_id: str
    list_level: int
    depth: int


class Styles:
    """The styles part, or none."""

    def __init__(self, root: Element | None) -> None:
        self._root = root
        rows = root.findall(f"{W}style") if root is not None else []
        self._rows = {value(row, "styleId"): row for row in rows}

    @cached_property
    def _usual(self) -> str:
        """The style of paragraphs that name none."""
        marks = (
            name
            for name, row in self._rows.items()
            if value(row, "type") == "paragraph" and value(row, "default") in ("1", "true", "on")
        )
        return next(marks, "")

    def _chain(self, style: str) -> Iterator[Element]:
        """The style and those it is based on."""
        for _step in range(LONGEST_CHAIN):
            row = self._rows.get(style)
            if row is None:
                return
            yield row
            style = value(row.find(f"{W}basedOn"))

    def _properties(self, paragraph: Element | None) -> Iterator[Element]:
        """The paragraph's own properties, then those of its styles, then those of the document."""
        if paragraph is not None:
            yield paragraph
        style = value(paragraph.find(f"{W}pStyle")) if paragraph is not None else ""
        for row in self._chain(style or self._usual):
            if (found := row.find(f"{W}pPr")) is not None:
                yield found
        if self._root is not None:
            found = self._root.find(f"{W}docDefaults/{W}pPrDefault/{W}pPr")
            if found is not None:
                yield found

    def look(self, paragraph: Element | None) -> Look:
        """How a paragraph with these properties (`w:pPr`) stands."""
        chain = list(self._properties(paragraph))
        style = (value(paragraph.find(f"{W}pStyle")) if paragraph is not None else "") or self._usual
        list_id, level = _numbering(chain)
        depth = level or self._level_by_name(style)
        return Look(
            style=style,
            heading=self._heading(style, chain),
            before=_spacing(chain, "before"),
            after=_spacing(chain, "after"),
            contextual=_first_switch(chain, "contextualSpacing"),
            list_id=list_id,
            list_level=level,
            depth=depth,
        )

    def _heading(self, style: str, chain: list[Element]) -> int | None:
        names = [value(row.find(f"{W}name")).casefold() for row in self._chain(style)]
        if any(name in TITLES for name in names):
            return None
        for name in names:
            if name.startswith(HEADING) and name.removeprefix(HEADING).strip().isdecimal():
                return int(name.removeprefix(HEADING).strip()[:2])
        found = next((row for props in chain for row in props.findall(f"{W}outlineLvl")), None)
        level = number(found, default=BODY_LEVEL)
        return level + 1 if level < BODY_LEVEL else None

    def _level_by_name(self, style: str) -> int:
        """ "List Bullet 2" is the second level, although it is a list of its own."""
        found = (NAMED_LEVEL.fullmatch(value(row.find(f"{W}name")).casefold()) for row in self._chain(style))
        return next((int(match[1]) - 1 for match in found if match), 0)

    def switch(self, run: Element | None, paragraph_style: str, name: str) -> bool:
        """Whether a run is bold ("b"), italic ("i") or hidden ("vanish"): by itself, its style, its paragraph's."""
        own = switched_on(run.find(f"{W}{name}")) if run is not None else None
        if own is not None:
            return own
        style = value(run.find(f"{W}rStyle")) if run is not None else ""
        for one in (style, paragraph_style):
            for row in self._chain(one) if one else ():
                said = switched_on(row.find(f"{W}rPr/{W}{name}"))
                if said is not None:
                    return said
        return False


def _numbering(chain: list[Element]) -> tuple[str, int]:
    """(the list's id, the level in it); "" for none. The id and the level may come from different places."""
    rows = [row for props in chain for row in props.findall(f"{W}numPr")]
    ids = [value(row.find(f"{W}numId")) for row in rows if row.find(f"{W}numId") is not None]
    levels = [number(row.find(f"{W}ilvl")) for row in rows if row.find(f"{W}ilvl") is not None]
    if not ids or ids[0] in ("", "0"):
        return "", 0
    return ids[0], max(0, min(8, levels[0] if levels else 0))


def _spacing(chain: list[Element], side: str) -> int:
    for props in chain:
        row = props.find(f"{W}spacing")
        if row is None:
            continue
        if switched_on_words(value(row, f"{side}Autospacing")):
            return SEEN
        if value(row, side):
            return number(row, side)
    return 0


def switched_on_words(words: str) -> bool:
    """Whether an attribute's words switch something on."""
    return words in ("1", "true", "on")


def _first_switch(chain: list[Element], name: str) -> bool:
    for props in chain:
        said = switched_on(props.find(f"{W}{name}"))
        if said is not None:
            return said
    return False


def gap(above: Look, below: Look) -> bool:
    """Whether a reader sees space between two paragraphs."""
    if above.heading is not None or below.heading is not None:
        return True
    if above.list_id and below.list_id:
        return False
    if above.style == below.style and (above.contextual or below.contextual):
        return False
    return max(above.after, below.before) >= SEEN
