"""Messages between the renderer and its clients: four bytes of length, a JSON header, then the body."""

import json
import socket
import struct
from typing import Any

LENGTH = struct.Struct(">I")
MAX_HEADER_BYTES = 64_000


class BrokenFrame(Exception):
    """The other side closed too early or sent something that is no message."""


def pack(header: dict[str, Any], body: bytes = b"") -> bytes:
    """One message as bytes."""
    text = json.dumps({**header, "length": len(body)}).encode()
    return LENGTH.pack(len(text)) + text + body


def unpack(message: bytes) -> tuple[dict[str, Any], bytes]:
    """Header and body of one complete message; raises BrokenFrame."""
    if len(message) < LENGTH.size:
        raise BrokenFrame
    (size,) = LENGTH.unpack_from(message)
    header = _header(message[LENGTH.size : LENGTH.size + size])
    body = message[LENGTH.size + size :]
    if len(body) != header["length"]:
        raise BrokenFrame
    return header, body


def receive(connection: socket.socket, *, limit: int) -> tuple[dict[str, Any], bytes]:
    """Reads one message, its body at most `limit` bytes; raises BrokenFrame, or OSError on a time-out."""
    (size,) = LENGTH.unpack(_exactly(connection, LENGTH.size))
    if size > MAX_HEADER_BYTES:
        raise BrokenFrame
    header = _header(_exactly(connection, size))
    if header["length"] > limit:
        raise BrokenFrame
    return header, _exactly(connection, header["length"])


def _header(text: bytes) -> dict[str, Any]:
    try:
        header: Any = json.loads(text)
    except ValueError as error:
        raise BrokenFrame from error
    if not isinstance(header, dict):
        raise BrokenFrame
    length = header.get("length")
    if not isinstance(length, int) or length < 0:
        raise BrokenFrame
    return header


def _exactly(connection: socket.socket, size: int) -> bytes:
    parts = []
    while size:
        part = connection.recv(min(size, 1 << 16))
        if not part:
            raise BrokenFrame
        parts.append(part)
        size -= len(part)
    return b"".join(parts)
