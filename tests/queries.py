"""How many queries a page makes: it must not grow with what it lists."""

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ccm_portal.models import User


def at_the_desk(user: User) -> Client:
    """A browser with this member of staff's session."""
    browser = Client()
    browser.force_login(user)
    return browser


def count(browser: Client, address: str, **data: str) -> int:
    """The queries of one GET (of one POST, where there is data), after a first one that fills what is kept."""
    for _time in range(2):
        with CaptureQueriesContext(connection) as caught:
            answer = browser.post(address, data) if data else browser.get(address)
        assert answer.status_code == 200, f"{address}: {answer.status_code}"
    return len(caught)
