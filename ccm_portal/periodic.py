"""What the clock does for the floor; one verb of an app's own each."""

import datetime as dt

from ccm_portal import outbox


def send_letters(now: dt.datetime) -> bool:
    """Send the letters that are due, for a few seconds at most; True where some are left over."""
    return outbox.run(now)
