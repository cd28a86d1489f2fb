"""What a member of staff may do, in which body, from when to when."""

import datetime as dt
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
        OPERATOR = "operator", _("manager of staff")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="roles")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="staff_roles")
    role = models.CharField(max_length=20, choices=Role)
    # Taken away at once: the role holds no longer from this instant on, whatever its days say.
    ended_at = models.DateTimeField(null=True, blank=True)
    history = tracked()

    objects = ValidityQuerySet.as_manager()

    class Meta:
        constraints = [in_order("staff_role_ends_after_it_begins")]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}, {self.body}"

    def holds_at(self, now: dt.datetime) -> bool:
        """Whether the person has the role at this instant; days are those of the body's zone."""
        return self.ended_at is None and self.holds_on(now.astimezone(self.body.zone).date())

    def is_over_at(self, now: dt.datetime) -> bool:
        """Whether the role has come to its end."""
        today = now.astimezone(self.body.zone).date()
        return self.ended_at is not None or (self.valid_until is not None and self.valid_until < today)


class SetUpLink(models.Model):
    """The one-time way to a sign-in of one's own. One per person; a new one voids the one before.

    The token is never stored, only its SHA-256; see ccm_portal.links.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="set_up_link"
    )
    epoch = models.PositiveIntegerField(default=0)
    token_sha256 = models.CharField(max_length=64, unique=True)
    until = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    history = tracked()

    def __str__(self) -> str:
        return f"set-up link of {self.user}"
