"""The archive: all that is published, in one ZIP file that `verify_record.py` checks without the portal.

    heads.txt                     the heads, a line for each link
    links/000001.json             a link, canonical; its SHA-256 is its head
    records/000001/record.json    the files of that publication, byte for byte, under their names
    records/000001/content.json   the same text as the database holds it once more
    records/000001/columns.json   what the database's columns say of it
    README.txt, verify_record.py

The same publications and the same release make the same bytes: nothing is packed, and no entry has a date. What the
database holds is written as it stands, also where somebody spoilt it: the check is to find that.
"""

import hashlib
import itertools
import zipfile
from collections.abc import Iterator
from typing import IO, Any

from django.conf import settings

from ccm_portal.canonical import canonical
from meetings import public_chain
from meetings.models import ChainLink, PublicationFile

NAME = "record.zip"
VERIFIER = "verify_record.py"
NO_DATE = (1980, 1, 1, 0, 0, 0)
FILES_AT_ONCE = 20

README = """\
The published texts, and how to check them
==========================================

This archive holds every text that was published, as a page (record.html), as a PDF, and in the exact form from which
its SHA-256 is made (record.json). Each stands in records/, in a folder with its number. heads.txt says which number is
which text.

All texts stand in one chain. Each link of it (links/) names the text, its files, and the head of the link before it;
the SHA-256 of a link is its own head. So nothing in the middle can be changed without every later head changing.

To check the archive you need Python 3.9 or newer, and no network:

    python verify_record.py record.zip

It says which text or file is not what was published, if any. A tail that was cut off cannot be seen from inside. Get
the newest head from somewhere else (the portal's /record/heads.txt, a copy you kept, the last page of a later PDF):

    python verify_record.py record.zip --head HEAD     the chain must end with this head
    python verify_record.py record.zip --noted HEAD    this head must stand in it; later texts may follow

If you do not trust the verify_record.py in here, get it from elsewhere, or read it: it is one file.
"""


def verifier() -> bytes:
    """The program that checks an archive."""
    return (settings.BASE_DIR / VERIFIER).read_bytes()


def etag() -> str:
    """Strong: the same one means the same bytes. One small query."""
    newest = public_chain.newest()
    parts = (README.encode(), verifier(), newest.head.encode() if newest else b"")
    digest = hashlib.sha256(b"\0".join(hashlib.sha256(part).digest() for part in parts))
    return f'"{digest.hexdigest()}"'


def write(file: IO[bytes]) -> int:
    """Writes the archive; how many texts it holds. Three queries, whatever their number, and one text in memory."""
    lines = []
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        _add(archive, "README.txt", README.encode())
        _add(archive, VERIFIER, verifier())
        for row, files in _rows():
            _add_record(archive, row, files)
            lines.append(public_chain.line(public_chain.head_of(row)))
        _add(archive, "heads.txt", (public_chain.HEADER + "".join(f"{line}\n" for line in lines)).encode())
    return len(lines)


def _rows() -> Iterator[tuple[dict[str, Any], list[dict[str, Any]]]]:
    """Each link with its files; what is published meanwhile is left for the next archive."""
    last = ChainLink.objects.order_by("-number").values_list("number", flat=True).first() or 0
    links = ChainLink.objects.filter(number__lte=last).order_by("number")
    files = (
        PublicationFile.objects.filter(publication__link__number__lte=last)
        .order_by("publication__link__number", "name")
        .values("publication__link__number", "name", "media_type", "size", "sha256", "content")
    )
    by_number = itertools.groupby(
        files.iterator(chunk_size=FILES_AT_ONCE), lambda row: row["publication__link__number"]
    )
    waiting = next(by_number, None)
    columns = (*public_chain.COLUMNS, "previous", "publication__canonical")
    for link in links.values(*columns).iterator(chunk_size=FILES_AT_ONCE):
        found: list[dict[str, Any]] = []
        if waiting and waiting[0] == link["number"]:
            found = [dict(row) for row in waiting[1]]
            waiting = next(by_number, None)
        yield dict(link), found


def _add_record(archive: zipfile.ZipFile, row: dict[str, Any], files: list[dict[str, Any]]) -> None:
    number = f"{row['number']:06d}"
    _add(archive, f"links/{number}.json", row["canonical"].encode())
    said = {
        "number": row["number"],
        "previous": row["previous"],
        "identifier": row["publication__identifier"],
        "sha256": row["publication__sha256"],
        "head": row["head"],
        "files": [{name: file[name] for name in ("name", "media_type", "size", "sha256")} for file in files],
    }
    _add(archive, f"records/{number}/columns.json", canonical(said).encode())
    _add(archive, f"records/{number}/content.json", row["publication__canonical"].encode())
    for file in files:
        _add(archive, f"records/{number}/{file['name']}", bytes(file["content"]))


def _add(archive: zipfile.ZipFile, name: str, data: bytes) -> None:
    entry = zipfile.ZipInfo(name, NO_DATE)
    # The same on every system: made on Unix, readable by all.
    entry.create_system, entry.external_attr = 3, 0o100644 << 16
    archive.writestr(entry, data)
