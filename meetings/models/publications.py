"""Publications: prepared (rendered, scanned, stored), then confirmed and never edited."""

import uuid

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ccm_portal.triggers import frozen
from meetings.models.documents import Document, Revision


class Preparation(models.Model):
    """The exact bytes that would be published, for the coordinator to look at."""

    class State(models.TextChoices):
        RENDERING = "rendering", _("being prepared")
        READY = "ready", _("ready to be confirmed")
        REFUSED = "refused", _("refused")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="preparations")
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="+")
    edition = models.PositiveSmallIntegerField()
    identifier = models.CharField(max_length=120)
    # The text as it will be published: the revision's content with the publication's own lines; RFC 8785.
    canonical = models.TextField()
    sha256 = models.CharField(max_length=64)
    html = models.TextField()
    pdf = models.BinaryField(null=True)
    pages = models.PositiveSmallIntegerField(null=True)
    state = models.CharField(max_length=10, choices=State, default=State.RENDERING)
    # What the gate found, one sentence each, saying where.
    findings = models.JSONField(default=list)
    prepared_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.identifier


@frozen
class Publication(models.Model):
    """The frozen public state of a document. A correction publishes a new one; both stay visible."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="publications")
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="publications")
    edition = models.PositiveSmallIntegerField()
    identifier = models.CharField(max_length=120, unique=True)
    canonical = models.TextField()
    sha256 = models.CharField(max_length=64)
    published_at = models.DateTimeField()

    class Meta:
        ordering = ["-published_at"]
        constraints = [
            models.UniqueConstraint(fields=["document", "edition"], name="publication_edition_once")
        ]

    def __str__(self) -> str:
        return self.identifier

    def get_absolute_url(self) -> str:
        meeting = self.document.meeting
        return reverse("publication", args=[meeting.slug if meeting else "", self.edition])


@frozen
class PublicationFile(models.Model):
    """One file of a publication, byte for byte as scanned and confirmed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="files")
    name = models.CharField(max_length=120)
    media_type = models.CharField(max_length=60)
    content = models.BinaryField()
    size = models.PositiveIntegerField()
    pages = models.PositiveSmallIntegerField(null=True)
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["publication", "name"], name="publication_file_once")]

    def __str__(self) -> str:
        return self.name
