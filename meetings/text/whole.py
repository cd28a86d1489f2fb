"""A whole text as plain lines, to be edited in one piece, and read back.

Pure. "# " begins a section and "## " a heading in it; "- " and "1. " items, two blanks deeper for each level below;
"Decision: " a decision; "Action: " an action point, with "Who: " and "When: " on lines below it; "Statement: " a
statement for the record, whose line breaks stay. Anything else is a paragraph; a blank line ends it. A backslash before
such a mark keeps it as words, and on a line of its own it is an empty line of a statement.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

SECTION, HEADING = "section", "heading"
DEEPEST = 5

MARK = re.compile(r"(?P<indent> *)(?:(?P<bullet>[-*•])|(?P<number>\d{1,3}[.)]))\s+(?P<words>.*)", re.DOTALL)
STATEMENT = re.compile(r"Statement:\s*(?P<words>.*)", re.IGNORECASE)
DECISION = re.compile(r"Decision:\s*(?P<words>.*)", re.IGNORECASE)
ACTION = re.compile(r"Action:\s*(?P<words>.*)", re.IGNORECASE)
WHO = re.compile(r"\s*Who:\s*(?P<words>.*)", re.IGNORECASE)
WHEN = re.compile(r"\s*When:\s*(?P<words>.*)", re.IGNORECASE)
# What would be taken for a mark at the beginning of a paragraph.
LOOKS_MARKED = re.compile(
    r"\\|#{1,2}\s|\s*(?:[-*•]|\d{1,3}[.)])\s|(?:Decision|Statement|Action|Who|When):", re.IGNORECASE
)


@dataclass
class Row:
    """A paragraph as it stands in the lines: its kind, level and words; who and when of an action point."""

    kind: str
    text: str
    level: int = 0
    owner: str = ""
    due: str = ""


@dataclass
class Part:
    """A section: its heading and its paragraphs."""

    heading: str
    rows: list[Row] = field(default_factory=list)


def write(content: dict[str, Any]) -> str:
    """The text of a content value (schema `ccm-portal/document/1`) as lines."""
    blocks: list[str] = []
    for section in content["sections"]:
        blocks.append(f"# {one_line(section['heading'])}")
        listed = False
        for row in section["paragraphs"]:
            is_item = row["kind"] in ("bullet", "numbered")
            if is_item and listed:
                blocks[-1] += "\n" + _block(row)
            else:
                blocks.append(_block(row))
            listed = is_item
    return "\n\n".join(blocks) + ("\n" if blocks else "")


def _block(row: dict[str, Any]) -> str:
    kind, words = row["kind"], one_line(row["text"])
    indent = "  " * min(row["level"], DEEPEST)
    if kind == "bullet":
        return f"{indent}- {words}"
    if kind == "numbered":
        return f"{indent}1. {words}"
    if kind == "action":
        return "\n".join(
            [f"Action: {words}"]
            + ([f"  Who: {one_line(row['owner'])}"] if row["owner"] else [])
            + ([f"  When: {one_line(row['due'])}"] if row["due"] else [])
        )
    if kind == "statement" and words:
        # A blank line would end the block: a backslash holds its place.
        return "Statement: " + "\n".join(one_line(line) or "\\" for line in row["text"].split("\n"))
    if kind in ("decision", "statement"):
        return f"{kind.capitalize()}: {words}"
    if kind == "heading":
        return f"## {words}"
    return f"\\{words}" if LOOKS_MARKED.match(words) else words


def one_line(words: str) -> str:
    """Words on one line, as paragraphs are saved."""
    return " ".join(words.split())


def read(text: str) -> list[Part]:
    """The sections of the lines. What stands before the first "# " is a section without a heading."""
    parts: list[Part] = []
    for heading, row in _rows(text):
        if heading is not None:
            parts.append(Part(heading))
            continue
        if not parts:
            parts.append(Part(""))
        if row is not None:
            parts[-1].rows.append(row)
    return parts


def _rows(text: str) -> Iterator[tuple[str | None, Row | None]]:
    """Headings of sections, and rows, in order. Rows without words are left out."""
    for lines in _blocks(text):
        first = lines[0]
        if first.startswith("# "):
            yield one_line(first[2:]), None
        for row in _of_block(lines[1:] if first.startswith("# ") else lines):
            if row.text:
                yield None, row


def _blocks(text: str) -> Iterator[list[str]]:
    block: list[str] = []
    for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        if line.strip():
            # A section begins even where no blank line stands before it.
            if line.startswith("# ") and block:
                yield block
                block = []
            block.append(line)
        elif block:
            yield block
            block = []
    if block:
        yield block


def _of_block(lines: Iterable[str]) -> list[Row]:
    """The rows of lines without a blank one between them: each mark begins a row, other lines continue one."""
    rows: list[Row] = []
    for line in lines:
        in_statement = bool(rows) and rows[-1].kind == "statement"
        marked = None if in_statement and not STATEMENT.fullmatch(line) else _marked(line)
        if marked is not None:
            rows.append(marked)
        elif rows and rows[-1].kind == "action" and (who := WHO.fullmatch(line)):
            rows[-1].owner = one_line(who["words"])
        elif rows and rows[-1].kind == "action" and (when := WHEN.fullmatch(line)):
            rows[-1].due = one_line(when["words"])
        elif rows and rows[-1].kind == "statement":
            rows[-1].text += "\n" + one_line("" if line.strip() == "\\" else line)
        elif rows and rows[-1].kind != HEADING:
            rows[-1].text = one_line(f"{rows[-1].text} {line}")
        else:
            rows.append(Row("paragraph", one_line(line.removeprefix("\\"))))
    return rows


def _marked(line: str) -> Row | None:
    """The row that a line with a mark begins; None for one without."""
    if line.startswith("## "):
        return Row(HEADING, one_line(line[3:]))
    if line.startswith("\\"):
        return Row("paragraph", one_line(line[1:]))
    if found := MARK.fullmatch(line):
        kind = "bullet" if found["bullet"] else "numbered"
        return Row(kind, one_line(found["words"]), min(len(found["indent"]) // 2, DEEPEST))
    if found := STATEMENT.fullmatch(line):
        return Row("statement", one_line(found["words"]))
    if found := DECISION.fullmatch(line):
        return Row("decision", one_line(found["words"]))
    if found := ACTION.fullmatch(line):
        return Row("action", one_line(found["words"]))
    return None
