"""The names of States and well-known organisations in six languages: one file a language, `name,short,formal`.

`name` is the English name by which `states.py` and `organisations.py` know the row. States are written as the United
Nations, the depositary, lists them; an organisation that has no name of its own in a language has no line there.
"""

import csv
import functools
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

LANGUAGES = ("ar", "zh", "en", "fr", "ru", "es")


@dataclass(frozen=True, slots=True)
class Named:
    """A short and a formal name."""

    short: str
    formal: str


@functools.cache
def table(language: str) -> Mapping[str, Named]:
    """Every name we have in a language, by the English name of our table."""
    with (Path(__file__).parent / f"{language}.csv").open(encoding="utf-8", newline="") as file:
        return {row["name"]: Named(row["short"], row["formal"]) for row in csv.DictReader(file)}
