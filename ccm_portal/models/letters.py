"""The outbox: one row per letter and address, written before anything is sent."""

import uuid

from django.db import models


class Letter(models.Model):
    """One email to one person: what, why, when, and what the mail server said.

    `reason` says what the letter is about (`round:UUID:opening`), `recipient` is the UUID of the person written to.
    Together they are unique: no reason ever writes to a person twice. There are no foreign keys, because
    the floor looks at no app and the row outlives what it was about.
    """

    class State(models.TextChoices):
        QUEUED = "queued", "queued"
        SENDING = "sending", "being sent"
        SENT = "sent", "accepted by the mail server"
        SHOWN = "shown", "kept on screen"
        FAILED = "failed", "refused"
        UNCERTAIN = "uncertain", "may have been sent"
        WITHDRAWN = "withdrawn", "not sent: no longer on the list"

    class Phase(models.TextChoices):
        """How far the talk with the mail server had come when it was last written down."""

        NONE = "", "not begun"
        CLAIMED = "claimed", "claimed"
        DATA = "data", "text on its way"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reason = models.CharField(max_length=120)
    recipient = models.UUIDField()
    # Whose staff see it on the page of letters.
    body_id = models.UUIDField(null=True, db_index=True)
    # Shown beside the letter; who is written to, in the words of the contact list.
    delegation = models.CharField(max_length=200, blank=True)
    address = models.EmailField()
    name = models.CharField(max_length=200, blank=True)
    subject = models.CharField(max_length=250)
    text = models.TextField()
    html = models.TextField()
    # The access link whose address takes the placeholder's place while sending; see ccm_portal.links.
    link_id = models.UUIDField(null=True)
    link_epoch = models.PositiveIntegerField(default=0)
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

    class Meta:
        ordering = ["-written_at", "delegation", "address"]
        constraints = [
            models.UniqueConstraint(fields=["reason", "recipient"], name="letter_once_per_reason_and_recipient"),
            models.CheckConstraint(
                condition=models.Q(state="sending", lease_until__isnull=False)
                | (~models.Q(state="sending") & models.Q(lease_until__isnull=True)),
                name="letter_lease_only_while_sending",
            ),
        ]
        indexes = [models.Index(fields=["state", "next_try_at"])]

    def __str__(self) -> str:
        return f"{self.subject} → {self.address}"
