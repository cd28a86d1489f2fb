"""gunicorn for real use: WEB_BIND is where it listens, WEB_CONCURRENCY processes of WEB_THREADS threads each."""

import os
from typing import Any

from gunicorn.glogging import Logger

from ccm_portal.logs import Line


class Log(Logger):  # type: ignore[misc]
    """gunicorn's own log of what went wrong quotes addresses of pages, with the tokens of links: kept as ours is."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(Line(self.error_fmt, self.datefmt))


logger_class = Log
bind = os.environ.get("WEB_BIND", "127.0.0.1:8000")
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
# A thread keeps its connection to the database from one request to the next (CONN_MAX_AGE).
threads = int(os.environ.get("WEB_THREADS", "4"))
# Memory: the heartbeat of a worker must not wait for a slow disk.
worker_tmp_dir = "/dev/shm"  # noqa: S108
control_socket_disable = True
# A page waits for a PDF ten seconds at most.
timeout = 60
graceful_timeout = 30
# Longer than the proxy keeps a connection, so that it is never closed under a request.
keepalive = 75
# The proxy writes the log of requests, without the tokens of links.
accesslog = None
loglevel = "warning"
