"""Files handed in as papers: known by what is in them, never by their names; refused with a sentence that helps."""

import io

import pikepdf
import pytest

from meetings import paper_files
from meetings.paper_files import CannotKeep
from tests import word_files as files
from tests.meetings.paper_samples import W, a_pdf, a_word

pytestmark = pytest.mark.once

ADA = "ada@example.org"


def locked_pdf() -> bytes:
    file = io.BytesIO()
    with pikepdf.open(io.BytesIO(a_pdf())) as document:
        document.save(file, encryption=pikepdf.Encryption(owner="a", user="b"))
    return file.getvalue()


def with_attachment() -> bytes:
    file = io.BytesIO()
    with pikepdf.open(io.BytesIO(a_pdf())) as document:
        document.attachments["list.csv"] = b"a,b"
        document.save(file)
    return file.getvalue()


def script() -> bytes:
    action = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))
    return a_pdf(OpenAction=action)


def test_a_pdf_is_known_whatever_its_name_says():
    found = paper_files.read("C:\\papers\\Entwurf – eins.docx", a_pdf("Write to Ada."))
    assert (found.name, found.media_type, found.pages) == ("Entwurf – eins.pdf", paper_files.PDF, 1)
    assert "Write to Ada." in found.words


def test_a_word_file_says_all_that_stands_in_it():
    below = files.para(files.run("below"))
    notes = files.with_footnotes(
        files.of_xml(files.para(files.run("Three ") + files.run("legs."))),
        f"<w:footnotes {files.NS}>{below}</w:footnotes>",
    )
    found = paper_files.read("x.docx", notes)
    assert (found.name, found.media_type, found.pages) == ("x.docx", paper_files.WORD, None)
    assert {"Three legs.", "below"} <= set(found.words.split("\n"))


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.pdf", b"", "empty"),
        ("a.pdf", b"%PDF-" + b" " * paper_files.MOST_BYTES, "larger than 15 MB"),
        ("a.pdf", b"GIF89a", "neither a PDF nor a Word file"),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old kind .* password"),
        ("a\u202efdp.exe", b"%PDF-1.7", "direction of writing"),
        ("a.docx", files.with_parts(a_word(), {"word/vbaProject.bin": b"x"}), "macros"),
        ("a.docm", a_word(), "macros"),
        ("a.docx", files.with_parts(a_word(), {"mimetype": b"x"}), "no Word document"),
        ("a.docx", a_word()[:200], "damaged"),
        ("a.docx", a_word("<w:p>" * 200 + "</w:p>" * 200), "nested"),
        ("a.pdf", b"%PDF-1.7 and nothing more", "damaged"),
        ("a.pdf", locked_pdf(), "password only"),
        ("a.pdf", script(), "would run something"),
        ("a.pdf", with_attachment(), "attached inside"),
    ],
)
def test_refused(name: str, data: bytes, said: str):
    with pytest.raises(CannotKeep, match=said):
        paper_files.read(name, data)


@pytest.mark.parametrize(
    ("body", "parts", "said"),
    [
        ("", {}, ""),
        (f"<w:p>{files.deleted('gone')}</w:p>", {}, "tracked changes"),
        ("", {"comments": "<w:comment><w:p/></w:comment>"}, "comments"),
    ],
)
def test_what_a_word_file_would_tell_beside_its_text(body: str, parts: dict[str, str], said: str):
    found = paper_files.hidden(a_word(body, **parts))
    assert said in found and bool(said) == bool(found)


def test_words_taken_out_are_read_for_the_gate():
    found = paper_files.read("x.docx", a_word(f"<w:p>{files.deleted('ada@example.org')}</w:p>"))
    assert "ada@example.org" in found.words


def test_who_worked_on_it_and_what_pictures_show_are_read_for_the_gate():
    shown = f'<w:p xmlns:d="{W}/d"><d:docPr descr="Ada at the door" name="ada.jpg"/></w:p>'
    found = paper_files.read(
        "x.docx", a_word(shown, people=f'<w:person xmlns:x="x" w:author="Ada" x:userId="{ADA}"/>')
    )
    assert {"Ada at the door", "ada.jpg", "Ada", ADA} <= set(found.words.split("\n"))
