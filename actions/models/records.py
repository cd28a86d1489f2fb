"""Files of earlier records that were handed in for reading."""

import uuid

from django.db import models
from django.db.models import Q
from django.urls import reverse

from ccm_portal.history import tracked
from friends.models import Body
from friends.models.bodies import validate_zone
from meetings.models import Meeting


class RecordFileQuerySet(models.QuerySet["RecordFile"]):
    def in_bodies(self, bodies: set[uuid.UUID]) -> "RecordFileQuerySet":
        """Records of the bodies a member of staff serves."""
        return self.filter(body__in=bodies)


class RecordFile(models.Model):
    """A record as it was handed in: read, previewed, and brought in at most once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=255)
    text = models.TextField()
    # Of the text, so that the same words in another encoding are the same record.
    sha256 = models.CharField(max_length=64)
    # The body it was read for; null means the one its title names, made if need be.
    body = models.ForeignKey(
        Body, on_delete=models.PROTECT, null=True, blank=True, related_name="record_files"
    )
    time_zone = models.CharField(max_length=60, validators=[validate_zone])
    handed_in_at = models.DateTimeField()
    imported_at = models.DateTimeField(null=True)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, null=True, related_name="record_files")
    # One entry per non-blank line: number, text, what it became, detail.
    report = models.JSONField(default=list)
    # How many of what came out of it; written when it is brought in.
    figures = models.JSONField(default=dict)
    history = tracked()

    objects = RecordFileQuerySet.as_manager()

    class Meta:
        ordering = ["-handed_in_at"]
        constraints = [
            models.UniqueConstraint(fields=["sha256", "body"], name="record_once_per_body"),
            models.UniqueConstraint(
                fields=["sha256"], condition=Q(body=None), name="record_once_without_body"
            ),
            models.CheckConstraint(
                condition=Q(imported_at=None, meeting=None)
                | Q(imported_at__isnull=False, meeting__isnull=False),
                name="record_brought_in_with_its_meeting",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("record", args=[self.pk])
