"""Papers: what a paper is beside its text, and the numbered versions of one whose text stays outside."""

import uuid

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ccm_portal.history import tracked
from ccm_portal.triggers import fixed
from friends.models import Delegation
from meetings.models.agendas import AgendaItem
from meetings.models.documents import Document
from meetings.models.meetings import Meeting


class PaperQuerySet(models.QuerySet["Paper"]):
    def in_bodies(self, bodies: set[uuid.UUID]) -> "PaperQuerySet":
        """Papers of the bodies a member of staff serves."""
        return self.filter(document__body__in=bodies)

    def for_friends(self) -> "PaperQuerySet":
        """Those that Friends may read."""
        return self.exclude(access=Paper.Access.OFFICE)


class Paper(models.Model):
    """One paper of a body: whose it is, who may read it, what it is for. Its text, or its file, is of its document.

    Written through meetings.papers alone.
    """

    class Access(models.TextChoices):
        OFFICE = "office", _("The office alone")
        FRIENDS = "friends", _("Friends")
        PUBLIC = "public", _("Public")

    class Form(models.TextChoices):
        TEXT = "text", _("Text")
        FILE = "file", _("File")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="paper")
    form = models.CharField(max_length=4, choices=Form)
    # The public address once it is published; fixed from then on.
    slug = models.SlugField(max_length=80, unique=True)
    # Whose paper it is, as printed ("Canada", "the Presidency"), and the delegation where it is one.
    lead_words = models.CharField(_("from"), max_length=200, blank=True)
    lead = models.ForeignKey(Delegation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    # What follows the number of the draft: "draft 1 for discussion".
    note = models.CharField(_("note"), max_length=100, blank=True)
    access = models.CharField(_("who may read it"), max_length=10, choices=Access, default=Access.OFFICE)
    # What it is for. An item's meeting is among the meetings.
    meetings = models.ManyToManyField(Meeting, blank=True, related_name="papers")
    items = models.ManyToManyField(AgendaItem, blank=True, related_name="papers")
    history = tracked()

    objects = PaperQuerySet.as_manager()

    class Meta:
        ordering = ["-document__created_at", "slug"]

    def __str__(self) -> str:
        return self.document.title

    def get_absolute_url(self) -> str:
        return reverse("paper", args=[self.pk])

    @property
    def drafts(self) -> int:
        """The number of the newest version of its file, else of the newest revision of its text; 0 before the first.

        Read from the list that it stands in (papers.listed), else asked for.
        """
        newest = "versions" if self.is_file else "revisions"
        if not hasattr(self, f"newest_{newest}"):
            rows = self.versions if self.is_file else self.document.revisions
            setattr(self, f"newest_{newest}", rows.aggregate(newest=models.Max("number"))["newest"])
        return getattr(self, f"newest_{newest}") or 0

    @property
    def is_file(self) -> bool:
        return self.form == self.Form.FILE


@fixed
class PaperVersion(models.Model):
    """One version of a paper's file, byte for byte as handed in. A new version is a row of its own."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    # As it was handed in, its ending by what the file is.
    name = models.CharField(max_length=255)
    media_type = models.CharField(max_length=100)
    content = models.BinaryField()
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    # Of a PDF; how many pages a Word file has nobody knows before it is printed.
    pages = models.PositiveSmallIntegerField(null=True)
    # Everything that can be read in it, its properties included: what the gate before publishing looks through.
    words = models.TextField(blank=True)
    note = models.CharField(max_length=250, blank=True)
    added_at = models.DateTimeField()
    added_by_kind = models.CharField(max_length=10)
    added_by = models.UUIDField()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["paper", "number"], name="paper_version_number_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="paper_version_counts_from_one"),
        ]

    def __str__(self) -> str:
        return self.name
