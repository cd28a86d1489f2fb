"""The floor's tables: staff, the audit log, letters, the pulse of what runs by itself."""

from ccm_portal.models.audit import AuditRow
from ccm_portal.models.enclosures import Enclosure
from ccm_portal.models.letters import Letter
from ccm_portal.models.pulses import Pulse
from ccm_portal.models.users import User

__all__ = ["AuditRow", "Enclosure", "Letter", "Pulse", "User"]
