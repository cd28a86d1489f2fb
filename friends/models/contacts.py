"""Contacts: persons and role mailboxes at a delegation, one address each."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from ccm_portal.actors import Actor, Kind
from ccm_portal.history import tracked
from friends.models.delegations import Delegation
from friends.models.validity import Validity, ValidityQuerySet, in_order


class Contact(Validity):
    """One person or role mailbox, with one address. Deactivated by ending its validity, never deleted."""

    class Visibility(models.TextChoices):
        OFFICE = "office", _("Presidency and coordinator")
        STATES = "states", _("States of the body")
        LISTED = "listed", _("everyone on the list")

    class Posting(models.TextChoices):
        CAPITAL = "capital", _("capital")
        MISSION = "mission", _("mission")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    delegation = models.ForeignKey(Delegation, on_delete=models.PROTECT, related_name="contacts")
    name = models.CharField(_("name"), max_length=200, blank=True)
    # Blank while a name stands on the list without an address of its own.
    email = models.EmailField(_("email address"), blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    speaks = models.BooleanField(_("speaks for the delegation"), default=True)
    main = models.BooleanField(_("main contact"), default=False)
    # Blank where the list does not say.
    posting = models.CharField(_("capital or mission"), max_length=10, choices=Posting, blank=True)
    language = models.CharField(_("language of letters"), max_length=10, default="en")
    visibility = models.CharField(
        _("who may see the address"), max_length=10, choices=Visibility, default=Visibility.LISTED
    )
    # False while the portal only supposes that this name and this address belong together.
    pair_confirmed = models.BooleanField(default=True)
    pair_doubt = models.CharField(max_length=250, blank=True)
    # A new address is a new row, which names the one whose address it follows.
    continues = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="continued_by"
    )
    # Set when a person found that this row and `merged_into` are one contact; this row has ended then.
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged"
    )
    # The day on which the person was erased on request: what was personal is blank since, here and in the history.
    erased_on = models.DateField(null=True, blank=True)
    history = tracked()

    objects = ValidityQuerySet.as_manager()

    class Meta:
        ordering = ["-main", "name", "email"]
        constraints = [
            in_order("contact_ends_after_it_begins"),
            models.UniqueConstraint(
                Lower("email"), condition=Q(valid_until=None) & ~Q(email=""), name="contact_address_once"
            ),
            models.UniqueConstraint(
                fields=["delegation"], condition=Q(main=True, valid_until=None), name="contact_one_main"
            ),
            models.CheckConstraint(condition=~Q(email="", name=""), name="contact_has_name_or_address"),
            models.CheckConstraint(
                condition=~Q(merged_into=F("id")) | Q(merged_into=None), name="contact_not_merged_into_itself"
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def actor(self) -> Actor:
        return Actor(Kind.CONTACT, self.id, delegation=self.delegation.name, person=str(self))
