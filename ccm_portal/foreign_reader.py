"""Reads a stranger's file: a process that lives for one file.

`python -m ccm_portal.foreign_reader pdf 10` has ten seconds of computing. The file comes on standard input. The text of
a PDF or a page goes to standard output in UTF-8, one form feed between pages; what a paper handed in as PDF says, and
the tables of a workbook, of separated
values and of cards as JSON (`foreign_tables`). Whatever the file does, it costs at most the limits below; the process
opens no connection, starts nothing and writes no file. Ends with 0, or with one of the codes below.
"""

import importlib
import io
import json
import os
import resource
import sys
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from ccm_portal import foreign_cards, foreign_separated, foreign_tables, foreign_workbooks

# Above what the process has mapped when it begins.
MEMORY_BYTES = 512 * 1024**2
MOST_PAGES = 300
MOST_CHARACTERS = 1_000_000
UNREADABLE, LOCKED, LONG, DEAR, REFUSED = 3, 4, 5, 6, 7
# What each kind of file is read with: loaded before the doors are shut.
LIBRARIES = {
    "pdf": ("pypdf",),
    "page": (),
    "paper": ("pypdf", "ccm_portal.pdf_strings"),
    "workbook": ("openpyxl", "openpyxl.xml.functions", "openpyxl.utils.cell"),
    "separated": ("charset_normalizer", "charset_normalizer.md", "encodings.cp1252"),
    "cards": ("vobject", "charset_normalizer"),
}

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
# What defusedxml raises for a file that explains its own signs.
ENTITIES = frozenset(("EntitiesForbidden", "DTDForbidden", "ExternalReferenceForbidden"))
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


def _paper(data: bytes, pypdf: Any, pdf_strings: Any) -> str:
    """The text of each page and what the file says beside them, as JSON."""
    pages = _pdf_text(data, pypdf).split("\f")
    if does := pdf_strings.does(data):
        raise foreign_tables.Refused(does)
    return json.dumps({"pages": pages, "beside": pdf_strings.strings(data)})


def _tables(kind: str, data: bytes, loaded: list[Any], encoding: str) -> str:
    if kind == "workbook":
        return json.dumps(foreign_workbooks.workbook(data, loaded[0]).as_dict())
    if kind == "cards":
        return json.dumps(foreign_cards.cards(data, loaded[0], loaded[1], encoding).as_dict())
    return json.dumps(foreign_separated.separated(data, loaded[0], encoding).as_dict())


def _reader(kind: str, loaded: list[Any], encoding: str) -> Callable[[bytes], str]:
    if kind == "pdf":
        return lambda data: _pdf_text(data, loaded[0])
    if kind == "page":
        return _page_text
    if kind == "paper":
        return lambda data: _paper(data, loaded[0], loaded[1])
    return lambda data: _tables(kind, data, loaded, encoding)


def _read(read: Callable[[bytes], str]) -> int:
    data = sys.stdin.buffer.read()
    code = 0
    try:
        text = read(data)
    except Locked:
        return LOCKED
    except TooLong:
        return LONG
    except foreign_tables.Refused as refused:
        code, text = REFUSED, json.dumps(refused.detail)
    except (MemoryError, RecursionError):
        return DEAR
    except Exception as error:
        # A library that reads strangers' files may raise anything.
        if {type(error).__name__, type(error.__cause__).__name__} & ENTITIES:
            code, text = REFUSED, json.dumps(foreign_tables.Refused("entities").detail)
        else:
            return UNREADABLE
    sys.stdout.buffer.write(text.encode("utf-8", "replace"))
    sys.stdout.buffer.flush()
    return code


def main() -> None:
    kind, cpu_seconds = sys.argv[1], int(sys.argv[2])
    encoding = sys.argv[3] if len(sys.argv) > 3 else ""  # noqa: PLR2004 (the third is for separated values and cards)
    # openpyxl then parses with defusedxml, which refuses entities.
    os.environ["OPENPYXL_LXML"] = "False"
    loaded = [importlib.import_module(name) for name in LIBRARIES[kind]]
    _confine(cpu_seconds)
    sys.exit(_read(_reader(kind, loaded, encoding)))


if __name__ == "__main__":
    main()
