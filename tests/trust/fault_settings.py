"""The settings for fault tests: the dead and the silent are noticed in seconds, and letters are all that is due."""

import os

from ccm_portal import mail_server
from ccm_portal.settings import *  # noqa: F403

LETTER_LEASE_SECONDS = int(os.environ.get("LETTER_LEASE_SECONDS", "2"))
mail_server.STEP_SECONDS = mail_server.VERDICT_SECONDS = 2.0
PERIODIC = ["meetings.periodic.make_enclosures", "ccm_portal.periodic.send_letters"]
