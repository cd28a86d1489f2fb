"""The floor's pages: letters, health, errors."""

from ccm_portal.views.errors import csrf_failure

__all__ = ["csrf_failure"]
