"""Order among siblings as rank strings, so that putting a row between two others touches no other row."""

from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from fractional_indexing import generate_key_between, generate_n_keys_between


class RankField(models.CharField):
    """A rank string, compared byte by byte whatever the database's language is."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 120)
        super().__init__(*args, **kwargs)

    def db_parameters(self, connection: BaseDatabaseWrapper) -> dict[str, Any]:
        parameters: dict[str, Any] = super().db_parameters(connection)
        parameters["collation"] = {"postgresql": "C", "sqlite": "BINARY"}[connection.vendor]
        return parameters


def between(before: str | None, after: str | None) -> str:
    """A rank that sorts after `before` and before `after`; None means the very start or end.

    Two rows may carry the same rank (two people adding at one place): then the new one goes right after both.
    """
    if before is not None and after is not None and before >= after:
        after = None
    return str(generate_key_between(before, after))


def first(count: int) -> list[str]:
    """`count` ranks in order, for rows that are laid out all at once."""
    return [str(key) for key in generate_n_keys_between(None, None, count)]


def several(count: int, before: str | None, after: str | None) -> list[str]:
    """`count` ranks in order between two rows, as `between` gives one."""
    if before is not None and after is not None and before >= after:
        after = None
    return [str(key) for key in generate_n_keys_between(before, after, count)]
