"""Documents: sections, paragraphs as rows, and frozen revisions."""

import json
import uuid
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ccm_portal.history import tracked
from ccm_portal.ranks import RankField
from ccm_portal.triggers import frozen
from friends.models import Body
from meetings.models.agendas import AgendaItem
from meetings.models.meetings import Meeting


class DocumentQuerySet(models.QuerySet["Document"]):
    def in_bodies(self, bodies: set[uuid.UUID]) -> "DocumentQuerySet":
        """Documents of the bodies a member of staff serves."""
        return self.filter(body__in=bodies)


class Document(models.Model):
    """A text that is circulated: minutes, a paper, a frozen agenda.

    Its status is written by meetings.documents alone.
    """

    class Kind(models.TextChoices):
        MINUTES = "minutes", _("Minutes")
        PAPER = "paper", _("Paper")
        AGENDA = "agenda", _("Agenda")

    class Status(models.TextChoices):
        DRAFTING = "drafting", _("Drafting")
        WITH_PRESIDENCY = "with_presidency", _("With the Presidency for clearance")
        CLEARED = "cleared", _("Cleared by the Presidency")
        IN_ROUND = "in_round", _("With the Friends for comment")
        UNDER_REVISION = "under_revision", _("Under revision")
        FINAL = "final", _("Final")
        APPROVED = "approved", _("Final, approved for publication")
        PUBLISHED = "published", _("Published")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="documents")
    meeting = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="documents"
    )
    kind = models.CharField(max_length=10, choices=Kind)
    title = models.CharField(_("title"), max_length=250)
    language = models.CharField(_("language"), max_length=10, default="en")
    version_of = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="language_versions"
    )
    status = models.CharField(max_length=20, choices=Status, default=Status.DRAFTING)
    # Why no round was held, or why comments were left undecided; empty where neither is so.
    waiver = models.TextField(blank=True)
    # Why the published text is being corrected, in one public sentence; empty where no correction is in work.
    correction = models.CharField(max_length=300, blank=True)
    # Why it is not for publication, for the desk alone, and since when; empty where it is for publication.
    withheld = models.CharField(max_length=500, blank=True)
    withheld_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()
    history = tracked()

    objects = DocumentQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "language"],
                condition=Q(kind="minutes"),
                name="minutes_once_per_meeting_and_language",
            ),
            models.CheckConstraint(
                condition=~Q(kind="minutes") | Q(meeting__isnull=False), name="minutes_of_a_meeting"
            ),
            models.CheckConstraint(
                condition=Q(withheld="", withheld_at=None) | ~Q(withheld="") & Q(withheld_at__isnull=False),
                name="withheld_since_when_and_why",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def slug(self) -> str:
        """What its files and its public address are named after: its meeting, or itself where it is a paper."""
        if self.meeting is not None:
            return str(self.meeting.slug)
        return str(self.paper.slug) if hasattr(self, "paper") else str(self.pk)


class Section(models.Model):
    """A part of a document under one heading; answers no, one or several agenda items."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="sections")
    rank = RankField()
    heading = models.CharField(_("heading"), max_length=500)
    agenda_items = models.ManyToManyField(AgendaItem, blank=True, related_name="sections")
    version = models.PositiveIntegerField(default=1)
    removed_at = models.DateTimeField(null=True, blank=True)
    history = tracked()

    class Meta:
        ordering = ["rank", "id"]

    def __str__(self) -> str:
        return self.heading


class Paragraph(models.Model):
    """The unit people refer to. Keeps its identity through edits, moves and revisions; removed, never deleted.

    Written through meetings.paragraphs alone, which checks `version` and keeps history.
    """

    class Kind(models.TextChoices):
        PARAGRAPH = "paragraph", _("Paragraph")
        BULLET = "bullet", _("Bullet")
        NUMBERED = "numbered", _("Numbered point")
        HEADING = "heading", _("Heading within the section")
        DECISION = "decision", _("Decision")
        ACTION = "action", _("Action point")
        STATEMENT = "statement", _("Statement for the record")

    class Speaks(models.TextChoices):
        """For whom a paragraph speaks; where it says nothing, for nobody in particular. Never a person by itself."""

        NOBODY = "", _("nobody in particular")
        DELEGATION = "delegation", _("a delegation")
        ROLE = "role", _("a role")
        COLLECTIVE = "collective", _("several together")

    class Degree(models.TextChoices):
        """How far a decision was agreed."""

        UNSAID = "", _("not said")
        CONSENSUS = "consensus", _("consensus")
        AGREED = "agreed", _("agreed")
        SUPPORT = "support", _("general support")
        OPEN = "open", _("open")
        DEFERRED = "deferred", _("deferred")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    section = models.ForeignKey(Section, on_delete=models.CASCADE, related_name="paragraphs")
    rank = RankField()
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.PARAGRAPH)
    level = models.PositiveSmallIntegerField(default=0)
    # Inline Markdown: emphasis and links, nothing else.
    text = models.TextField(_("text"))
    # Action points only: who and by when, in the words in which they were agreed.
    owner_words = models.CharField(_("who"), max_length=250, blank=True)
    due_words = models.CharField(_("when"), max_length=250, blank=True)
    # For whom it speaks, and in which words that is printed: "Norway", "the Chair", "most speakers".
    speaks = models.CharField(
        _("speaks for"), max_length=10, choices=Speaks, blank=True, default=Speaks.NOBODY
    )
    speaker_words = models.CharField(_("who speaks"), max_length=250, blank=True, default="")
    # Decisions only.
    degree = models.CharField(
        _("how far agreed"), max_length=10, choices=Degree, blank=True, default=Degree.UNSAID
    )
    version = models.PositiveIntegerField(default=1)
    # When it was saved last: several saves may share a history row, which is dated by the first of them.
    saved_at = models.DateTimeField(null=True, blank=True, editable=False)
    removed_at = models.DateTimeField(null=True, blank=True)
    history = tracked()

    class Meta:
        ordering = ["rank", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="action") | Q(owner_words="", due_words=""),
                name="paragraph_owner_and_due_of_actions",
            ),
            models.CheckConstraint(
                condition=Q(kind="decision") | Q(degree=""), name="paragraph_degree_of_decisions"
            ),
            models.CheckConstraint(
                condition=~Q(speaks="") | Q(speaker_words=""), name="paragraph_speaker_of_whom_it_speaks_for"
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]


@frozen
class Revision(models.Model):
    """A frozen, numbered state of a document: what was cleared, circulated, issued or published."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    # RFC 8785 JSON; its shape is built by meetings.revisions.
    canonical = models.TextField()
    sha256 = models.CharField(max_length=64)
    note = models.CharField(max_length=250, blank=True)
    frozen_at = models.DateTimeField()
    frozen_by_kind = models.CharField(max_length=10)
    frozen_by = models.UUIDField()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["document", "number"], name="revision_number_once")]

    def __str__(self) -> str:
        return f"{self.document}, revision {self.number}"

    @property
    def content(self) -> dict[str, Any]:
        content: dict[str, Any] = json.loads(self.canonical)
        return content
