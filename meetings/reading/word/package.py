"""The ZIP a .docx is: checked as a whole before any part is unpacked, and no more unpacked than is read.

Sizes in a ZIP's directory may lie; `zipfile` never gives out more than they say and checks the sum, so that they can be
checked instead of the parts.
"""

import io
import posixpath
import stat
import struct
import zipfile
import zlib
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from django.utils.translation import gettext as _

from meetings.reading.decoding import UnreadableRecord
from meetings.reading.word import markup

MOST_ENTRIES = 1_000
MOST_BYTES = 60_000_000
# How long an entry of the directory may be on average: its figures and a name.
LONGEST_ENTRY = 500
# The end of a ZIP: a comment of 64 kB at the most stands behind the figures of its directory.
ENDING = b"PK\x05\x06"
ENDING_FIGURES = struct.Struct("<10xHI")
REACH_OF_ENDING = 65_557
# Text of a record in Word packs to a tenth; what packs to a two-hundredth holds nothing but itself.
MOST_RATIO = 200
SMALL = 1_000_000
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
TEMPLATE = "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml"
OFFICE = "{http://schemas.openxmlformats.org/package/2006/relationships}"
TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
ARCHIVES = (".zip", ".docx", ".docm", ".7z", ".rar", ".gz", ".tar")
EMBEDDED = "word/embeddings/"
# What `zipfile` raises for files that are no ZIP, are cut off, or were tampered with.
BROKEN = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError, RuntimeError, ValueError, LookupError,
    OSError, OverflowError,
)  # fmt: skip


class NotWord(UnreadableRecord):
    """A ZIP, but no Word document."""


@dataclass(frozen=True, slots=True)
class Relation:
    """What a part points to: `kind` is the last word of its type ("comments"); `outside` ones are never followed."""

    kind: str
    target: str
    outside: bool


@dataclass
class Package:
    """The parts of one file, parsed when asked for; all of them together stay under the limits of `markup`."""

    name: str
    archive: zipfile.ZipFile
    budget: markup.Budget = field(default_factory=markup.Budget)

    def part(self, path: str) -> Element | None:
        """The root of an XML part; None where the file has no such part."""
        if path not in self.archive.NameToInfo:
            return None
        try:
            data = self.archive.read(path)
        except BROKEN as problem:
            raise UnreadableRecord(_damaged(self.name)) from problem
        return markup.parse(data, self.name, path, self.budget)

    def relations(self, path: str) -> dict[str, Relation]:
        """What the part at `path` points to, by the id it uses for it."""
        folder, file = posixpath.split(path)
        root = self.part(posixpath.join(folder, "_rels", f"{file}.rels"))
        found: dict[str, Relation] = {}
        for row in root if root is not None else ():
            if row.tag == f"{OFFICE}Relationship":
                target = row.get("Target", "")
                outside = row.get("TargetMode") == "External"
                inside = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
                found[row.get("Id", "")] = Relation(
                    row.get("Type", "").rpartition("/")[2],
                    target if outside else posixpath.normpath(inside),
                    outside,
                )
        return found

    def main(self) -> str:
        """The path of the document itself. Raises UnreadableRecord where it is another kind of file."""
        types = self.part("[Content_Types].xml")
        kinds = {
            row.get("PartName", "").lstrip("/"): row.get("ContentType", "")
            for row in (types if types is not None else ())
            if row.tag == f"{TYPES}Override"
        }
        for relation in self.relations("").values():
            if relation.kind == "officeDocument" and not relation.outside:
                self._check_kind(kinds.get(relation.target, ""))
                return relation.target
        raise NotWord(
            _("%(name)s is a ZIP file and no Word document. Save the record as .docx or as plain text.")
            % {"name": self.name}
        )

    def _check_kind(self, kind: str) -> None:
        macros = any(name.casefold().endswith("vbaproject.bin") for name in self.archive.NameToInfo)
        if "macroEnabled" in kind or macros or self.name.casefold().endswith((".docm", ".dotm")):
            raise UnreadableRecord(
                _("%(name)s holds macros, and such files are not read. Save it as .docx, without macros.")
                % {"name": self.name}
            )
        if kind not in (MAIN, TEMPLATE):
            raise NotWord(
                _("%(name)s is no Word document. Save the record as .docx or as plain text.")
                % {"name": self.name}
            )


def is_package(data: bytes) -> bool:
    """Whether the first bytes are those of a ZIP, as a .docx is one."""
    return data.startswith(b"PK")


def open_package(data: bytes, name: str) -> Package:
    """The checked file. Raises UnreadableRecord with the sentence for what is wrong with it."""
    _check_directory(data, name)
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except BROKEN as problem:
        raise UnreadableRecord(_damaged(name)) from problem
    _check(archive, name)
    return Package(name, archive)


def _check_directory(data: bytes, name: str) -> None:
    """Refuses a directory too long to be read, by the figures at the end of the file: entries and bytes."""
    at = data.rfind(ENDING, max(0, len(data) - REACH_OF_ENDING))
    if at < 0 or at + ENDING_FIGURES.size > len(data):
        raise UnreadableRecord(_damaged(name))
    entries, size = ENDING_FIGURES.unpack_from(data, at)
    if entries > MOST_ENTRIES or size > MOST_ENTRIES * LONGEST_ENTRY:
        raise UnreadableRecord(_too_many(name))


def _too_many(name: str) -> str:
    values = {"name": name, "most": MOST_ENTRIES}
    return _("%(name)s holds more than %(most)s files in one; a Word document does not.") % values


def _check(archive: zipfile.ZipFile, name: str) -> None:
    entries = archive.infolist()
    if len(entries) > MOST_ENTRIES:
        raise UnreadableRecord(_too_many(name))
    if "mimetype" in archive.NameToInfo:
        raise NotWord(
            _("%(name)s is an OpenDocument file. Save it as .docx or as plain text, and choose that file.")
            % {"name": name}
        )
    if len(archive.NameToInfo) != len(entries):
        raise UnreadableRecord(_("%(name)s holds two parts under one name; it is not read.") % {"name": name})
    for entry in entries:
        _check_entry(entry, name)
    size = sum(entry.file_size for entry in entries)
    if size > MOST_BYTES:
        values = {"name": name, "size": size // 1_000_000, "most": MOST_BYTES // 1_000_000}
        raise UnreadableRecord(
            _("%(name)s unpacks to %(size)s MB; at most %(most)s MB are read. Nothing was unpacked.") % values
        )


def _check_entry(entry: zipfile.ZipInfo, name: str) -> None:
    part = entry.filename
    values = {"name": name, "part": part[:80]}
    if part.startswith(("/", "\\")) or ".." in part.replace("\\", "/").split("/") or ":" in part:
        raise UnreadableRecord(
            _("%(name)s holds a part that points outside the file (“%(part)s”); it is not read.") % values
        )
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise UnreadableRecord(
            _("%(name)s holds a link instead of a part (“%(part)s”); it is not read.") % values
        )
    if entry.flag_bits & 0x1:
        raise UnreadableRecord(_("%(name)s is protected by a password. Save it without one.") % values)
    if entry.file_size > SMALL and entry.file_size > MOST_RATIO * max(entry.compress_size, 1):
        values |= {"size": str(entry.file_size // 1_000_000), "packed": str(entry.compress_size // 1_000)}
        raise UnreadableRecord(
            _(
                "%(name)s holds a part that unpacks from %(packed)s kB to %(size)s MB (“%(part)s”); it is not read."
            )
            % values
        )
    if part.casefold().endswith(ARCHIVES) and not part.startswith(EMBEDDED):
        raise UnreadableRecord(_("%(name)s holds another archive (“%(part)s”); it is not read.") % values)


def _damaged(name: str) -> str:
    return _(
        "%(name)s is damaged or was cut off: it cannot be unpacked. Save it again, and choose that file."
    ) % {"name": name}
