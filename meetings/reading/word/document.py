"""A Word file into the lines the text reader reads, once with its tracked changes accepted and once rejected."""

import posixpath
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from django.utils.translation import gettext as _

from meetings.reading.decoding import MAX_BYTES, MAX_LINES, UnreadableRecord, too_large
from meetings.reading.word import tables
from meetings.reading.word.findings import Findings, words_of
from meetings.reading.word.inline import ALTERNATE, CHOICE, FALLBACK, RELATION, Reader, Words, marked
from meetings.reading.word.markup import W, value
from meetings.reading.word.numbering import BULLET, Numbering
from meetings.reading.word.package import Package, Relation, open_package
from meetings.reading.word.styles import Look, Styles, gap
from meetings.reading.word.values import ACCEPTED, REJECTED, WordText

INDENT = "  "
# A line of a head, of an address, of an attendance; text is longer, or ends as a sentence.
SHORT = 100
SENTENCE_END = (".", "!", "?", ";", ":")
MOST_CHARACTERS = 2_000_000
# What a file may point to without holding it. Links in the text are only words here.
FETCHED = ("attachedTemplate", "image", "oleObject", "frame", "subDocument", "package", "video", "audio")
NOTES = (("footnote", "footnotes"), ("endnote", "endnotes"))
SEPARATORS = ("separator", "continuationSeparator", "continuationNotice")


def open_word(data: bytes, name: str) -> WordText:
    """The text of a .docx, and what stands beside it. `name` is for the sentences of UnreadableRecord."""
    file = opened(data, name)
    accepted = _text(file.body, file.parts, ACCEPTED, file.findings, name)
    file.findings.finish()
    beside(file)
    rejected = _text(file.body, file.parts, REJECTED, None, name) if file.findings.changes else accepted
    if not accepted.strip() and not rejected.strip():
        raise UnreadableRecord(_("%(name)s is empty.") % {"name": name})
    return WordText(
        accepted,
        rejected,
        tuple(file.findings.changes),
        tuple(file.findings.comments.values()),
        tuple(file.findings.left_out),
    )


@dataclass(frozen=True, slots=True)
class Opened:
    """A file whose parts are read and whose text is not yet."""

    name: str
    package: Package
    path: str
    relations: dict[str, Relation]
    body: Element
    parts: "Parts"
    findings: Findings

    @property
    def links(self) -> dict[str, str]:
        """Where links lead, by the ids of the relations: words of the text alone, nothing is followed."""
        return {key: row.target for key, row in self.relations.items() if row.kind == "hyperlink"}


def opened(data: bytes, name: str) -> Opened:
    """The parts of a .docx. Raises UnreadableRecord."""
    if len(data) > MAX_BYTES:
        raise UnreadableRecord(too_large(name))
    package = open_package(data, name)
    path = package.main()
    relations = package.relations(path)
    root = package.part(path)
    body = root.find(f"{W}body") if root is not None else None
    if body is None:
        raise UnreadableRecord(_("%(name)s has no text.") % {"name": name})
    findings = Findings(name)
    findings.read_comments(_part(package, relations, "comments"))
    parts = Parts(
        Styles(_part(package, relations, "styles")),
        _part(package, relations, "numbering"),
        _notes(package, relations),
    )
    return Opened(name, package, path, relations, body, parts, findings)


@dataclass(frozen=True, slots=True)
class Parts:
    """What the text depends on beside itself."""

    styles: Styles
    numbering: Element | None
    notes: dict[tuple[str, str], str]


def _part(package: Package, relations: dict[str, Relation], kind: str) -> Element | None:
    for relation in relations.values():
        if relation.kind == kind and not relation.outside:
            return package.part(relation.target)
    return None


def _notes(package: Package, relations: dict[str, Relation]) -> dict[tuple[str, str], str]:
    """The words of footnotes and endnotes by kind and id."""
    found = {}
    for kind, part in NOTES:
        root = _part(package, relations, part)
        for row in root.findall(f"{W}{kind}") if root is not None else ():
            if value(row, "type") not in SEPARATORS:
                found[kind, value(row, "id")] = words_of(row)
    return found


def _text(body: Element, parts: Parts, mode: str, findings: Findings | None, name: str) -> str:
    writer = Writer(Reader(parts.styles, mode, parts.notes, findings), Numbering(parts.numbering), name)
    writer.blocks(body)
    writer.finish()
    return "\n".join(writer.lines).strip("\n") + "\n"


def beside(file: Opened) -> None:
    """Headers and footers, files inside the file, and what it points to outside: said, not read."""
    package, relations, findings = file.package, file.relations, file.findings
    used = {row.get(RELATION, "") for row in file.body.iter()}
    for name, relation in relations.items():
        if relation.outside and relation.kind in FETCHED:
            findings.leave_out("link to outside", relation.target)
        elif relation.kind in ("header", "footer") and name in used:
            part = package.part(relation.target)
            words = words_of(part) if part is not None else ""
            if words:
                findings.leave_out(relation.kind, words)
    for entry in package.archive.NameToInfo:
        if entry.startswith("word/embeddings/"):
            findings.leave_out("embedded file", posixpath.basename(entry))
    settings = _part(package, relations, "settings")
    if settings is not None and settings.find(f"{W}documentProtection") is not None:
        findings.leave_out("protection", "", read=True)


@dataclass
class Writer:
    """Writes the lines; a blank one where the page shows a gap."""

    reader: Reader
    numbering: Numbering
    name: str
    lines: list[str] = field(default_factory=list)
    _above: Look | None = None
    # Words of a paragraph whose end is away in this mode: they go on in the next.
    _carried: Words | None = None
    _tables: int = 0
    _characters: int = 0

    def blocks(self, container: Element) -> None:
        for child in container:
            self._block(child)

    def _block(self, child: Element) -> None:
        if child.tag == f"{W}p":
            self._paragraph(child)
        elif child.tag == f"{W}tbl":
            self._table(child)
        elif child.tag == ALTERNATE:
            chosen = child.find(CHOICE) if child.find(CHOICE) is not None else child.find(FALLBACK)
            if chosen is not None:
                self.blocks(chosen)
        elif child.tag == f"{W}altChunk":
            if self.reader.findings:
                self.reader.findings.leave_out("embedded document", "")
        elif not str(child.tag).endswith("Pr"):
            self.blocks(child)

    def finish(self) -> None:
        """What is still carried has no paragraph to go on in."""
        if self._carried is not None:
            carried, self._carried = self._carried, None
            self._write(carried, self.reader.styles.look(None))

    def _paragraph(self, paragraph: Element) -> None:
        properties = paragraph.find(f"{W}pPr")
        look = self.reader.styles.look(properties)
        words = self._words(paragraph, look)
        self._report_end(properties, words)
        if self.reader.mark_gone(properties) is not None:
            self._carried = words
            return
        self._write(words, look)
        for box in words.boxes:
            self._above = None
            self.blocks(box)
            self._above = None

    def _words(self, paragraph: Element, look: Look) -> Words:
        words = self.reader.read(paragraph, look.style)
        carried, self._carried = self._carried, None
        if carried is not None:
            words.pieces = [*carried.pieces, *words.pieces]
            words.boxes = [*carried.boxes, *words.boxes]
            words.skipped = words.skipped or carried.skipped
        return words

    def _report_end(self, properties: Element | None, words: Words) -> None:
        """The end of a paragraph that was put in or taken out: it changes where paragraphs begin."""
        run = properties.find(f"{W}rPr") if properties is not None else None
        if run is None or not self.reader.findings:
            return
        for tag, kind in ((f"{W}ins", "break inserted"), (f"{W}del", "break deleted")):
            row = run.find(tag)
            if row is not None:
                self.reader.findings.change(row, kind, "", words.after)

    def _write(self, words: Words, look: Look) -> None:
        if not words.plain.strip():
            self._blank(words, look)
            return
        mark = self.numbering.mark(look.list_id, look.list_level) if look.list_id else ""
        if self._above is not None and gap(self._above, look) and not self._one_block(words, look):
            self._add("")
        self._above = look
        if look.heading is not None:
            heading = " ".join(f"{mark if mark != BULLET else ''} {words.plain}".split())
            self._add(f"{'#' * min(6, max(1, look.heading))} {heading}")
            return
        printed = [line for line in marked(words.pieces).split("\n") if line.strip()]
        indent = INDENT * look.depth if look.list_id else ""
        for index, line in enumerate(printed):
            begins = f"{indent}{mark} " if mark and index == 0 else ""
            hangs = indent + INDENT if look.list_id and index else ""
            self._add(begins + hangs + (_indented(line) if not (begins or hangs) else line.strip()))

    def _one_block(self, words: Words, look: Look) -> bool:
        """Whether short lines follow each other, as the lines of a head or of an attendance do.

        Where every paragraph of a file has the same space behind it, the space alone parts nothing.
        """
        if self._above is None or self._above.style != look.style or look.list_id or not self.lines:
            return False
        return all(
            0 < len(line) <= SHORT and not line.rstrip("*").endswith(SENTENCE_END)
            for line in (self.lines[-1].strip(), words.plain.strip())
        )

    def _blank(self, words: Words, look: Look) -> None:
        """A paragraph without words: a bullet that waits for them, or a blank line."""
        if words.skipped:
            return
        if look.list_id and self.numbering.mark(look.list_id, look.list_level) == BULLET:
            self._above = look
            self._add(f"{INDENT * look.depth}{BULLET}")
            return
        self._above = None
        self._add("")

    def _table(self, table: Element) -> None:
        self.finish()
        self._tables += 1
        place = _("table %(number)s") % {"number": self._tables}
        rows = tables.Table(self.reader, self._cell_lines, self.name, place).rows(table)
        self._above = None
        self._add("")
        if max((len(row) for row in rows), default=0) <= 1:
            # A frame around text, not a table.
            for line in (line for row in rows for cell in row for line in cell):
                self._add(line)
                self._add("")
            return
        for row in rows:
            self._add(tables.as_line(row))
        self._add("")

    def _cell_lines(self, cell: Element) -> list[str]:
        """The lines of a cell, without marks for bold; what is nested in it is read as its text."""
        inner = Writer(self.reader, self.numbering, self.name)
        inner.blocks(cell)
        inner.finish()
        plain = (line.replace("**", "").replace("\t", " ").strip() for line in inner.lines)
        return [
            " ".join(line.removeprefix("- ").lstrip("#").split())
            for line in plain
            if line not in ("", BULLET)
        ]

    def _add(self, line: str) -> None:
        if not line and (not self.lines or not self.lines[-1]):
            return
        self.lines.append(line)
        self._characters += len(line)
        if len(self.lines) > MAX_LINES or self._characters > MOST_CHARACTERS:
            values = {"name": self.name, "lines": MAX_LINES, "most": MOST_CHARACTERS}
            raise UnreadableRecord(
                _(
                    "%(name)s has more than %(lines)s lines or %(most)s characters; the record of a meeting has not."
                )
                % values
            )


def _indented(line: str) -> str:
    """Tabs before the first word only move it to the right; between words they part columns."""
    words = line.strip()
    lead = line[: len(line) - len(line.lstrip())]
    return lead.replace("\t", INDENT * 2) + words
