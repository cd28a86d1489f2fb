"""Who does what in a body and period: the rows of the contact list."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ccm_portal.history import tracked
from friends.models.areas import ThematicArea
from friends.models.bodies import Body, Period
from friends.models.contacts import Contact
from friends.models.delegations import Delegation
from friends.models.validity import Validity, ValidityQuerySet, in_order


class Assignment(Validity):
    """A delegation's post: coordinator of an area, in cooperation, an office, or simply on the list."""

    class Role(models.TextChoices):
        COORDINATOR = "coordinator", _("coordinates")
        COOPERATING = "cooperating", _("in cooperation")
        PRESIDENT = "president", _("President")
        PRESIDENT_DESIGNATE = "president_designate", _("President-designate")
        EXECUTIVE_COORDINATOR = "executive_coordinator", _("Executive Coordinator")
        OBSERVER = "observer", _("observer")
        MEMBER = "member", _("on the list")

    class Status(models.TextChoices):
        VACANT = "vacant", _("vacant")
        PROPOSED = "proposed", _("proposed")
        TO_BE_RECONFIRMED = "to_be_reconfirmed", _("to be reconfirmed")
        WILL_CONFIRM = "will_confirm", _("will confirm")
        CONFIRMED = "confirmed", _("confirmed")
        LISTED = "listed", _("as listed")
        ENDED = "ended", _("ended")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="assignments")
    period = models.ForeignKey(
        Period, on_delete=models.PROTECT, null=True, blank=True, related_name="assignments"
    )
    delegation = models.ForeignKey(
        Delegation, on_delete=models.PROTECT, null=True, blank=True, related_name="assignments"
    )
    area = models.ForeignKey(
        ThematicArea, on_delete=models.PROTECT, null=True, blank=True, related_name="assignments"
    )
    role = models.CharField(_("role"), max_length=25, choices=Role)
    # The post in the list's own words ("President 1MSP"); blank where the list says nothing.
    title = models.CharField(_("area of work or office"), max_length=250, blank=True)
    status = models.CharField(_("status"), max_length=20, choices=Status, default=Status.LISTED)
    proposed_by = models.ForeignKey(
        Delegation, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    # The words that say the status, as said, and where: the line of which record. Blank where nobody said anything.
    status_words = models.TextField(_("in the words of the record"), blank=True)
    status_line = models.PositiveIntegerField(_("line"), null=True, blank=True)
    status_source = models.CharField(_("record"), max_length=255, blank=True)
    # Which decision the post rests on ("decisions of the first Meeting of States Parties, para. 12").
    decision = models.CharField(_("decision it rests on"), max_length=500, blank=True)
    # A change from a day on ends a row the day before and begins the next, which names the one it continues.
    continues = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="continued_by"
    )
    note = models.TextField(_("note"), blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    # On the printed contact list; co-operating States named only in an agenda are not.
    listed = models.BooleanField(default=True)
    contacts = models.ManyToManyField(Contact, through="ListedContact", related_name="assignments")
    history = tracked()

    objects = ValidityQuerySet.as_manager()

    class Meta:
        ordering = ["position", "title"]
        constraints = [
            in_order("assignment_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(status="vacant", delegation=None)
                | (~Q(status="vacant") & Q(delegation__isnull=False)),
                name="assignment_vacant_or_held",
            ),
            models.CheckConstraint(
                condition=~Q(role__in=["coordinator", "cooperating"]) | Q(area__isnull=False),
                name="assignment_area_where_the_role_needs_one",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.post}: {self.delegation or _('vacant')}"

    @property
    def post(self) -> str:
        return self.title or (self.area.name if self.area else "")


class ListedContact(models.Model):
    """A contact shown in a row of the list, in the row's order."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="listed_contacts")
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="listings")
    position = models.PositiveSmallIntegerField(default=0)
    history = tracked()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["assignment", "contact"], name="listed_contact_once_per_row")
        ]

    def __str__(self) -> str:
        return str(self.contact)
