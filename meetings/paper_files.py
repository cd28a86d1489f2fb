"""Files handed in as papers: what they are by their content, and all that can be read in them. Pure: bytes in.

A PDF is read in a process that may cost little and reach nothing; of a Word file the parts are read, and nothing in it
is followed or run.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from xml.etree.ElementTree import Element

from django.utils.translation import gettext as _

from ccm_portal import foreign
from meetings.reading.decoding import OLE, UnreadableRecord
from meetings.reading.word import is_package
from meetings.reading.word.markup import W
from meetings.reading.word.package import NotWord, Package, open_package

# No more than a copy that is checked may have (meetings.checking).
MOST_BYTES = 15_000_000
LONGEST_NAME = 120
PDF = "application/pdf"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ENDINGS = {PDF: ".pdf", WORD: ".docx"}
# Where a PDF says that it is one: some programs write a few bytes before.
HEAD = 1024
# Signs that turn the direction of writing, and can make "fdp.exe" look like another name.
TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
NO_NAME = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]+')
# Parts of a Word file that hold words of people: text, notes, comments, headers, properties, and where links lead.
SPEAKING = re.compile(r"(?:word|docProps|customXml)/.*\.xml\Z|.*\.rels\Z")
SILENT = re.compile(
    r"word/(?:styles|settings|fontTable|webSettings|numbering|theme/.*|stylesWithEffects)\.xml\Z"
)
# Attributes in which a person may stand: where links lead, who changed or commented, what a picture shows.
TELLING = frozenset({"Target", "author", "descr", "initials", "instr", "name", "title", "tooltip", "userId"})


class CannotKeep(Exception):
    """The file is not kept as a paper; the sentence says why, and what to do."""


@dataclass(frozen=True)
class File:
    """A file that can be kept: its name with the ending of what it is, its words, pages where that is known."""

    name: str
    media_type: str
    words: str
    pages: int | None = None


def megabytes() -> int:
    """The limit as people read it."""
    return MOST_BYTES // 1_000_000


def too_large() -> str:
    return _("The file is larger than %(most)s MB. Save it with smaller pictures, or split it.") % {
        "most": megabytes()
    }


def read(name: str, data: bytes) -> File:
    """What was handed in, by its content; the name is asked for nothing but itself. Raises CannotKeep."""
    if not data:
        raise CannotKeep(_("The file is empty. Choose the file again."))
    if len(data) > MOST_BYTES:
        raise CannotKeep(too_large())
    if TURNING.search(name):
        raise CannotKeep(
            _(
                "The name of the file holds signs that turn the direction of writing. Rename it, and choose it again."
            )
        )
    if b"%PDF-" in data[:HEAD]:
        return _pdf(name, data)
    if is_package(data):
        return _word(name, data)
    if data.startswith(OLE):
        raise CannotKeep(
            _(
                "This is a Word file of the old kind (.doc), or one that opens with a password only. Save it as .docx "
                "without a password, or as PDF, and choose that file."
            )
        )
    raise CannotKeep(
        _("This is neither a PDF nor a Word file (.docx), whatever its name says. Save it as one of these.")
    )


def _pdf(name: str, data: bytes) -> File:
    try:
        found = foreign.paper(data)
    except foreign.CannotRead as problem:
        raise CannotKeep(str(problem)) from problem
    words = "\f".join(found.pages) + "\f" + "\n|\n".join(found.beside)
    return File(_named(name, PDF), PDF, _kept(words), len(found.pages))


def _word(name: str, data: bytes) -> File:
    named = _named(name, WORD)
    package = _opened(name, data)
    try:
        words = "\n".join(line for path in sorted(_parts(package)) for line in _lines(package.part(path)))
    except UnreadableRecord as problem:
        raise CannotKeep(str(problem)) from problem
    return File(named, WORD, _kept(words))


def _opened(name: str, data: bytes) -> Package:
    """The checked Word file; its sentences name the file. Raises CannotKeep."""
    try:
        package = open_package(data, name)
        package.main()
    except NotWord as problem:
        raise CannotKeep(
            _(
                "%(name)s is a packed file, but no Word document. Save it as .docx or as PDF, and choose that file."
            )
            % {"name": name}
        ) from problem
    except UnreadableRecord as problem:
        raise CannotKeep(str(problem)) from problem
    return package


def hidden(data: bytes) -> str:
    """What a Word file would tell beside its text if it were published, as a sentence; "" where it tells nothing.

    Tracked changes keep the words that were taken out, and comments those of whoever made them.
    """
    if not is_package(data):
        return ""
    package = _opened("", data)
    parts = [root for path in _parts(package) if (root := package.part(path)) is not None]
    changes = (f"{W}ins", f"{W}del", f"{W}moveFrom", f"{W}moveTo")
    if any(next(root.iter(tag), None) is not None for root in parts for tag in changes):
        return _(
            "The Word file holds tracked changes, and with them words that were taken out. Accept or reject them all, "
            "and add that file as a new version."
        )
    if any(next(root.iter(f"{W}comment"), None) is not None for root in parts):
        return _("The Word file holds comments. Delete them all, and add that file as a new version.")
    return ""


def _parts(package: Package) -> Iterator[str]:
    return (
        path for path in package.archive.NameToInfo if SPEAKING.fullmatch(path) and not SILENT.fullmatch(path)
    )


def _lines(root: Element | None) -> Iterator[str]:
    """The words of one part: paragraphs of Word as lines, else each text by itself; and where links lead."""
    if root is None:
        return
    paragraphs = list(root.iter(f"{W}p"))
    for paragraph in paragraphs:
        yield "".join(_words(paragraph))
    for element in root.iter():
        if not paragraphs and element.text and element.text.strip():
            yield element.text
        yield from (value for key, value in element.attrib.items() if key.rpartition("}")[2] in TELLING)


def _words(paragraph: Element) -> Iterator[str]:
    for element in paragraph.iter():
        if element.tag in (f"{W}t", f"{W}delText", f"{W}instrText"):
            yield element.text or ""
        elif element.tag in (f"{W}tab", f"{W}br"):
            yield " "


def _kept(words: str) -> str:
    # PostgreSQL keeps no NUL, and no half of a sign, in a text.
    return words.replace("\x00", "\ufffd").encode("utf-8", "replace").decode()


def _named(name: str, media_type: str) -> str:
    """The name as it is kept: without folders and signs that no file name has, its ending that of what it is."""
    plain = unicodedata.normalize("NFC", NO_NAME.sub(" ", name.replace("\\", "/").rpartition("/")[2]))
    stem = PurePosixPath(" ".join(plain.split())).stem.strip(". ")[:LONGEST_NAME].strip() or _("paper")
    return stem + ENDINGS[media_type]
