"""Tasks: what an action point was split into, once a person accepted it. The printed wording stays the point's."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from actions.models.action_points import ActionPoint
from ccm_portal import honest_dates
from ccm_portal.history import tracked
from friends.models import Delegation


class TaskQuerySet(models.QuerySet["Task"]):
    def in_bodies(self, bodies: set[uuid.UUID]) -> "TaskQuerySet":
        """Tasks of the bodies a member of staff serves."""
        return self.filter(point__meeting__body__in=bodies)

    def standing(self) -> "TaskQuerySet":
        """Those that were not taken off again."""
        return self.filter(removed_at=None)


class Task(honest_dates.HonestDate):
    """One thing to do of an action point, with who and when where that is stated. For the office alone."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    point = models.ForeignKey(ActionPoint, on_delete=models.PROTECT, related_name="tasks")
    words = models.TextField(_("what is to be done"))
    # As printed ("Executive Coordinator", "All Friends"); "" where the text does not say.
    owner_words = models.CharField(_("who"), max_length=250, blank=True)
    owners = models.ManyToManyField(Delegation, blank=True, related_name="tasks")
    by_next_meeting = models.BooleanField(default=False)
    status = models.CharField(
        _("status"), max_length=10, choices=ActionPoint.Status, default=ActionPoint.Status.OPEN
    )
    status_note = models.TextField(_("note"), blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    # Of the point's wording when the task was accepted: the wording may change afterwards.
    wording_sha256 = models.CharField(max_length=64)
    # Set where it turned out to be no task.
    removed_at = models.DateTimeField(null=True, blank=True)
    history = tracked()

    objects = TaskQuerySet.as_manager()

    class Meta:
        ordering = ["position"]
        constraints = [honest_dates.in_order("task_earliest_before_latest")]

    def __str__(self) -> str:
        return self.words[:60]
