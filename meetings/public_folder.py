"""The public folder: what is published, as files, so that nobody who reads it waits for the database.

    PUBLIC_DIR/meetings/<slug>/minutes/<edition>/index.html    the page
    PUBLIC_DIR/meetings/<slug>/minutes/<edition>/<name>        its files, byte for byte
    PUBLIC_DIR/meetings/<slug>/minutes/.stamp                  what all of it was made from
    PUBLIC_DIR/papers/<slug>/<edition>/…                       the same of a paper

A proxy serves them, and so does Django where there is none. What is not there Django makes from the database, which is
always right; so a file may be missing, and must never be old. Publishing takes a text's files away before its
transaction ends and writes them anew after it. Whoever writes holds the row of the text, as publishing does: an old
state cannot come after a newer one. All files of a text come and go by the renaming of one folder.

A file's date is no date: it is taken from the hash of what the file holds, so that the ETag which a proxy makes of date
and size tells two texts apart, and is the same on every host.
"""

import datetime as dt
import functools
import gzip
import hashlib
import os
import re
import secrets
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase

from meetings import public_approvals, public_pages, public_texts
from meetings.public_texts import MINUTES, PAPER, Series

INDEX = "index.html"
STAMP = ".stamp"
PACKED = ".gz"
# A PDF is packed already.
PACKS_WELL = {".html", ".json"}
# What a page is made of beside the publication: a new release writes all of them anew.
RELEASE_FOLDERS = ("actions", "ccm_portal", "friends", "meetings", "templates", "static", "locale")
RELEASE_FILES = {".py", ".html", ".txt", ".css", ".js", ".svg", ".mo"}

ADDRESS = re.compile(
    r"/(?P<folder>meetings/(?P<meeting>[-A-Za-z0-9_]+)/minutes|papers/(?P<paper>[-A-Za-z0-9_]+))"
    r"/(?P<edition>[1-9][0-9]*)/(?P<name>[A-Za-z0-9][-A-Za-z0-9_.]*)?"
)


# --- what is in it ------------------------------------------------------------------------------------------------


def files(series: Series) -> Iterator[tuple[str, bytes]]:
    """What is published of a text: path below its folder, and bytes. Nothing where nothing is published."""
    editions = public_texts.editions(series)
    for edition in editions:
        record = public_pages.record(series, edition, editions)
        yield f"{edition.number}/{INDEX}", public_pages.of_record(record).body
        for file in record.files:
            if public_pages.media_type(file.name) == file.media_type:
                yield (
                    f"{edition.number}/{file.name}",
                    public_texts.file_bytes(series, edition.number, file.name),
                )


def stamp(series: Series) -> str:
    """What the text's files would be made from now: its editions, the approval at a later meeting, and this
    release; "" where nothing is published."""
    editions = public_texts.editions(series)
    return _stamp(editions, public_approvals.of_series(series)) if editions else ""


def _stamp(editions: tuple[public_texts.Edition, ...], approval: tuple[str, dt.date] | None) -> str:
    lines = [release(), *(f"{one.number} {one.identifier} {one.sha256} {one.day}" for one in editions)]
    if approval:
        lines.append("approved " + " ".join(map(str, approval)))
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


@functools.cache
def release() -> str:
    """One number for the code, templates and settings that make a page of a publication."""
    said = (settings.TREATY_NAME, settings.BASE_URL, str(settings.DEMO), settings.STATIC_URL)
    parts = ["\0".join(said).encode()]
    for path in sorted(path for name in RELEASE_FOLDERS for path in (settings.BASE_DIR / name).rglob("*")):
        if path.suffix in RELEASE_FILES:
            parts.append(f"\0{path.relative_to(settings.BASE_DIR)}\0".encode() + path.read_bytes())
    return hashlib.sha256(b"".join(parts)).hexdigest()


# --- writing ------------------------------------------------------------------------------------------------------


@transaction.atomic
def replace(series: Series) -> None:
    """The folder holds what is published of the text now, and nothing else of it. Raises OSError; then it holds
    nothing of it, or what it held before."""
    # Held until the end, as publishing holds it.
    list(series.documents().select_for_update(of=("self",)))
    place = _place(series)
    _clear(place)
    new = _beside(place, "new")
    try:
        if _write_all(new, series):
            take_away(series)
            new.rename(place)
            _sync(place.parent)
        else:
            take_away(series)
    finally:
        shutil.rmtree(new, ignore_errors=True)


def take_away(series: Series) -> None:
    """No file of the text is left to be read, also after a power cut. Raises OSError where that cannot be."""
    place = _place(series)
    old = _beside(place, "old")
    try:
        place.rename(old)
    except FileNotFoundError:
        return
    _sync(place.parent)
    shutil.rmtree(old, ignore_errors=True)


def out_of_date() -> list[Series]:
    """The texts whose files are not what they should be, and folders without a text."""
    # First the folder: what stands in it then was committed before.
    kept = _kept()
    approved = public_approvals.all_of_them()
    every = public_texts.all_editions().items()
    wanted = {series: _stamp(editions, approved.get(series)) for series, editions in every}
    return sorted(series for series in kept.keys() | wanted.keys() if kept.get(series) != wanted.get(series))


def _kept() -> dict[Series, str]:
    """The stamp of each text that has files."""
    root = Path(settings.PUBLIC_DIR)
    minutes = {Series(MINUTES, path.parent.name): path for path in root.glob("meetings/*/minutes")}
    # What stands there under a dot is being written, or taken away.
    papers = {Series(PAPER, path.name): path for path in root.glob("papers/*") if path.name[0] != "."}
    return {series: _read(path / STAMP) for series, path in (minutes | papers).items()}


def _read(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:
        return ""


def _write_all(folder: Path, series: Series) -> bool:
    """Whether there was anything to write."""
    mark = stamp(series)
    if not mark:
        return False
    folder.mkdir(parents=True)
    for path, body in files(series):
        place = folder / path
        place.parent.mkdir(exist_ok=True)
        _write(place, body)
        if place.suffix in PACKS_WELL:
            _write(place.with_name(place.name + PACKED), gzip.compress(body, mtime=0))
    _write(folder / STAMP, mark.encode())
    for written in (*(path for path in folder.iterdir() if path.is_dir()), folder):
        _sync(written)
    return True


def _write(path: Path, body: bytes) -> None:
    mark = public_pages.mark(hashlib.sha256(body).hexdigest())
    with path.open("xb") as file:
        file.write(body)
        file.flush()
        os.utime(file.fileno(), (mark, mark))
        os.fsync(file.fileno())


def _sync(folder: Path) -> None:
    """What was renamed in the folder is so on the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _clear(place: Path) -> None:
    """What a writer left who was killed."""
    for left in place.parent.glob(f".*.{place.name}.*"):
        shutil.rmtree(left, ignore_errors=True)


def _beside(place: Path, what: str) -> Path:
    """A folder of nobody else's beside this one. No slug has a dot in it."""
    return place.with_name(f".{what}.{place.name}.{secrets.token_hex(8)}")


def _place(series: Series) -> Path:
    return Path(settings.PUBLIC_DIR) / series.folder


# --- reading ------------------------------------------------------------------------------------------------------


class PublicFolderMiddleware:
    """Answers from the folder where it can, before anything else is asked."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return answer(request) or self.get_response(request)


def answer(request: HttpRequest) -> HttpResponseBase | None:
    """The file at the address asked for, None where the folder has none."""
    place = ADDRESS.fullmatch(request.path_info)
    if place is None or request.method not in ("GET", "HEAD"):
        return None
    edition, name = place["edition"], place["name"]
    if name == INDEX or (name and PurePosixPath(name).suffix == PACKED):
        return None
    slug = place["meeting"] or place["paper"]
    try:
        with open(f"{settings.PUBLIC_DIR}/{place['folder']}/{edition}/{name or INDEX}", "rb") as file:
            about = os.fstat(file.fileno())
            etag = public_pages.etag(int(about.st_mtime), about.st_size)
            headers = public_pages.file_headers(slug, name, etag) if name else public_pages.page_headers(etag)
            return public_pages.answer(request, headers, file.read)
    except OSError:
        return None
