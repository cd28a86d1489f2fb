"""The portal's settings for fault tests: dead workers are noticed in seconds, and the clock does nothing but send."""

from ccm_portal.settings import *  # noqa: F403

LETTER_LEASE_SECONDS = 2
PERIODIC = ["ccm_portal.periodic.send_letters"]
