"""Marks in front of a line: bullets, numbers ("4.1", "(a)", "iv."), "Agenda Item 3:", "DECISION:", "Action:"."""

import re
from dataclasses import dataclass

BULLETS = "-\u2013\u2014\u2022\u00b7\u25aa\u25e6\u25cf\u2023\u2219\u27a2*"
BULLET = re.compile(
    # "*Word* …" is emphasis, not a bullet.
    rf"(?P<mark>[{BULLETS}])(?:\s+(?P<rest>\S.*)|(?P<close>(?!(?<=\*)[^*\n]*\*)[^\W\d_].*))",
    re.DOTALL,
)
NUMBER = re.compile(
    r"(?P<mark>\d{1,3}(?:\.\d{1,3}){1,4}[.)]?|\d{1,3}[.)]|\(\d{1,3}\)|\([a-z]\)|[a-z]\)|[a-z]\.|\([ivx]{1,6}\)|[ivx]{1,6}[.)]"
    r"|[IVX]{1,6}[.)]|[A-Z][.)])\s+(?P<rest>\S.*)",
    re.DOTALL,
)
ROMAN = re.compile(r"x{0,3}(?:ix|iv|v?i{0,3})", re.IGNORECASE)
ITEM = re.compile(
    r"(?P<mark>agenda\s+item\s+(?:\d{1,2}(?:\.\d{1,2})?|[ivx]{1,6})\b|item\s+(?:\d{1,2}|[ivx]{1,6})\b(?=\s*[:\u2013\u2014-]))"
    r"\s*[:.\u2013\u2014-]?\s*(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
LABEL = re.compile(
    r"(?P<mark>(?:\*\*)?(?P<label>(?:agreed )?actions?(?: points?| items?| required)?|follow-up|to do"
    r"|decisions?|decided|agreed|conclusions?)"
    r"(?:\s+(?:no\.?\s*)?\d{1,3}(?:\.\d{1,3})?)?\s*(?:\*\*)?\s*:(?:\*\*)?|\[action\]|\[decision\])\s*(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
MARKDOWN = re.compile(r"(?P<mark>#{1,6})\s+(?P<rest>\S.*?)[\s#]*")
# How far into a line a mark may reach.
REACH = 60


@dataclass(frozen=True, slots=True)
class Mark:
    """What stands before the words of a line; `number` as comparable numbers, () where there is none."""

    kind: str
    words: str
    rest: str
    number: tuple[int, ...] = ()


def is_empty_bullet(words: str) -> bool:
    """A bullet with nothing behind it."""
    return len(words) == 1 and words in BULLETS


def read_bullet(words: str) -> Mark | None:
    """ "- text"; also "-Text" without the space."""
    match = BULLET.fullmatch(words) if words[:1] in BULLETS else None
    return Mark("bullet", match["mark"], match["rest"] or match["close"]) if match else None


def read_number(words: str) -> Mark | None:
    """A number, letter or roman number with a sign behind it, and the words it numbers."""
    match = NUMBER.match(words)
    if match is None:
        return None
    mark, rest = match["mark"], match["rest"]
    bare = mark.strip("().")
    # "3.5 million" and "J. Example" begin a sentence.
    if "." in bare and not mark.endswith((".", ")")) and rest[0].islower():
        return None
    return Mark("number", mark, rest, _number(bare))


def _number(bare: str) -> tuple[int, ...]:
    if bare[0].isdigit():
        return tuple(int(part) for part in bare.split("."))
    if ROMAN.fullmatch(bare):
        return (_roman(bare.casefold()),)
    return (ord(bare.casefold()) - ord("a") + 1,) if len(bare) == 1 else ()


def _roman(bare: str) -> int:
    values = [{"i": 1, "v": 5, "x": 10}[letter] for letter in bare]
    return sum(
        -value if index + 1 < len(values) and value < values[index + 1] else value
        for index, value in enumerate(values)
    )


def read_item(words: str) -> Mark | None:
    """ "Agenda Item 3: Clearance", "Item IV – Finance"."""
    match = ITEM.match(words)
    if match is None or not words[0].isupper():
        return None
    number = match["mark"].split()[-1]
    return Mark("item", match["mark"], match["rest"].strip(), _number(number))


def read_label(words: str) -> Mark | None:
    """ "DECISION: …" (kind "decision"), "Action 3: …" (kind "action"); the rest may be empty."""
    match = LABEL.match(words[:REACH])
    if match is None:
        return None
    label = (match["label"] or match["mark"]).casefold()
    kind = "action" if "action" in label or label in ("follow-up", "to do") else "decision"
    return Mark(kind, match["mark"].replace("**", ""), words[match.start("rest") :])


def read_markdown_heading(words: str) -> Mark | None:
    match = MARKDOWN.fullmatch(words) if words.startswith("#") else None
    return Mark("markdown", match["mark"], match["rest"]) if match else None
