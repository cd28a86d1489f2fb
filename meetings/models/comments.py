"""What delegations say in a round, and what becomes of it."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ccm_portal.history import tracked
from ccm_portal.triggers import frozen
from friends.models import Contact
from meetings.models.rounds import RoundDelegation


class CommentQuerySet(models.QuerySet["Comment"]):
    def waiting(self) -> "CommentQuerySet":
        """Those sent that wait for a decision: never decided, or changed since."""
        undecided = Q(disposition=None) | Q(disposition__decided_at__lt=F("changed_at"))
        return self.filter(undecided, state=Comment.State.SENT)


class Comment(models.Model):
    """A delegation's remark and/or proposed wording, on a paragraph, on words quoted from it, or on the whole."""

    class Type(models.TextChoices):
        GENERAL = "general", _("General")
        SUBSTANTIVE = "substantive", _("Substantive")
        FACTUAL = "factual", _("Factual")
        EDITORIAL = "editorial", _("Editorial")

    class State(models.TextChoices):
        DRAFT = "draft", _("not sent yet")
        SENT = "sent", _("sent")
        WITHDRAWN = "withdrawn", _("withdrawn")
        # Typed after closing: kept for the coordinator, not part of the round.
        AFTER_CLOSING = "after_closing", _("after the round was closed")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    seat = models.ForeignKey(RoundDelegation, on_delete=models.PROTECT, related_name="comments")
    author = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="comments")
    # The paragraph's UUID in the round's revision; null means the document as a whole.
    paragraph = models.UUIDField(null=True, blank=True)
    quote = models.TextField(blank=True)
    quote_prefix = models.CharField(max_length=64, blank=True)
    quote_suffix = models.CharField(max_length=64, blank=True)
    type = models.CharField(_("type"), max_length=15, choices=Type, default=Type.GENERAL)
    remark = models.TextField(_("remark"), blank=True)
    proposal = models.TextField(_("proposed wording"), blank=True)
    state = models.CharField(max_length=15, choices=State, default=State.DRAFT)
    late = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    written_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    history = tracked()

    objects = CommentQuerySet.as_manager()

    class Meta:
        ordering = ["written_at"]
        constraints = [
            models.CheckConstraint(condition=~Q(remark="", proposal=""), name="comment_says_something"),
            models.CheckConstraint(
                condition=~Q(state="sent") | Q(sent_at__isnull=False), name="comment_sent_at"
            ),
            models.CheckConstraint(
                condition=Q(quote="") | Q(paragraph__isnull=False), name="comment_quote_from_a_paragraph"
            ),
            models.CheckConstraint(
                condition=Q(proposal="") | Q(paragraph__isnull=False), name="comment_wording_for_a_paragraph"
            ),
        ]

    def __str__(self) -> str:
        return (self.remark or self.proposal)[:60]

    @property
    def changed_since_decided(self) -> bool:
        """The delegation changed it after the decision, which therefore is to be looked at again."""
        return hasattr(self, "disposition") and self.disposition.decided_at < self.changed_at

    @property
    def waits(self) -> bool:
        """As in `CommentQuerySet.waiting`."""
        return self.state == self.State.SENT and (
            not hasattr(self, "disposition") or self.changed_since_decided
        )


@frozen
class Answer(models.Model):
    """A delegation's word on the round. The newest one holds; earlier ones stay."""

    class Kind(models.TextChoices):
        CONSULTING = "consulting", _("Consulting capital")
        COMMENTS = "comments", _("Comments submitted")
        NO_COMMENTS = "no_comments", _("No comments")
        RETRACTED = "retracted", _("Yet to reply")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    seat = models.ForeignKey(RoundDelegation, on_delete=models.PROTECT, related_name="answers")
    kind = models.CharField(max_length=15, choices=Kind)
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="+")
    late = models.BooleanField(default=False)
    given_at = models.DateTimeField()

    class Meta:
        ordering = ["given_at", "id"]

    def __str__(self) -> str:
        return f"{self.seat}: {self.get_kind_display()}"


class Disposition(models.Model):
    """What became of a comment. Shown to its authors at closing, not before."""

    class Label(models.TextChoices):
        REFLECTED = "reflected", _("Reflected")
        IN_PART = "in_part", _("Reflected in part")
        NOTED = "noted", _("Noted")
        NOT_REFLECTED = "not_reflected", _("Not reflected")
        FOR_THE_MEETING = "for_the_meeting", _("For the meeting")
        MERGED = "merged", _("Taken together with another comment")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    comment = models.OneToOneField(Comment, on_delete=models.PROTECT, related_name="disposition")
    label = models.CharField(_("decision"), max_length=20, choices=Label)
    # Told to the authors at closing.
    reason = models.TextField(_("reason, for the author"), blank=True)
    internal_note = models.TextField(_("internal note"), blank=True)
    merged_with = models.ForeignKey(
        Comment, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    # When the proposed wording, or one like it, was put into the text.
    applied_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField()
    history = tracked()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(label="merged", merged_with__isnull=False)
                | (~Q(label="merged") & Q(merged_with=None)),
                name="disposition_merged_with_one",
            ),
            models.CheckConstraint(
                condition=~Q(label="not_reflected") | ~Q(reason="") | ~Q(internal_note=""),
                name="disposition_not_reflected_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_label_display())
