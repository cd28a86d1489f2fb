"""Honest dates: words, with the earliest and latest day they allow, tentative or confirmed. Never an invented day."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class HonestDate(models.Model):
    """Adds a date as it was said ("end of January, beginning of February") and what it allows."""

    when_words = models.CharField(_("when, in words"), max_length=250, blank=True)
    earliest = models.DateField(_("earliest day"), null=True, blank=True)
    latest = models.DateField(_("latest day"), null=True, blank=True)
    tentative = models.BooleanField(_("tentative"), default=False)

    class Meta:
        abstract = True


def in_order(name: str) -> models.CheckConstraint:
    """Either both days or none, the earliest not after the latest."""
    return models.CheckConstraint(
        condition=Q(earliest=None, latest=None) | Q(earliest__lte=F("latest")), name=name
    )
