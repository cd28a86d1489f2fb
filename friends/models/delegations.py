"""Delegations: States and organisations, with the capacity in which they take part."""

import datetime as dt
import uuid

from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from ccm_portal.history import tracked
from friends.models.validity import Validity, ValidityQuerySet, in_order


class Delegation(models.Model):
    """A State or organisation taking part: the unit that comments, answers and owns actions."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("name"), max_length=200, unique=True)
    # Where an organisation's office sits, when the list says so ("Geneva").
    seat = models.CharField(_("seat"), max_length=100, blank=True)
    history = tracked()

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(Lower("name"), name="delegation_name_once")]

    def __str__(self) -> str:
        return self.name

    def capacity_on(self, day: dt.date) -> "Capacity | None":
        """The capacity held on `day`. Reads prefetched rows when there are any."""
        return next((row for row in self.capacities.all() if row.holds_on(day)), None)

    def name_in(self, language: str, day: dt.date) -> str:
        """The short name in a language on `day`, `name` where there is none. Reads prefetched `names`."""
        language = language.partition("-")[0]
        return next(
            (row.short for row in self.names.all() if row.language == language and row.holds_on(day)),
            self.name,
        )


class DelegationAlias(models.Model):
    """Another name under which a delegation appears in texts and lists."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    delegation = models.ForeignKey(Delegation, on_delete=models.CASCADE, related_name="aliases")
    name = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(Lower("name"), name="delegation_alias_once")]

    def __str__(self) -> str:
        return self.name


class Capacity(Validity):
    """In which capacity a delegation takes part, from when to when."""

    class Kind(models.TextChoices):
        STATE_PARTY = "state_party", _("State Party")
        SIGNATORY = "signatory", _("Signatory")
        STATE_NOT_PARTY = "state_not_party", _("State not party")
        STATE = "state", _("State (capacity not stated)")
        OBSERVER = "observer", _("Observer organisation")
        OFFICE = "office", _("Office")

    STATES = (Kind.STATE_PARTY, Kind.SIGNATORY, Kind.STATE_NOT_PARTY, Kind.STATE)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    delegation = models.ForeignKey(Delegation, on_delete=models.CASCADE, related_name="capacities")
    kind = models.CharField(_("capacity"), max_length=20, choices=Kind)
    history = tracked()

    objects = ValidityQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "capacities"
        constraints = [in_order("capacity_ends_after_it_begins")]

    def __str__(self) -> str:
        return f"{self.delegation}: {self.get_kind_display()}"
