"""What became of an agenda: circulated, and adopted by its meeting. Each step names the text that it was."""

import uuid
from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext_lazy as _

from ccm_portal.triggers import frozen
from meetings.models.documents import Revision
from meetings.models.meetings import Meeting


@frozen
class AgendaStep(models.Model):
    """An agenda was circulated, or adopted, as frozen in the revision. The newest step that was not taken back says
    where the agenda is.

    Written through meetings.agenda_steps alone.
    """

    class Kind(models.TextChoices):
        CIRCULATED = "circulated", _("circulated")
        ADOPTED = "adopted", _("adopted")
        AMENDED = "amended", _("adopted as amended")
        # It had been recorded by mistake; the step before that holds again.
        TAKEN_BACK = "taken_back", _("adoption taken back")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="agenda_steps")
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="agenda_steps")
    kind = models.CharField(max_length=10, choices=Kind)
    # Of circulations: 1 for the first, then "Rev. 1" is 2. Of adoptions 0.
    number = models.PositiveSmallIntegerField(default=0)
    # In the zone of the body; of an adoption the day of the meeting.
    day = models.DateField()
    words = models.TextField(blank=True)
    at = models.DateTimeField()
    # The text as a PDF that goes with the letters; made by the clock. None of adoptions.
    enclosure_id = models.UUIDField(null=True)

    class Meta:
        # A taking back of the same instant stands before what it undoes.
        ordering = ["-at", "-kind"]

    def __str__(self) -> str:
        return f"{self.meeting}, {self.get_kind_display()}"

    @property
    def rev(self) -> int:
        """The number after "Rev.": 0 for the first circulation."""
        return max(0, self.number - 1)


def newest(steps: Iterable[AgendaStep]) -> AgendaStep | None:
    """Of steps, the newest first, the newest that was not taken back; each taking back stands before what it undoes."""
    rest = list(steps)
    while rest and rest[0].kind == AgendaStep.Kind.TAKEN_BACK:
        rest = rest[2:]
    return rest[0] if rest else None
