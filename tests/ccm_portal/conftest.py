"""What the floor's tests share."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.ccm_portal.strict_mail import StrictServer


@pytest.fixture
def mailbox(settings: Any) -> Iterator[StrictServer]:
    """A mail server of this test's own, named by EMAIL_URL."""
    with StrictServer() as server:
        settings.EMAIL_URL = server.url
        yield server
