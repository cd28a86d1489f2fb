"""Meetings and who was there."""

import uuid
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ccm_portal import honest_dates
from ccm_portal.history import tracked
from friends.models import Body, Contact, Delegation, Period
from friends.models.bodies import validate_zone


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def in_bodies(self, bodies: set[uuid.UUID]) -> "MeetingQuerySet":
        """Meetings of the bodies a member of staff serves."""
        return self.filter(body__in=bodies)


class Meeting(honest_dates.HonestDate):
    """A meeting of a body, dated or tentative within a window."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="meetings")
    period = models.ForeignKey(
        Period, on_delete=models.PROTECT, null=True, blank=True, related_name="meetings"
    )
    title = models.CharField(_("title"), max_length=250)
    # `<date>-<body>`, the public address; fixed once the meeting is dated.
    slug = models.SlugField(max_length=120, unique=True)
    starts_at = models.DateTimeField(_("starts"), null=True, blank=True)
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=60, validators=[validate_zone])
    venue = models.CharField(_("venue"), max_length=250, blank=True)
    note = models.CharField(_("practical note"), max_length=500, blank=True)
    chair_words = models.CharField(_("chair"), max_length=250, blank=True)
    chair = models.ForeignKey(
        Delegation, on_delete=models.PROTECT, null=True, blank=True, related_name="meetings_chaired"
    )
    # Whether the public pages name it. One whose minutes are published always stands there.
    public = models.BooleanField(_("shown on the public pages"), default=True)
    # Otherwise the minutes name delegations and roles only.
    names_people = models.BooleanField(_("the minutes name the people who were there"), default=False)
    history = tracked()

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ["-earliest", "-starts_at", "title"]
        constraints = [
            honest_dates.in_order("meeting_earliest_before_latest"),
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(starts_at__isnull=False, ends_at__gt=F("starts_at")),
                name="meeting_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    def get_absolute_url(self) -> str:
        return reverse("meeting", args=[self.slug])


class Attendance(models.Model):
    """A delegation's or person's presence. There is no "absent": nobody is shamed."""

    class Status(models.TextChoices):
        PRESENT = "present", _("present")
        APOLOGIES = "apologies", _("apologies")
        OBSERVER = "observer", _("observer")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="attendance")
    delegation = models.ForeignKey(
        Delegation, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    # As printed; a delegation or role, a person's name only where the record itself gives it.
    name = models.CharField(_("name"), max_length=200)
    role = models.CharField(_("role"), max_length=200, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.PRESENT)
    position = models.PositiveSmallIntegerField(default=0)
    history = tracked()

    class Meta:
        verbose_name_plural = "attendance"
        ordering = ["position", "name"]
        constraints = [models.UniqueConstraint(fields=["meeting", "name", "role"], name="attendance_once")]

    def __str__(self) -> str:
        return self.name


class AttendancePerson(models.Model):
    """Somebody of a delegation who was there. The office's own note, unless the meeting names its people."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    attendance = models.ForeignKey(Attendance, on_delete=models.CASCADE, related_name="people")
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="attended")
    position = models.PositiveSmallIntegerField(default=0)
    history = tracked()

    class Meta:
        verbose_name_plural = "people at meetings"
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["attendance", "contact"], name="attendance_person_once")
        ]

    def __str__(self) -> str:
        return str(self.contact)
