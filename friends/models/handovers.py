"""Handing over from one period to the next, and which rows of the list it ended and began."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ccm_portal.history import tracked
from friends.models.assignments import Assignment
from friends.models.bodies import Body, Period


class HandOver(models.Model):
    """The list of one period became the list of the next from `day` on. Gone once it is undone; the history tells."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="hand_overs")
    from_period = models.OneToOneField(Period, on_delete=models.PROTECT, related_name="hand_over")
    to_period = models.OneToOneField(Period, on_delete=models.PROTECT, related_name="taken_over")
    day = models.DateField(_("first day of the new period"))
    reason = models.CharField(_("reason"), max_length=500)
    made_at = models.DateTimeField()
    # What undoing puts back: the days of both periods as they stood, and whether the new one was made by it.
    ended_on = models.DateField(null=True)
    began_on = models.DateField(null=True)
    period_made = models.BooleanField()
    # When what went before was opened to the next coordinator; until then it is sealed (friends.seals).
    released_at = models.DateTimeField(null=True, blank=True)
    history = tracked()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(from_period=F("to_period")), name="hand_over_to_another_period"
            )
        ]

    def __str__(self) -> str:
        return f"{self.from_period} → {self.to_period}"

    def get_absolute_url(self) -> str:
        return reverse("hand-over", args=[self.from_period_id])


class HandOverStep(models.Model):
    """One row of the list in a hand-over: the row that ended, the one that began, or both."""

    hand_over = models.ForeignKey(HandOver, on_delete=models.CASCADE, related_name="steps")
    before = models.ForeignKey(Assignment, on_delete=models.PROTECT, null=True, related_name="handed_over_by")
    after = models.ForeignKey(Assignment, on_delete=models.PROTECT, null=True, related_name="made_by")
    # Until when `before` was to hold.
    held_until = models.DateField(null=True)
    # The UUIDs of the contacts shown in `after` when it began.
    shown = models.JSONField(default=list)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.after or self.before)
