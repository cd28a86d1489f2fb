"""The links in letters: each for one contact and one purpose, revocable, with an end."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from friends.models.contacts import Contact


class AccessLink(models.Model):
    """One contact's way in for one purpose. The token is never stored, only its SHA-256; see ccm_portal.links."""

    class Purpose(models.TextChoices):
        CLEAR = "clear", _("clear a draft for circulation")
        APPROVE = "approve", _("approve a final text for publication")
        ROUND = "round", _("read and comment in a round")
        LIST = "list", _("read the contact list")
        ENTRY = "entry", _("check one's entry on the contact list")
        RECONFIRM = "reconfirm", _("say whether a delegation carries on")
        POSTS = "posts", _("say which open post interests a delegation")
        ITEMS = "items", _("propose items for an agenda")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="links")
    purpose = models.CharField(max_length=10, choices=Purpose)
    # The UUID of what it opens: a revision, a round, a body's contact list, a review of the list, …
    subject = models.UUIDField()
    epoch = models.PositiveIntegerField(default=1)
    token_sha256 = models.CharField(max_length=64, unique=True)
    until = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contact", "purpose", "subject"], name="link_once_per_purpose")
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()}: {self.contact}"
