"""A real renderer process for tests, on a socket of its own."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.test import override_settings

from ccm_portal.pdf import RendererProcess


@contextmanager
def running(**limits: Any) -> Iterator[RendererProcess]:
    """A renderer that answers at `settings.RENDERER_SOCKET`; `limits` as RendererProcess takes them."""
    with tempfile.TemporaryDirectory(prefix="renderer-") as directory:
        path = Path(directory) / "renderer.sock"
        with override_settings(RENDERER_SOCKET=str(path)), RendererProcess(path, **limits) as process:
            yield process
