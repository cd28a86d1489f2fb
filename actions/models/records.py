"""Files of earlier records that were handed in for reading."""

import datetime as dt
import uuid
from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext_lazy as _

from ccm_portal.history import tracked
from friends.models import Body
from friends.models.bodies import validate_zone
from meetings.models import Meeting
from meetings.reading import word


class RecordFileQuerySet(models.QuerySet["RecordFile"]):
    def in_bodies(self, bodies: set[uuid.UUID]) -> "RecordFileQuerySet":
        """Records of the bodies a member of staff serves."""
        return self.filter(body__in=bodies)


class RecordFile(models.Model):
    """A record as it was handed in: read, previewed, and brought in at most once."""

    class ReadAs(models.TextChoices):
        ACCEPTED = word.ACCEPTED, _("as if all changes were accepted")
        REJECTED = word.REJECTED, _("as if all changes were rejected")

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
    # How the tracked changes of a Word file were read, once a person said so; "" where there are none, or nobody said.
    read_as = models.CharField(max_length=10, blank=True, choices=ReadAs)
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

    @property
    def word(self) -> "WordFile | None":
        """The Word file the text was read from; None for a plain text."""
        return getattr(self, "word_file", None)

    @property
    def changes_unread(self) -> bool:
        """Whether the file holds tracked changes and nobody said yet how to read them."""
        return not self.read_as and self.word is not None and bool(self.word.changes)


class WordFile(models.Model):
    """The Word file of a record, byte by byte as handed in, and what stands in it beside its text. For staff alone."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    record = models.OneToOneField(RecordFile, on_delete=models.CASCADE, related_name="word_file")
    data = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    # Tracked changes, comments, and what no line was made of: see `meetings.reading.word.values`.
    findings = models.JSONField(default=dict)

    def __str__(self) -> str:
        return self.record.name

    @property
    def changes(self) -> list[dict[str, str]]:
        return [_dated(row) for row in self.findings.get("changes", ())]

    @property
    def comments(self) -> list[dict[str, str]]:
        return [_dated(row) for row in self.findings.get("comments", ())]

    @property
    def left_out(self) -> list[dict[str, Any]]:
        return list(self.findings.get("left_out", ()))


def _dated(row: dict[str, str]) -> dict[str, str]:
    """The row with its moment for people; Word writes the clock of its writer and no zone, whatever the "Z" says."""
    try:
        at = dt.datetime.fromisoformat(row.get("at", ""))
    except ValueError:
        return row
    return {**row, "at": formats.date_format(at.replace(tzinfo=None), "j F Y, H:i")}
