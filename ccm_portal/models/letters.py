"""The outbox: one row per letter and address, written before anything is sent."""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from typing import Self

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class LetterQuerySet(models.QuerySet["Letter"]):
    def of_bodies(self, bodies: Iterable[uuid.UUID]) -> Self:
        """Letters of these bodies: what their staff may see."""
        return self.filter(body_id__in=bodies)

    def not_sealed(self, sealed: Mapping[uuid.UUID, dt.datetime]) -> Self:
        """Without letters written before a body's instant."""
        found = self
        for body, instant in sealed.items():
            found = found.exclude(body_id=body, written_at__lt=instant)
        return found

    def about(self, reason: str) -> Self:
        """Letters whose reason begins so: `round:UUID` finds the opening, the reminders and the closing."""
        return self.filter(reason__startswith=reason)

    def written_to_somebody(self) -> Self:
        """Those whose person was not erased since."""
        return self.exclude(address="")


class Letter(models.Model):
    """One email to one person: what, why, when, and what the mail server said.

    `reason` says what the letter is about (`round:UUID:opening`), `recipient` is the UUID of the person
    written to. Together they are unique: no reason ever writes to a person twice. There are no foreign keys,
    because the floor looks at no app and the row outlives what it was about.
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("queued")
        SENDING = "sending", _("being sent")
        SENT = "sent", _("accepted by the mail server")
        SHOWN = "shown", _("kept on screen")
        FAILED = "failed", _("not sent")
        UNCERTAIN = "uncertain", _("may have been sent")
        COUNTED = "counted", _("counted as sent by hand")
        WITHDRAWN = "withdrawn", _("not sent: no longer on the list")

    class Phase(models.TextChoices):
        """How far the talk with the mail server had come when it was last written down."""

        NONE = "", _("not begun")
        CLAIMED = "claimed", _("claimed")
        DATA = "data", _("text on its way")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reason = models.CharField(max_length=120)
    recipient = models.UUIDField()
    # Whose staff see it on the page of letters.
    body_id = models.UUIDField(null=True, db_index=True)
    # Shown beside the letter; who is written to, in the words of the contact list.
    delegation = models.CharField(max_length=200, blank=True)
    # Empty since the person was erased (friends.erasing).
    address = models.EmailField()
    name = models.CharField(max_length=200, blank=True)
    subject = models.CharField(max_length=250)
    text = models.TextField()
    html = models.TextField()
    # The access link whose address takes the placeholder's place while sending; see ccm_portal.links.
    link_id = models.UUIDField(null=True)
    link_epoch = models.PositiveIntegerField(default=0)
    # A file that goes with it (ccm_portal.enclosures); the letter waits until it is made.
    enclosure_id = models.UUIDField(null=True)
    message_id = models.CharField(max_length=120, unique=True)

    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    phase = models.CharField(max_length=10, choices=Phase, default=Phase.NONE, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    next_try_at = models.DateTimeField()
    give_up_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)
    server_said = models.TextField(blank=True)
    written_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        ordering = ["-written_at", "delegation", "address"]
        constraints = [
            models.UniqueConstraint(
                fields=["reason", "recipient"], name="letter_once_per_reason_and_recipient"
            ),
            models.CheckConstraint(
                condition=models.Q(state="sending", lease_until__isnull=False)
                | (~models.Q(state="sending") & models.Q(lease_until__isnull=True)),
                name="letter_lease_only_while_sending",
            ),
        ]
        indexes = [models.Index(fields=["state", "next_try_at"])]

    def __str__(self) -> str:
        return f"{self.subject} → {self.address}"

    def get_absolute_url(self) -> str:
        return reverse("letter", args=[self.pk])
