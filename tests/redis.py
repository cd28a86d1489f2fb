"""A throwaway Redis: started in a moment, on a free port of the loopback, keeping nothing on disk.

with Redis() as redis:
    redis.url                   # redis://127.0.0.1:PORT/0
    redis.stop(); redis.start() # comes back on its port, empty
    redis.freeze(); redis.thaw()  # SIGSTOP and SIGCONT: connections stay open and nobody answers
"""

import shutil
import signal
import socket
import subprocess
import time
from contextlib import suppress
from typing import Self

import redis as client

START_SECONDS = 15.0
STOP_SECONDS = 10.0


class NoRedis(Exception):
    """Redis is not installed, or it did not start."""


class Redis:
    def __init__(self) -> None:
        program = shutil.which("redis-server")
        if program is None:
            raise NoRedis("Redis' server is not installed. `make test` installs it on Debian and Ubuntu.")
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        self._command = [
            program,
            "--port",
            str(self.port),
            "--bind",
            "127.0.0.1",
            "--save",
            "",
            "--appendonly",
            "no",
        ]
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """For REDIS_URL."""
        return f"redis://127.0.0.1:{self.port}/0"

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self.stop()

    def start(self) -> None:
        """Start it, empty, and wait until it answers."""
        self._process = subprocess.Popen(self._command, cwd="/", stdout=subprocess.DEVNULL)
        end = time.monotonic() + START_SECONDS
        while not self.answers():
            if time.monotonic() > end or self._process.poll() is not None:
                raise NoRedis("Redis did not start.")
            time.sleep(0.02)

    def answers(self) -> bool:
        with suppress(client.RedisError, OSError):
            return bool(self.client().ping())
        return False

    def client(self) -> client.Redis:
        return client.Redis(port=self.port, socket_timeout=2.0)

    def stop(self) -> None:
        """End it at once; what it held is gone."""
        if self._process is None:
            return
        self._process.kill()
        self._process.wait(STOP_SECONDS)
        self._process = None

    def freeze(self) -> None:
        """It takes connections and bytes, and does nothing."""
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self._signal(signal.SIGCONT)

    def _signal(self, number: signal.Signals) -> None:
        if self._process is not None:
            self._process.send_signal(number)

    def everything(self) -> bytes:
        """The names and values of all keys, to look for words in."""
        found = self.client()
        return b"\n".join(bytes(key) + b" " + bytes(found.dump(key) or b"") for key in found.keys("*"))
