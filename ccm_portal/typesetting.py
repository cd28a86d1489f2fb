"""HTML in, PDF (PDF/UA-1 and PDF/A-2a) out, nothing fetched. For the renderer alone: WeasyPrint imports slowly."""

import gc
import logging
import tempfile
from dataclasses import dataclass

from weasyprint import HTML
from weasyprint.logger import LOGGER
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from ccm_portal import pdf_identity, pdf_limits

MAX_REPORTED = 20

WARM_UP = """<!doctype html><html lang="en"><head><title>Warm-up</title><style>{css}</style></head><body>
<h1>Warm-up</h1><p>Words, <em>more</em> <strong>words</strong>.</p><ul><li>one</li></ul>
<table><thead><tr><th>No.</th><th>Action</th></tr></thead>
<tbody><tr><td>1</td><td>Words</td></tr></tbody></table>
<p lang="ar">نص</p></body></html>"""


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


def typeset(html: str) -> Typeset:
    """Sets one self-contained page; raises pdf_limits.OverLimit where it is too much."""
    fetcher, warnings = NothingFetched(), _Warnings()
    LOGGER.addHandler(warnings)
    try:
        page = HTML(string=html, url_fetcher=fetcher)
        pdf_limits.check(page.etree_element)
        pdf = page.write_pdf(
            font_config=_FONTS, pdf_variant=pdf_identity.VARIANT, finisher=pdf_identity.declare
        )
    finally:
        LOGGER.removeHandler(warnings)
    return Typeset(pdf, fetcher.refused, warnings.seen)


def warm_up(css: str) -> None:
    """Sets one throwaway page, and keeps the collector off what it loaded: the forks share it."""
    typeset(WARM_UP.format(css=css))
    # A fork may write no file, which is how Python would find out where temporary files go: it is found out here.
    tempfile.gettempdir()
    gc.collect()
    gc.disable()
    gc.freeze()
