"""The audit log's table. No foreign keys and no personal data, so that it can be kept for ever."""

import uuid

from django.db import models

from ccm_portal.triggers import frozen


@frozen
class AuditRow(models.Model):
    """One change of state: what happened to which row, who did it (by kind and UUID), when."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    at = models.DateTimeField(db_index=True)
    event = models.CharField(max_length=60)
    actor_kind = models.CharField(max_length=10)
    actor_id = models.UUIDField()
    delegation = models.CharField(max_length=200, blank=True)
    body_id = models.UUIDField(null=True)
    subject_kind = models.CharField(max_length=60)
    subject_id = models.UUIDField(db_index=True)
    sha256 = models.CharField(max_length=64, blank=True)
    detail = models.JSONField(default=dict)

    class Meta:
        ordering = ["at"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.event}"
