"""What the clock does for the app; one verb each."""

import datetime as dt

from ccm_portal import pdf_limits
from friends import circulation, list_links, replies

# Longer than the renderer gives any text, so that an answer comes in every case.
WAIT_SECONDS = pdf_limits.WALL_SECONDS + 5.0


def make_edition_files(now: dt.datetime) -> bool:
    """Make the file that the oldest letters about an edition wait for; True where others wait for theirs."""
    first = circulation.waiting().first()
    if first is None:
        return False
    return circulation.make_file(first, wait=WAIT_SECONDS, now=now) and circulation.waiting().exists()


def answer_link_requests(now: dt.datetime) -> bool:
    """Send a link to the list to those who asked for one and are on it; True where more wait."""
    return list_links.answer(now)


def propose_from_refusals(now: dt.datetime) -> None:
    """Propose what to do about addresses that a mail server refused for good, each once."""
    replies.propose_refused(now)
