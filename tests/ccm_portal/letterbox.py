"""Letters for the floor's tests."""

import datetime as dt
import uuid
from typing import Any

from ccm_portal import letters, links
from ccm_portal.models import Letter

NOW = dt.datetime(2026, 11, 2, 9, 0, tzinfo=dt.UTC)
BODY = uuid.UUID("00000000-0000-0000-0000-0000000b0d1e")


def write(address: str = "norway@example.org", **changes: Any) -> Letter:
    """A stored letter, to be sent at NOW; every call is another recipient's unless `recipient` says otherwise."""
    fields: dict[str, Any] = {
        "reason": "round:1:opening",
        "recipient": uuid.uuid4(),
        "address": address,
        "name": "Permanent Mission",
        "delegation": "Norway",
        "subject": "Draft minutes for your comments",
        "text": f"Dear colleague,\n\nplease read the draft:\n{links.PLACEHOLDER}\n",
        "html": f'<p>Dear colleague,</p><p><a href="{links.PLACEHOLDER}">Read the draft</a></p>',
        "now": NOW,
        "body_id": BODY,
    }
    return letters.write(**fields | changes)


def only() -> Letter:
    return Letter.objects.get()
