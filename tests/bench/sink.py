"""A mail server that only looks for the closing dot: as fast as can be, so that a sender is measured and not it.

Runs as a process of its own: `python -m tests.bench.sink` prints its port.
"""

import asyncio
import subprocess
import sys
from typing import Self

from tests import databases

END = b"\r\n.\r\n"


class Sink:
    """The process, from entering to leaving."""

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.bench.sink"], cwd=databases.ROOT, stdout=subprocess.PIPE, text=True
        )
        assert self._process.stdout is not None
        self.port = int(self._process.stdout.readline())
        return self

    def __exit__(self, *exc: object) -> None:
        self._process.kill()
        self._process.wait()

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"


async def _talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"220 sink\r\n")
    while line := await reader.readline():
        command = line[:4].upper()
        if command == b"DATA":
            writer.write(b"354 go on\r\n")
            await reader.readuntil(END)
        writer.write(b"221 bye\r\n" if command == b"QUIT" else b"250 OK\r\n")
        if command == b"QUIT":
            break
    writer.close()


async def _serve() -> None:
    server = await asyncio.start_server(_talk, "127.0.0.1", 0, limit=2**24)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_serve())
