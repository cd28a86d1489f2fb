"""Waking the workers after a commit, from a thread of its own: whatever Redis does, no request waits for it."""

import logging
import threading
import time

from django.conf import settings

from ccm_portal.celery import LOOK, MESSAGE_SECONDS, app

# After a failure Redis is left alone for a while; beat, or a worker by itself, sees to the work meanwhile.
PAUSE_SECONDS = 5.0

logger = logging.getLogger(__name__)


class Waker:
    """Sends "look" to the workers. However many pokes come while it sends, one more message follows them."""

    def __init__(self) -> None:
        self._poked = threading.Event()
        self._starting = threading.Lock()
        self._thread: threading.Thread | None = None

    def poke(self) -> None:
        """Returns at once. Never fails for what Redis does."""
        self._poked.set()
        with self._starting:
            # Also in a process forked from one that had a thread: that one did not come along.
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._run, name="waker", daemon=True)
                self._thread.start()

    def _run(self) -> None:
        while self._poked.wait():
            self._poked.clear()
            if not _wake():
                time.sleep(PAUSE_SECONDS)


def _wake() -> bool:
    try:
        for verb in settings.PERIODIC:
            app.send_task(LOOK, args=[verb], expires=MESSAGE_SECONDS, retry=False)
    except Exception as error:
        # Of any kind: the thread must outlive it. The words may hold the server's password.
        logger.warning("The workers could not be woken: %s", type(error).__name__)
        return False
    return True


poke = Waker().poke
