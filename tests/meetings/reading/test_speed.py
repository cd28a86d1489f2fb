"""Reading takes time in proportion to the text, whatever the text."""

import time

import pytest

from meetings.reading import MAX_BYTES, read_record
from meetings.reading.decoding import MAX_LINES

# Generous: the slowest takes about three seconds on two cores that do nothing else.
SECONDS = 20
LONG_LINES = {
    "letters": "a",
    "words": "word ",
    "brackets": "(",
    "bold": "**",
    "numbers": "1.",
    "bullets": "- ",
    "at signs": "a@b.",
    "dates": "held on 3 May ",
    "owners": "Norway and Peru, please ",
    "bars": "| a ",
}
SHORT_LINES = {
    "sentences": "The meeting of Norway agreed to go on with it by 3 May and so on, until the end of this.",
    "headings": "HEADING OF IT\n",
    "numbers": "1. Heading\n\nText under it.\n",
    "actions": "- Norway to do it by 3 May (Peru)",
    "attendance": "PRESENT: Norway – President",
    "agenda": "Agenda\n1. x\n - Clearance (undertaken by Peru)",
    "small letters": "abc\n",
    "contact rows": "Contact list\nName\tEmail\nA B C D E F\ta@x.org b@x.org c@x.org",
    "titles": "Minutes of the",
}


@pytest.mark.parametrize("piece", LONG_LINES.values(), ids=LONG_LINES)
def test_one_line_of_ten_megabytes(piece: str) -> None:
    text = piece * (MAX_BYTES // len(piece))
    began = time.monotonic()
    assert len(read_record(text).report) == 1
    assert time.monotonic() - began < SECONDS


@pytest.mark.parametrize("piece", SHORT_LINES.values(), ids=SHORT_LINES)
def test_as_many_lines_as_are_allowed(piece: str) -> None:
    text = "\n".join([piece] * (MAX_LINES // (piece.count("\n") + 1)))
    began = time.monotonic()
    record = read_record(text)
    assert len(record.report) == sum(1 for line in text.split("\n") if line.strip())
    assert time.monotonic() - began < SECONDS
