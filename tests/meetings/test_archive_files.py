"""Every kind of file in six languages: for the archive (PDF/A-2a) and for every reader (PDF/UA-1) at once.

Two validators: page-validation with its rules for both standards, and what the file says when pikepdf and poppler
read it.
"""

import io
import subprocess
from collections.abc import Iterator

import page
import pikepdf
import pytest
from lxml import etree

from ccm_portal import pdf
from tests import renderers
from tests.meetings import printed_files
from tests.meetings.printed_files import PAGES, SENTENCES, TITLES

NAMES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "xmp": "http://ns.adobe.com/xap/1.0/",
}


@pytest.fixture(scope="module", autouse=True)
def renderer():
    with renderers.running() as process:
        yield process


@pytest.fixture(
    scope="module", params=[(kind, language) for kind in PAGES for language in SENTENCES], ids="-".join
)
def made(request, renderer):
    kind, language = request.param
    return language, pdf.rendering(PAGES[kind](language))


def failures(data: bytes, profile: str) -> list[str]:
    return [failure.message for failure in page.validate_pdf_bytes(data, profile=profile).failures]


def elements(document: pikepdf.Pdf) -> Iterator[pikepdf.Dictionary]:
    """Every element of the structure tree."""
    return (item for item in document.objects if isinstance(item, pikepdf.Dictionary) and "/S" in item)


@pytest.mark.parametrize("profile", ["ua1", "2a"])
def test_it_works(made, profile):
    _language, result = made
    assert failures(result.pdf, profile) == []
    assert result.warnings == ()
    assert not result.has_missing_glyphs


def test_the_file_says_its_language_and_shows_its_title(made):
    language, result = made
    with pikepdf.open(io.BytesIO(result.pdf)) as document:
        assert str(document.Root.Lang) == language
        assert bool(document.Root.MarkInfo.Marked)
        assert bool(document.Root.ViewerPreferences.DisplayDocTitle)
        assert str(document.docinfo["/Title"]) == TITLES[language]


def test_information_and_metadata_agree(made):
    _language, result = made
    with pikepdf.open(io.BytesIO(result.pdf)) as document:
        information = {name: str(value) for name, value in document.docinfo.items()}
        raw = document.Root.Metadata.read_raw_bytes()
        assert "/Filter" not in document.Root.Metadata
    metadata = etree.fromstring(raw)

    def said(path):
        [words] = metadata.xpath(path, namespaces=NAMES)
        return words

    assert said("//dc:title//rdf:li/text()") == information["/Title"]
    assert said("//dc:creator//rdf:li/text()") == information["/Author"]
    assert said("//dc:description//rdf:li/text()") == information["/Subject"]
    assert f"D:{said('//xmp:CreateDate/text()').replace('-', '')}" == information["/CreationDate"]


def test_headings_and_cells_are_what_they_look_like(made):
    _language, result = made
    with pikepdf.open(io.BytesIO(result.pdf)) as document:
        tags = [str(item.S) for item in elements(document)]
        headers = {str(item.ID) for item in elements(document) if str(item.S) == "/TH"}
        cells = [item.A.Headers for item in elements(document) if str(item.S) == "/TD"]
        assert tags.count("/H1") == 1
        assert "/H3" not in tags or "/H2" in tags
        assert headers and cells
        for named in cells:
            assert list(named) and {str(name) for name in named} <= headers


def test_the_words_can_be_copied_out(made, tmp_path):
    """As poppler reads them, which most viewers of Linux and many search engines do."""
    language, result = made
    (tmp_path / "file.pdf").write_bytes(result.pdf)
    copied = subprocess.run(
        ["pdftotext", "-enc", "UTF-8", tmp_path / "file.pdf", "-"], capture_output=True, text=True, check=True
    ).stdout
    marks = dict.fromkeys(map(ord, "\u202a\u202b\u202c\u2066\u2067\u2068\u2069\u200e\u200f"))
    assert SENTENCES[language] in " ".join(copied.translate(marks).split()).replace("。 ", "。")


def test_a_file_without_its_declaration_is_not_accepted():
    """Both validators do refuse."""
    data = pdf.render(printed_files.minutes_page("en"))
    assert failures(data.replace(b'pdfuaid:part="1"', b'pdfuaid:part="9"'), "ua1")
    assert failures(data.replace(b'pdfaid:part="2"', b'pdfaid:part="1"'), "2a")


def test_it_is_the_same_file_each_time():
    markup = printed_files.minutes_page("ar")
    assert pdf.render(markup) == pdf.render(markup)
