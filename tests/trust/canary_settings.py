"""The portal's settings for the canary crawl: one more page, which fails, and what leaks on purpose when told to."""

from ccm_portal.settings import *  # noqa: F403
from ccm_portal.settings import MIDDLEWARE

ROOT_URLCONF = "tests.trust.planted"
MIDDLEWARE = ["tests.trust.planted.leaking", *MIDDLEWARE]
