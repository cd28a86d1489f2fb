"""The little inline Markdown a paragraph may hold: emphasis, links, escapes, entities; read in one way.

No blocks, no images, no raw HTML: a paragraph is a row, and its kind says what it is.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from django.utils.html import escape
from django.utils.safestring import SafeString
from markdown_it import MarkdownIt
from markdown_it.token import Token

RULES = ("emphasis", "link", "escape", "newline", "entity")

# A link is a web address, a mail address or a place in the same text; anything else stays as typed.
LINK_STARTS = ("https://", "http://", "mailto:", "#")

# A longer paragraph than any treaty body ever minuted is shown as it stands, its marks unread.
MAX_READ = 100_000


@dataclass(frozen=True, slots=True)
class Run:
    """Words of a paragraph that look alike; `href`: where they lead, "" for words that are no link."""

    words: str
    strong: bool = False
    emphasis: bool = False
    href: str = ""


class _Reader(MarkdownIt):
    """Markdown with our marks and our links only."""

    def __init__(self) -> None:
        super().__init__("zero", {"html": False})
        self.enable(list(RULES))

    def validateLink(self, url: str) -> bool:  # noqa: N802 - the library's own name for its link rule
        return url.strip().lower().startswith(LINK_STARTS)


_READER = _Reader()


def to_html(text: str) -> SafeString:
    """The paragraph's words as HTML without a block around them; all that is not a mark is escaped."""
    if len(text) > MAX_READ:
        return escape(text)
    # Safe: without HTML, the reader escapes everything but its own marks.
    return SafeString(_READER.renderInline(text))


def to_text(text: str) -> str:
    """The paragraph's words without marks, as they read; forced line breaks stay, others become spaces."""
    if len(text) > MAX_READ:
        return text
    return "".join(_words(_READER.parseInline(text)))


def _words(tokens: Iterable[Token]) -> Iterable[str]:
    for token in tokens:
        if token.type == "inline":
            yield from _words(token.children or [])
        elif token.type == "hardbreak":
            yield "\n"
        elif token.type == "softbreak":
            yield " "
        else:
            yield token.content


def with_lines(text: str) -> str:
    """The same with each line break forced, for texts in which it was meant."""
    return text.replace("\n", "\\\n")


def to_runs(text: str) -> list[Run]:
    """The same words as `to_text` gives, in stretches that look alike."""
    if len(text) > MAX_READ:
        return [Run(text)]
    return list(_runs(_READER.parseInline(text), Run("")))


def _runs(tokens: Iterable[Token], look: Run) -> Iterator[Run]:
    for token in tokens:
        if token.type == "inline":
            yield from _runs(token.children or [], look)
        elif token.type in ("strong_open", "strong_close"):
            look = replace(look, strong=token.nesting > 0)
        elif token.type in ("em_open", "em_close"):
            look = replace(look, emphasis=token.nesting > 0)
        elif token.type in ("link_open", "link_close"):
            look = replace(look, href=str(token.attrGet("href") or ""))
        else:
            words = "".join(_words([token]))
            if words:
                yield replace(look, words=words)


def cut(runs: Iterable[Run], start: int, end: int) -> Iterator[Run]:
    """The part of the runs between two places in their words."""
    at = 0
    for run in runs:
        words = run.words[max(0, start - at) : max(0, end - at)]
        if words:
            yield replace(run, words=words)
        at += len(run.words)
