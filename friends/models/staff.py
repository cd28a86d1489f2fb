"""What a member of staff may do, in which body, from when to when."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ccm_portal.history import tracked
from friends.models.bodies import Body
from friends.models.validity import Validity, ValidityQuerySet, in_order


class StaffRole(Validity):
    """A role of one member of staff in one body."""

    class Role(models.TextChoices):
        COORDINATOR = "coordinator", _("Executive Coordinator")
        ADMIN = "admin", _("contact list administrator")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="roles")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="staff_roles")
    role = models.CharField(max_length=20, choices=Role)
    history = tracked()

    objects = ValidityQuerySet.as_manager()

    class Meta:
        constraints = [in_order("staff_role_ends_after_it_begins")]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}, {self.body}"
