"""HTML in, PDF (PDF/UA-1 and PDF/A-2a) out, nothing fetched. For the renderer alone: WeasyPrint imports slowly."""

import gc
import logging
import tempfile
from dataclasses import dataclass
from pathlib import Path
from xml.etree.ElementTree import Element

from weasyprint import CSS, HTML
from weasyprint.logger import LOGGER
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from ccm_portal import pdf_identity, pdf_limits

MAX_REPORTED = 20

# Every kind of part the style sheet has a font for, so that every font is found and loaded before the first job.
WARM_UP = Path(__file__).with_name("warm_up.html")
STYLESHEET_GOES_HERE = "/* style sheet */"


@dataclass(frozen=True)
class Typeset:
    """A finished PDF, the addresses the page asked for in vain, and what WeasyPrint warned of."""

    pdf: bytes
    refused: list[str]
    warnings: list[str]


class NothingFetched(URLFetcher):
    """Refuses every address, `data:` included, and keeps the first few for the report."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols=())
        self.refused: list[str] = []

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        if len(self.refused) < MAX_REPORTED:
            self.refused.append(url[:200])
        raise ValueError("Nothing is fetched while a PDF is made.")


class _Warnings(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.seen: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if len(self.seen) < MAX_REPORTED:
            self.seen.append(record.getMessage()[:300])


_FONTS = FontConfiguration()


class _OurStylesheet:
    """The style sheet of nearly every page, parsed once; WeasyPrint would parse it again for each."""

    def __init__(self) -> None:
        self.text = ""
        self.parsed: CSS | None = None

    def parse(self, text: str) -> None:
        self.text = text
        self.parsed = CSS(string=text, font_config=_FONTS, url_fetcher=NothingFetched())

    def taken_from(self, page: Element) -> list[CSS]:
        """Ours, where it is the only one in the page, which then has none; else nothing, and the page keeps its own."""
        inside = [element for element in page.iter() if element.tag in ("style", "link")]
        if self.parsed is None or [_style(element) for element in inside] != [self.text]:
            return []
        inside[0].text = ""
        return [self.parsed]


def _style(element: Element) -> str:
    return element.text or "" if element.tag == "style" and not element.attrib else ""


_OURS = _OurStylesheet()


def typeset(html: str) -> Typeset:
    """Sets one self-contained page; raises pdf_limits.OverLimit where it is too much."""
    fetcher, warnings = NothingFetched(), _Warnings()
    LOGGER.addHandler(warnings)
    try:
        page = HTML(string=html, url_fetcher=fetcher)
        pdf_limits.check(page.etree_element)
        pdf = page.write_pdf(
            font_config=_FONTS,
            stylesheets=_OURS.taken_from(page.etree_element),
            pdf_variant=pdf_identity.VARIANT,
            finisher=pdf_identity.declare,
        )
    finally:
        LOGGER.removeHandler(warnings)
    return Typeset(pdf, fetcher.refused, warnings.seen)


def warm_up(css: str) -> None:
    """Sets one throwaway page, and keeps the collector off what it loaded: the forks share it."""
    if css:
        _OURS.parse(css)
    typeset(WARM_UP.read_text(encoding="utf-8").replace(STYLESHEET_GOES_HERE, css))
    # A fork may write no file, which is how Python would find out where temporary files go: it is found out here.
    tempfile.gettempdir()
    gc.collect()
    gc.disable()
    gc.freeze()
