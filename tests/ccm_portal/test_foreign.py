"""Strangers' files are read within limits, and what cannot be read gets a sentence."""

import io
import time

import pikepdf
import pytest

from ccm_portal import foreign


def pdf_of(*contents: bytes) -> bytes:
    """A PDF with pages of these content streams."""
    document = pikepdf.new()
    for content in contents:
        page = document.add_blank_page()
        page.Contents = document.make_stream(content)
        page.Resources = pikepdf.Dictionary(
            Font=pikepdf.Dictionary(
                F1=pikepdf.Dictionary(
                    Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
                )
            )
        )
    file = io.BytesIO()
    document.save(file, compress_streams=True)
    return file.getvalue()


def words(text: str) -> bytes:
    return f"BT /F1 12 Tf 72 700 Td ({text}) Tj ET".encode()


def test_it_works():
    assert foreign.text(pdf_of(words("One page"), words("Another")), foreign.PDF) == "One page\fAnother"
    page = b"<title>no</title><h1>A  page</h1><p>with <b>wo</b>rds &amp; more</p><script>no()</script>"
    assert foreign.text(page, foreign.PAGE).split("\n") == ["", "A  page", "", "with words & more", ""]


def locked() -> bytes:
    file = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf_of(words("Secret")))) as document:
        document.save(file, encryption=pikepdf.Encryption(owner="a", user="b"))
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"%PDF-1.7 and nothing more", "damaged"),
        (pdf_of(*[words("x")] * 301), "more than 300 pages"),
        (locked(), "password"),
        # 400 MB of spaces in half a megabyte, and a page that runs for hours.
        (pdf_of(b" " * 400_000_000), "too much time or memory|damaged"),
        (pdf_of(words("a" * 50) * 400_000), "too much time or memory|a million characters|damaged"),
    ],
)
def test_what_cannot_be_read_gets_a_sentence_in_time(data, sentence, monkeypatch):
    monkeypatch.setattr(foreign, "CPU_SECONDS", 2)
    began = time.monotonic()
    with pytest.raises(foreign.CannotRead, match=sentence):
        foreign.text(data, foreign.PDF)
    assert time.monotonic() - began < foreign.WALL_SECONDS + 5


def test_a_busy_reader_asks_to_wait(monkeypatch):
    monkeypatch.setattr(foreign, "WAIT_SECONDS", 0.01)
    for _turn in range(foreign.AT_ONCE):
        foreign._turns.acquire()
    try:
        with pytest.raises(foreign.CannotRead, match="Try again in a minute"):
            foreign.text(b"<p>", foreign.PAGE)
    finally:
        for _turn in range(foreign.AT_ONCE):
            foreign._turns.release()
