"""Word's automatic numbers and bullets, counted as Word counts them: "3.", "3.1", "(b)", "iv.", "-"."""

import re
from xml.etree.ElementTree import Element

from meetings.reading.word.markup import W, number, switched_on, value

BULLET = "-"
PLACE = re.compile(r"%([1-9])")
LONGEST_MARK = 20
ROMANS = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
          (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
ALPHABET = 26
LEVELS = 9


class Numbering:
    """Counts the paragraphs of each list as they come."""

    def __init__(self, root: Element | None) -> None:
        self._levels: dict[str, dict[int, Element]] = {}
        self._lists: dict[str, str] = {}
        self._starts: dict[tuple[str, int], int] = {}
        self._counts: dict[str, list[int | None]] = {}
        self._begun: set[str] = set()
        for row in root.findall(f"{W}abstractNum") if root is not None else ():
            levels = {number(level, "ilvl"): level for level in row.findall(f"{W}lvl")}
            self._levels[value(row, "abstractNumId")] = levels
        for row in root.findall(f"{W}num") if root is not None else ():
            name = value(row, "numId")
            self._lists[name] = value(row.find(f"{W}abstractNumId"))
            for override in row.findall(f"{W}lvlOverride"):
                self._override(name, override)

    def _override(self, name: str, override: Element) -> None:
        at = number(override, "ilvl")
        start = override.find(f"{W}startOverride")
        if start is not None:
            self._starts[name, at] = number(start, default=1)

    def mark(self, list_id: str, level: int) -> str:
        """The printed mark of the next paragraph of a list at a level; "" where the list prints none."""
        abstract = self._lists.get(list_id)
        levels = self._levels.get(abstract or "", {})
        row = levels.get(level)
        if abstract is None or row is None:
            return BULLET
        counts = self._counts.setdefault(abstract, [None] * LEVELS)
        if list_id not in self._begun:
            self._begun.add(list_id)
            for at in range(LEVELS):
                if (list_id, at) in self._starts:
                    counts[at] = None
        before = counts[level]
        counts[level] = self._start(list_id, levels, level) if before is None else before + 1
        counts[level + 1 :] = [None] * (LEVELS - level - 1)
        return self._printed(list_id, levels, level, counts)

    def _start(self, list_id: str, levels: dict[int, Element], level: int) -> int:
        if (list_id, level) in self._starts:
            return self._starts[list_id, level]
        row = levels.get(level)
        return number(row.find(f"{W}start"), default=1) if row is not None else 1

    def _printed(self, list_id: str, levels: dict[int, Element], level: int, counts: list[int | None]) -> str:
        row = levels[level]
        kind = value(row.find(f"{W}numFmt"))
        if kind == "bullet":
            return BULLET
        if kind == "none":
            return ""
        legal = bool(switched_on(row.find(f"{W}isLgl")))

        def place(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            count = counts[at]
            known = self._start(list_id, levels, at) if count is None else count
            form = value(levels[at].find(f"{W}numFmt")) if at in levels and not legal else "decimal"
            return _in_words(known, form)

        return PLACE.sub(place, value(row.find(f"{W}lvlText")))[:LONGEST_MARK].strip()


def _in_words(count: int, kind: str) -> str:
    if kind in ("lowerRoman", "upperRoman") and count > 0:
        return _roman(count).upper() if kind == "upperRoman" else _roman(count)
    if kind in ("lowerLetter", "upperLetter") and count > 0:
        letter = chr(ord("a") + (count - 1) % ALPHABET) * min(3, (count - 1) // ALPHABET + 1)
        return letter.upper() if kind == "upperLetter" else letter
    return str(count)


def _roman(count: int) -> str:
    words = ""
    for worth, letters in ROMANS:
        words += letters * (min(count, 3999) // worth)
        count = min(count, 3999) % worth
    return words
