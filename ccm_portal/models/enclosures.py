"""Files that go with letters."""

import uuid

from django.db import models

from ccm_portal.triggers import fixed


@fixed
class Enclosure(models.Model):
    """A PDF that goes with letters, the same bytes to everybody; letters name it before it is made, and wait for it.

    Never altered; taken out where somebody who stands in it is erased, and made anew where letters still wait for it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=150)
    data = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
