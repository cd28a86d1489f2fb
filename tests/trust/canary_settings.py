"""The portal's settings for the canary crawl: a page and a verb that fail, and what leaks on purpose when told."""

from ccm_portal.settings import *  # noqa: F403
from ccm_portal.settings import MIDDLEWARE, PERIODIC

ROOT_URLCONF = "tests.trust.planted"
MIDDLEWARE = ["tests.trust.planted.leaking", *MIDDLEWARE]
PERIODIC = [*PERIODIC, "tests.trust.planted.failing"]
