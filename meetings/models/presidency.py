"""The Presidency's word on a revision: clearing it for circulation, approving it for publication."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ccm_portal.triggers import frozen
from friends.models import Contact
from meetings.models.documents import Revision


@frozen
class PresidencyWord(models.Model):
    """Said by link and button, or recorded by the coordinator: who, how, when."""

    class Purpose(models.TextChoices):
        CLEAR = "clear", _("clearance for circulation")
        APPROVE = "approve", _("approval for publication")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="presidency_words")
    purpose = models.CharField(max_length=10, choices=Purpose)
    given = models.BooleanField()
    # What the Presidency wished to say with it; needed when the draft is sent back.
    note = models.TextField(blank=True)
    given_at = models.DateTimeField()
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, null=True, related_name="+")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    # When recorded: by whom it was given ("the Ambassador") and how ("by telephone").
    giver_words = models.CharField(max_length=200, blank=True)
    how_words = models.CharField(max_length=200, blank=True)
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["written_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(contact__isnull=False, recorded_by=None)
                | Q(contact=None, recorded_by__isnull=False) & ~Q(giver_words="") & ~Q(how_words=""),
                name="presidency_word_by_link_or_recorded",
            ),
            models.CheckConstraint(
                condition=Q(given=True) | ~Q(note=""), name="presidency_word_sent_back_with_note"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()}: {self.revision}"
