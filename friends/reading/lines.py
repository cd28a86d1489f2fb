"""A text as numbered lines."""

import re
from dataclasses import dataclass

TAB_WIDTH = 4
# What no database column and no page can hold.
UNPRINTABLE = re.compile(r"[\x00\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Line:
    """One non-blank line: its number from 1, the text as printed, its words without the space around them.

    cells: those of a table's row, which may hold line ends; None for a line of text, whose columns must be found.
    """

    number: int
    text: str
    words: str
    indent: int
    after_blank: bool
    before_blank: bool
    cells: tuple[str, ...] | None = None


def read_lines(text: str) -> list[Line]:
    """The non-blank lines of `text`, whatever its line ends; numbers count the blank lines too."""
    texts = (
        UNPRINTABLE.sub("\ufffd", text)
        .removeprefix("\ufeff")
        .replace("\r\n", "\n")
        .replace("\r", "\n")
        .split("\n")
    )
    filled = [bool(printed.strip()) for printed in texts]
    return [
        Line(
            number=index + 1,
            text=printed,
            words=printed.strip(),
            indent=_indent(printed),
            after_blank=index == 0 or not filled[index - 1],
            before_blank=index + 1 == len(texts) or not filled[index + 1],
        )
        for index, printed in enumerate(texts)
        if filled[index]
    ]


def row_line(number: int, cells: list[str]) -> Line:
    """The row of a table as a line."""
    kept = tuple(UNPRINTABLE.sub("\ufffd", cell).strip() for cell in cells)
    words = " ".join(" ".join(kept).split())
    return Line(number, "\t".join(" ".join(cell.split()) for cell in kept), words, 0, False, False, kept)


def _indent(printed: str) -> int:
    lead = printed[: len(printed) - len(printed.lstrip())]
    return len(lead.expandtabs(TAB_WIDTH))


def without_bold(words: str) -> str:
    """The words without `**` marks, and with single spaces."""
    return " ".join(words.replace("**", "").split())
