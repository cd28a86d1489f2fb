"""Two entries of the list that look alike and are two contacts: said by a person, so that nobody is asked again."""

import uuid

from django.db import models
from django.db.models import F, Q

from friends.models.contacts import Contact


class KeptApart(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    one = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="+")

    class Meta:
        verbose_name_plural = "entries kept apart"
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="contacts_kept_apart_once"),
            models.CheckConstraint(condition=~Q(one=F("other")), name="contacts_kept_apart_are_two"),
        ]

    def __str__(self) -> str:
        return f"{self.one} / {self.other}"
