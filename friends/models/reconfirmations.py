"""Letters of reconfirmation: what a delegation is asked to carry on with, and what it answered."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from friends.models.assignments import Assignment
from friends.models.bodies import Body
from friends.models.contacts import Contact
from friends.models.delegations import Delegation
from friends.models.handovers import HandOver


class ReconfirmationQuerySet(models.QuerySet["Reconfirmation"]):
    def in_bodies(self, bodies: set[uuid.UUID]) -> "ReconfirmationQuerySet":
        """Those of the bodies a member of staff serves."""
        return self.filter(body__in=bodies)


class Reconfirmation(models.Model):
    """One delegation is asked whether it carries on with its posts, all on one page, until a moment."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="reconfirmations")
    delegation = models.ForeignKey(Delegation, on_delete=models.PROTECT, related_name="reconfirmations")
    hand_over = models.ForeignKey(
        HandOver, on_delete=models.PROTECT, null=True, related_name="reconfirmations"
    )
    words = models.TextField(_("words to the delegation"), blank=True)
    asked_at = models.DateTimeField()
    until = models.DateTimeField()
    # A delegation is reminded once.
    reminded_at = models.DateTimeField(null=True)

    objects = ReconfirmationQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "delegation__name"]

    def __str__(self) -> str:
        return str(self.delegation)


class PostToReconfirm(models.Model):
    """One post that is asked about: the row of the list that says so."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    asking = models.ForeignKey(Reconfirmation, on_delete=models.CASCADE, related_name="posts")
    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="reconfirmations")

    class Meta:
        ordering = ["assignment__position", "assignment__title", "id"]
        constraints = [
            models.UniqueConstraint(fields=["asking", "assignment"], name="post_asked_once_per_asking")
        ]

    def __str__(self) -> str:
        return self.assignment.post


class CarryingOn(models.Model):
    """What the delegation said of one post; of several the newest counts. Belongs to it, whoever wrote it."""

    class Kind(models.TextChoices):
        CARRY_ON = "carry_on", _("We carry on")
        CANNOT = "cannot", _("We cannot carry on")
        LATER = "later", _("We will say later")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    post = models.ForeignKey(PostToReconfirm, on_delete=models.CASCADE, related_name="answers")
    kind = models.CharField(max_length=10, choices=Kind)
    # By when they will say, as they put it ("after the elections in March"); never an invented day.
    when_words = models.CharField(max_length=250, blank=True)
    words = models.TextField(blank=True)
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()

    class Meta:
        ordering = ["given_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="later") | ~Q(when_words=""), name="carrying_on_later_says_when"
            )
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())
