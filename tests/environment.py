"""The tests' environment: every variable of the settings has a fixed value, whatever the machine or a `.env` says.

Loaded before the settings are (pytest's `-p tests.environment`, in `pyproject.toml`). Only DATABASE_URL comes from
outside: `tests.run` sets it for the second run, on PostgreSQL; without it the tests run on SQLite.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

HERE = Path(tempfile.mkdtemp(prefix="ccm-tests-"))
atexit.register(shutil.rmtree, HERE, ignore_errors=True)

VARIABLES = {
    "DEMO": "0",
    "VAR_DIR": str(HERE),
    "PUBLIC_DIR": str(HERE / "public"),
    "SECRET_KEY": "only-for-the-tests",
    "LINK_KEY": "only-for-the-links-of-the-tests",
    "BASE_URL": "http://localhost:8000",
    "ALLOWED_HOSTS": "localhost,127.0.0.1",
    "TRUSTED_PROXIES": "0",
    "TREATY_NAME": "Convention on Cluster Munitions",
    "IDENTIFIER_PREFIX": "CCM",
    "CONN_MAX_AGE": "60",
    # Port 9 answers nobody: a test that sends takes the `smtp_server` fixture.
    "EMAIL_URL": "smtp://127.0.0.1:9",
    "MAIL_FROM": "Friends of the President <portal@example.org>",
    "MAIL_REPLY_TO": "",
    "REDIS_URL": "",
    "RENDERER_SOCKET": str(HERE / "renderer.sock"),
}
os.environ.update(VARIABLES)
os.environ.setdefault("DATABASE_URL", f"sqlite:///{HERE / 'portal.sqlite3'}")
# Playwright's synchronous interface runs an event loop in the test's own thread, where Django refuses the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
