#!/usr/bin/env python3
"""Checks an archive of published texts, without a network and without trusting whoever gave it.

    python verify_record.py archive.zip
    python verify_record.py archive.zip --head HEX      the chain must end with this head
    python verify_record.py archive.zip --noted HEX     this head must stand in the chain; later texts may follow

Needs Python 3.9 or newer and nothing else. Prints what it found, each with its place in the archive, and a verdict.
Exit: 0 where everything is in order, 1 where it is not, 2 where it was called in a wrong way.

What is checked:
- every text: it is canonical JSON (RFC 8785), and its SHA-256 is the one its link names;
- every file of every text: it is there, with the size and the SHA-256 its link names, and there is none beside;
- every link: canonical JSON, numbered 1, 2, 3 ..., naming the head of the link before it;
- what the portal's database says of each text, and heads.txt, line by line, against the links.

README.txt and verify_record.py in the archive are not part of the record and are not checked.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import struct
import sys
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any, NamedTuple

LINK_SCHEMA = "ccm-portal/link/1"
NONE_BEFORE = "0" * 64
HEADS = "heads.txt"
HEADER = (
    "# The chain of published texts.\n"
    "# One line for each publication, the first one first; the fields are separated by one tab:\n"
    "# number, day of publication, identifier, SHA-256 of the text, head\n"
    "# A head is the SHA-256 of the canonical JSON (RFC 8785) of number, previous head, identifier, SHA-256 of\n"
    "# the text, day, and names, sizes and SHA-256 of the files. The last head vouches for all lines before it.\n"
)
NOT_THE_RECORD = ("README.txt", "verify_record.py")
RECORD_JSON = "record.json"
# What the database holds beside the files: the text once more, and its columns.
CONTENT, COLUMNS = "content.json", "columns.json"

MOST_ENTRIES = 1_000_000
MOST_BYTES = 256 * 1024**2
MOST_DEPTH = 200
MOST_SHOWN = 50
MOST_WORDS = 300

HEX = re.compile(r"[0-9a-f]{64}\Z")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}\Z")
LINK_NAME = re.compile(r"links/(\d{6,9})\.json\Z")
FILE_NAME = re.compile(r"records/(\d{6,9})/([A-Za-z0-9][-A-Za-z0-9_.]*)\Z")
UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    OSError,
)


class Problem(NamedTuple):
    """Something that is not as it must be, and where."""

    place: str
    what: str

    def __str__(self) -> str:
        return f"{_shown(self.place)}: {_shown(self.what)}"


class Unreadable(Exception):
    """What stands there cannot be read; the sentence says why."""


class Report(NamedTuple):
    """What was found: the problems, the heads in their order, and how many files were read."""

    problems: list[Problem]
    heads: list[str]
    files: int


# --- canonical JSON -----------------------------------------------------------------------------------------------


def canonical(value: Any) -> bytes:
    """RFC 8785 bytes of a JSON value without fractions."""
    return json.dumps(_sorted(value), ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode(
        "utf-8"
    )


def _sorted(value: Any) -> Any:
    """The same with the members of every object in the order of their names' UTF-16 units."""
    if isinstance(value, dict):
        names = sorted(value, key=lambda name: name.encode("utf-16-be", "surrogatepass"))
        return {name: _sorted(value[name]) for name in names}
    return [_sorted(item) for item in value] if isinstance(value, list) else value


def read_canonical(data: bytes) -> Any:
    """The value of canonical bytes. Raises Unreadable where they are not canonical JSON."""
    _check_depth(data)
    try:
        value = json.loads(
            data.decode("utf-8"), object_pairs_hook=_once, parse_float=_refuse, parse_constant=_refuse
        )
        again = canonical(value)
    except (ValueError, RecursionError, UnicodeError) as error:
        raise Unreadable(f"it is not the JSON that was published ({error})") from error
    if again != data:
        raise Unreadable("it is JSON, but not in the canonical form in which texts are published")
    return value


def _check_depth(data: bytes) -> None:
    depth = deepest = 0
    for byte in re.findall(rb"[\[{\]}]", data):
        depth += 1 if byte in b"[{" else -1
        deepest = max(deepest, depth)
    if deepest > MOST_DEPTH:
        raise Unreadable("it is nested more than %d levels deep" % MOST_DEPTH)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice in one object")
    return found


def _refuse(number: str) -> Any:
    raise ValueError(f"{number[:40]} is no number of a published text")


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


# --- the archive --------------------------------------------------------------------------------------------------


class Archive:
    """The entries of the ZIP file, each read whole and once."""

    def __init__(self, path: str) -> None:
        try:
            self.zip = zipfile.ZipFile(path)
            entries = self.zip.infolist()
        except UNREADABLE as error:
            raise Unreadable(f"it cannot be opened as a ZIP file ({error})") from error
        if len(entries) > MOST_ENTRIES:
            raise Unreadable("it holds more than %d files" % MOST_ENTRIES)
        self.entries: dict[str, zipfile.ZipInfo] = {}
        self.twice: list[str] = []
        for entry in entries:
            if entry.filename in self.entries:
                self.twice.append(entry.filename)
            self.entries[entry.filename] = entry

    def read(self, name: str) -> bytes:
        """Raises Unreadable."""
        entry = self.entries.get(name)
        if entry is None:
            raise Unreadable("it is missing")
        if entry.file_size > MOST_BYTES:
            raise Unreadable("it is larger than %d MB" % (MOST_BYTES // 1024**2))
        try:
            # Never gives out more than the directory of the archive says.
            return self.zip.read(entry)
        except UNREADABLE as error:
            raise Unreadable(f"it cannot be read from the archive ({error})") from error


# --- the checks ---------------------------------------------------------------------------------------------------


def verify(path: str) -> Report:
    """Everything that is not in order. Raises Unreadable where the file is no archive at all."""
    archive = Archive(path)
    problems = [Problem(name, "it stands in the archive twice") for name in archive.twice]
    numbers, files = _numbers(archive, problems)
    heads: list[str] = []
    lines: list[str] = []
    known: dict[str, str] = {}
    identifiers: dict[str, int] = {}
    for number in range(1, max(numbers, default=0) + 1):
        place = "links/%06d.json" % number
        before = heads[-1] if heads else NONE_BEFORE
        found = files.get(number, {})
        data = _bytes(archive, place, problems)
        link = _link(data, place, number, before, problems) if data is not None else None
        heads.append(sha256(data) if data is not None else "")
        if link is None:
            lines.append("")
            continue
        problems += _said_twice(link, place, number, identifiers)
        lines.append("\t".join((str(number), link["date"], link["identifier"], link["sha256"], heads[-1])))
        problems += _record(archive, number, link, heads[-1], found, known)
    if not numbers:
        problems.append(Problem("links", "there is no link: nothing is published here"))
    problems += _stray(numbers, files)
    problems += _heads(archive, lines)
    return Report(problems, heads, sum(len(found) for found in files.values()))


def _numbers(archive: Archive, problems: list[Problem]) -> tuple[set[int], dict[int, dict[str, str]]]:
    """The numbers of links, and per number the files: name to its place. What belongs nowhere is a problem."""
    numbers: set[int] = set()
    files: dict[int, dict[str, str]] = {}
    for name in archive.entries:
        link, file = LINK_NAME.match(name), FILE_NAME.match(name)
        if link and name == "links/%06d.json" % int(link[1]) and 0 < int(link[1]) <= MOST_ENTRIES:
            numbers.add(int(link[1]))
        elif file and name == "records/%06d/%s" % (int(file[1]), file[2]):
            files.setdefault(int(file[1]), {})[file[2]] = name
        elif name not in (HEADS, *NOT_THE_RECORD):
            problems.append(Problem(name, "it does not belong into the archive"))
    return numbers, files


def _stray(numbers: set[int], files: dict[int, dict[str, str]]) -> Iterator[Problem]:
    last = max(numbers, default=0)
    for number in sorted(number for number in files if number > last or number < 1):
        yield Problem("records/%06d" % number, "files without a link: the chain has no number %d" % number)


def _bytes(archive: Archive, place: str, problems: list[Problem]) -> bytes | None:
    try:
        return archive.read(place)
    except Unreadable as why:
        problems.append(Problem(place, str(why)))
        return None


def _link(
    data: bytes, place: str, number: int, before: str, problems: list[Problem]
) -> dict[str, Any] | None:
    try:
        link = read_canonical(data)
        _check_shape(link)
    except Unreadable as why:
        problems.append(Problem(place, str(why)))
        return None
    if link["number"] != number:
        problems.append(Problem(place, "it says that it is number {}".format(link["number"])))
    if before and link["previous"] != before:
        problems.append(
            Problem(
                place,
                "it does not follow on number %d: it names the head %s, and the head there is %s"
                % (number - 1, link["previous"], before)
                if number > 1
                else "it is the first link, and names a head before it: {}".format(link["previous"]),
            )
        )
    return link


def _check_shape(link: Any) -> None:
    """Raises Unreadable where it is no link."""
    texts = ("schema", "previous", "identifier", "sha256", "date")
    if not isinstance(link, dict) or set(link) != {*texts, "number", "files"}:
        raise Unreadable("it is not a link: other members than those of a link")
    if not all(isinstance(link[name], str) for name in texts) or type(link["number"]) is not int:
        raise Unreadable("it is not a link: a member is of the wrong kind")
    if link["schema"] != LINK_SCHEMA:
        raise Unreadable(f"it is not a link of the kind {LINK_SCHEMA}")
    if not (HEX.match(link["previous"]) and HEX.match(link["sha256"]) and DAY.match(link["date"])):
        raise Unreadable("a hash or a day in it is not one")
    kinds = {"name": str, "media_type": str, "size": int, "sha256": str}
    for file in link["files"] if isinstance(link["files"], list) else [None]:
        if not isinstance(file, dict) or {name: type(value) for name, value in file.items()} != kinds:
            raise Unreadable("it is not a link: one of its files is of the wrong kind")
    if len({file["name"] for file in link["files"]}) != len(link["files"]):
        raise Unreadable("it names a file twice")


def _said_twice(link: dict[str, Any], place: str, number: int, seen: dict[str, int]) -> Iterator[Problem]:
    earlier = seen.setdefault(link["identifier"], number)
    if earlier != number:
        yield Problem(place, "%s is number %d already" % (link["identifier"], earlier))


def _record(
    archive: Archive,
    number: int,
    link: dict[str, Any],
    head: str,
    found: dict[str, str],
    known: dict[str, str],
) -> list[Problem]:
    """What is wrong with the files of one link. `known`: identifier to SHA-256 of the texts so far."""
    folder = "records/%06d/" % number
    named = {file["name"]: file for file in link["files"]}
    problems = [
        Problem(place, "its link names no such file")
        for name, place in found.items()
        if name not in named and name not in (CONTENT, COLUMNS)
    ]
    if RECORD_JSON not in named:
        problems.append(Problem("links/%06d.json" % number, f"it names no {RECORD_JSON}"))
    for name, file in named.items():
        place = folder + name
        data = _bytes(archive, place, problems)
        if data is None:
            continue
        if len(data) != file["size"] or sha256(data) != file["sha256"]:
            problems.append(
                Problem(place, f"it is not the file that was published: its SHA-256 is {sha256(data)}")
            )
        if name == RECORD_JSON:
            problems += _text(data, place, link, known)
    data = _bytes(archive, folder + CONTENT, problems)
    if data is not None and sha256(data) != link["sha256"]:
        problems.append(
            Problem(folder + CONTENT, "the text in the database is not the one that was published")
        )
    data = _bytes(archive, folder + COLUMNS, problems)
    if data is not None:
        problems += _columns(data, folder + COLUMNS, link, head)
    known[link["identifier"]] = link["sha256"]
    return problems


def _text(data: bytes, place: str, link: dict[str, Any], known: dict[str, str]) -> list[Problem]:
    """What is wrong with the canonical text of a link."""
    if sha256(data) != link["sha256"]:
        return [Problem(place, "it is not the text that was published")]
    try:
        said = read_canonical(data)["publication"]
        of_itself = (said["identifier"], said["date"])
        corrects = said.get("corrects")
        old = (corrects["identifier"], corrects["sha256"]) if corrects else None
    except Unreadable as why:
        return [Problem(place, str(why))]
    except (KeyError, TypeError, AttributeError):
        return [Problem(place, "it is not a published text: it does not say what it is")]
    problems = []
    if of_itself != (link["identifier"], link["date"]):
        problems.append(Problem(place, "it says that it is {} of {}".format(*of_itself)))
    if old and known.get(old[0]) != old[1]:
        problems.append(Problem(place, f"it corrects {old[0]}, and no such text stands before it"))
    return problems


def _columns(data: bytes, place: str, link: dict[str, Any], head: str) -> list[Problem]:
    """What the database says of a text, against its link."""
    wanted = {name: link[name] for name in ("number", "previous", "identifier", "sha256")}
    wanted["head"] = head
    wanted["files"] = link["files"]
    try:
        said = read_canonical(data)
    except Unreadable as why:
        return [Problem(place, str(why))]
    if not isinstance(said, dict) or set(said) != set(wanted):
        return [Problem(place, "it does not say what the database says of a text")]
    return [
        Problem(place, f"the database says another {name} than the chain")
        for name in wanted
        if said[name] != wanted[name]
    ]


def _heads(archive: Archive, lines: list[str]) -> list[Problem]:
    """heads.txt against the links, line by line."""
    problems: list[Problem] = []
    data = _bytes(archive, HEADS, problems)
    if data is None:
        return problems
    wanted = HEADER.encode("utf-8").split(b"\n")[:-1] + [line.encode("utf-8") for line in lines]
    found = data.split(b"\n")
    if found[-1] == b"":
        found.pop()
    else:
        problems.append(Problem(HEADS, "its last line is cut off"))
    for number, (one, other) in enumerate(zip(wanted, found), 1):
        # A link that could not be read is told of already.
        if one != other and (one or number <= HEADER.count("\n")):
            problems.append(Problem("%s, line %d" % (HEADS, number), "it is not what the links say"))
    if len(found) != len(wanted):
        problems.append(Problem(HEADS, "it has %d lines, and the links make %d" % (len(found), len(wanted))))
    return problems


def _ends(report: Report, head: str) -> Iterator[Problem]:
    """Whether the chain ends where it should."""
    if report.heads and report.heads[-1] == head:
        return
    if head in report.heads:
        number = report.heads.index(head) + 1
        yield Problem(
            "links/%06d.json" % (number + 1),
            "the chain goes on after the head you gave, which is number %d; with --noted, later texts may follow"
            % number,
        )
    else:
        yield Problem(
            "links/%06d.json" % (len(report.heads) + 1),
            "the chain does not end with the head you gave: texts were cut off after number %d, or an earlier one is "
            "not the one that was published" % len(report.heads),
        )


def _holds(report: Report, head: str) -> Iterator[Problem]:
    if head not in report.heads:
        yield Problem("links", "the head you noted does not stand in this chain")


def _shown(text: str) -> str:
    """Fit for a terminal, whatever somebody wrote into the archive."""
    return "".join(
        char if char.isprintable() and char < "\x7f" else ascii(char)[1:-1] for char in text[:MOST_WORDS]
    )


# --- the command --------------------------------------------------------------------------------------------------


def _head(text: str) -> str:
    head = text.strip().lower()
    if not HEX.match(head):
        raise argparse.ArgumentTypeError("a head has 64 digits from 0 to 9 and a to f")
    return head


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Check an archive of published texts, offline.")
    parser.add_argument("archive", help="the ZIP file")
    parser.add_argument("--head", type=_head, help="the head with which the chain must end")
    parser.add_argument("--noted", type=_head, help="a head you noted earlier, which must stand in the chain")
    options = parser.parse_args(arguments)
    try:
        report = verify(options.archive)
    except Unreadable as why:
        print(f"{_shown(options.archive)}: {why}")
        print("NOT IN ORDER: this is no archive of published texts.")
        return 1
    problems = list(report.problems)
    if options.head:
        problems += _ends(report, options.head)
    if options.noted:
        problems += _holds(report, options.noted)
    for problem in problems[:MOST_SHOWN]:
        print(problem)
    if len(problems) > MOST_SHOWN:
        print("... and %d more" % (len(problems) - MOST_SHOWN))
    if problems:
        print("NOT IN ORDER: %d problems, the first one at %s." % (len(problems), _shown(problems[0].place)))
        return 1
    print("Texts: %d. Files: %d. The chain ends with the head" % (len(report.heads), report.files))
    print(report.heads[-1])
    if not (options.head or options.noted):
        print("Compare this head with one you got elsewhere: a tail that was cut off is seen only so.")
    print("IN ORDER: every text, every file and every link is what the chain says.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
