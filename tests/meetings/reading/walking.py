"""Every text in the values of a record, to ask whether a word of the file is among them."""

import dataclasses
import re
from collections.abc import Iterator
from typing import Any

from meetings.reading.values import Record

WORD = re.compile(r"[^\W_]+")


def texts_of(value: Any) -> Iterator[str]:
    """Every string in a value, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from texts_of(one)
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        for field in dataclasses.fields(value):
            yield from texts_of(getattr(value, field.name))


def words_of(record: Record) -> set[str]:
    """The words that a record holds as read: in everything but the report and the questions."""
    read = dataclasses.replace(record, report=(), questions=(), alike=())
    return {word for text in texts_of(read) for word in WORD.findall(text)}
