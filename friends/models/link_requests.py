"""Addresses typed on the public page that sends a link to the contact list."""

import uuid

from django.db import models


class LinkRequest(models.Model):
    """Somebody typed this address; gone as soon as the clock has answered, whether the address is known or not."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    address = models.CharField(max_length=254)
    asked_at = models.DateTimeField()

    class Meta:
        ordering = ["asked_at"]

    def __str__(self) -> str:
        return str(self.pk)
