"""Comment rounds: one circulation of one revision to named delegations until a deadline."""

import uuid
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ccm_portal.history import tracked
from ccm_portal.triggers import frozen
from friends.models import Capacity, Contact, Delegation
from friends.models.bodies import validate_zone
from meetings.models.documents import Document, Revision


class RoundQuerySet(models.QuerySet["Round"]):
    def in_bodies(self, bodies: set[uuid.UUID]) -> "RoundQuerySet":
        """Rounds of the bodies a member of staff serves."""
        return self.filter(document__body__in=bodies)


class Round(models.Model):
    """Open until the coordinator closes it; the deadline only decides what is in time and what is late."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="rounds")
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="rounds")
    number = models.PositiveSmallIntegerField()
    opened_at = models.DateTimeField()
    deadline = models.DateTimeField()
    time_zone = models.CharField(max_length=60, validators=[validate_zone])
    cover_note = models.TextField(blank=True)
    closed_at = models.DateTimeField(null=True)
    closing_note = models.TextField(blank=True)
    # The revision as a PDF that goes with the opening letters; see meetings.enclosing. None: they go without.
    enclosure_id = models.UUIDField(null=True)
    # Why the letters went without the file after all.
    enclosure_refusal = models.TextField(blank=True)
    history = tracked()

    objects = RoundQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="round_number_once"),
            models.UniqueConstraint(fields=["document"], condition=Q(closed_at=None), name="round_one_open"),
            models.CheckConstraint(
                condition=Q(deadline__gt=F("opened_at")), name="round_deadline_after_opening"
            ),
        ]

    def __str__(self) -> str:
        return _("Comment round %(number)s") % {"number": self.number}

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @property
    def goes_with(self) -> uuid.UUID | None:
        """The enclosure of a letter that opens this round."""
        return None if self.enclosure_refusal else self.enclosure_id

    @property
    def is_open(self) -> bool:
        return self.closed_at is None


@frozen
class RoundDelegation(models.Model):
    """A delegation the roster named when the round opened, with its name and capacity of that day."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="delegations")
    delegation = models.ForeignKey(Delegation, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    capacity = models.CharField(max_length=20, choices=Capacity.Kind)
    counts = models.BooleanField()
    posts = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["round", "delegation"], name="round_delegation_once")]

    def __str__(self) -> str:
        return self.name


class Invitation(models.Model):
    """A person invited to a round. Only added to; whether the person may still come in is asked of the contact list."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    seat = models.ForeignKey(RoundDelegation, on_delete=models.PROTECT, related_name="invitations")
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="invitations")
    invited_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["seat", "contact"], name="invitation_once")]

    def __str__(self) -> str:
        return str(self.contact)
