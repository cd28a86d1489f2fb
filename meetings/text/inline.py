"""The little inline Markdown a paragraph may hold: emphasis, links, escapes, entities; one reading for page, PDF and mail.

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


def _allowed(link: str) -> bool:
    return link.strip().lower().startswith(LINK_STARTS)


def _reader() -> MarkdownIt:
    reader = MarkdownIt("zero", {"html": False}).enable(list(RULES))
    # The library takes its link rule as an attribute of the instance.
    reader.validateLink = _allowed  # type: ignore[method-assign]
    return reader


_READER = _reader()


def to_html(text: str) -> SafeString:
    """The paragraph's words as HTML without a block around them; everything that is not a mark comes out escaped."""
    if len(text) > MAX_READ:
        return escape(text)
    # Safe: without HTML, the reader escapes everything but its own marks.
    return SafeString(_READER.renderInline(text))


def to_text(text: str) -> str:
    """The paragraph's words without marks, as they read on the page; forced line breaks stay, others become spaces."""
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
