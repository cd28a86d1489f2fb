"""One paragraph of a Word file: its words with bold and italic, without what the reading leaves away."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby
from xml.etree.ElementTree import Element

from meetings.reading.word.findings import COMING, GOING, KINDS, Findings, words_of
from meetings.reading.word.markup import W, value
from meetings.reading.word.styles import Styles
from meetings.reading.word.values import ACCEPTED

RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
COMPATIBLE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
ALTERNATE, CHOICE, FALLBACK = (f"{COMPATIBLE}{name}" for name in ("AlternateContent", "Choice", "Fallback"))
DRAWN = {f"{W}drawing": "image", f"{W}pict": "image", f"{W}object": "object"}
NOTES = {f"{W}footnoteReference": "footnote", f"{W}endnoteReference": "endnote"}
SIGNS = {f"{W}tab": "\t", f"{W}ptab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
# Codes of fields, and how things look: no words of the text. Ruby gives a reading aid beside its base.
NO_WORDS = (f"{W}instrText", f"{W}delInstrText", f"{W}rt", FALLBACK)


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that look alike."""

    text: str
    bold: bool = False
    italic: bool = False
    # Where the words lead, "" for words that are no link.
    href: str = ""


@dataclass
class Words:
    """A paragraph as it is read, and the text boxes that hang on it."""

    paragraph: Element

    pieces: list[Piece] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    skipped: bool = False

    @cached_property
    def after(self) -> str:
        """All its words as if every change were accepted; they name the place of what stands beside them."""
        return words_of(self.paragraph, without=GOING)

    @cached_property
    def before(self) -> str:
        """All its words as if every change were rejected."""
        return words_of(self.paragraph, without=COMING)

    @property
    def plain(self) -> str:
        return "".join(piece.text for piece in self.pieces)


@dataclass
class Reader:
    """Reads paragraphs in one mode, "accepted" or "rejected". `findings`: None when they were gathered before."""

    styles: Styles
    mode: str
    notes: dict[tuple[str, str], str]
    findings: Findings | None
    # Where the links of the file lead, by the ids of its relations.
    links: Mapping[str, str] = field(default_factory=dict)
    _href: str = ""

    def read(self, paragraph: Element, style: str) -> Words:
        words = Words(paragraph=paragraph)
        self._walk(paragraph, None, style, words, gone=False)
        return words

    def mark_gone(self, properties: Element | None) -> Element | None:
        """The change that takes the end of a paragraph away in this mode; None where the end stands."""
        run = properties.find(f"{W}rPr") if properties is not None else None
        if run is None:
            return None
        away = GOING if self.mode == ACCEPTED else COMING
        return next((row for tag in away if (row := run.find(tag)) is not None), None)

    def row_gone(self, row: Element) -> bool:
        """Whether a table's row is away in this mode; reported, where findings are gathered."""
        properties = row.find(f"{W}trPr")
        gone = False
        for tag, kind in KINDS.items():
            change = properties.find(tag) if properties is not None else None
            if change is not None and kind in ("inserted", "deleted"):
                if self.findings:
                    self.findings.change(change, f"row {kind}", words_of(row), "")
                gone = gone or tag in (GOING if self.mode == ACCEPTED else COMING)
        return gone

    def _walk(self, element: Element, run: Element | None, style: str, words: Words, *, gone: bool) -> None:
        for child in element:
            self._step(child, run, style, words, gone=gone)

    def _step(self, child: Element, run: Element | None, style: str, words: Words, *, gone: bool) -> None:
        tag = child.tag
        if tag in KINDS:
            if self.findings:
                # What was taken out is shown in the text before the change, what was put in in the text after it.
                near = words.before if tag in GOING else words.after
                self.findings.change(child, KINDS[tag], words_of(child), near)
            away = tag in (GOING if self.mode == ACCEPTED else COMING)
            self._walk(child, run, style, words, gone=gone or away)
        elif tag == f"{W}r":
            self._walk(child, child.find(f"{W}rPr"), style, words, gone=gone)
        elif tag in (f"{W}t", f"{W}delText", MATH_TEXT) or tag in SIGNS:
            self._say(SIGNS.get(tag, child.text or ""), run, style, words, gone=gone)
        elif tag == f"{W}sym":
            self._symbol(child, run, style, words, gone=gone)
        elif tag == ALTERNATE:
            chosen = child.find(CHOICE) if child.find(CHOICE) is not None else child.find(FALLBACK)
            if chosen is not None:
                self._walk(chosen, run, style, words, gone=gone)
        elif tag in DRAWN:
            self._drawn(child, words, gone=gone)
        elif not str(tag).endswith("Pr") and tag not in NO_WORDS:
            self._aside(child, words)
            before, self._href = self._href, self.links.get(child.get(RELATION, ""), self._href)
            self._walk(child, run, style, words, gone=gone)
            self._href = before

    def _say(self, text: str, run: Element | None, style: str, words: Words, *, gone: bool) -> None:
        if self.findings:
            self.findings.anchored(text)
        if gone:
            words.skipped = words.skipped or bool(text)
        elif self.styles.switch(run, style, "vanish"):
            if self.findings and text.strip():
                self.findings.leave_out("hidden text", text, words.after)
        else:
            bold, italic = self.styles.switch(run, style, "b"), self.styles.switch(run, style, "i")
            words.pieces.append(Piece(text, bold, italic, self._href))

    def _symbol(self, child: Element, run: Element | None, style: str, words: Words, *, gone: bool) -> None:
        """A sign of a font of signs; only where the font is Unicode does its number say which."""
        try:
            code = int(value(child, "char") or "0", 16)
        except ValueError:
            code = 0
        if chr(min(code, 0x10FFFF)) > " " and code < 0xD800:  # noqa: PLR2004 (the surrogates begin)
            self._say(chr(code), run, style, words, gone=gone)
        elif self.findings:
            self.findings.leave_out("symbol", value(child, "font"), words.after)

    def _drawn(self, child: Element, words: Words, *, gone: bool) -> None:
        boxes = _text_boxes(child)
        if not gone:
            words.boxes += boxes
        if not self.findings:
            return
        if boxes:
            for box in boxes:
                self.findings.leave_out("text box", words_of(box), words.after, read=not gone)
            return
        described = (row for row in child.iter() if str(row.tag).endswith("}docPr"))
        row = next(described, None)
        alt = (row.get("descr") or row.get("title") or row.get("name") or "") if row is not None else ""
        self.findings.leave_out(DRAWN[child.tag], alt, words.after)

    def _aside(self, child: Element, words: Words) -> None:
        """Where a comment begins or ends, and notes."""
        if not self.findings:
            return
        if child.tag == f"{W}commentRangeStart":
            self.findings.begin_anchor(child)
        elif child.tag == f"{W}commentRangeEnd":
            self.findings.end_anchor(child)
        elif child.tag in NOTES:
            kind = NOTES[child.tag]
            self.findings.leave_out(kind, self.notes.get((kind, value(child, "id")), ""), words.after)


def _text_boxes(element: Element) -> list[Element]:
    """The contents of the text boxes in a drawing; the same box in an older form stands in a fallback, left alone."""
    found: list[Element] = []
    waiting = [element]
    while waiting:
        one = waiting.pop()
        for child in one:
            if child.tag == f"{W}txbxContent":
                found.append(child)
            elif child.tag != FALLBACK:
                waiting.append(child)
    return found


def marked(pieces: Iterable[Piece]) -> str:
    """The pieces with `**bold**` and `*italic*` as the text model keeps them; white space stands outside the marks.

    A paragraph in italics from end to end says nothing by it, and is not marked.
    """
    rows = [piece for piece in pieces if piece.text]
    slanted = all(piece.italic or not piece.text.strip() for piece in rows)
    if slanted:
        rows = [Piece(piece.text, piece.bold) for piece in rows]
    words = ""
    for (bold, italic), group in groupby(_even(rows), key=lambda piece: (piece.bold, piece.italic)):
        text = "".join(piece.text for piece in group)
        words += _between(text, ("**" if bold else "") + ("*" if italic else ""))
    return words


def _even(rows: list[Piece]) -> list[Piece]:
    """White space looks like what stands before it, so that it parts no marks."""
    even: list[Piece] = []
    for piece in rows:
        blank = not piece.text.strip() and even
        even.append(Piece(piece.text, even[-1].bold, even[-1].italic) if blank else piece)
    return even


def _between(text: str, sign: str) -> str:
    """Each line of the text between signs; without them where they would not be read as marks."""
    if not sign or "*" in text:
        return text
    return "\n".join(_line_between(line, sign) for line in text.split("\n"))


def _line_between(line: str, sign: str) -> str:
    inner = line.strip()
    if not any(letter.isalnum() for letter in inner):
        return line
    start = line.index(inner)
    return f"{line[:start]}{sign}{inner}{sign[::-1]}{line[start + len(inner) :]}"
