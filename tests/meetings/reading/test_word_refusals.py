"""Word files that are refused: each with a sentence that says what is wrong and where, soon, and in little memory."""

import io
import re
import struct
import time
import tracemalloc
import zipfile
from collections.abc import Callable

import docx
import pytest

from meetings.reading import UnreadableRecord, decode
from meetings.reading.word import open_word
from meetings.reading.word.package import MOST_ENTRIES
from tests import word_files as files

GOOD = files.of_xml(files.para(files.run("The Committee met.")))
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SECONDS = 10
MEGABYTES = 1_000_000


def zipped(entries: dict[str, bytes]) -> bytes:
    return files.with_parts(GOOD, entries)


def many_entries() -> bytes:
    """A directory of 100,000 empty files, written by hand: `zipfile` takes seconds for it."""
    count, name = 100_000, b"%05d"
    local = b"".join(struct.pack("<4s22xHH", b"PK\3\4", 5, 0) + name % number for number in range(count))
    place = struct.Struct("<4s24xHHHHHII")
    rows = b"".join(
        place.pack(b"PK\1\2", 5, 0, 0, 0, 0, 0, number * 35) + name % number for number in range(count)
    )
    # More than 65,535 are counted in a second, longer ending.
    at = len(local) + len(rows)
    longer = struct.pack("<4sQHHIIQQQQ", b"PK\6\6", 44, 45, 45, 0, 0, count, count, len(rows), len(local))
    locator = struct.pack("<4sIQI", b"PK\6\7", 0, at, 1)
    ending = struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    return local + rows + longer + locator + ending


def bomb() -> bytes:
    """Some 195 kB that unpack to 200 MB."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("word/document.xml", "w") as part,
    ):
        for _step in range(200):
            part.write(b" " * 1_000_000)
    return out.getvalue()


def spread_bomb() -> bytes:
    """Many parts, each under every limit of one part."""
    filler = b"".join(bytes([number % 256]) * 40 for number in range(24_000))
    return zipped({f"word/media/{number}.bin": filler for number in range(70)})


def link() -> bytes:
    entry = zipfile.ZipInfo("word/link.xml")
    entry.external_attr = 0o120777 << 16
    out = io.BytesIO(GOOD)
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr(entry, "/etc/hostname")
    return out.getvalue()


def locked() -> bytes:
    """The flag of encryption set on every entry of the directory."""
    data = bytearray(GOOD)
    for match in re.finditer(b"PK\x01\x02", GOOD):
        data[match.start() + 8] |= 1
    return bytes(data)


def with_kind(kind: str) -> bytes:
    types = zipfile.ZipFile(io.BytesIO(GOOD)).read("[Content_Types].xml").decode()
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    return zipped({"[Content_Types].xml": types.replace(main, kind).encode()})


def table_of(rows: int) -> bytes:
    def row(number: int) -> str:
        words = (str(number), str(number * number), hex(number**5))
        return "".join(f"<w:tc>{files.para(files.run(one))}</w:tc>" for one in words)

    return files.of_xml(f"<w:tbl>{''.join(f'<w:tr>{row(number)}</w:tr>' for number in range(rows))}</w:tbl>")


def document(inner: str) -> bytes:
    return zipped({"word/document.xml": inner.encode()})


def billion_laughs() -> bytes:
    lines = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    return document(f'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a0 "ha">{lines}]><w>&a9;</w>')


REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "a hundred thousand entries": (many_entries, f"holds more than {MOST_ENTRIES} files in one"),
    "a thousand and one": (lambda: zipped({f"word/{n}": b"" for n in range(1_001)}), "holds more than 1000 files"),
    "195 kB to 200 MB": (bomb, "unpacks from 194 kB to 200 MB .“word/document.xml”."),
    "many parts of fair size": (spread_bomb, "unpacks to 68 MB; at most 60 MB"),
    "a name that leaves the file": (lambda: zipped({"word/../../x.xml": b"x"}), "points outside .*“word/../../x.xml”"),
    "an absolute name": (lambda: zipped({"/etc/x": b"x"}), "points outside the file"),
    "a link": (link, "holds a link instead of a part .“word/link.xml”."),
    "a zip in it": (lambda: zipped({"word/more.zip": GOOD}), "another archive .“word/more.zip”."),
    "a password on the zip": (locked, "protected by a password"),
    "wrong magic": (lambda: b"PK\x03\x04" + b"x" * 500, "damaged or was cut off"),
    "cut off": (lambda: GOOD[: len(GOOD) // 2], "damaged or was cut off"),
    "a part damaged": (lambda: document("<w:document"), "damaged in “word/document.xml”"),
    "macros by kind": (lambda: with_kind("application/vnd.ms-word.document.macroEnabled.main+xml"), "holds macros"),
    "macros by part": (lambda: zipped({"word/vbaProject.bin": b"x"}), "holds macros"),
    "another office file": (lambda: with_kind("application/vnd.x.spreadsheetml.sheet.main+xml"), "is no Word document"),
    "no document": (lambda: files.with_parts(GOOD, {}, without=("_rels/.rels",)), "no Word document"),
    "OpenDocument": (lambda: zipped({"mimetype": b"application/vnd.oasis.opendocument.text"}), "OpenDocument"),
    "entities": (billion_laughs, "defines entities or a document type in “word/document.xml”"),
    "an outside entity": (
        lambda: document('<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/hostname">]><w>&x;</w>'), "defines entities",
    ),
    "nested too deep": (lambda: document("<w>" * 5_000 + "</w>" * 5_000), "deeply nested .* “word/document.xml”"),
    "a table of 5,000 rows": (lambda: table_of(5_000), "table 1 has more than 2000 rows"),
    "no words": (lambda: files.built(lambda document: None), "is empty"),
    "too large": (lambda: b"PK" + b"x" * 10_000_001, "larger than 10 MB"),
}  # fmt: skip


@pytest.mark.parametrize(("make", "says"), REFUSED.values(), ids=REFUSED)
def test_it_is_refused_with_a_sentence(make: Callable[[], bytes], says: str) -> None:
    data = make()
    tracemalloc.start()
    began = time.process_time()
    try:
        with pytest.raises(UnreadableRecord, match=says) as refused:
            open_word(data, "record.docx")
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert str(refused.value).startswith("record.docx")
    assert time.process_time() - began < SECONDS
    assert most < 150 * MEGABYTES


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (OLE + "EncryptedPackage".encode("utf-16-le"), "protected by a password"),
        (
            OLE + b"rest",
            r"is a Word \(.doc\) or Excel file. Save it as a Word document \(.docx\) or as plain text",
        ),
        (b"%PDF-1.7", r"is a PDF file. Save it as a Word document \(.docx\)"),
        (b"{\\rtf1", r"is a RTF file. Save it as a Word document \(.docx\)"),
    ],
)
def test_other_kinds_are_refused_with_what_to_do(data: bytes, says: str) -> None:
    with pytest.raises(UnreadableRecord, match=says):
        decode(data, "record.doc")


def test_macros_are_refused_by_name() -> None:
    with pytest.raises(UnreadableRecord, match="holds macros"):
        open_word(GOOD, "record.docm")


def test_as_much_as_is_allowed() -> None:
    assert open_word(table_of(2_000), "r.docx").accepted.count("\n") == 2_000


def test_what_it_points_to_outside_is_said_and_not_fetched() -> None:
    def write(document: docx.document.Document) -> None:
        document.add_paragraph("The Committee met.")
        kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"
        document.part.relate_to("http://127.0.0.1:9/never.dotm", kind, is_external=True)

    word = open_word(files.built(write), "r.docx")
    assert [(row.kind, row.words) for row in word.left_out] == [
        ("link to outside", "http://127.0.0.1:9/never.dotm")
    ]
