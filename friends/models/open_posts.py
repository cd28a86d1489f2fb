"""Open posts announced to the Friends, and the interest that delegations express."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from friends.models.assignments import Assignment
from friends.models.bodies import Body
from friends.models.contacts import Contact
from friends.models.delegations import Delegation


class Announcement(models.Model):
    """Posts that nobody holds, announced to everybody who speaks for a delegation on the list, until a moment."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="announcements")
    words = models.TextField(_("words to the Friends"), blank=True)
    announced_at = models.DateTimeField()
    until = models.DateTimeField()

    class Meta:
        ordering = ["-announced_at"]

    def __str__(self) -> str:
        return f"{self.body}, {self.announced_at:%Y-%m-%d}"


class AnnouncedPost(models.Model):
    """One post of an announcement: the row of the list that is vacant."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    announcement = models.ForeignKey(Announcement, on_delete=models.CASCADE, related_name="posts")
    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="announced")

    class Meta:
        ordering = ["assignment__position", "assignment__title", "id"]
        constraints = [
            models.UniqueConstraint(fields=["announcement", "assignment"], name="post_once_per_announcement")
        ]

    def __str__(self) -> str:
        return self.assignment.post


class Interest(models.Model):
    """A delegation would coordinate, or cooperate in, an announced post; and what became of that."""

    class Kind(models.TextChoices):
        COORDINATE = "coordinate", _("take the post")
        COOPERATE = "cooperate", _("cooperate in it")

    class State(models.TextChoices):
        WAITING = "waiting", _("to be decided")
        WITHDRAWN = "withdrawn", _("withdrawn")
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("declined")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    post = models.ForeignKey(AnnouncedPost, on_delete=models.CASCADE, related_name="interests")
    delegation = models.ForeignKey(Delegation, on_delete=models.PROTECT, related_name="interests")
    kind = models.CharField(max_length=10, choices=Kind)
    words = models.TextField(blank=True)
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    settled_at = models.DateTimeField(null=True)
    # Why it was declined, for the delegation; or on what the choice rests.
    reason = models.CharField(max_length=500, blank=True)
    # The row of the list that came of it.
    made = models.ForeignKey(Assignment, on_delete=models.SET_NULL, null=True, related_name="chosen_from")

    class Meta:
        ordering = ["said_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["post", "delegation"], condition=Q(state="waiting"), name="interest_waits_once"
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", settled_at=None)
                | (~Q(state="waiting") & Q(settled_at__isnull=False)),
                name="interest_settled_when_decided",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.delegation}: {self.post}"
