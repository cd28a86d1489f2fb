"""What a later meeting said of earlier minutes."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from ccm_portal.history import tracked
from meetings.models.documents import Document
from meetings.models.meetings import Meeting


class Approval(models.Model):
    """A meeting approved the minutes of an earlier one, as they stood or as corrected, or deferred that.

    Written through meetings.approvals alone. It hangs on the meeting and not on the item of its agenda, so that it
    stays where the item is taken out.
    """

    class Outcome(models.TextChoices):
        APPROVED = "approved", _("approved")
        CORRECTED = "corrected", _("approved as corrected")
        DEFERRED = "deferred", _("deferred to a later meeting")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="approvals_given")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="approvals")
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome)
    day = models.DateField(_("day"))
    # Who said so, in words ("the Chair"); stays at the desk.
    said_by = models.CharField(_("said by"), max_length=200, blank=True)
    recorded_at = models.DateTimeField()
    history = tracked()

    class Meta:
        ordering = ["day", "recorded_at"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "document"], name="approval_once_per_meeting"),
            models.UniqueConstraint(
                fields=["document"],
                condition=models.Q(outcome__in=["approved", "corrected"]),
                name="approval_once_per_text",
            ),
        ]

    def __str__(self) -> str:
        return self.get_outcome_display()
