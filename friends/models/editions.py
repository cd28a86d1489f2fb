"""Editions of the contact list: numbered, as of a day, as circulated."""

import uuid

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext_lazy as _

from friends.models.bodies import Body


class ContactListEdition(models.Model):
    """What the list of a body said at the end of a day. No verb changes it but one: to erase a person from it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveSmallIntegerField()
    as_of = models.DateField(_("as of"))
    frozen_at = models.DateTimeField()
    # The member of staff who froze it.
    frozen_by = models.CharField(max_length=200, blank=True)
    # Goes with it, and stands in the letter.
    note = models.TextField(_("note"), blank=True)
    # Schema `ccm-portal/contact-list/1`; see friends.editions.
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    circulated_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["body", "number"], name="edition_number_once_per_body"),
            models.CheckConstraint(condition=Q(number__gte=1), name="edition_numbered_from_one"),
        ]

    def __str__(self) -> str:
        return str(
            _("Edition %(number)s, update as of %(day)s")
            % {"number": self.number, "day": formats.date_format(self.as_of, "j F Y")}
        )

    def get_absolute_url(self) -> str:
        return reverse("edition", args=[self.pk])
