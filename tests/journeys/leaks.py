"""What of the contact list in the record could have leaked into bytes that are for anyone."""

import io
import re

import pikepdf
from pypdf import PdfReader

from tests.journeys.scenes import RECORD

ADDRESS = re.compile(r"[\w.+-]+@[\w.-]+\.\w+")
# Names that stand in the contact list and nowhere else in the record.
PEOPLE = ("Phantasialath", "Tenkt", "Verzonnen", "O'Fiction", "McMadeup", "Erfunden", "Pahitt")


def addresses() -> list[str]:
    """Every address in the record, in its order, each once."""
    found = ADDRESS.findall(RECORD.read_text())
    assert len(found) == len({address.casefold() for address in found})
    return found


def check(text: str) -> None:
    """Fails where the text holds an address of the contact list, or a name that only the list holds."""
    folded = text.casefold()
    assert [address for address in addresses() if address.casefold() in folded] == []
    assert [name for name in PEOPLE if name.casefold() in folded] == []


def text_of_pdf(data: bytes) -> str:
    """What can be read in a PDF, in one line."""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages).split())


def laid_open(data: bytes) -> str:
    """A whole PDF with nothing packed: its metadata, links, names of things, attachments."""
    open_file = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert "/Title" in pdf.docinfo
        pdf.save(
            open_file,
            compress_streams=False,
            stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
        )
    return open_file.getvalue().decode("latin-1")
