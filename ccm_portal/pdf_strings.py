"""What a PDF says beside its pages, and what it would do: read by pikepdf, wherever in the file it stands."""

import io
from collections.abc import Iterator
from typing import Any

import pikepdf

TEXT_STREAMS = ("/Metadata", "/EmbeddedFile")
# What runs when the file is opened or clicked; a link to an address is none of them.
PROGRAMS = ("/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/Rendition")


def strings(pdf: bytes) -> list[str]:
    """The document information and XMP, and every other text string wherever it sits, each once.

    Link addresses, bookmarks, alternative texts, form fields, names and contents of attachments.
    """
    with pikepdf.open(io.BytesIO(pdf)) as document:
        # The trailer's information dictionary may be written directly, not as an object of its own.
        found = [*_strings(document.trailer), *(line for item in document.objects for line in _strings(item))]
    return list(dict.fromkeys(line for line in found if line.strip()))


def does(pdf: bytes) -> str:
    """ "program" where opening or clicking it would run one, "attachment" where files stand in it, else ""."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        parts = [part for item in (document.trailer, *document.objects) for part in _dictionaries(item)]
        if any(str(part.get("/S", "")) in PROGRAMS or "/JS" in part for part in parts):
            return "program"
        return "attachment" if any("/EF" in part for part in parts) else ""


def _dictionaries(item: Any) -> Iterator[Any]:
    return (value for value in _values(item) if isinstance(value, pikepdf.Dictionary | pikepdf.Stream))


def _values(item: Any) -> Iterator[Any]:
    """One object and what it holds directly; references are objects of their own."""
    stack = [item]
    while stack:
        value = stack.pop()
        yield value
        if isinstance(value, pikepdf.Array):
            stack.extend(part for part in reversed(list(value)) if not _is_reference(part))
        elif isinstance(value, pikepdf.Dictionary | pikepdf.Stream):
            stack.extend(part for _key, part in reversed(list(value.items())) if not _is_reference(part))


def _strings(item: Any) -> Iterator[str]:
    for value in _values(item):
        if isinstance(value, pikepdf.String):
            yield str(value)
        elif isinstance(value, pikepdf.Stream) and str(value.get("/Type", "")) in TEXT_STREAMS:
            yield value.read_bytes().decode("utf-8", "replace")


def _is_reference(part: Any) -> bool:
    return isinstance(part, pikepdf.Object) and part.is_indirect
