"""The little inline Markdown a paragraph may hold: emphasis, links, escapes, entities; read in one way.

No blocks, no images, no raw HTML: a paragraph is a row, and its kind says what it is.
"""

from collections.abc import Iterable

from django.utils.html import escape
from django.utils.safestring import SafeString
from markdown_it import MarkdownIt
from markdown_it.token import Token

RULES = ("emphasis", "link", "escape", "newline", "entity")

# A link is a web address, a mail address or a place in the same text; anything else stays as typed.
LINK_STARTS = ("https://", "http://", "mailto:", "#")

# A longer paragraph than any treaty body ever minuted is shown as it stands, its marks unread.
MAX_READ = 100_000


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
