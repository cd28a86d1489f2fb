"""What the portal's own long-running processes share: ending when told to, and keeping the renderer alive."""

import logging
import signal
import threading

from ccm_portal.pdf import RendererProcess, RendererUnavailable

logger = logging.getLogger(__name__)


def stop_on_signals() -> threading.Event:
    """An event set by SIGTERM and Ctrl-C. What is under way is finished first: a letter, a page."""
    stop = threading.Event()
    for signal_number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(signal_number, lambda *_: stop.set())
    return stop


def keep_going(renderer: RendererProcess) -> None:
    """Start the renderer, or start it again where it ended; nothing else waits for it."""
    if renderer.is_alive():
        return
    try:
        renderer.start(ready_within=0)
    except (OSError, RendererUnavailable) as error:
        logger.error("The PDF renderer cannot be started: %s", error)
