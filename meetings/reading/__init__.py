"""Reading the record of a meeting out of a plain text: `decode` the file, then `read_record`. No database here."""

from meetings.reading.decoding import MAX_BYTES, UnreadableRecord, decode
from meetings.reading.record import read_record
from meetings.reading.values import Record

__all__ = ["MAX_BYTES", "Record", "UnreadableRecord", "decode", "read_record"]
