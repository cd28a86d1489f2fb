"""Fixtures of the app's tests."""

from collections.abc import Iterator

import pytest

from ccm_portal.pdf import RendererProcess
from tests import renderers


@pytest.fixture(scope="session")
def renderer_of_the_session() -> Iterator[RendererProcess]:
    with renderers.running() as process:
        yield process


@pytest.fixture
def renderer(renderer_of_the_session: RendererProcess, settings: object) -> RendererProcess:
    """A real renderer process; one for all tests that ask for it."""
    settings.RENDERER_SOCKET = str(renderer_of_the_session.socket_path)  # type: ignore[attr-defined]
    return renderer_of_the_session
