"""Canonical JSON (RFC 8785) and its SHA-256: the form in which texts are frozen and compared."""

import hashlib
from typing import Any

import rfc8785


def canonical(content: Any) -> str:
    """RFC 8785 text of a JSON value (no floats are used anywhere in it)."""
    return rfc8785.dumps(content).decode()


def sha256(data: str | bytes) -> str:
    """Lower-case hexadecimal SHA-256; text is taken as UTF-8."""
    return hashlib.sha256(data.encode() if isinstance(data, str) else data).hexdigest()
