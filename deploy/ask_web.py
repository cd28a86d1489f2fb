"""Asks the web server of this container whether it and its database are well: `python deploy/ask_web.py`."""

import os
import sys
import urllib.error
import urllib.request
from urllib.parse import urlsplit

port = os.environ.get("WEB_BIND", "127.0.0.1:8000").rpartition(":")[2]
portal = urlsplit(os.environ.get("BASE_URL", "http://localhost:8000"))
# As the proxy asks.
headers = {"Host": portal.hostname or "localhost", "X-Forwarded-Proto": portal.scheme}
request = urllib.request.Request(f"http://127.0.0.1:{port}/healthz", headers=headers)
try:
    with urllib.request.urlopen(request, timeout=5) as answer:  # noqa: S310
        sys.stdout.write(answer.read().decode())
except (urllib.error.URLError, OSError) as problem:
    sys.exit(f"The web server is not well: {problem}")
