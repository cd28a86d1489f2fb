"""Imports of a contact list: proposals until somebody confirms them, and what is needed to undo them."""

import uuid

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from friends.models.bodies import Body


class ContactImport(models.Model):
    """One list as it was handed in, for one body.

    What was read is kept only while somebody looks at it: once the list is brought in or given up, `content` and
    `choices` are empty, and `steps` name history rows alone. It has no history of its own, which would keep them.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", _("to be looked at")
        APPLIED = "applied", _("brought in")
        UNDONE = "undone", _("undone")
        GIVEN_UP = "given_up", _("given up")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="contact_imports")
    source = models.CharField(_("file"), max_length=255)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PROPOSED)
    # From which day the list holds, and why it is brought in.
    day = models.DateField(_("holds from"))
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    # What ccm_portal.foreign.tables read, and what a person decided on it (friends.import_choices).
    content = models.JSONField(default=dict)
    choices = models.JSONField(default=dict)
    # Once applied: how many of what, and the history rows that were written, in order.
    figures = models.JSONField(default=dict)
    steps = models.JSONField(default=list)
    made_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return self.source

    def get_absolute_url(self) -> str:
        return reverse("contact-import", args=[self.pk])
