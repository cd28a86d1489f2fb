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
    # The place in the chain for which it was prepared: the PDF's last page carries the head before it.
    link_number = models.PositiveIntegerField(default=0)
    link_previous = models.CharField(max_length=64, default="")

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
        document = self.document
        route = "paper-publication" if document.kind == Document.Kind.PAPER else "publication"
        return reverse(route, args=[document.slug, self.edition])


@frozen
class PublicationFile(models.Model):
    """One file of a publication, byte for byte as scanned and confirmed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="files")
    name = models.CharField(max_length=120)
    media_type = models.CharField(max_length=100)
    content = models.BinaryField()
    size = models.PositiveIntegerField()
    pages = models.PositiveSmallIntegerField(null=True)
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["publication", "name"], name="publication_file_once")]
        indexes = [models.Index(fields=["sha256"], name="publication_file_sha256")]

    def __str__(self) -> str:
        return self.name


class ChainEnd(models.Model):
    """One row, locked by whoever adds a link, so that two bodies publishing at once wait for each other."""

    ONLY = 1

    id = models.PositiveSmallIntegerField(primary_key=True, default=ONLY)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="chain_end_one_row")]

    def __str__(self) -> str:
        return "the end of the chain"


@frozen
class ChainLink(models.Model):
    """One publication's place in the chain of all: its number, the head before it, and its own head.

    `canonical` is what the head is the SHA-256 of; its shape is built by meetings.chain. No number and no head is
    followed twice, so the chain cannot fork.
    """

    number = models.PositiveIntegerField(primary_key=True)
    publication = models.OneToOneField(Publication, on_delete=models.PROTECT, related_name="link")
    previous = models.CharField(max_length=64, unique=True)
    canonical = models.TextField()
    head = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.CheckConstraint(condition=models.Q(number__gte=1), name="chain_link_counts_from_one")
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.head}"
