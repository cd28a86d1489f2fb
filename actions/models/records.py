"""Files of earlier records that were handed in for reading."""

import uuid

from django.db import models

from ccm_portal.history import tracked
from friends.models import Body
from meetings.models import Meeting


class RecordFile(models.Model):
    """A record as it was handed in: read, previewed, and brought in at most once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=255)
    text = models.TextField()
    sha256 = models.CharField(max_length=64)
    # The body it was read for; null means the one its title names, made if need be.
    body = models.ForeignKey(Body, on_delete=models.PROTECT, null=True, blank=True, related_name="record_files")
    time_zone = models.CharField(max_length=60)
    handed_in_at = models.DateTimeField()
    imported_at = models.DateTimeField(null=True)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, null=True, related_name="record_files")
    # One entry per non-blank line: number, text, what it became.
    report = models.JSONField(default=list)
    history = tracked()

    class Meta:
        ordering = ["-handed_in_at"]

    def __str__(self) -> str:
        return self.name
