"""What a delegation is called in each language, from when to when: our own table, as the depositary writes them."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from ccm_portal.history import tracked
from friends.models.delegations import Delegation
from friends.models.validity import Validity, ValidityQuerySet, in_order

LONGEST_SHORT, LONGEST_FORMAL = 200, 300


class DelegationName(Validity):
    """A delegation's short and formal name in one of the six languages."""

    class Language(models.TextChoices):
        ARABIC = "ar", _("Arabic")
        CHINESE = "zh", _("Chinese")
        ENGLISH = "en", _("English")
        FRENCH = "fr", _("French")
        RUSSIAN = "ru", _("Russian")
        SPANISH = "es", _("Spanish")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    delegation = models.ForeignKey(Delegation, on_delete=models.CASCADE, related_name="names")
    language = models.CharField(_("language"), max_length=2, choices=Language)
    short = models.CharField(_("short name"), max_length=LONGEST_SHORT)
    formal = models.CharField(_("formal name"), max_length=LONGEST_FORMAL, blank=True)
    history = tracked()

    objects = ValidityQuerySet.as_manager()

    class Meta:
        ordering = ["language", "valid_from"]
        constraints = [in_order("delegation_name_ends_after_it_begins")]

    def __str__(self) -> str:
        return self.short
