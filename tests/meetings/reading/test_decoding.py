import pytest

from meetings.reading import MAX_BYTES, UnreadableRecord, decode
from meetings.reading.decoding import MAX_LINES

TEXT = "Réunion – “minutes” of the Friends\n"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"]
)
def test_it_works(encoding: str) -> None:
    assert decode(TEXT.encode(encoding), "record.txt") == TEXT


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "is empty"),
        (b"\xef\xbb\xbf \r\n", "is empty"),
        (b"PK\x03\x04rest", "Word, Excel or ZIP"),
        (b"%PDF-1.7 rest", "PDF"),
        (b"<!DOCTYPE html><html>", "web page"),
        (bytes(range(256)), "no plain text"),
        (b"minutes \x00\x01\x02", "no plain text"),
        (b"a" * (MAX_BYTES + 1), "larger than 10 MB"),
        (b"a\n" * (MAX_LINES + 1), "more than 20000 lines"),
        (b"a\r\n" * (MAX_LINES + 1), "more than 20000 lines"),
    ],
)
def test_what_cannot_be_a_record_is_refused_with_a_sentence(data: bytes, says: str) -> None:
    with pytest.raises(UnreadableRecord, match=says) as refused:
        decode(data, "record.txt")
    assert str(refused.value).startswith("record.txt ")


def test_as_much_as_is_allowed() -> None:
    assert len(decode(b"a" * MAX_BYTES, "record.txt")) == MAX_BYTES
    assert decode(b"a\r\n" * MAX_LINES, "record.txt")
