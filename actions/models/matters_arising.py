"""Matters arising: what an agenda item takes up of earlier meetings."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from meetings.models import AgendaItem, Meeting


class MatterArising(models.Model):
    """An agenda item takes up an action point, a follow-up, an outcome left open, or an item of an earlier agenda.

    It goes with the item: what is taken off the agenda can be taken up again.
    """

    class Kind(models.TextChoices):
        POINT = "point", _("action point")
        FOLLOW_UP = "follow_up", _("follow-up")
        OUTCOME = "outcome", _("outcome")
        ITEM = "item", _("agenda item")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="matters")
    item = models.ForeignKey(AgendaItem, on_delete=models.CASCADE, related_name="matters")
    kind = models.CharField(max_length=10, choices=Kind)
    # The UUID of the action point, the follow-up, the paragraph of the outcome, or the earlier item.
    source = models.UUIDField(db_index=True)
    # A follow-up whose delegation has not confirmed it: the agenda says no word of it.
    internal = models.BooleanField(default=False)
    taken_up_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "matters arising"
        ordering = ["taken_up_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "source"], name="matter_once_per_meeting"),
            models.CheckConstraint(
                condition=Q(internal=False) | Q(kind="follow_up"), name="matter_internal_only_follow_ups"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.meeting}"
