"""Bodies that meet, and the periods between two Meetings of States Parties."""

import uuid
from zoneinfo import ZoneInfo, available_timezones

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from ccm_portal.history import tracked
from friends.models.delegations import Capacity

# ICANN's Names Council: the draft within 7 days, circulated by day 10, comments for 7 days, public by day 21.
DRAFT_DAYS, CIRCULATE_DAYS, COMMENT_DAYS, PUBLISH_DAYS = 7, 10, 7, 21


def validate_zone(name: str) -> None:
    """A time zone is named as in the IANA database, for instance Europe/Zurich."""
    if name not in available_timezones():
        raise ValidationError(
            _("%(name)s is not a time zone; write for instance Europe/Zurich."), params={"name": name}
        )


def states_count() -> list[str]:
    """The capacities whose word counts where a body says nothing else: those of States."""
    return list(Capacity.STATES)


class Body(models.Model):
    """A group that meets and has members, with the name of the office that runs it and its habits."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("name"), max_length=200, unique=True)
    slug = models.SlugField(unique=True)
    # The office that drafts and circulates; the portal never calls it anything else.
    office = models.CharField(_("office"), max_length=100, default="Executive Coordinator")
    time_zone = models.CharField(
        _("time zone"), max_length=60, default="Europe/Zurich", validators=[validate_zone]
    )
    clearance_needed = models.BooleanField(_("the Presidency clears drafts"), default=True)
    approval_needed = models.BooleanField(_("the Presidency approves before publishing"), default=True)
    status_shown = models.BooleanField(_("the public page says where the minutes are"), default=True)
    # The timetable of its minutes: days from the meeting, and the days that comments take.
    draft_days = models.PositiveSmallIntegerField(_("days to the draft"), default=DRAFT_DAYS)
    circulate_days = models.PositiveSmallIntegerField(_("days to circulation"), default=CIRCULATE_DAYS)
    comment_days = models.PositiveSmallIntegerField(_("days for comments"), default=COMMENT_DAYS)
    publish_days = models.PositiveSmallIntegerField(_("days to publication"), default=PUBLISH_DAYS)
    # Addresses and telephone numbers of the body itself, one a line, that may stand in published texts.
    public_addresses = models.TextField(_("public addresses"), blank=True)
    # The capacities (of Capacity.Kind) whose word counts in a round; the others are heard.
    counting = models.JSONField(_("whose word counts"), default=states_count)
    history = tracked()

    class Meta:
        verbose_name_plural = "bodies"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    def counts(self, capacity: str) -> bool:
        """Whether the word of a delegation in this capacity counts in a round of this body."""
        return capacity in self.counting


class BodyAlias(models.Model):
    """Another name of a body ("Friends of the Chair")."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="aliases")
    name = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(Lower("name"), name="body_alias_once")]

    def __str__(self) -> str:
        return self.name


class Period(models.Model):
    """The time between two Meetings of States Parties ("1MSP to 2MSP")."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="periods")
    name = models.CharField(_("name"), max_length=100)
    starts = models.DateField(_("starts"), null=True, blank=True)
    ends = models.DateField(_("ends"), null=True, blank=True)
    history = tracked()

    class Meta:
        ordering = ["starts", "name"]
        constraints = [
            models.UniqueConstraint(fields=["body", "name"], name="period_name_once_per_body"),
            models.CheckConstraint(
                condition=Q(starts=None) | Q(ends=None) | Q(ends__gte=F("starts")),
                name="period_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return self.name
