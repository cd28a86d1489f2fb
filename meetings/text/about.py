"""Which paragraphs of a text are about an area of work. Pure: content of `ccm-portal/document/1` and names in.

A section is about the area as a whole where its heading, or the agenda item it answers, names this area and no other.
So is what stands under a heading within a section that does. Elsewhere a paragraph is about it that names it. Names are
compared as words, without accents and capitals.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from friends.reading.names import key

Row = dict[str, Any]


@dataclass(frozen=True)
class Names:
    """What an area is called, and what the other areas beside it are called; as keys."""

    own: tuple[str, ...]
    others: tuple[str, ...]

    @classmethod
    def of(cls, own: Iterable[str], others: Iterable[str]) -> "Names":
        return cls(tuple(filter(None, map(key, own))), tuple(filter(None, map(key, others))))

    def in_words(self, words: str) -> bool:
        """Whether the words name the area."""
        return self._seen(words)[0]

    def alone_in(self, words: str) -> bool:
        """Whether they name it and no other area."""
        return self._seen(words) == (True, False)

    def _seen(self, words: str) -> tuple[bool, bool]:
        """Whether the area is named, and whether another one is; a name within a longer name is not named."""
        rest = f" {key(words)} "
        seen = {True: False, False: False}
        names = [(name, True) for name in self.own] + [(name, False) for name in self.others]
        for name, own in sorted(names, key=lambda one: len(one[0]), reverse=True):
            if f" {name} " in rest:
                seen[own] = True
                rest = rest.replace(f" {name} ", " . ")
        return seen[True], seen[False]


def paragraphs(content: dict[str, Any], names: Names) -> list[Row]:
    """The paragraphs about the area, in the order of the text; headings within sections are left out."""
    items = dict(_items(content["agenda"]))
    found = []
    for section in content["sections"]:
        item = items.get(section["number"]) if section["number"] else None
        whole = names.alone_in(section["heading"]) or (item is not None and _item_is(item, names))
        under = False
        for row in section["paragraphs"]:
            if row["kind"] == "heading":
                under = names.alone_in(row["text"])
            elif whole or under or names.in_words(row["text"]):
                found.append(row)
    return found


def _items(items: Iterable[Row]) -> Iterator[tuple[str, Row]]:
    for item in items:
        yield item["number"], item
        yield from _items(item["children"])


def _item_is(item: Row, names: Names) -> bool:
    """Whether an agenda item is about this area alone: by its areas, or by its title where it has none."""
    if item["areas"]:
        return len(item["areas"]) == 1 and names.in_words(item["areas"][0])
    return names.alone_in(item["title"])
