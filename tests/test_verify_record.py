"""verify_record.py, the program anybody checks an archive with: one file, Python's own library, no surprise."""

import ast
import io
import json
import os
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import verify_record
from ccm_portal.canonical import canonical, sha256
from meetings import chain, public_chain
from meetings.models import PublicationFile

PROGRAM = Path(verify_record.__file__)
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


def archive(count: int, *, body: bytes = b"<p>A page.</p>") -> dict[str, bytes]:
    """The entries of an archive of so many small texts, made by the portal's own functions."""
    entries: dict[str, bytes] = {}
    heads, place = [], chain.Place(1, chain.NONE_BEFORE)
    for number in range(1, count + 1):
        said = {"identifier": f"CCM-{number}", "date": "2026-11-02"}
        text = canonical({"title": f"Minutes {number}", "publication": said}).encode()
        data = {"record.html": body, "record.json": text}
        files = [
            PublicationFile(name=name, media_type="x/y", size=len(one), sha256=sha256(one))
            for name, one in data.items()
        ]
        link = chain.content(
            place, identifier=said["identifier"], digest=sha256(text), day=said["date"], files=files
        )
        columns = {name: link[name] for name in ("number", "previous", "identifier", "sha256", "files")}
        folder = f"records/{number:06d}/"
        entries[f"links/{number:06d}.json"] = canonical(link).encode()
        entries |= {folder + name: one for name, one in data.items()}
        entries[f"{folder}content.json"] = text
        entries[f"{folder}columns.json"] = canonical(columns | {"head": chain.head(link)}).encode()
        heads.append(
            public_chain.Head(number, said["date"], said["identifier"], link["sha256"], chain.head(link))
        )
        place = chain.Place(number + 1, chain.head(link))
    entries["heads.txt"] = (
        public_chain.HEADER + "".join(f"{public_chain.line(one)}\n" for one in heads)
    ).encode()
    return entries


def packed(entries: dict[str, bytes], path: Path) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in entries.items():
            file.writestr(name, data)
    return path


def last_head(entries: dict[str, bytes]) -> str:
    return entries["heads.txt"].decode().split()[-1]


def said(path: Path, capsys: pytest.CaptureFixture[str], *more: str) -> tuple[int, str]:
    code = verify_record.main([str(path), *more])
    return code, capsys.readouterr().out


def test_it_works(tmp_path: Path) -> None:
    entries = archive(3)
    path = packed(entries, tmp_path / "record.zip")
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(PROGRAM), str(path), "--head", last_head(entries)],
        check=False,
        capture_output=True,
        text=True,
        env={"PATH": os.environ["PATH"]},
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout == (
        f"Texts: 3. Files: 12. The chain ends with the head\n{last_head(entries)}\n"
        "IN ORDER: every text, every file and every link is what the chain says.\n"
    )


def test_without_a_head_it_says_what_cannot_be_seen(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, words = said(packed(archive(1), tmp_path / "a.zip"), capsys)
    assert code == 0
    assert "a tail that was cut off is seen only so" in words


def test_a_head_noted_earlier_and_later_texts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    noted = last_head(archive(2))
    path = packed(archive(3), tmp_path / "a.zip")
    assert said(path, capsys, "--noted", noted)[0] == 0
    code, words = said(path, capsys, "--head", noted)
    assert code == 1
    assert words.startswith(
        "links/000003.json: the chain goes on after the head you gave, which is number 2;"
    )
    code, words = said(packed(archive(1), tmp_path / "b.zip"), capsys, "--noted", noted)
    assert (code, words.splitlines()[0]) == (1, "links: the head you noted does not stand in this chain")


@given(values)
def test_its_canonical_form_is_the_portal_s(value):
    assert verify_record.canonical(value) == canonical(value).encode()
    assert verify_record.read_canonical(canonical(value).encode()) == value


def test_its_list_of_heads_begins_as_the_portal_s():
    assert verify_record.HEADER == public_chain.HEADER
    assert verify_record.LINK_SCHEMA == chain.SCHEMA
    assert verify_record.NONE_BEFORE == chain.NONE_BEFORE


def test_it_is_one_file_of_the_standard_library_for_python_3_9():
    tree = ast.parse(PROGRAM.read_text(), feature_version=(3, 9))
    names = {
        name.split(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, (ast.Import, ast.ImportFrom))
        for name in (
            [one.name for one in node.names] if isinstance(node, ast.Import) else [node.module or ""]
        )
    }
    assert names <= set(sys.stdlib_module_names)


@pytest.mark.parametrize(
    "spoilt",
    [
        b'{"a":1,"a":2}', b'{"a": 1}', b'{"a":1.5}', b'{"a":NaN}', b'{"b":1,"a":2}', b'"\xff"', b"[" * 100_000,
        b"1e5", b"", b'"\\u0061"', b"\xef\xbb\xbf1",
    ],
)  # fmt: skip
def test_what_is_not_canonical_is_refused(spoilt):
    with pytest.raises(verify_record.Unreadable):
        verify_record.read_canonical(spoilt)


@pytest.mark.parametrize(
    "link",
    [
        [], {}, "x", None, {"schema": 1},
        {"schema": "ccm-portal/link/1", "number": True, "previous": "0" * 64, "identifier": "x", "sha256": "0" * 64,
         "date": "2026-11-02", "files": []},
        {"schema": "ccm-portal/link/1", "number": 1, "previous": "0" * 64, "identifier": "x", "sha256": "0" * 64,
         "date": "2026-11-02", "files": 7},
        {"schema": "ccm-portal/link/1", "number": 1, "previous": "0" * 64, "identifier": "x", "sha256": "0" * 64,
         "date": "2026-11-02", "files": [{"name": []}]},
    ],
)  # fmt: skip
def test_a_link_of_another_shape_is_told(link, tmp_path, capsys):
    entries = archive(2) | {"links/000001.json": canonical(link).encode()}
    code, words = said(packed(entries, tmp_path / "a.zip"), capsys)
    assert (code, words.split(":")[0]) == (1, "links/000001.json")


def test_what_is_no_archive_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.zip"
    assert said(path, capsys)[0] == 1
    path.write_bytes(b"PK\x03\x04 nothing")
    code, words = said(path, capsys)
    assert code == 1
    assert "NOT IN ORDER: this is no archive of published texts." in words
    code, words = said(packed({}, path), capsys)
    assert (code, words.splitlines()[0]) == (1, "links: there is no link: nothing is published here")


def test_a_file_that_unpacks_without_end_is_not_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in archive(1).items():
            if name.endswith("record.html"):
                with file.open(name, "w", force_zip64=True) as bomb:
                    for _megabyte in range(300):
                        bomb.write(bytes(1024**2))
            else:
                file.writestr(name, data)
    code, words = said(path, capsys)
    assert (code, words.splitlines()[0]) == (1, "records/000001/record.html: it is larger than 256 MB")


def test_names_cannot_write_to_the_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, words = said(packed(archive(1) | {"\x1b[2J\u202efdp": b""}, tmp_path / "a.zip"), capsys)
    assert code == 1
    assert words.startswith("\\x1b[2J\\u202efdp: it does not belong into the archive")


def test_a_thousand_texts_take_seconds(tmp_path: Path) -> None:
    path = packed(archive(1000, body=b"<p>Some words of a page.</p>" * 2000), tmp_path / "a.zip")
    began = time.perf_counter()
    report = verify_record.verify(str(path))
    assert report.problems == []
    assert len(report.heads) == 1000
    assert time.perf_counter() - began < 10


def test_what_the_database_says_is_held_against_the_chain(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    entries = archive(2)
    columns = json.loads(entries["records/000002/columns.json"]) | {"identifier": "CCM-3"}
    entries["records/000002/columns.json"] = canonical(columns).encode()
    code, words = said(packed(entries, tmp_path / "a.zip"), capsys)
    place = "records/000002/columns.json"
    assert (code, words.splitlines()[0]) == (
        1,
        f"{place}: the database says another identifier than the chain",
    )


def test_an_entry_that_stands_twice_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = packed(archive(1), tmp_path / "a.zip")
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(path, "a") as file:
        file.writestr("heads.txt", io.BytesIO(b"x").getvalue())
    assert said(path, capsys)[1].startswith("heads.txt: it stands in the archive twice")
