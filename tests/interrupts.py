"""An interrupted command closes what it started: Ctrl-C, SIGTERM and SIGHUP become SystemExit, once."""

import signal
from types import FrameType

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def become_exits() -> None:
    """From now on the first of these signals ends the program as `sys.exit` does."""
    for number in SIGNALS:
        signal.signal(number, _interrupt)


def _interrupt(number: int, frame: FrameType | None) -> None:
    """Once; a second Ctrl-C must not stop the closing."""
    for each in SIGNALS:
        signal.signal(each, signal.SIG_IGN)
    print("\nInterrupted; closing what was started.", flush=True)
    raise SystemExit(128 + number)
