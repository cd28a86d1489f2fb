"""Follow-ups: sentences of the minutes that promise something, outside the list of action points. Never public."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from actions.models.action_points import ActionPoint
from ccm_portal import honest_dates
from ccm_portal.history import tracked
from friends.models import Delegation
from meetings.models import Meeting


class FollowUpQuerySet(models.QuerySet["FollowUp"]):
    def in_bodies(self, bodies: set[uuid.UUID]) -> "FollowUpQuerySet":
        """Follow-ups of the bodies a member of staff serves."""
        return self.filter(meeting__body__in=bodies)

    def accepted(self) -> "FollowUpQuerySet":
        return self.filter(verdict=FollowUp.Verdict.ACCEPTED)


class FollowUp(honest_dates.HonestDate):
    """A sentence a person looked at: followed up, or declined so that it is not proposed again."""

    class Verdict(models.TextChoices):
        ACCEPTED = "accepted", _("followed up")
        DECLINED = "declined", _("no follow-up")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="follow_ups")
    # The UUID of the paragraph it stood in; the paragraph may change or go, the sentence stays as it was said.
    paragraph = models.UUIDField()
    sentence = models.TextField(_("sentence"))
    sentence_sha256 = models.CharField(max_length=64)
    # The heading it stood under.
    place = models.CharField(max_length=500, blank=True)
    owner_words = models.CharField(_("who"), max_length=250, blank=True)
    owners = models.ManyToManyField(Delegation, blank=True, related_name="follow_ups")
    by_next_meeting = models.BooleanField(default=False)
    verdict = models.CharField(max_length=10, choices=Verdict)
    status = models.CharField(
        _("status"), max_length=10, choices=ActionPoint.Status, default=ActionPoint.Status.OPEN
    )
    status_note = models.TextField(_("note"), blank=True)
    # Whether the delegation said that it means to do it; it stays internal all the same.
    confirmed = models.BooleanField(_("confirmed by its delegation"), default=False)
    decided_at = models.DateTimeField()
    history = tracked()

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        ordering = ["decided_at"]
        constraints = [
            honest_dates.in_order("follow_up_earliest_before_latest"),
            models.UniqueConstraint(
                fields=["meeting", "sentence_sha256"], name="follow_up_once_per_sentence"
            ),
        ]

    def __str__(self) -> str:
        return self.sentence[:60]

    @property
    def mark(self) -> str:
        """How it is marked wherever it is shown."""
        if self.confirmed:
            return str(_("follow-up, confirmed by its delegation, internal"))
        return str(_("follow-up, internal until its delegation confirms"))
