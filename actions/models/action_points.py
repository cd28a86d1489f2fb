"""Action points: what someone undertook, tracked by the paragraph in which it was minuted."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from ccm_portal import honest_dates
from ccm_portal.history import tracked
from friends.models import Delegation
from meetings.models import Meeting


class ActionPointQuerySet(models.QuerySet["ActionPoint"]):
    def in_bodies(self, bodies: set[uuid.UUID]) -> "ActionPointQuerySet":
        """Action points of the bodies a member of staff serves."""
        return self.filter(meeting__body__in=bodies)

    def standing(self) -> "ActionPointQuerySet":
        """Those whose paragraph is part of the text."""
        return self.filter(removed_at=None)


class ActionPoint(honest_dates.HonestDate):
    """One undertaking. The paragraph keeps the wording; here stands who carries it and where it is."""

    class Status(models.TextChoices):
        OPEN = "open", _("open")
        DONE = "done", _("done")
        DROPPED = "dropped", _("no longer pursued")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # The UUID of the action paragraph, which outlives edits and moves.
    paragraph = models.UUIDField(unique=True)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="action_points")
    wording = models.TextField()
    owner_words = models.CharField(max_length=250, blank=True)
    owners = models.ManyToManyField(Delegation, blank=True, related_name="action_points")
    # "By the next Friends meeting": follows that meeting when it moves.
    by_next_meeting = models.BooleanField(default=False)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.OPEN)
    # What was said with the present status; earlier notes stand in the history.
    status_note = models.TextField(_("note"), blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    # Set while the paragraph is not part of the text.
    removed_at = models.DateTimeField(null=True, blank=True)
    history = tracked()

    objects = ActionPointQuerySet.as_manager()

    class Meta:
        ordering = ["position"]
        constraints = [honest_dates.in_order("action_point_earliest_before_latest")]

    def __str__(self) -> str:
        return self.wording[:60]
