"""What somebody proposes to change on the contact list; never applied by itself."""

import uuid

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from friends.models.bodies import Body
from friends.models.contacts import Contact
from friends.models.delegations import Delegation
from friends.models.reviews import ReviewedEntry


class Proposal(models.Model):
    """One proposal, from a delegation in a review, from a mail server's refusal, or from a reply handed in."""

    class Kind(models.TextChoices):
        CORRECT = "correct", _("correction")
        ADD = "add", _("addition")
        LEFT = "left", _("has left")
        SUCCESSOR = "successor", _("successor")
        AWAY = "away", _("is away")
        WORDS = "words", _("remark")

    class Source(models.TextChoices):
        REVIEW = "review", _("proposed in a review")
        REFUSAL = "refusal", _("refused by the mail server")
        REPLY = "reply", _("from a reply that was handed in")

    class State(models.TextChoices):
        OPEN = "open", _("to be decided")
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("declined")
        WITHDRAWN = "withdrawn", _("taken back")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="proposals")
    delegation = models.ForeignKey(Delegation, on_delete=models.PROTECT, related_name="proposals")
    entry = models.ForeignKey(ReviewedEntry, on_delete=models.PROTECT, null=True, related_name="proposals")
    # Whom it is about; None for an addition or a remark.
    contact = models.ForeignKey(Contact, on_delete=models.SET_NULL, null=True, related_name="proposals")
    kind = models.CharField(max_length=10, choices=Kind)
    source = models.CharField(max_length=10, choices=Source)
    # What the list said of the contact when it was proposed, and what it shall say: friends.contacts.Details as JSON.
    was = models.JSONField(default=dict)
    wanted = models.JSONField(default=dict)
    # From which day (for somebody who left: the last day). None where nobody said.
    holds_from = models.DateField(null=True)
    words = models.TextField(blank=True)
    # What must not be proposed twice (`refusal:CONTACT:ADDRESS`); None where it may.
    once = models.CharField(max_length=350, null=True, unique=True)  # noqa: DJ001
    proposed_by = models.ForeignKey(Contact, on_delete=models.SET_NULL, null=True, related_name="+")
    proposed_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    # Why it was declined; told to the delegation.
    reason = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["proposed_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="open", decided_at=None) | (~Q(state="open") & Q(decided_at__isnull=False)),
                name="proposal_decided_or_open",
            )
        ]

    def __str__(self) -> str:
        return f"{self.delegation}: {self.get_kind_display()}"

    def get_absolute_url(self) -> str:
        return reverse("proposal", args=[self.pk])
