"""Fixtures of the app's tests."""

from collections.abc import Iterator

import pytest

from tests import renderers


@pytest.fixture(scope="module")
def renderer() -> Iterator[None]:
    """A real renderer process, one for a module."""
    with renderers.running():
        yield
