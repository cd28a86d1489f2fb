"""Private notes beside a text: typed during the meeting, without history, in no letter and in no file."""

import uuid

from django.db import models

from meetings.models.documents import Document


class PrivateNotes(models.Model):
    """The notes of one office beside one text. Written through meetings.notes alone; deleted for good.

    A text has more than one of these only where it was handed over: what was begun before stays sealed (friends.seals),
    and the next coordinator begins anew.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="private_notes")
    text = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    begun_at = models.DateTimeField()
    saved_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "private notes"
        ordering = ["-begun_at"]
        constraints = [
            models.UniqueConstraint(fields=["document", "begun_at"], name="private_notes_begun_once")
        ]

    def __str__(self) -> str:
        # Never their words: they would stand in a log.
        return f"Private notes beside {self.document_id}"
