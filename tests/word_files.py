"""Word files for tests: written with python-docx, and by hand where it cannot (tracked changes, bad files)."""

import io
import re
import zipfile
from collections.abc import Callable

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

NS = nsdecls("w")
RELATIONS = "word/_rels/document.xml.rels"
NESTED = re.compile(r"( *)- ?(.*)", re.DOTALL)
NUMBERED = re.compile(r"\d+\. (.*)")
BOLD = re.compile(r"\*\*([^*]+)\*\*")


def data_of(document: docx.document.Document) -> bytes:
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def built(write: Callable[[docx.document.Document], None]) -> bytes:
    """A file with what `write` puts into an empty one."""
    document = docx.Document()
    write(document)
    return data_of(document)


def of_xml(*blocks: str) -> bytes:
    """A file whose body is these blocks of WordprocessingML, `w:` being Word's namespace."""

    def write(document: docx.document.Document) -> None:
        for block in blocks:
            opened = re.match(r"<[\w:]+", block)
            assert opened is not None
            text = f"{opened.group()} {NS}{block[opened.end() :]}"
            document.element.body.insert(len(document.element.body) - 1, parse_xml(text))

    return built(write)


def para(inner: str, properties: str = "") -> str:
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{inner}</w:p>"


def run(text: str, properties: str = "") -> str:
    style = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{style}<w:t xml:space="preserve">{text}</w:t></w:r>'


def inserted(text: str) -> str:
    return f'<w:ins w:id="1" w:author="Ada Dock" w:date="2026-03-01T09:00:00Z">{run(text)}</w:ins>'


def deleted(text: str) -> str:
    inner = run(text).replace("w:t>", "w:delText>").replace("<w:t ", "<w:delText ")
    return f'<w:del w:id="2" w:author="Tito Tide" w:date="2026-03-02T09:00:00Z">{inner}</w:del>'


def with_parts(data: bytes, parts: dict[str, bytes], *, without: tuple[str, ...] = ()) -> bytes:
    """The file with parts put in or exchanged."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            if entry.filename not in parts and entry.filename not in without:
                new.writestr(entry, old.read(entry.filename))
        for name, content in parts.items():
            new.writestr(name, content)
    return out.getvalue()


def with_footnotes(data: bytes, notes: str) -> bytes:
    """The file with a part for footnotes, which python-docx does not write."""
    with zipfile.ZipFile(io.BytesIO(data)) as old:
        relations = old.read(RELATIONS).decode()
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    row = f'<Relationship Id="rIdNotes" Type="{kind}" Target="footnotes.xml"/></Relationships>'
    parts = {RELATIONS: relations.replace("</Relationships>", row), "word/footnotes.xml": notes}
    return with_parts(data, {name: part.encode() for name, part in parts.items()})


def of_text(text: str, *, spaced: bool = False) -> bytes:
    """A plain-text record as somebody would have typed it in Word: lists, headings, bold, and the table as a table.

    `spaced`: without blank paragraphs, as Word puts space behind each by itself.
    """
    lines = text.split("\n")

    def write(document: docx.document.Document) -> None:
        rows: list[list[str]] = []
        for index, line in enumerate(lines):
            if "\t" in line:
                rows.append(line.split("\t"))
                continue
            if rows:
                _table(document, rows)
                rows = []
            if line.strip() or not spaced:
                _paragraph(
                    document, line, alone=_alone(lines, index), usual="Normal" if spaced else "No Spacing"
                )

    return built(write)


def reworked(text: str, before: str, now: str, then: str) -> bytes:
    """The record `text` in Word, in which somebody replaced `then` by `now` behind the words `before`, tracked."""
    document = docx.Document(io.BytesIO(of_text(text)))
    spoken = next(row for row in document.paragraphs if before in row.text)
    start, _before, end = spoken.text.partition(before)
    spoken.clear()
    for piece in (run(start + before), deleted(then), inserted(now), run(end.removeprefix(now))):
        spoken._p.append(parse_xml(piece.replace(">", f" {NS}>", 1)))
    titled = next(row for row in document.paragraphs if row.runs)
    document.add_comment(titled.runs[0], text="Check the name of the body", author="Ada Dock")
    return data_of(document)


def _alone(lines: list[str], index: int) -> bool:
    """Whether a blank line stands before and behind a line."""
    before = index == 0 or not lines[index - 1].strip()
    return before and (index + 1 == len(lines) or not lines[index + 1].strip())


def _paragraph(document: docx.document.Document, line: str, *, alone: bool, usual: str) -> None:
    nested, numbered = NESTED.fullmatch(line), NUMBERED.fullmatch(line)
    if line.startswith("#"):
        marks, _space, words = line.partition(" ")
        style = f"Heading {len(marks)}"
    elif nested:
        style = f"List Bullet {len(nested[1]) + 1}" if nested[1] else "List Bullet"
        words = nested[2]
    elif numbered:
        style, words = "List Number", numbered[1]
    else:
        short = alone and line[:1].isalpha() and len(line) < 60 and not line.endswith((".", ":"))
        style, words = ("Heading 1" if short else usual), line
    paragraph = document.add_paragraph(style=style)
    for at, piece in enumerate(BOLD.split(words)):
        if piece:
            paragraph.add_run(piece).bold = True if at % 2 else None


def _table(document: docx.document.Document, rows: list[list[str]]) -> None:
    table = document.add_table(len(rows), max(map(len, rows)))
    for at, row in enumerate(rows):
        for column, words in enumerate(row):
            table.rows[at].cells[column].text = words
