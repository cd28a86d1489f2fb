"""Reads the words of a stranger's file: a process that lives for one file.

`python -m ccm_portal.foreign_reader pdf 10` has ten seconds of computing. The file comes on standard input, its text
goes to standard output in UTF-8, one form feed between pages. Whatever the file does, it costs at most the limits
below; the process opens no connection, starts nothing and writes no file. Ends with 0, or with one of the codes below.
"""

import io
import resource
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

# Above what the process has mapped when it begins.
MEMORY_BYTES = 512 * 1024**2
MOST_PAGES = 300
MOST_CHARACTERS = 1_000_000
UNREADABLE, LOCKED, LONG, DEAR = 3, 4, 5, 6

BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "br",
        "caption",
        "dd",
        "div",
        "dl",
        "dt",
        "figcaption",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
UNSEEN = frozenset(("script", "style", "template", "title"))


class TooLong(Exception):
    """More pages or words than any published text has."""


class Locked(Exception):
    """Opens with a password only."""


def _confine(cpu_seconds: int) -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds + 1))
    mapped = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (mapped + MEMORY_BYTES, mapped + MEMORY_BYTES))
    sys.addaudithook(_stay_inside)


def _stay_inside(event: str, args: tuple[Any, ...]) -> None:
    """Nothing is fetched, started or written, whatever the file asks for."""
    if event.startswith(("socket.", "subprocess.", "os.system", "os.exec", "os.fork", "os.posix_spawn")):
        raise PermissionError(event)
    if event == "open" and isinstance(args[1], str) and not set(args[1]) <= set("rbt"):
        raise PermissionError(event)


def _pdf_text(data: bytes, pypdf: Any) -> str:
    document = pypdf.PdfReader(io.BytesIO(data))
    if document.is_encrypted and not document.decrypt(""):
        raise Locked
    if len(document.pages) > MOST_PAGES:
        raise TooLong
    pages, size = [], 0
    for page in document.pages:
        pages.append(page.extract_text())
        size += len(pages[-1])
        if size > MOST_CHARACTERS:
            raise TooLong
    return "\f".join(pages)


class _Page(HTMLParser):
    """The words of a page; blocks are lines."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.unseen = 0

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.unseen += tag in UNSEEN
        if tag in BLOCKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self.unseen -= tag in UNSEEN and self.unseen > 0
        if tag in BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.unseen:
            self.parts.append(data)


def _page_text(data: bytes) -> str:
    page = _Page()
    page.feed(data.decode("utf-8", "replace"))
    page.close()
    text = "".join(page.parts)
    if len(text) > MOST_CHARACTERS:
        raise TooLong
    return text


def _read(kind: str, pypdf: Any) -> int:
    data = sys.stdin.buffer.read()
    try:
        text = _pdf_text(data, pypdf) if kind == "pdf" else _page_text(data)
    except Locked:
        return LOCKED
    except TooLong:
        return LONG
    except (MemoryError, RecursionError):
        return DEAR
    except Exception:
        # A library that reads strangers' files may raise anything.
        return UNREADABLE
    sys.stdout.buffer.write(text.encode("utf-8", "replace"))
    sys.stdout.buffer.flush()
    return 0


def main() -> None:
    kind = sys.argv[1]
    # All it needs is there before the doors are shut.
    pypdf: Any = __import__("pypdf") if kind == "pdf" else None
    _confine(int(sys.argv[2]))
    sys.exit(_read(kind, pypdf))


if __name__ == "__main__":
    main()
